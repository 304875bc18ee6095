// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;
import caesure.ledger.UtxoStats;
import caesure.primitives.Block;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;
import caesure.testkit.Property;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Damages one file after another while the node does not run. The next start, or whoever reads what
 * was damaged, hears of it; importing the blocks again makes all good; and never are there coins
 * that are not those of the tip.
 */
class DamageTest {
    private static final int TRIES = Integer.getInteger("damages", 60);

    @TempDir static Path temp;
    private static ForkTree tree;
    private static Path all; // a file with all blocks
    private static Hash256 muhash;
    private static TestNode base; // has most of the trunk and some more in bootstrap.dat

    private final List<String> named = new ArrayList<>();

    @BeforeAll
    static void grow() throws IOException {
        tree = ForkTree.withOneEnd(new SplittableRandom(3), 60, 4);
        List<Block> blocks = new ArrayList<>(ForkTree.trunk());
        tree.grown().stream().skip(1).map(Grown::block).forEach(blocks::add);
        all = TestNode.write(temp.resolve("all.dat"), blocks);
        base = new TestNode();
        base.stop();
        TestNode.write(base.folder().resolve("blocks/bootstrap.dat"), blocks.subList(0, 125));
        base.start();
        new ImportRun().into(base.chain(), all);
        muhash = UtxoStats.muhash(base.chain().tip().ledger());
        base.stop();
    }

    @AfterAll
    static void close() throws IOException {
        base.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocks/blk00000.dat",
                "blocks/bootstrap.dat",
                "blocks/rev00000.dat",
                "blocks/rev-bootstrap.dat",
                "blocks/index.dat",
                "chainstate/coins.dat"
            })
    void damageIsNamedAndMadeGood(String name) {
        Property.forAll(
                TRIES,
                random -> {
                    named.clear();
                    Damage damage = Damage.any(random);
                    try (TestNode node = base.copy()) {
                        Path file = node.folder().resolve(name);
                        if (!damage.to(file, random)) return;
                        try {
                            live(node, file);
                        } catch (Exception | AssertionError e) {
                            throw new AssertionError(damage + " of " + name + " " + named, e);
                        }
                    }
                });
    }

    private void live(TestNode node, Path file) throws IOException {
        start(node, file);
        TestNode.assertCoinsAreOfTheTip(tree, node.chain());
        readAll(node, file);
        new ImportRun().into(node.chain(), all);
        named.addAll(node.damages());
        assertNamed(file);
        node.assertWhole(tree);
        assertEquals(muhash, UtxoStats.muhash(node.chain().tip().ledger()));
        node.stop();
        node.start();
        List<String> again = new ArrayList<>(node.damages());
        again.removeIf(what -> what.contains("bootstrap.dat")); // is never written
        assertEquals(List.of(), again);
        node.assertWhole(tree);
        assertEquals(muhash, UtxoStats.muhash(node.chain().tip().ledger()));
    }

    /** Starts. A file that might be somebody else's is refused by name: then it is taken away. */
    private void start(TestNode node, Path file) throws IOException {
        try {
            node.start();
        } catch (IOException e) {
            String what = e.getMessage();
            assertTrue(what.contains(file.getFileName().toString()), () -> "not named: " + e);
            named.add(what);
            node.stop();
            Files.delete(file);
            node.start();
        }
        named.addAll(node.damages());
    }

    /** Coins that are not there look like those of a node that was killed before it saved them. */
    private void assertNamed(Path file) {
        String name = file.getFileName().toString();
        if (name.equals("coins.dat") && !Files.exists(file)) return;
        assertTrue(named.stream().anyMatch(what -> what.contains(name)), "nobody noticed");
    }

    /** What cannot be read is named; what can is right. */
    private void readAll(TestNode node, Path file) throws IOException {
        for (Grown grown : tree.grown()) {
            try {
                Optional<Block> block = node.chain().block(grown.place().hash());
                block.ifPresent(b -> assertEquals(grown.block(), b));
                node.assertSpentIsRight(tree, grown);
            } catch (IOException e) {
                String what = e.getMessage();
                assertTrue(what.contains(file.getFileName().toString()), () -> "not named: " + e);
                named.add(what);
            }
        }
        for (Block block : ForkTree.trunk()) {
            try {
                Optional<Block> found = node.chain().block(block.hash());
                found.ifPresent(b -> assertEquals(block, b));
                node.chain().spent(block.hash());
            } catch (IOException e) {
                named.add(e.getMessage());
            }
        }
    }
}
