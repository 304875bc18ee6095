// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.crypto.Hash256;
import caesure.crypto.Sha256;

import java.util.List;

/**
 * The tree of hashes whose root stands in a header.
 *
 * <p>Each level pairs neighbours; a last one without a neighbour is paired with itself. Therefore
 * some lists of different length have the same root (CVE-2012-2459), and the tree also says whether
 * it met two equal neighbours: that copy of the block is damaged, whatever its root.
 */
public final class MerkleTree {
    private MerkleTree() {}

    /**
     * @param hash zero for an empty list
     * @param mutated whether some pair of neighbours, not made by pairing with itself, was equal
     */
    public record Root(Hash256 hash, boolean mutated) {}

    public static Root root(List<Hash256> leaves) {
        if (leaves.isEmpty()) return new Root(Hash256.ZERO, false);
        int count = leaves.size();
        byte[] level = new byte[(count + 1) * Hash256.BYTES];
        for (int i = 0; i < count; i++) leaves.get(i).copyTo(level, i * Hash256.BYTES);
        boolean mutated = false;
        while (count > 1) {
            mutated |= hasEqualPair(level, count);
            if (count % 2 == 1) copy(level, count - 1, count++);
            count /= 2;
            for (int i = 0; i < count; i++) {
                Sha256.doubleHash(level, 2 * i * Hash256.BYTES, 2 * Hash256.BYTES)
                        .copyTo(level, i * Hash256.BYTES);
            }
        }
        return new Root(Hash256.of(level, 0), mutated);
    }

    /** Root of the txids: what the header commits to. */
    public static Root ofTransactions(List<Transaction> transactions) {
        return root(transactions.stream().map(t -> t.txid().hash()).toList());
    }

    private static boolean hasEqualPair(byte[] level, int count) {
        for (int i = 0; i + 1 < count; i += 2) {
            if (Hash256.of(level, i * Hash256.BYTES)
                    .equals(Hash256.of(level, (i + 1) * Hash256.BYTES))) return true;
        }
        return false;
    }

    private static void copy(byte[] level, int from, int to) {
        System.arraycopy(level, from * Hash256.BYTES, level, to * Hash256.BYTES, Hash256.BYTES);
    }
}
