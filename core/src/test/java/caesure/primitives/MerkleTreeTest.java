// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class MerkleTreeTest {
    @Test
    void agreesWithARecursiveTwin() {
        Property.forAll(
                200,
                random -> {
                    List<Hash256> leaves = leaves(random, random.nextInt(1, 70));
                    assertEquals(
                            new MerkleTree.Root(plain(leaves), false), MerkleTree.root(leaves));
                });
    }

    @Test
    void ofNothingIsZero() {
        assertEquals(new MerkleTree.Root(Hash256.ZERO, false), MerkleTree.root(List.of()));
    }

    @Test
    void ofOneIsThatOne() {
        List<Hash256> one = List.of(Hash256.ONE);
        assertEquals(new MerkleTree.Root(Hash256.ONE, false), MerkleTree.root(one));
    }

    /** CVE-2012-2459: the end of a list may be repeated without another root. */
    @Test
    void tellsARepeatedEndFromTheRealOne() {
        Property.forAll(
                200,
                random -> {
                    // an odd number of groups of 2^n leaves: repeating the last group changes no
                    // root
                    int group = 1 << random.nextInt(4);
                    List<Hash256> leaves = leaves(random, group * (2 * random.nextInt(4) + 1));
                    var repeated = new ArrayList<>(leaves);
                    repeated.addAll(leaves.subList(leaves.size() - group, leaves.size()));
                    MerkleTree.Root real = MerkleTree.root(leaves);
                    MerkleTree.Root forged = MerkleTree.root(repeated);
                    if (leaves.size() == group) { // one group only: it becomes a pair of its own
                        assertNotEquals(real.hash(), forged.hash());
                    } else {
                        assertEquals(real.hash(), forged.hash());
                    }
                    assertFalse(real.mutated());
                    assertTrue(forged.mutated());
                });
    }

    @Test
    void mindsEqualNeighboursOnlyInPairs() {
        Hash256 a = Hash256.ZERO;
        Hash256 b = Hash256.ONE;
        assertTrue(MerkleTree.root(List.of(a, a)).mutated());
        assertTrue(MerkleTree.root(List.of(a, b, a, b)).mutated()); // one level up
        assertFalse(MerkleTree.root(List.of(b, a, a)).mutated());
        assertFalse(MerkleTree.root(List.of(b, a, a, b)).mutated());
    }

    /** The definition: the hash of two halves, where the left is a full tree. */
    private static Hash256 plain(List<Hash256> leaves) {
        if (leaves.size() == 1) return leaves.getFirst();
        int half = Integer.highestOneBit(leaves.size() - 1);
        List<Hash256> right = leaves.subList(half, leaves.size());
        Hash256 a = plain(leaves.subList(0, half));
        Hash256 b = plain(right);
        // a right side of fewer levels is lifted by pairing it with itself
        for (int levels = levels(right.size()); levels < levels(half); levels++) b = pair(b, b);
        return pair(a, b);
    }

    private static int levels(int leaves) {
        return 32 - Integer.numberOfLeadingZeros(leaves - 1);
    }

    private static Hash256 pair(Hash256 a, Hash256 b) {
        return Sha256.doubleHash(a.toByteString().plus(b.toByteString()));
    }

    private static List<Hash256> leaves(SplittableRandom random, int count) {
        var leaves = new ArrayList<Hash256>();
        for (int i = 0; i < count; i++) leaves.add(Samples.hash(random));
        return leaves;
    }
}
