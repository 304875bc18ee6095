// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

class CoinTrieTest {
    @Test
    void agreesWithAHashMap() {
        Property.forAll(40, random -> agrees(random, CoinTrieTest::good));
    }

    @Test
    void keepsCoinsWithEqualKeysApart() {
        Property.forAll(40, random -> agrees(random, CoinTrieTest::crowded));
    }

    @Test
    void refusesToForgetWhatItDoesNotHold() {
        CoinTrie trie = CoinTrie.empty(CoinTrieTest::good).with(coin(1, 5));
        assertThrows(IllegalStateException.class, () -> trie.without(outPoint(2)));
    }

    @Test
    void aTrieBuiltAtOnceAgreesWithOneBuiltCoinByCoin() {
        Property.forAll(60, random -> buildsAlike(random, CoinTrieTest::good));
        Property.forAll(60, random -> buildsAlike(random, CoinTrieTest::crowded));
    }

    @Test
    void aTrieOfManyCoinsIsBuiltAtOnce() {
        Unspent[] coins = new Unspent[50_000];
        Map<OutPoint, Unspent> plain = new HashMap<>();
        for (int i = 0; i < coins.length; i++) {
            coins[i] = coin(i, i);
            plain.put(coins[i].outPoint(), coins[i]);
        }
        compare(CoinTrie.of(CoinTrieTest::good, coins), plain, coins.length + 100);
    }

    /** Also in what becomes of both: their shape must be one that changes go on from. */
    private static void buildsAlike(SplittableRandom random, ToLongFunction<OutPoint> keys) {
        int range = 1 + random.nextInt(200);
        Unspent[] coins = new Unspent[random.nextInt(2 * range)];
        Map<OutPoint, Unspent> plain = new HashMap<>();
        CoinTrie oneByOne = CoinTrie.empty(keys);
        for (int i = 0; i < coins.length; i++) {
            coins[i] = coin(random.nextInt(range), random.nextInt(1000));
            plain.put(coins[i].outPoint(), coins[i]);
            oneByOne = oneByOne.with(coins[i]);
        }
        CoinTrie atOnce = CoinTrie.of(keys, coins);
        compare(oneByOne, plain, range);
        compare(atOnce, plain, range);
        CoinTrie changed = atOnce;
        var left = new HashMap<>(plain);
        for (OutPoint gone : plain.keySet()) {
            if (random.nextInt(4) == 0) continue;
            changed = changed.without(gone);
            left.remove(gone);
        }
        compare(changed, left, range);
        compare(atOnce, plain, range);
    }

    /** Every version is held to its own copy of the plain map, also after later changes. */
    private static void agrees(SplittableRandom random, ToLongFunction<OutPoint> keys) {
        CoinTrie trie = CoinTrie.empty(keys);
        Map<OutPoint, Unspent> plain = new HashMap<>();
        var versions = new HashMap<CoinTrie, Map<OutPoint, Unspent>>();
        int range = 1 + random.nextInt(300);
        for (int i = 0; i < 600; i++) {
            int name = random.nextInt(range);
            if (random.nextBoolean()) {
                Unspent coin = coin(name, random.nextInt(1000));
                trie = trie.with(coin);
                plain.put(coin.outPoint(), coin);
            } else if (plain.remove(outPoint(name)) != null) {
                trie = trie.without(outPoint(name));
            }
            if (i % 50 == 0) versions.put(trie, Map.copyOf(plain));
        }
        versions.put(trie, Map.copyOf(plain));
        versions.forEach((version, copy) -> compare(version, copy, range));
    }

    private static void compare(CoinTrie trie, Map<OutPoint, Unspent> plain, int range) {
        var all = new HashMap<OutPoint, Unspent>();
        trie.forEach(coin -> assertEquals(null, all.put(coin.outPoint(), coin)));
        assertEquals(plain, all);
        assertEquals(plain.size(), trie.size());
        for (int name = 0; name < range; name++) {
            OutPoint out = outPoint(name);
            assertEquals(Optional.ofNullable(plain.get(out)), trie.find(out));
        }
    }

    private static long good(OutPoint out) {
        return out.hashCode() * 0x9e37_79b9_7f4a_7c15L;
    }

    /** Few keys that differ in their highest bits only: long paths, and many coins in a leaf. */
    private static long crowded(OutPoint out) {
        return out.index() % 5 << 61;
    }

    private static Unspent coin(int name, long sats) {
        return new Unspent(outPoint(name), new Coin(new TxOut(sats, ByteString.EMPTY), 1, false));
    }

    private static OutPoint outPoint(int name) {
        Hash256 hash = Sha256.hash(ByteString.of(name & 0xff, name >> 8 & 0xff));
        return new OutPoint(new Txid(hash), name);
    }
}
