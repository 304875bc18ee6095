// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.store.BlockDB;
import caesure.testkit.Place;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

class HeaderTreeTest {
    private static final long EASY = 0x207f_ffffL; // 2 hashes
    private static final long HARDER = 0x203f_ffffL; // 4 hashes

    private final Header genesis = header(new BlockHash(Hash256.ZERO), 0, EASY);
    private final HeaderTree tree = new HeaderTree(genesis);
    private int serial;

    @Test
    void choosesMostWorkAndNotMostBlocks() {
        HeaderNode two = grow(grow(tree.genesis(), EASY), EASY);
        assertSame(two, tree.best());
        HeaderNode one = grow(tree.genesis(), HARDER);
        assertSame(two, tree.best(), "as much work, but later");
        HeaderNode more = grow(one, EASY);
        assertSame(more, tree.best());
        assertEquals(BigInteger.valueOf(2 + 4 + 2), more.work().hashes());
    }

    @Test
    void leavesAnInvalidBranchForTheNextBest() {
        HeaderNode left = grow(tree.genesis(), EASY);
        HeaderNode right = grow(tree.genesis(), EASY);
        HeaderNode longer = grow(grow(right, EASY), EASY);
        assertSame(longer, tree.best());
        tree.invalidate(right);
        assertSame(left, tree.best());
        assertTrue(longer.isInvalid());
        assertTrue(grow(longer, EASY).isInvalid(), "and what comes later");
        assertSame(left, tree.best());
        assertFalse(left.isInvalid());
    }

    @Test
    void choosesAmongEqualsTheOneThatWasCompleteFirst() {
        HeaderNode left = tree.add(header(tree.genesis().hash(), 1, EASY));
        HeaderNode right = tree.add(header(tree.genesis().hash(), 2, EASY));
        assertSame(tree.genesis(), tree.best(), "headers alone are no chain");
        assertSame(left, tree.bestHeader());
        store(right);
        store(left);
        assertSame(right, tree.best());
        tree.prefer(left);
        assertSame(left, tree.best());
    }

    @Test
    void linksWhatCameBeforeItsParent() {
        HeaderNode first = tree.add(header(tree.genesis().hash(), 1, EASY));
        HeaderNode second = grow(first, EASY);
        assertSame(tree.genesis(), tree.best());
        assertEquals(0, second.chainTransactions());
        store(first);
        assertSame(second, tree.best());
        assertEquals(3, second.chainTransactions());
        tree.unlink(first);
        assertSame(tree.genesis(), tree.best());
        store(first);
        assertSame(second, tree.best());
    }

    @Test
    void choosesAfterAStartTheChainThatWasTheBestBefore() {
        HeaderNode left = grow(tree.genesis(), EASY);
        HeaderNode right = grow(tree.genesis(), EASY);
        tree.linkAll(_ -> true, right);
        assertSame(right, tree.best());
        tree.linkAll(node -> node != right, tree.genesis());
        assertSame(left, tree.best());
    }

    @Test
    void keepsOneNodeForEachHeader() {
        HeaderNode node = grow(tree.genesis(), EASY);
        assertSame(node, tree.add(node.header()));
        assertSame(node, tree.find(node.hash()).orElseThrow());
        assertSame(tree.genesis(), tree.add(genesis));
    }

    @Test
    void refusesAHeaderWithoutParent() {
        Header lost = header(new BlockHash(Hash256.ONE), 1, EASY);
        assertThrows(IllegalStateException.class, () -> tree.add(lost));
        assertThrows(IllegalStateException.class, () -> tree.invalidate(tree.genesis()));
    }

    /** Skips must lead where the plain way back leads. */
    @Test
    void findsAncestorsAndMediansAsThePlainWayDoes() {
        List<HeaderNode> nodes = new ArrayList<>(List.of(tree.genesis()));
        List<Place> places = new ArrayList<>(List.of(Place.first(genesis, 0)));
        Property.forAll(
                1,
                random -> {
                    for (int i = 0; i < 600; i++) {
                        int at = nodes.size() - 1 - random.nextInt(Math.min(3, nodes.size()));
                        Header next = header(nodes.get(at).hash(), random.nextInt(1_000_000), EASY);
                        nodes.add(tree.add(next));
                        places.add(places.get(at).then(next));
                    }
                    for (int i = 0; i < nodes.size(); i++) {
                        HeaderNode node = nodes.get(i);
                        assertEquals(places.get(i).medianTimePast(), node.medianTimePast());
                        int height = random.nextInt(node.height() + 1);
                        HeaderNode ancestor = node.ancestor(height);
                        assertEquals(places.get(i).ancestor(height).hash(), ancestor.hash());
                        assertTrue(ancestor.isAncestorOf(node));
                    }
                });
        assertThrows(IllegalArgumentException.class, () -> tree.genesis().ancestor(1));
    }

    /** A block whose body is there. */
    private HeaderNode grow(HeaderNode parent, long bits) {
        HeaderNode node = tree.add(header(parent.hash(), ++serial, bits));
        store(node);
        return node;
    }

    private void store(HeaderNode node) {
        node.set(node.facts().withBody(new BlockDB.Location(0, 8, 80), 1));
        tree.link(node);
    }

    private static Header header(BlockHash previous, long time, long bits) {
        return new Header(4, previous, Hash256.ZERO, time, bits, 0);
    }
}
