// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Chain;
import caesure.chain.Importer;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.store.DataDir;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code caesure import}. */
@Command(
        name = "import",
        header = "Takes blocks out of files into a data directory.",
        description = {
            "",
            "The files hold blocks as bootstrap.dat does: the network's magic, the size, the block."
                    + " Every rule is checked, all scripts too. Blocks may come before their parents."
                    + " A bad block is reported with its height, hash, reason and the byte where its"
                    + " record begins, and the import goes on. A block whose parent never comes is"
                    + " reported and is no error.",
            "",
            "SIGTERM or Ctrl-C stops it between two blocks; run again, it goes on from there. The"
                    + " exit code is 1 if any block was bad.",
            ""
        })
final class ImportCommand implements Callable<Integer> {
    private final Console console;
    private final Stop stop;
    @Mixin private NetworkOptions network;
    @Mixin private DataDirOption dataDir;
    @Mixin private ThreadsOption threads;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "files with blocks")
    private List<String> words = new ArrayList<>();

    ImportCommand(Console console, Stop stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() throws BadInput, IOException {
        Params params = network.params();
        Path root = dataDir.path();
        int count = threads.count();
        var files = new ArrayList<Path>();
        for (String word : words) files.add(InputFiles.readable(word));
        stop.listen();
        Secp256k1 secp = Signatures.load(console);
        if (console.isTerminal()) console.live("opening " + root + " ...");
        try (DataDir dir = DataDir.openWriter(root, params.network().folder());
                Chain chain =
                        Chain.open(
                                dir,
                                params,
                                secp,
                                Chain.Settings.of(params, count),
                                new StartReport(console))) {
            if (!chain.catchUp(stop)) return Main.GOOD;
            var listener = new ImportReport(console);
            Importer.Summary summary =
                    new Importer(chain, listener, Clock.systemUTC(), stop).run(files);
            console.line(words(summary));
            return summary.bad() == 0 ? Main.GOOD : Main.BAD;
        }
    }

    private static String words(Importer.Summary summary) {
        return String.format(
                Locale.ROOT,
                "%s: %d blocks and %d inputs in %.1f s; %d known, %d bad, %d without parent;"
                        + " tip at height %d %s",
                summary.stopped() ? "stopped" : "imported",
                summary.accepted(),
                summary.inputs(),
                summary.elapsed().toMillis() / 1e3,
                summary.known(),
                summary.bad(),
                summary.withoutParent(),
                summary.tip().height(),
                summary.tip().hash());
    }
}
