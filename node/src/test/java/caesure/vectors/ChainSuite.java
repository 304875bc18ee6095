// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.chain.Chain;
import caesure.chain.ImportRun;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.ledger.Ledger;
import caesure.ledger.UtxoStats;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.testkit.VectorSuite;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Imports a real chain from genesis and compares the coins at the heights for which bitcoind's
 * answer is known.
 */
final class ChainSuite implements VectorSuite {
    @Override
    public String glob() {
        return "chains/*.utxo-anchors.csv";
    }

    @Override
    public int run(Path anchors) throws IOException {
        String name = anchors.getFileName().toString().replace(".utxo-anchors.csv", "");
        Params params = Params.of(networkOf(name));
        List<String> rows = Files.readAllLines(anchors).stream().skip(1).toList();
        try (TempFolder folder = new TempFolder();
                DataDir dir = DataDir.openWriter(folder.path(), params.network().folder());
                Chain chain = Chains.open(dir, params)) {
            var run = new ImportRun();
            run.into(chain, anchors.resolveSibling(name + ".dat"));
            assertEquals(List.of(), run.bad());
            assertEquals(List.of(), run.orphans());
            for (String row : rows) compare(row, chain);
        }
        return rows.size();
    }

    /** A row is: height, block, txouts, amount in coins, unspendable, muhash. */
    private static void compare(String row, Chain chain) throws IOException {
        String[] cells = row.split(",", -1);
        int height = Integer.parseInt(cells[0]);
        Ledger ledger = chain.ledgerAt(height).orElseThrow();
        UtxoStats stats = UtxoStats.of(ledger);
        assertEquals(cells[1], stats.block().toString(), row);
        assertEquals(Long.parseLong(cells[2]), stats.txouts(), row);
        assertEquals(stats.txouts(), ledger.coinCount(), row);
        assertEquals(
                new BigDecimal(cells[3]).movePointRight(8).longValueExact(),
                stats.totalSats(),
                row);
        assertEquals(stats.totalSats(), ledger.amountSats(), row);
        assertEquals(cells[5], stats.muhash().toString(), row);
    }

    private static Network networkOf(String file) {
        return switch (file.substring(0, file.indexOf('-'))) {
            case "testnet3" -> Network.TESTNET3;
            case "testnet4" -> Network.TESTNET4;
            case "signet" -> Network.SIGNET;
            case "regtest" -> Network.REGTEST;
            default -> Network.MAIN;
        };
    }
}
