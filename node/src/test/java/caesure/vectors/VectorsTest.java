// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.chain.Chain;
import caesure.chain.ImportRun;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.ledger.UtxoStats;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.Vectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Every file of the data folder that holds a chain. */
class VectorsTest {
    @TempDir Path folder;

    @TestFactory
    List<DynamicTest> vectors() throws IOException {
        return Vectors.tests(List.of(new ChainSuite()), "vectors", "blocks", "headers");
    }

    /** The value is in the README of the data: bitcoind computed it. */
    @Test
    void hashesTheCoinsInTheOrderOfCore() throws IOException {
        Path file = Vectors.need("chains/regtest-a-000000-000206.dat");
        try (DataDir dir = DataDir.openWriter(folder, "regtest");
                Chain chain = open(dir, Network.REGTEST)) {
            new ImportRun().into(chain, file);
            assertEquals(206, chain.tip().node().height());
            assertEquals(
                    "6f596a9fb79023e72ac6c2423e9dff4991f49994c0a55d1a2124ce03a98e9d74",
                    UtxoStats.of(chain.tip().ledger()).hashSerialized3().toString());
        }
    }

    /** Block 2 spends the coinbase of block 1, and both branches build on it. */
    @Test
    void refusesBothBranchesThatSpendTooEarly() throws IOException {
        Path file = Vectors.need("chains/mainnet-reorg-armory.dat");
        try (DataDir dir = DataDir.openWriter(folder, "");
                Chain chain = open(dir, Network.MAIN)) {
            var run = new ImportRun();
            run.into(chain, file);
            assertEquals(1, chain.tip().node().height());
            assertEquals(
                    List.of(
                            "2 bad-txns-premature-spend-of-coinbase",
                            "3 bad-prevblk",
                            "3 bad-prevblk"),
                    run.bad().stream()
                            .map(b -> b.height().orElseThrow() + " " + b.reason())
                            .toList());
            assertEquals(3, run.orphans().size()); // what builds on those, as with Core
        }
    }

    @Test
    void reportsBlocksThatHaveNoParent() throws IOException {
        Path file = Vectors.need("chains/mainnet-831328-831332.dat");
        try (DataDir dir = DataDir.openWriter(folder, "");
                Chain chain = open(dir, Network.MAIN)) {
            var run = new ImportRun();
            run.into(chain, file);
            assertEquals(List.of(), run.bad());
            assertEquals(5, run.orphans().size());
            assertEquals(0, chain.tip().node().height());
        }
    }

    private static Chain open(DataDir dir, Network network) throws IOException {
        return Chains.open(dir, Params.of(network));
    }
}
