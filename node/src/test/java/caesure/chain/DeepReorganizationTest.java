// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.ledger.UtxoStats;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Two long branches that spend the same coins, and the way from one to the other and back. */
class DeepReorganizationTest {
    private TestNode node;

    @BeforeEach
    void grow() throws IOException {
        node = new TestNode();
        for (var block : ForkTree.trunk()) node.add(block);
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 60, 110, Chain.HORIZON_BLOCKS, Chain.HORIZON_BLOCKS + 1, 200})
    void goesOverAndBack(int depth) throws IOException {
        ForkTree tree = ForkTree.branches(new SplittableRandom(depth), depth + 2, depth + 1);
        List<Grown> left = tree.grown().subList(1, depth + 3);
        List<Grown> right = tree.grown().subList(depth + 3, tree.grown().size());
        connects(left.subList(0, depth));
        for (Grown block : right.subList(0, depth)) {
            assertInstanceOf(Verdict.Stored.class, node.add(block.block()));
        }
        connects(right.subList(depth, depth + 1)); // all of them, in one go
        assertAt(tree, right);
        assertInstanceOf(Verdict.Stored.class, node.add(left.get(depth).block()));
        assertEquals(right.getLast().place().hash(), node.chain().tip().node().hash());
        connects(left.subList(depth + 1, depth + 2));
        assertAt(tree, left);
        node.stop();
        node.start();
        assertAt(tree, left);
        assertEquals(List.of(), node.damages());
    }

    @Test
    void goesOverAndBackByAWordWhateverTheDepth() throws IOException {
        int depth = Chain.HORIZON_BLOCKS + 20;
        ForkTree tree = ForkTree.branches(new SplittableRandom(1), depth, depth - 5);
        List<Grown> left = tree.grown().subList(1, depth + 1);
        List<Grown> right = tree.grown().subList(depth + 1, tree.grown().size());
        connects(left);
        for (Grown block : right) node.add(block.block());
        assertTrue(node.chain().invalidate(left.getFirst().place().hash()));
        assertAt(tree, right);
        node.stop();
        node.start();
        assertAt(tree, right);
        assertTrue(node.chain().reconsider(left.getFirst().place().hash()));
        assertAt(tree, left);
    }

    /** A block deep in the new branch is bad: the old one stays, and nothing else changes. */
    @Test
    void staysWhereTheOtherBranchTurnsOutBad() throws IOException {
        ForkTree tree = ForkTree.branches(new SplittableRandom(2), 30, 20);
        List<Grown> left = tree.grown().subList(1, 31);
        List<Grown> right = tree.grown().subList(31, 51);
        connects(left);
        UtxoStats before = UtxoStats.of(node.chain().tip().ledger());
        for (Grown block : right) node.add(block.block());
        Grown parent = right.getLast();
        var bad = tree.greedyOn(parent.place());
        var place = parent.place().then(bad.header());
        assertInstanceOf(Verdict.Stored.class, node.add(bad));
        Verdict last = new Verdict.Known(place.hash(), place.height());
        while (place.height() <= left.getLast().place().height()) {
            var next = tree.emptyOn(place);
            place = place.then(next.header());
            last = node.add(next);
        }
        var rejected = assertInstanceOf(Verdict.Rejected.class, last);
        assertEquals("bad-cb-amount", rejected.ancestor().orElseThrow().reject().text());
        assertEquals(before, UtxoStats.of(node.chain().tip().ledger()));
        assertAt(tree, left);
    }

    private void connects(List<Grown> blocks) throws IOException {
        for (Grown block : blocks) {
            assertInstanceOf(Verdict.Connected.class, node.add(block.block()));
        }
    }

    /** At the end of a branch, with all worlds on the way, by height and by hash. */
    private void assertAt(ForkTree tree, List<Grown> branch) throws IOException {
        TestNode.assertSame(branch.getLast(), node.chain().tip().ledger());
        for (Grown block : branch) {
            TestNode.assertSame(block, node.chain().ledgerAt(block.place().height()).orElseThrow());
            var hash = block.place().hash();
            TestNode.assertSame(block, node.chain().ledgerAt(hash).orElseThrow());
            assertEquals(tree.spentBy(block), node.chain().spent(hash).orElseThrow().spent());
        }
    }
}
