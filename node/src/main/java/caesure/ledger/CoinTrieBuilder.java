// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.ledger.CoinTrie.Branch;
import caesure.ledger.CoinTrie.Leaf;
import caesure.ledger.CoinTrie.Node;
import caesure.primitives.OutPoint;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A speed room: a {@link CoinTrie} of many coins at once. Adding them one by one is its plain twin
 * (CoinTrieTest); that copies a path for each, some 500 bytes, and runs on one core.
 *
 * <p>The coins are sorted by five bits of their keys, lowest first, into a second array; each of
 * the 32 groups by the next five, back into the first; and so on. A group is a branch, and the
 * groups of the first level are built side by side.
 */
final class CoinTrieBuilder {
    private static final int WIDTH = 1 << CoinTrie.BITS;

    private final ToLongFunction<OutPoint> hash;
    private final Unspent[][] coins; // two arrays: where a group lies, and where it is sorted to
    private final long[][] keys; // of the coins beside them
    private final LongAdder replaced = new LongAdder();

    CoinTrieBuilder(ToLongFunction<OutPoint> hash, Unspent[] coins) {
        this.hash = hash;
        this.coins = new Unspent[][] {coins.clone(), new Unspent[coins.length]};
        this.keys = new long[][] {new long[coins.length], new long[coins.length]};
    }

    /** Once. */
    CoinTrie build() {
        int count = coins[0].length;
        Arrays.parallelSetAll(keys[0], i -> hash.applyAsLong(coins[0][i].outPoint()));
        Branch root = count == 0 ? Branch.EMPTY : branch(0, 0, count, 0);
        return new CoinTrie(hash, root, count - replaced.sum());
    }

    private Node node(int side, int from, int to, int shift) {
        return haveOneKey(side, from, to) ? leaf(side, from, to) : branch(side, from, to, shift);
    }

    private Branch branch(int side, int from, int to, int shift) {
        int[] ends = sort(side, from, to, shift);
        var children = new Node[WIDTH];
        if (shift == 0) {
            IntStream.range(0, WIDTH)
                    .parallel()
                    .forEach(i -> children[i] = child(side, from, ends, i, shift));
        } else {
            for (int i = 0; i < WIDTH; i++) children[i] = child(side, from, ends, i, shift);
        }
        int present = 0;
        int count = 0;
        for (int i = 0; i < WIDTH; i++) {
            if (children[i] == null) continue;
            present |= 1 << i;
            children[count++] = children[i];
        }
        return new Branch(present, Arrays.copyOf(children, count));
    }

    /** Of a group that was sorted, a part; null if it is empty. */
    private Node child(int side, int from, int[] ends, int part, int shift) {
        int begin = part == 0 ? from : ends[part - 1];
        if (begin == ends[part]) return null;
        return node(1 - side, begin, ends[part], shift + CoinTrie.BITS);
    }

    /**
     * Sorts a group into the other array, equal ones in the order they had; where each part ends.
     */
    private int[] sort(int side, int from, int to, int shift) {
        var next = new int[WIDTH];
        for (int i = from; i < to; i++) next[place(keys[side][i], shift)]++;
        int begin = from;
        for (int i = 0; i < WIDTH; i++) {
            int count = next[i];
            next[i] = begin;
            begin += count;
        }
        for (int i = from; i < to; i++) {
            int at = next[place(keys[side][i], shift)]++;
            keys[1 - side][at] = keys[side][i];
            coins[1 - side][at] = coins[side][i];
        }
        return next;
    }

    private boolean haveOneKey(int side, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (keys[side][i] != keys[side][from]) return false;
        }
        return true;
    }

    private Leaf leaf(int side, int from, int to) {
        var leaf = new Leaf(keys[side][from], coins[side][from]);
        for (int i = from + 1; i < to; i++) {
            Leaf with = leaf.with(coins[side][i]);
            if (with.coins.length == leaf.coins.length) replaced.increment();
            leaf = with;
        }
        return leaf;
    }

    private static int place(long key, int shift) {
        return (int) (key >>> shift) & (WIDTH - 1);
    }
}
