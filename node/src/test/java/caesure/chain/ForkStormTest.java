// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.primitives.Block;
import caesure.testkit.ForkTree;
import caesure.testkit.Place;
import caesure.testkit.Property;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random trees of blocks, told in random orders, with a person's word, stops and kills in between.
 */
class ForkStormTest {
    private static TestNode trunk;

    @BeforeAll
    static void growTheTrunk() throws IOException {
        trunk = new TestNode();
        for (var block : ForkTree.trunk()) trunk.add(block);
        trunk.stop();
    }

    @AfterAll
    static void fellIt() throws IOException {
        trunk.close();
    }

    @Test
    void endsWhereAPlainRecomputationEnds() {
        Property.forAll(
                Integer.getInteger("storms", 200),
                random -> {
                    ForkTree tree = ForkTree.random(random, 10 + random.nextInt(40), 12);
                    try (var storm = new ForkStorm(random, tree, trunk.copy())) {
                        storm.rage();
                        storm.calm();
                    }
                });
    }

    /** Core: of two blocks that waited for their parent the one that came first counts as first. */
    @Test
    void takesTheOrderOfArrivalFromBlocksNotFromHeaders() throws IOException {
        ForkTree tree = ForkTree.branches(new SplittableRandom(1), 1);
        Place root = tree.grown().getFirst().place();
        Block parent = tree.grown().getLast().block();
        Block left = tree.emptyOn(root.then(parent.header()));
        Block right = tree.emptyOn(root.then(parent.header()));
        try (TestNode node = trunk.copy()) {
            node.start();
            var headers = List.of(parent.header(), left.header(), right.header());
            var source = Chain.Source.SUBMITTED;
            assertTrue(node.chain().addHeaders(headers, source, TestNode.NOW_S).isEmpty());
            for (Block block : List.of(right, left, parent)) node.add(block);
            assertEquals(right.hash(), node.chain().tip().node().hash());
        }
    }
}
