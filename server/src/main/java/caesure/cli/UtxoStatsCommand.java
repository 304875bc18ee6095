// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Chain;
import caesure.consensus.Params;
import caesure.console.Amount;
import caesure.console.BadInput;
import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Given;
import caesure.console.Report;
import caesure.console.Signatures;
import caesure.ledger.Ledger;
import caesure.ledger.UtxoStats;
import caesure.options.BadOption;
import caesure.store.DataDir;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** {@code caesure utxo-stats}. */
final class UtxoStatsCommand implements Callable<Integer> {
    private final Console console;
    private final Given given;

    UtxoStatsCommand(Console console, Given given) {
        this.console = console;
        this.given = given;
    }

    @Override
    public Integer call() throws BadInput, BadOption, IOException {
        Params params = given.params();
        try (DataDir dir = DataDir.openReader(given.dataDir(), params.network().folder());
                Chain chain =
                        Chain.open(
                                dir,
                                params,
                                Signatures.load(console),
                                Chain.Settings.of(params, given.threads()),
                                new StartReport(console))) {
            chain.catchUp(() -> false);
            print(params, UtxoStats.of(ledger(chain)));
            return Exit.GOOD;
        }
    }

    private Ledger ledger(Chain chain) throws BadInput, BadOption, IOException {
        OptionalLong height = given.settings().number("height", 0, Integer.MAX_VALUE);
        if (height.isEmpty()) return chain.tip().ledger();
        return chain.ledgerAt((int) height.getAsLong())
                .orElseThrow(() ->
                        new BadInput(
                                "no block at height "
                                        + height.getAsLong()
                                        + ": the best chain ends at "
                                        + chain.tip().node().height()));
    }

    private void print(Params params, UtxoStats stats) throws BadOption {
        new Report()
                .with("network", params.network().chain())
                .with("height", stats.height())
                .with("bestblock", stats.block().toString())
                .with("txouts", stats.txouts())
                .with("total_amount", Amount.btc(stats.totalSats()))
                .with("muhash", stats.muhash().toString())
                .with("hash_serialized_3", stats.hashSerialized3().toString())
                .print(console, given.json());
    }
}
