// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.ImportRun;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.ledger.UtxoStats;
import caesure.primitives.Block;
import caesure.store.DataDir;
import caesure.store.Frames;
import caesure.testkit.Chains;
import caesure.testkit.CoreFolder;
import caesure.testkit.Vectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

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

    /** The README of the data: the last block, and what bitcoind counts there. */
    @Test
    void takesRealBlocksOutOfAFolderOfCore() throws IOException {
        Path file = Vectors.need("chains/mainnet-000000-003000.dat");
        Params main = Params.of(Network.MAIN);
        var blocks = new ArrayList<Block>();
        try (Frames frames = Frames.open(file, main.magic())) {
            Optional<Frames.Piece> piece = frames.next();
            for (; piece.isPresent(); piece = frames.next()) {
                var frame = assertInstanceOf(Frames.Frame.class, piece.get());
                blocks.add(block(frame.block()));
            }
        }
        var random = new Random(1);
        for (int at = 0; at < 3000; at += 1000) {
            Collections.shuffle(blocks.subList(at, at + 1000), random);
        }
        ByteString key = ByteString.of(0x10, 0xd5, 0x1a, 0x3f, 0x57, 0x39, 0x5a, 0xfc);
        CoreFolder core = CoreFolder.make(folder.resolve("core/blocks"), main, key);
        core.write(0, blocks.subList(0, 1700), 0);
        core.write(1, blocks.subList(1700, 3001), 1 << 20);
        try (DataDir dir = DataDir.openWriter(folder, "");
                Chain chain = open(dir, Network.MAIN)) {
            var run = new ImportRun();
            assertEquals(3000, run.into(chain, folder.resolve("core")).accepted());
            assertEquals(List.of(), run.bad());
            assertEquals(
                    "000000004a81b9aa469b11649996ecb0a452c16d1181e72f9f980850a1c5ecce",
                    chain.tip().node().hash().toString());
        }
    }

    private static Block block(ByteString bytes) {
        try {
            return Block.parse(bytes);
        } catch (MalformedException e) {
            throw new AssertionError("no block of the main network", e);
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
