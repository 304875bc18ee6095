// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Importer;
import caesure.console.Console;
import caesure.store.Frames;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Tells of an import: what is wrong with the blocks on the result's stream, how far it is on the
 * other; for a person in one line that is written over, otherwise in a line every few seconds.
 */
final class ImportReport implements Importer.Listener {
    private static final Duration LIVE_EVERY = Duration.ofMillis(200);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);

    /** Before that, a rate says nothing. */
    private static final Duration RATES_AFTER = Duration.ofMillis(100);

    private static final double BYTES_PER_MB = 1e6;

    private final Console console;
    private final Duration every;
    private Duration next;

    ImportReport(Console console) {
        this.console = console;
        this.every = console.isTerminal() ? LIVE_EVERY : PLAIN_EVERY;
        this.next = every;
    }

    @Override
    public void progress(Importer.Progress progress) {
        if (progress.elapsed().compareTo(next) < 0) return;
        next = progress.elapsed().plus(every);
        if (console.isTerminal()) {
            console.live(words(progress));
        } else {
            console.note(words(progress));
        }
    }

    @Override
    public void bad(Importer.BadBlock block) {
        String height = block.height().map(Object::toString).orElse("unknown");
        String detail = block.detail().isEmpty() ? "" : " (" + block.detail() + ")";
        console.line(
                "bad block: height "
                        + height
                        + " hash "
                        + block.hash()
                        + " reason "
                        + block.reason()
                        + detail
                        + block.place().map(ImportReport::where).orElse(" (stored before)"));
    }

    @Override
    public void withoutParent(Importer.Orphan block) {
        console.line(
                "without parent: hash "
                        + block.hash()
                        + " parent "
                        + block.parent()
                        + where(block.place()));
    }

    @Override
    public void skipped(Path file, Frames.Gap gap) {
        console.note(
                "skipped "
                        + gap.bytes()
                        + " bytes: "
                        + gap.reason()
                        + where(new Importer.Place(file, gap.offset())));
    }

    private static String where(Importer.Place place) {
        return " byte " + place.offset() + " of " + place.file();
    }

    /** Height, share, rates while blocks were taken, and the time left at this rate. */
    static String words(Importer.Progress progress) {
        double share =
                progress.bytesTotal() == 0
                        ? 1
                        : (double) progress.bytesDone() / progress.bytesTotal();
        boolean looking = progress.phase() == Importer.Phase.LOOKING;
        String far =
                String.format(
                        Locale.ROOT,
                        "height %d, %s%.1f %%",
                        progress.height(),
                        looking ? "looked through " : "",
                        100 * share);
        long taken = progress.bytesTaken();
        if (looking || progress.taking().compareTo(RATES_AFTER) < 0 || taken == 0) return far;
        double seconds = progress.taking().toNanos() / 1e9;
        long left = progress.bytesTotal() - progress.bytesDone();
        return String.format(
                Locale.ROOT,
                "%s, %.0f blocks/s, %.0f inputs/s, %.1f MB/s, %s left",
                far,
                progress.blocks() / seconds,
                progress.inputs() / seconds,
                taken / BYTES_PER_MB / seconds,
                clock(Math.round(seconds * left / taken)));
    }

    /** Hours, minutes and seconds, as on a stopwatch. */
    static String clock(long seconds) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
