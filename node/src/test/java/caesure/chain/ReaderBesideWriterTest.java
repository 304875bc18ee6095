// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Secp256k1;
import caesure.ledger.Ledger;
import caesure.primitives.Block;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One process writes: imports, goes from branch to branch, stops and starts. Another one opens the
 * same folder to read, again and again: whatever it sees fits together.
 */
class ReaderBesideWriterTest {
    private static final Secp256k1 SECP = Secp256k1.load().engine();
    private static final int LOOKS = Integer.getInteger("looks", 25);

    /** Steps of the writer between two looks. */
    private static final int STEPS_MAX = 60;

    @TempDir Path temp;

    @Test
    void seesCoinsThatAreThoseOfItsTip() throws Exception {
        var random = new SplittableRandom(Long.getLong("seed", 5));
        ForkTree tree = ForkTree.random(random, 120, 6);
        List<Block> blocks = new ArrayList<>(ForkTree.trunk());
        tree.grown().stream().skip(1).map(Grown::block).forEach(blocks::add);
        Path file = TestNode.write(temp.resolve("blocks.dat"), blocks);
        Path folder = Files.createDirectory(temp.resolve("data"));
        Path complaints = temp.resolve("stderr");
        Process writer = KilledNode.start(folder, file, random.nextLong(), complaints);
        try (InputStream steps = writer.getInputStream();
                OutputStream _ = writer.getOutputStream()) {
            await(steps, 3); // the folder is there
            int highest = 0;
            for (int i = 0; i < LOOKS; i++) {
                await(steps, 1 + random.nextInt(STEPS_MAX));
                highest = Math.max(highest, look(folder, tree, random));
            }
            assertTrue(highest > tree.grown().getFirst().place().height(), "saw too little");
            assertTrue(writer.isAlive(), () -> "the writer died");
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertEquals("", Files.readString(complaints));
    }

    /** Opens and looks around; how high the tip is. */
    private static int look(Path folder, ForkTree tree, SplittableRandom random)
            throws IOException {
        var heard = new Chains.Heard();
        var settings = Chain.Settings.of(TestNode.REGTEST, 1);
        try (DataDir dir = DataDir.openReader(folder, "");
                Chain chain = Chain.open(dir, TestNode.REGTEST, SECP, settings, heard)) {
            assertTrue(chain.catchUp(() -> false));
            assertEquals(List.of(), heard.damage());
            TestNode.assertCoinsAreOfTheTip(tree, chain);
            int height = chain.tip().node().height();
            int below = Math.max(0, height - random.nextInt(30));
            assertEquals(below, chain.ledgerAt(below).orElseThrow().height());
            for (Grown grown : tree.grown()) {
                var hash = grown.place().hash();
                var block = chain.block(hash);
                if (block.isPresent()) assertEquals(grown.block(), block.get());
                var world = grown.valid() ? chain.ledgerAt(hash) : Optional.<Ledger>empty();
                if (world.isPresent()) TestNode.assertSame(grown, world.get());
            }
            return height;
        }
    }

    private static void await(InputStream steps, int count) throws IOException {
        for (int left = count; left > 0; ) {
            int b = steps.read();
            if (b < 0) throw new IOException("the writer has ended");
            if (b == '.') left--;
            else assertEquals('.', b, () -> "the writer speaks");
        }
    }
}
