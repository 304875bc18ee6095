// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.BlockFile;
import caesure.chain.Chain;
import caesure.chain.Importer;
import caesure.consensus.Params;
import caesure.console.BadInput;
import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Given;
import caesure.console.InputFiles;
import caesure.console.Signatures;
import caesure.console.Stop;
import caesure.crypto.Secp256k1;
import caesure.store.DataDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code caesure import}. */
final class ImportCommand implements Callable<Integer> {
    private final Console console;
    private final Stop stop;
    private final Given given;

    ImportCommand(Console console, Stop stop, Given given) {
        this.console = console;
        this.stop = stop;
        this.given = given;
    }

    @Override
    public Integer call() throws BadInput, IOException {
        Params params = given.params();
        Path root = given.dataDir();
        var files = new ArrayList<Path>();
        for (String word : given.words()) files.add(source(word, root, params));
        stop.listen();
        Secp256k1 secp = Signatures.load(console);
        if (console.isTerminal()) console.live("opening " + root + " ...");
        try (DataDir dir = DataDir.openWriter(root, params.network().folder());
                Chain chain =
                        Chain.open(
                                dir,
                                params,
                                secp,
                                new Chain.Settings(
                                        given.threads(),
                                        given.chain().assumeValid(),
                                        given.chain().minimumWork(),
                                        0),
                                new StartReport(console))) {
            if (!chain.catchUp(stop)) return Exit.GOOD;
            var listener = new ImportReport(console);
            Importer.Summary summary =
                    new Importer(chain, listener, given.clock(), stop).run(files);
            console.line(words(summary));
            return summary.bad() == 0 ? Exit.GOOD : Exit.BAD;
        }
    }

    /** What a word names, if blocks are there and it is not what is to be filled. */
    private static Path source(String word, Path root, Params params) throws BadInput, IOException {
        Path path = InputFiles.path(word);
        Path own = root.resolve(params.network().folder()).resolve("blocks");
        for (BlockFile file : BlockFile.find(path, params)) {
            if (!Files.isReadable(file.path())) throw new BadInput("may not read " + file.path());
            if (Files.exists(own)
                    && file.path().toRealPath().getParent().equals(own.toRealPath())) {
                throw new BadInput(
                        file.path()
                                + " is the data directory's own: what lies there needs no import");
            }
        }
        return path;
    }

    private static String words(Importer.Summary summary) {
        return String.format(
                Locale.ROOT,
                "%s: %d blocks and %d inputs in %.1f s; %d known, %d bad, %d without parent;"
                        + " tip at height %d %s%s",
                summary.stopped() ? "stopped" : "imported",
                summary.accepted(),
                summary.inputs(),
                summary.elapsed().toMillis() / 1e3,
                summary.known(),
                summary.bad(),
                summary.withoutParent(),
                summary.tip().height(),
                summary.tip().hash(),
                summary.stopped() ? "; the same command goes on from here" : "");
    }
}
