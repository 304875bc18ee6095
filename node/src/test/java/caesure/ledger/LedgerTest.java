// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.MuHash;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.testkit.ForkTree;
import caesure.testkit.Place;
import caesure.testkit.Property;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

class LedgerTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);

    @Test
    void beginsEmpty() {
        Ledger genesis = Ledger.genesis(REGTEST);
        assertEquals(REGTEST.genesis().hash(), genesis.block());
        assertEquals(0, genesis.height());
        assertEquals(0, genesis.coinCount());
        assertEquals(0, genesis.amountSats());
    }

    @Test
    void refusesABlockThatComesAfterAnother() {
        TestChain chain = TestChain.regtest().grow(2);
        Ledger genesis = Ledger.genesis(REGTEST);
        assertThrows(
                IllegalStateException.class,
                () -> genesis.extend(chain.blocks().get(2), chain.tip(), REGTEST));
    }

    @Test
    void saysWhichRuleABlockBreaks() {
        TestChain chain = TestChain.regtest();
        Block greedy = chain.next().coinbaseSats(5_000_000_001L).mine();
        Place self = chain.tip().then(greedy.header());
        var outcome = Ledger.genesis(REGTEST).extend(greedy, self, REGTEST);
        var refused = assertInstanceOf(Ledger.Refused.class, outcome);
        assertEquals("bad-cb-amount", refused.reject().text());
    }

    /** The model: a plain copy of all coins for every world. Slow, and plainly right. */
    @Test
    void everyWorldAgreesWithAPlainCopy() {
        Property.forAll(
                30,
                random -> {
                    ForkTree tree = ForkTree.random(random, 30, 0);
                    Map<BlockHash, Ledger> worlds = new HashMap<>();
                    Ledger trunk = trunk();
                    worlds.put(trunk.block(), trunk);
                    for (ForkTree.Grown next : tree.grown().subList(1, tree.grown().size())) {
                        Ledger parent = worlds.get(next.block().header().previous());
                        var extended = (Ledger.Extended) extend(parent, next);
                        worlds.put(next.block().hash(), extended.ledger());
                    }
                    // compared at the end: what came later changed none
                    tree.grown().forEach(g -> compare(g, worlds.get(g.block().hash())));
                });
    }

    static Ledger.Outcome extend(Ledger parent, ForkTree.Grown next) {
        return parent.extend(next.block(), next.place(), REGTEST);
    }

    static Ledger trunk() {
        Ledger ledger = Ledger.genesis(REGTEST);
        Place place = Place.first(REGTEST.genesis().header(), 0);
        for (Block block : ForkTree.trunk()) {
            place = place.then(block.header());
            ledger = ((Ledger.Extended) ledger.extend(block, place, REGTEST)).ledger();
        }
        return ledger;
    }

    static void compare(ForkTree.Grown plain, Ledger ledger) {
        var coins = new TreeMap<OutPoint, Coin>();
        ledger.forEachCoin(unspent -> coins.put(unspent.outPoint(), unspent.coin()));
        assertEquals(plain.coins(), coins);
        assertEquals(plain.place().height(), ledger.height());
        assertEquals(coins.size(), ledger.coinCount());
        long sats = coins.values().stream().mapToLong(c -> c.output().valueSats()).sum();
        assertEquals(sats, ledger.amountSats());
        var one = new MuHash();
        coins.forEach((out, coin) -> {
            var bytes = new ByteWriter();
            new Unspent(out, coin).write(bytes);
            one.insert(bytes.toByteString());
        });
        assertEquals(one.finish(), UtxoStats.of(ledger).muhash());
    }
}
