// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.primitives.OutPoint;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A speed room: a map of coins that never changes, but gives changed copies that share all but a
 * path with it. {@code HashMap} is its plain twin (CoinTrieTest); copying that for each block would
 * cost the whole set.
 *
 * <p>A trie of 64-bit keys, five bits a level, the lowest first; a branch holds only the children
 * that exist. A key is a salted hash of the outpoint, since strangers choose txids. Outpoints are
 * always compared in full; those that share a key hang in one leaf.
 */
final class CoinTrie {
    static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private final ToLongFunction<OutPoint> keys;
    private final Node root;
    private final long size;

    /** In this package: {@link CoinTrieBuilder} makes them too. */
    sealed interface Node {}

    /** Up to 32 children, of which those that do not exist take no room. */
    static final class Branch implements Node {
        static final Branch EMPTY = new Branch(0, new Node[0]);

        final int present; // one bit for each of 32 places: whether a child stands there
        final Node[] children; // those that do, in order; never changed

        Branch(int present, Node[] children) {
            this.present = present;
            this.children = children;
        }

        int indexOf(int bit) {
            return Integer.bitCount(present & (bit - 1));
        }
    }

    /** All coins with a key: one, but for accidents. */
    static final class Leaf implements Node {
        final long key;
        final Unspent[] coins; // never changed

        Leaf(long key, Unspent... coins) {
            this.key = key;
            this.coins = coins;
        }

        int indexOf(OutPoint outPoint) {
            for (int i = 0; i < coins.length; i++) {
                if (coins[i].outPoint().equals(outPoint)) return i;
            }
            return -1;
        }

        /** With a coin of this key, in place of any of the same name. */
        Leaf with(Unspent coin) {
            int at = indexOf(coin.outPoint());
            int count = coins.length;
            Unspent[] more = Arrays.copyOf(coins, at < 0 ? count + 1 : count);
            more[at < 0 ? count : at] = coin;
            return new Leaf(key, more);
        }
    }

    CoinTrie(ToLongFunction<OutPoint> keys, Node root, long size) {
        this.keys = keys;
        this.root = root;
        this.size = size;
    }

    /**
     * A map without coins.
     *
     * @param keys the salted hash
     */
    static CoinTrie empty(ToLongFunction<OutPoint> keys) {
        return new CoinTrie(keys, Branch.EMPTY, 0);
    }

    /**
     * A map of all these coins; of those with one name, the last.
     *
     * @param keys the salted hash
     */
    static CoinTrie of(ToLongFunction<OutPoint> keys, Unspent[] coins) {
        return new CoinTrieBuilder(keys, coins).build();
    }

    long size() {
        return size;
    }

    Optional<Unspent> find(OutPoint outPoint) {
        long key = keys.applyAsLong(outPoint);
        Node node = root;
        for (int shift = 0; node instanceof Branch branch; shift += BITS) {
            int bit = bit(key, shift);
            if ((branch.present & bit) == 0) return Optional.empty();
            node = branch.children[branch.indexOf(bit)];
        }
        Leaf leaf = (Leaf) node;
        int at = leaf.key == key ? leaf.indexOf(outPoint) : -1;
        return at < 0 ? Optional.empty() : Optional.of(leaf.coins[at]);
    }

    /** With a coin, in place of any of the same name. */
    CoinTrie with(Unspent coin) {
        long key = keys.applyAsLong(coin.outPoint());
        boolean replaces = find(coin.outPoint()).isPresent();
        return new CoinTrie(keys, put(root, 0, key, coin), replaces ? size : size + 1);
    }

    /**
     * Without a coin.
     *
     * @throws IllegalStateException if there is none of that name
     */
    CoinTrie without(OutPoint outPoint) {
        if (find(outPoint).isEmpty()) throw new IllegalStateException("no coin " + outPoint);
        Node rest = remove(root, 0, keys.applyAsLong(outPoint), outPoint);
        Node top = rest instanceof Leaf leaf ? branchOf(leaf, 0) : rest;
        return new CoinTrie(keys, top, size - 1);
    }

    void forEach(Consumer<Unspent> visitor) {
        forEach(root, visitor);
    }

    private static void forEach(Node node, Consumer<Unspent> visitor) {
        switch (node) {
            case Branch branch -> {
                for (Node child : branch.children) forEach(child, visitor);
            }
            case Leaf leaf -> {
                for (Unspent coin : leaf.coins) visitor.accept(coin);
            }
        }
    }

    private static Node put(Node node, int shift, long key, Unspent coin) {
        return switch (node) {
            case Branch branch -> putInto(branch, shift, key, coin);
            case Leaf leaf when leaf.key == key -> leaf.with(coin);
            case Leaf leaf -> put(branchOf(leaf, shift), shift, key, coin);
        };
    }

    private static Branch putInto(Branch branch, int shift, long key, Unspent coin) {
        int bit = bit(key, shift);
        int at = branch.indexOf(bit);
        if ((branch.present & bit) != 0) {
            Node[] children = branch.children.clone();
            children[at] = put(children[at], shift + BITS, key, coin);
            return new Branch(branch.present, children);
        }
        int count = branch.children.length;
        Node[] children = Arrays.copyOf(branch.children, count + 1);
        System.arraycopy(children, at, children, at + 1, count - at);
        children[at] = new Leaf(key, coin);
        return new Branch(branch.present | bit, children);
    }

    /** What is left of a node without a coin that it has; a branch with no children is nothing. */
    private static Node remove(Node node, int shift, long key, OutPoint outPoint) {
        if (node instanceof Leaf leaf) {
            int at = leaf.indexOf(outPoint);
            Unspent[] coins = Arrays.copyOf(leaf.coins, leaf.coins.length - 1);
            System.arraycopy(leaf.coins, at + 1, coins, at, coins.length - at);
            return coins.length == 0 ? Branch.EMPTY : new Leaf(key, coins);
        }
        Branch branch = (Branch) node;
        int bit = bit(key, shift);
        int at = branch.indexOf(bit);
        Node rest = remove(branch.children[at], shift + BITS, key, outPoint);
        if (rest == Branch.EMPTY) return lift(drop(branch, bit));
        Node[] children = branch.children.clone();
        children[at] = rest;
        return lift(new Branch(branch.present, children));
    }

    private static Branch drop(Branch branch, int bit) {
        int at = branch.indexOf(bit);
        int count = branch.children.length;
        if (count == 1) return Branch.EMPTY;
        Node[] children = Arrays.copyOf(branch.children, count - 1);
        System.arraycopy(branch.children, at + 1, children, at, count - 1 - at);
        return new Branch(branch.present & ~bit, children);
    }

    /** A branch that only holds one leaf gives way to the leaf. */
    private static Node lift(Branch branch) {
        boolean alone = branch.children.length == 1 && branch.children[0] instanceof Leaf;
        return alone ? branch.children[0] : branch;
    }

    private static Branch branchOf(Leaf leaf, int shift) {
        return new Branch(bit(leaf.key, shift), new Node[] {leaf});
    }

    /** The place of a key at a level: one bit of 32. */
    private static int bit(long key, int shift) {
        return 1 << ((int) (key >>> shift) & MASK);
    }
}
