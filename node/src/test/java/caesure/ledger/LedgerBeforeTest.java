// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.History;
import caesure.consensus.Money;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.testkit.ForkTree;
import caesure.testkit.Property;
import caesure.testkit.TestChain;
import caesure.testkit.TestCoins;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A block taken back leaves the world that it found. */
class LedgerBeforeTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString SCRIPT = ByteString.of(0x02, 0x2a, 0x2a);

    @Test
    void theWorldBeforeEachBlockIsThatOfItsParent() {
        Property.forAll(
                30,
                random -> {
                    List<ForkTree.Grown> grown = ForkTree.random(random, 30, 0).grown();
                    var plain = new HashMap<BlockHash, ForkTree.Grown>();
                    var worlds = new HashMap<BlockHash, Ledger>();
                    worlds.put(grown.getFirst().block().hash(), LedgerTest.trunk());
                    plain.put(grown.getFirst().block().hash(), grown.getFirst());
                    for (ForkTree.Grown next : grown.subList(1, grown.size())) {
                        BlockHash parent = next.block().header().previous();
                        var after = (Ledger.Extended) LedgerTest.extend(worlds.get(parent), next);
                        worlds.put(next.block().hash(), after.ledger());
                        plain.put(next.block().hash(), next);
                        SpentCoins spent = SpentCoins.parse(after.spent().toBytes());
                        assertEquals(after.spent(), spent);
                        Ledger before = after.ledger().before(next.block(), spent);
                        assertEquals(parent, before.block());
                        LedgerTest.compare(plain.get(parent), before);
                    }
                });
    }

    /** Each step stands on the one before, so an error would grow. */
    @Test
    void walksThroughATreeInBothDirections() {
        Property.forAll(
                10,
                random -> {
                    List<ForkTree.Grown> grown = ForkTree.random(random, 40, 0).grown();
                    Deque<ForkTree.Grown> path = new ArrayDeque<>(List.of(grown.getFirst()));
                    Map<BlockHash, SpentCoins> spent = new HashMap<>();
                    Ledger ledger = LedgerTest.trunk();
                    for (int step = 0; step < 200; step++) {
                        ForkTree.Grown here = path.element();
                        List<ForkTree.Grown> children = childrenOf(here, grown);
                        boolean back = children.isEmpty() || random.nextInt(5) < 2;
                        if (back && path.size() > 1) {
                            BlockHash hash = path.remove().block().hash();
                            ledger = ledger.before(here.block(), spent.get(hash));
                        } else if (!children.isEmpty()) {
                            ForkTree.Grown next = children.get(random.nextInt(children.size()));
                            var after = (Ledger.Extended) LedgerTest.extend(ledger, next);
                            spent.put(next.block().hash(), after.spent());
                            ledger = after.ledger();
                            path.push(next);
                        }
                    }
                    LedgerTest.compare(path.element(), ledger);
                    while (path.size() > 1) {
                        Block block = path.remove().block();
                        ledger = ledger.before(block, spent.get(block.hash()));
                    }
                    LedgerTest.compare(grown.getFirst(), ledger);
                });
    }

    private static List<ForkTree.Grown> childrenOf(
            ForkTree.Grown parent, List<ForkTree.Grown> grown) {
        BlockHash hash = parent.block().hash();
        return grown.stream().filter(g -> g.block().header().previous().equals(hash)).toList();
    }

    @Test
    void theWholeChainIsTakenBackToGenesis() throws MalformedException {
        var run = new Run(TestChain.regtest().params());
        run.chain.grow(101);
        run.add(spending(run.chain.coinbase(1)));
        while (!run.worlds.isEmpty()) run.takeBack();
        assertEquals(REGTEST.genesis().hash(), run.ledger.block());
        assertEquals(0, run.ledger.height());
        assertEquals(0, run.ledger.coinCount());
        assertEquals(0, run.ledger.amountSats());
        assertThrows(
                IllegalStateException.class,
                () -> run.ledger.before(REGTEST.genesis(), new SpentCoins(List.of(), List.of())));
    }

    @Test
    void coinsOfTheSameBlockAndUnspendableOnesLeaveNothingBehind() throws MalformedException {
        var run = new Run(TestChain.regtest().params());
        run.chain.grow(101);
        Transaction first =
                new TxBuilder()
                        .spend(run.chain.coinbase(1))
                        .pay(10)
                        .pay(0, ByteString.of(0x6a))
                        .pay(0, ByteString.wrap(new byte[10_001]))
                        .pay(30)
                        .build();
        Transaction second = new TxBuilder().spend(first, 3).spend(first, 0).pay(40).build();
        Transaction third = spending(new OutPoint(second.txid(), 0));
        SpentCoins spent = run.add(first, second, third);
        assertEquals(
                List.of(5_000_000_000L, 30L, 10L, 40L),
                spent.spent().stream().map(c -> c.output().valueSats()).toList());
        assertEquals(List.of(1, 102, 102, 102), spent.spent().stream().map(Coin::height).toList());
        run.takeBack();
    }

    @Test
    void aCoinLostToARepeatedCoinbaseComesBack() throws MalformedException { // BIP 30
        var run = new Run(withoutRepetitionRule());
        run.add();
        SpentCoins none = run.add(SCRIPT, List.of());
        assertEquals(List.of(), none.overwritten());
        SpentCoins spent = run.add(SCRIPT, List.of());
        OutPoint repeated = run.chain.coinbase(2);
        assertEquals(run.chain.coinbase(3), repeated);
        assertEquals(2, run.ledger.coinCount());
        assertEquals(
                List.of(new Unspent(repeated, coinbase(5_000_000_000L, 2))), spent.overwritten());
        run.takeBack();
        assertEquals(2, run.ledger.coin(repeated).orElseThrow().height());
        assertEquals(2, run.ledger.coinCount());
    }

    @Test
    void aRepeatedTransactionLosesEvenTheCoinThatIsSpentAtOnce() throws MalformedException {
        var run = new Run(withoutRepetitionRule());
        run.add();
        run.add(SCRIPT, List.of());
        OutPoint coinbase = run.chain.coinbase(2);
        for (int height = 3; height < 103; height++) run.add();
        Transaction again = new TxBuilder().spend(coinbase).pay(8).pay(9).build();
        run.add(again);
        run.add(SCRIPT, List.of());
        for (int i = 0; i < 100; i++) run.add();
        SpentCoins spent = run.add(again, spending(new OutPoint(again.txid(), 0)));
        assertEquals(List.of(104, 205), spent.spent().stream().map(Coin::height).toList());
        assertEquals(2, spent.overwritten().size());
        assertTrue(run.ledger.coin(new OutPoint(again.txid(), 0)).isEmpty());
        while (!run.worlds.isEmpty()) run.takeBack();
    }

    @Test
    void refusesAnotherBlockThanTheLast() {
        var run = new Run(REGTEST);
        run.add();
        SpentCoins spent = run.add();
        assertThrows(
                IllegalStateException.class,
                () -> run.ledger.before(run.chain.blocks().get(1), spent));
    }

    @Test
    void saysWhyCoinsDoNotFitTheBlock() {
        var run = new Run(REGTEST);
        run.chain.grow(101);
        Transaction first = spending(run.chain.coinbase(1));
        SpentCoins right = run.add(first, spending(new OutPoint(first.txid(), 0)));
        List<Coin> spent = right.spent();
        Coin old = spent.get(0);
        Coin own = spent.get(1);
        assertWrong("fewer spent coins than inputs", run, List.of(own), List.of());
        assertWrong("more spent coins than inputs", run, List.of(old, old, own), List.of());
        assertWrong(":0 is not as the block made it", run, List.of(own, old), List.of());
        Coin late = new Coin(old.output(), 102, false);
        assertWrong(":0 is spent before it is made", run, List.of(late, own), List.of());
        TxOut all = new TxOut(Money.MAX_SATS, old.output().scriptPubKey());
        Coin rich = new Coin(all, 1, true);
        assertWrong("more money than there can be", run, List.of(rich, own), List.of());
        Unspent foreign = new Unspent(run.chain.coinbase(50), old);
        assertWrong("is overwritten, but not made again", run, spent, List.of(foreign));
    }

    @Test
    void saysWhenTheLedgerIsNotThatOfTheBlock() {
        var run = new Run(REGTEST);
        run.chain.grow(101);
        SpentCoins spent = run.add(spending(run.chain.coinbase(1)));
        var coins = new ArrayList<Unspent>();
        run.ledger.forEachCoin(coins::add);
        coins.add(new Unspent(run.chain.coinbase(1), spent.spent().getFirst()));
        run.ledger = ledgerOf(coins, run);
        assertWrong("is spent, but still there", run, spent.spent(), List.of());
        coins.removeIf(unspent -> unspent.coin().height() == 102);
        run.ledger = ledgerOf(coins, run);
        assertWrong("is missing, which the block made", run, spent.spent(), List.of());
    }

    private static Ledger ledgerOf(List<Unspent> coins, Run run) {
        return TrieLedger.of(run.ledger.block(), 102, coins.toArray(Unspent[]::new));
    }

    private static void assertWrong(
            String what, Run run, List<Coin> spent, List<Unspent> overwritten) {
        Block last = run.chain.blocks().getLast();
        var wrong =
                assertThrows(
                        MalformedException.class,
                        () -> run.ledger.before(last, new SpentCoins(spent, overwritten)));
        String message = wrong.getMessage();
        assertTrue(message.startsWith("spent coins of " + last.hash() + ": "), message);
        assertTrue(message.contains(what), message);
    }

    private static Transaction spending(OutPoint coin) {
        return new TxBuilder().spend(coin).pay(7).build();
    }

    private static Coin coinbase(long sats, int height) {
        return new Coin(new TxOut(sats, TxBuilder.ANYONE), height, true);
    }

    /** Regtest on a chain on which, as is believed, nothing can repeat. */
    private static Params withoutRepetitionRule() {
        TestChain chain = TestChain.regtest().grow(1);
        var history = new History(Optional.of(chain.tip().hash()), Map.of());
        return new Params(
                REGTEST.network(),
                REGTEST.wire(),
                REGTEST.genesis(),
                REGTEST.proofOfWork(),
                REGTEST.deployments(),
                REGTEST.halvingInterval(),
                history,
                REGTEST.signetChallenge(),
                REGTEST.trust(),
                REGTEST.addresses());
    }

    /** A chain, its ledger beside it, and a plain copy of the coins before each block. */
    private static final class Run {
        private final TestChain chain;
        private final Deque<SpentCoins> spent = new ArrayDeque<>();
        private final Deque<Map<OutPoint, Coin>> worlds = new ArrayDeque<>();
        private Ledger ledger;

        Run(Params params) {
            chain = new TestChain(params);
            ledger = Ledger.genesis(params);
        }

        SpentCoins add(Transaction... transactions) {
            return add(chain.next().with(transactions).mine());
        }

        SpentCoins add(ByteString coinbaseScript, List<Transaction> transactions) {
            var block = chain.next().coinbaseScript(coinbaseScript);
            transactions.forEach(block::with);
            return add(block.mine());
        }

        private SpentCoins add(Block block) {
            catchUp();
            chain.add(block);
            catchUp();
            assertEquals(chain.coins().size(), ledger.coinCount());
            TestCoins plain = chain.coins();
            ledger.forEachCoin(c -> assertEquals(Optional.of(c.coin()), plain.coin(c.outPoint())));
            return spent.element();
        }

        /** Extends the ledger by what the chain grew alone. */
        private void catchUp() {
            while (ledger.height() < chain.tip().height()) {
                var place = chain.tip().ancestor(ledger.height() + 1);
                Block next = chain.blocks().get(place.height());
                worlds.push(coinsOf(ledger));
                var after = (Ledger.Extended) ledger.extend(next, place, chain.params());
                spent.push(after.spent());
                ledger = after.ledger();
            }
        }

        void takeBack() throws MalformedException {
            Block last = chain.blocks().get(ledger.height());
            int height = ledger.height();
            ledger = ledger.before(last, spent.pop());
            assertEquals(last.header().previous(), ledger.block());
            assertEquals(height - 1, ledger.height());
            Map<OutPoint, Coin> coins = coinsOf(ledger);
            assertEquals(worlds.pop(), coins);
            assertEquals(coins.size(), ledger.coinCount());
            long sats = coins.values().stream().mapToLong(c -> c.output().valueSats()).sum();
            assertEquals(sats, ledger.amountSats());
        }

        private static Map<OutPoint, Coin> coinsOf(Ledger ledger) {
            var coins = new HashMap<OutPoint, Coin>();
            ledger.forEachCoin(c -> coins.put(c.outPoint(), c.coin()));
            return coins;
        }
    }
}
