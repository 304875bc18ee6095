// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.chain.Importer;
import caesure.log.Log;
import caesure.node.Progress.Activity;
import caesure.store.Frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brings a chain that was opened to where the block files and -loadblock lead it, and says in log
 * and on screen how far it is.
 */
final class Start {
    private final Chain chain;
    private final NodeClock clock;
    private final Log log;
    private final NodeListener listener;
    private final BooleanSupplier stop;

    Start(Chain chain, NodeClock clock, Log log, NodeListener listener, BooleanSupplier stop) {
        this.chain = chain;
        this.clock = clock;
        this.log = log;
        this.listener = listener;
        this.stop = stop;
    }

    /** Finds what the block files hold and connects it. False if it was stopped. */
    boolean catchUp() throws IOException {
        return chain.catchUp(stop);
    }

    /** Takes the blocks of these files. False if it was stopped. */
    boolean load(List<Path> files) throws IOException {
        for (Path file : files) {
            if (stop.getAsBoolean()) return false;
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                log.warning("Could not open blocks file %s", file);
                listener.warning("cannot open " + file + ": nothing was loaded from it");
                continue;
            }
            log.info("Importing blocks file %s...", file);
            Importer.Summary done =
                    new Importer(chain, new Hearer(), clock, stop).run(List.of(file));
            log.info(
                    "Loaded %d blocks from external file %s: %d known, %d bad, %d without parent",
                    done.accepted(), file, done.known(), done.bad(), done.withoutParent());
            if (done.stopped()) return false;
        }
        return true;
    }

    static Progress of(CatchUp progress) {
        double share = progress.total() == 0 ? 1 : (double) progress.done() / progress.total();
        var activity =
                switch (progress.phase()) {
                    case READING -> Activity.READING;
                    case CONNECTING -> Activity.CONNECTING;
                };
        return Progress.of(activity, progress.done(), share, progress.height(), progress.elapsed());
    }

    /** Hears of an import. Its clock may stand still, so time is measured here. */
    private final class Hearer implements Importer.Listener {
        @Override
        public void progress(Importer.Progress progress) {
            double share =
                    progress.bytesTotal() == 0
                            ? 1
                            : (double) progress.bytesDone() / progress.bytesTotal();
            listener.progress(
                    Progress.of(
                            Activity.IMPORTING,
                            progress.blocks(),
                            share,
                            progress.height(),
                            progress.taking()));
        }

        @Override
        public void bad(Importer.BadBlock block) {
            log.warning(
                    "Bad block %s%s: %s %s",
                    block.hash(),
                    block.place().map(Start::where).orElse(" (stored before)"),
                    block.reason(),
                    block.detail());
        }

        @Override
        public void withoutParent(Importer.Orphan block) {
            log.warning(
                    "Block %s%s: nothing is known of its parent %s",
                    block.hash(), where(block.place()), block.parent());
        }

        @Override
        public void skipped(Path file, Frames.Gap gap) {
            log.warning(
                    "Skipped %d bytes at byte %d of %s: %s",
                    gap.bytes(), gap.offset(), file, gap.reason());
        }
    }

    private static String where(Importer.Place place) {
        return " at byte " + place.offset() + " of " + place.file();
    }
}
