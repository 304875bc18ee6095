// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * As much of a block's {@link MerkleTree} as shows that some transactions are in it (BIP 37).
 *
 * <pre>
 *   tree = transactions(u32) count hash(32)* count flags*
 * </pre>
 *
 * From the root downwards and from left to right each node that is told of has a flag: whether a
 * transaction that is meant is below. If so its two parts follow, else its hash stands for it.
 *
 * @param transactions how many the block has, 0 to 2^32 - 1
 * @param flags of each byte the lowest first
 */
public record PartialMerkleTree(long transactions, List<Hash256> hashes, ByteString flags) {
    /** No block has more: 4,000,000 weight units, and 60 bytes that weigh four each. */
    private static final int TRANSACTIONS_MAX = 4_000_000 / (4 * 60);

    public PartialMerkleTree {
        Uint32.require(transactions);
        hashes = List.copyOf(hashes);
    }

    /**
     * What a tree proves.
     *
     * @param root of the whole tree, to be compared with a header's
     * @param matches the transactions meant, in the order of the block
     */
    public record Proof(Hash256 root, List<Txid> matches) {}

    /** The part that shows the transactions meant. */
    public static PartialMerkleTree of(List<Txid> block, Predicate<Txid> meant) {
        return new Builder(block, meant).build();
    }

    /**
     * Reads a tree; whether it makes sense is asked with {@link #proof}.
     *
     * @throws MalformedException if the bytes end too early
     */
    public static PartialMerkleTree read(ByteReader in) throws MalformedException {
        long transactions = in.u32();
        int count = in.count(Hash256.BYTES);
        var hashes = new ArrayList<Hash256>(count);
        for (int i = 0; i < count; i++) hashes.add(Hash256.read(in));
        return new PartialMerkleTree(transactions, hashes, in.varBytes());
    }

    public void write(ByteSink out) {
        out.u32(transactions).compactSize(hashes.size());
        hashes.forEach(hash -> hash.write(out));
        out.varBytes(flags);
    }

    /** What this proves; empty if it is no such tree, or says more or less than it needs to. */
    public Optional<Proof> proof() {
        boolean possible =
                transactions > 0
                        && transactions <= TRANSACTIONS_MAX
                        && hashes.size() <= transactions
                        && 8L * flags.length() >= hashes.size();
        return possible ? new Walk().proof() : Optional.empty();
    }

    /** How many nodes a level has. */
    private static int width(int transactions, int level) {
        return transactions + (1 << level) - 1 >> level;
    }

    private static int rootLevel(int transactions) {
        int level = 0;
        while (width(transactions, level) > 1) level++;
        return level;
    }

    private static Hash256 both(Hash256 left, Hash256 right) {
        byte[] two = new byte[2 * Hash256.BYTES];
        left.copyTo(two, 0);
        right.copyTo(two, Hash256.BYTES);
        return Sha256.doubleHash(two, 0, two.length);
    }

    /** Goes through the nodes told of. Recursion is bounded by the height, below 16. */
    private final class Walk {
        private final List<Txid> matches = new ArrayList<>();
        private int flag;
        private int hash;
        private boolean bad;

        Optional<Proof> proof() {
            Hash256 root = node(rootLevel((int) transactions), 0);
            boolean whole = (flag + 7) / 8 == flags.length() && hash == hashes.size();
            return bad || !whole ? Optional.empty() : Optional.of(new Proof(root, matches));
        }

        private Hash256 node(int level, int position) {
            if (flag >= 8 * flags.length()) return fail();
            boolean meant = (flags.at(flag / 8) >>> flag % 8 & 1) == 1;
            flag++;
            if (level == 0 || !meant) {
                if (hash >= hashes.size()) return fail();
                Hash256 found = hashes.get(hash++);
                if (meant) matches.add(new Txid(found));
                return found;
            }
            Hash256 left = node(level - 1, 2 * position);
            if (2 * position + 1 >= width((int) transactions, level - 1)) return both(left, left);
            Hash256 right = node(level - 1, 2 * position + 1);
            if (right.equals(left))
                bad = true; // else one proof could be read as two (CVE-2012-2459)
            return both(left, right);
        }

        private Hash256 fail() {
            bad = true;
            return Hash256.ZERO;
        }
    }

    private static final class Builder {
        private final int transactions;
        private final List<List<Hash256>> levels = new ArrayList<>();
        private final List<BitSet> meant = new ArrayList<>();
        private final List<Hash256> hashes = new ArrayList<>();
        private final BitSet flags = new BitSet();
        private int flagCount;

        Builder(List<Txid> block, Predicate<Txid> predicate) {
            if (block.isEmpty()) throw new IllegalArgumentException("a block is never empty");
            transactions = block.size();
            levels.add(block.stream().map(Txid::hash).toList());
            var first = new BitSet();
            for (int i = 0; i < transactions; i++) first.set(i, predicate.test(block.get(i)));
            meant.add(first);
            for (int level = 1; level <= rootLevel(transactions); level++) addLevel(level);
        }

        private void addLevel(int level) {
            List<Hash256> below = levels.getLast();
            BitSet meantBelow = meant.getLast();
            var nodes = new ArrayList<Hash256>();
            var here = new BitSet();
            for (int i = 0; i < width(transactions, level); i++) {
                int right = Math.min(2 * i + 1, below.size() - 1);
                nodes.add(both(below.get(2 * i), below.get(right)));
                here.set(i, meantBelow.get(2 * i) || meantBelow.get(right));
            }
            levels.add(nodes);
            meant.add(here);
        }

        PartialMerkleTree build() {
            tell(levels.size() - 1, 0);
            byte[] bytes = new byte[(flagCount + 7) / 8];
            for (int i = 0; i < flagCount; i++) {
                if (flags.get(i)) bytes[i / 8] |= (byte) (1 << i % 8);
            }
            return new PartialMerkleTree(transactions, hashes, ByteString.wrap(bytes));
        }

        private void tell(int level, int position) {
            boolean isMeant = meant.get(level).get(position);
            flags.set(flagCount++, isMeant);
            if (level == 0 || !isMeant) {
                hashes.add(levels.get(level).get(position));
                return;
            }
            tell(level - 1, 2 * position);
            if (2 * position + 1 < levels.get(level - 1).size()) tell(level - 1, 2 * position + 1);
        }
    }
}
