// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.crypto.Hash256;
import caesure.ledger.UtxoStats;
import caesure.primitives.Block;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Kills real processes (SIGKILL) in the middle of imports, reorganizations, starts and stops. What
 * they leave behind goes on by itself and ends at the same coins. {@code -Dkills=N} for more than
 * 50; each takes about half a second.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 50);
    private static final int KILLS_PER_CHAIN = 10;

    /** About two lives of a node that is not killed. */
    private static final int STEPS_MAX = 700;

    /** A step takes about as long. */
    private static final int LATER_US_MAX = 1500;

    @TempDir Path temp;

    @Test
    void goesOnAfterAKillAtAnyMoment() throws Exception {
        long first = Long.getLong("seed", System.nanoTime());
        for (int kills = 0; kills < KILLS; kills += KILLS_PER_CHAIN) {
            long seed = first + kills;
            try {
                killMany(new SplittableRandom(seed), Math.min(KILLS_PER_CHAIN, KILLS - kills));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("fails with -Dseed=" + seed, e);
            }
        }
    }

    private void killMany(SplittableRandom random, int kills) throws Exception {
        ForkTree tree = ForkTree.withOneEnd(random, 150, 6);
        Path file = write(tree, random);
        Hash256 wanted = unharmed(tree, file);
        try (TestNode node = new TestNode()) {
            node.stop();
            for (int i = 0; i < kills; i++) {
                String heard = liveAndDie(node.folder(), file, random);
                assertEquals("", heard);
                if (random.nextInt(3) == 0) assertWhole(node, tree);
            }
            assertWhole(node, tree);
            node.start();
            KilledNode.takeBack(node.chain());
            new ImportRun().into(node.chain(), file);
            TestNode.assertSame(tree.best(), node.chain().tip().ledger());
            assertEquals(wanted, UtxoStats.muhash(node.chain().tip().ledger()));
        }
    }

    /** All blocks, a little out of order. */
    private Path write(ForkTree tree, SplittableRandom random) throws IOException {
        List<Block> blocks = new ArrayList<>(ForkTree.trunk());
        tree.grown().stream().skip(1).map(Grown::block).forEach(blocks::add);
        for (int i = 0; i < blocks.size(); i += 20) {
            List<Block> some = blocks.subList(i, Math.min(blocks.size(), i + 20));
            Collections.shuffle(some, new Random(random.nextLong()));
        }
        return TestNode.write(temp.resolve("blocks.dat"), blocks);
    }

    private static Hash256 unharmed(ForkTree tree, Path file) throws IOException {
        try (TestNode node = new TestNode()) {
            new ImportRun().into(node.chain(), file);
            TestNode.assertSame(tree.best(), node.chain().tip().ledger());
            return UtxoStats.muhash(node.chain().tip().ledger());
        }
    }

    /** One process from its start to its sudden end; what it said of damage. */
    private String liveAndDie(Path folder, Path file, SplittableRandom random) throws Exception {
        Path complaints = temp.resolve("stderr");
        Process process = KilledNode.start(folder, file, random.nextLong(), complaints);
        var heard = new StringBuilder();
        try (InputStream in = process.getInputStream()) {
            int steps = random.nextInt(STEPS_MAX);
            for (int b = 0; steps > 0 && (b = in.read()) >= 0; ) {
                if (b == '.') steps--;
                else heard.append((char) b);
            }
            assertEquals(0, steps, () -> "it ended by itself: " + heard + read(complaints));
            long untilNs = System.nanoTime() + 1000L * random.nextInt(LATER_US_MAX);
            while (System.nanoTime() < untilNs) Thread.onSpinWait();
            process.destroyForcibly();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return heard.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The next start has nothing to complain about, and the coins are those of its tip. */
    private static void assertWhole(TestNode node, ForkTree tree) throws IOException {
        node.start();
        assertEquals(List.of(), node.damages());
        TestNode.assertCoinsAreOfTheTip(tree, node.chain());
        node.stop();
    }
}
