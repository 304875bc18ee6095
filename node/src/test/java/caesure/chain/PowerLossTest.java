// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.primitives.Block;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;
import caesure.testkit.Property;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * After a loss of power each file may be as old as it likes: one has what was written last, another
 * has not. The node makes of it what it can, is never wrong about the coins, and is whole again
 * when the blocks came once more.
 */
class PowerLossTest {
    private static final int TRIES = Integer.getInteger("losses", 150);

    /** The node is looked at so many times while it grows. */
    private static final int AGES = 8;

    private static final List<String> FILES =
            List.of(
                    "blocks/blk00000.dat",
                    "blocks/rev00000.dat",
                    "blocks/index.dat",
                    "chainstate/coins.dat");

    @TempDir static Path temp;
    private static final List<TestNode> ages = new ArrayList<>();
    private static ForkTree tree;
    private static Path all;

    @BeforeAll
    static void grow() throws IOException {
        tree = ForkTree.withOneEnd(new SplittableRandom(8), 80, 5);
        List<Block> blocks = new ArrayList<>(ForkTree.trunk());
        tree.grown().stream().skip(1).map(Grown::block).forEach(blocks::add);
        all = TestNode.write(temp.resolve("all.dat"), blocks);
        try (TestNode node = new TestNode()) {
            for (int age = 1; age <= AGES; age++) {
                int from = (age - 1) * blocks.size() / AGES;
                for (Block block : blocks.subList(from, age * blocks.size() / AGES)) {
                    node.add(block);
                }
                if (age % 3 == 0) { // stops now and then, so that the coins are saved
                    node.stop();
                    node.start();
                }
                ages.add(node.copy());
            }
        }
    }

    @AfterAll
    static void close() throws IOException {
        for (TestNode age : ages) age.close();
    }

    @Test
    void filesOfAnyAgeMakeANodeThatIsNeverWrong() {
        Property.forAll(
                TRIES,
                random -> {
                    var mixture = new StringBuilder();
                    try (TestNode node = any(random).copy()) {
                        for (String name : FILES) {
                            TestNode from = any(random);
                            mixture.append(name).append(" of ").append(ages.indexOf(from));
                            mixture.append(", ");
                            Path file = node.folder().resolve(name);
                            Files.deleteIfExists(file);
                            Path old = from.folder().resolve(name);
                            if (Files.exists(old)) Files.copy(old, file);
                        }
                        live(node);
                    } catch (IOException | AssertionError e) {
                        throw new AssertionError(mixture.toString(), e);
                    }
                });
    }

    private static TestNode any(SplittableRandom random) {
        return ages.get(random.nextInt(ages.size()));
    }

    private static void live(TestNode node) throws IOException {
        node.start();
        TestNode.assertCoinsAreOfTheTip(tree, node.chain());
        new ImportRun().into(node.chain(), all);
        node.assertWhole(tree);
        node.stop();
        node.start();
        node.assertWhole(tree);
    }
}
