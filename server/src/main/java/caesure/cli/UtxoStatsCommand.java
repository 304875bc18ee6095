// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Chain;
import caesure.consensus.Params;
import caesure.ledger.Ledger;
import caesure.ledger.UtxoStats;
import caesure.store.DataDir;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure utxo-stats}. */
@Command(
        name = "utxo-stats",
        header = "Counts the unspent outputs and hashes them.",
        description = {
            "",
            "Tells how many unspent outputs there are after a block of the best chain, what they are"
                    + " worth, and the two hashes over them by which bitcoind's gettxoutsetinfo can"
                    + " be compared. Only reads: nothing in the data directory changes, and a node"
                    + " may be at work there.",
            ""
        })
final class UtxoStatsCommand implements Callable<Integer> {
    private final Console console;
    @Mixin private NetworkOptions network;
    @Mixin private DataDirOption dataDir;
    @Mixin private ThreadsOption threads;

    @Option(
            names = {"-height", "--height"},
            paramLabel = "H",
            description = "after the block of this height; of the tip if not said")
    private Optional<Integer> height = Optional.empty();

    @Option(
            names = {"-json", "--json"},
            description = "print one JSON object")
    private boolean json;

    UtxoStatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws BadInput, IOException {
        Params params = network.params();
        try (DataDir dir = DataDir.openReader(dataDir.path(), params.network().folder());
                Chain chain =
                        Chain.open(
                                dir,
                                params,
                                Signatures.load(console),
                                Chain.Settings.of(params, threads.count()),
                                new StartReport(console))) {
            chain.catchUp(() -> false);
            print(params, UtxoStats.of(ledger(chain)));
            return Main.GOOD;
        }
    }

    private Ledger ledger(Chain chain) throws BadInput, IOException {
        if (height.isEmpty()) return chain.tip().ledger();
        return chain.ledgerAt(height.get())
                .orElseThrow(() ->
                        new BadInput(
                                "no block at height "
                                        + height.get()
                                        + ": the best chain ends at "
                                        + chain.tip().node().height()));
    }

    private void print(Params params, UtxoStats stats) {
        new Report()
                .with("network", params.network().chain())
                .with("height", stats.height())
                .with("bestblock", stats.block().toString())
                .with("txouts", stats.txouts())
                .with("total_amount", Amount.btc(stats.totalSats()))
                .with("muhash", stats.muhash().toString())
                .with("hash_serialized_3", stats.hashSerialized3().toString())
                .print(console, json);
    }
}
