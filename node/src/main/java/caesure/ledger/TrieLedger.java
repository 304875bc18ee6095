// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.MalformedException;
import caesure.consensus.HeaderView;
import caesure.consensus.Params;
import caesure.consensus.SpendRules;
import caesure.crypto.SipHash;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.Script;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** A world in memory: a {@link CoinTrie}, so that it costs no more than its block changed. */
final class TrieLedger implements Ledger {
    /** The same for all worlds of this process, and known to nobody else. */
    private static final ToLongFunction<OutPoint> SALTED = salted();

    private final BlockHash block;
    private final int height;
    private final CoinTrie coins;
    private final long amountSats;

    private TrieLedger(BlockHash block, int height, CoinTrie coins, long amountSats) {
        this.block = block;
        this.height = height;
        this.coins = coins;
        this.amountSats = amountSats;
    }

    static TrieLedger genesis(Params params) {
        return new TrieLedger(params.genesis().hash(), 0, CoinTrie.empty(SALTED), 0);
    }

    /**
     * A world of coins that were written down.
     *
     * @param coins of which no two have the same name
     */
    static TrieLedger of(BlockHash block, int height, Unspent[] coins) {
        long sats = 0;
        for (Unspent unspent : coins) sats += unspent.coin().output().valueSats();
        return new TrieLedger(block, height, CoinTrie.of(SALTED, coins), sats);
    }

    @Override
    public BlockHash block() {
        return block;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public long coinCount() {
        return coins.size();
    }

    @Override
    public long amountSats() {
        return amountSats;
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return coins.find(outPoint).map(Unspent::coin);
    }

    @Override
    public void forEachCoin(Consumer<Unspent> visitor) {
        coins.forEach(visitor);
    }

    @Override
    public Outcome extend(Block next, HeaderView self, Params params) {
        if (!next.header().previous().equals(block)) {
            throw new IllegalStateException(next.hash() + " does not come after " + block);
        }
        return switch (SpendRules.connect(next, self, this, params)) {
            case SpendRules.Refused(var reject) -> new Refused(reject);
            case SpendRules.Connected connected -> after(next, connected);
        };
    }

    @Override
    public Ledger before(Block last, SpentCoins spent) throws MalformedException {
        if (!last.hash().equals(block)) {
            throw new IllegalStateException(last.hash() + " is not the last block, " + block);
        }
        if (height == 0) throw new IllegalStateException("nothing is before genesis");
        var pile = new Pile(coins, amountSats);
        new Reversal(last, height, spent, pile).run();
        return pile.asOf(last.header().previous(), height - 1);
    }

    /** The world after a block that keeps the rules. */
    private Extended after(Block next, SpendRules.Connected connected) {
        var pile = new Pile(coins, amountSats);
        var made = new LinkedHashMap<OutPoint, Coin>();
        var overwritten = new ArrayList<Unspent>();
        for (Transaction transaction : next.transactions()) {
            for (TxIn input : spending(transaction)) {
                OutPoint spent = input.previous();
                if (made.remove(spent) != null) continue; // a coin of this very block
                if (pile.take(spent).isEmpty()) throw new IllegalStateException("no " + spent);
            }
            for (Unspent coin : made(transaction, height + 1)) {
                // two coinbases of 2010 repeat earlier ones, whose coins are lost by it (BIP 30)
                Optional.ofNullable(made.put(coin.outPoint(), coin.coin()))
                        .or(() -> pile.take(coin.outPoint()))
                        .ifPresent(older -> overwritten.add(new Unspent(coin.outPoint(), older)));
            }
        }
        made.forEach((name, coin) -> pile.put(new Unspent(name, coin)));
        var spent = new ArrayList<Coin>();
        for (SpendRules.Spend spend : connected.spends()) spent.addAll(spend.coins());
        return new Extended(
                pile.asOf(next.hash(), height + 1), connected, new SpentCoins(spent, overwritten));
    }

    /** What a transaction spends: a coinbase nothing. */
    static List<TxIn> spending(Transaction transaction) {
        return transaction.isCoinbase() ? List.of() : transaction.inputs();
    }

    /** The coins that a transaction makes; their scripts are views of it. */
    static List<Unspent> made(Transaction transaction, int height) {
        List<TxOut> outputs = transaction.outputs();
        boolean coinbase = transaction.isCoinbase();
        var made = new ArrayList<Unspent>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            if (Script.isUnspendable(outputs.get(i).scriptPubKey())) continue;
            Coin coin = new Coin(outputs.get(i), height, coinbase);
            made.add(new Unspent(new OutPoint(transaction.txid(), i), coin));
        }
        return made;
    }

    /** Coins on the way from one world to another. */
    static final class Pile {
        private CoinTrie coins;
        private long amountSats;

        private Pile(CoinTrie coins, long amountSats) {
            this.coins = coins;
            this.amountSats = amountSats;
        }

        /** Takes a coin away and gives it, if it was there. */
        Optional<Coin> take(OutPoint name) {
            Optional<Coin> taken = coins.find(name).map(Unspent::coin);
            if (taken.isEmpty()) return taken;
            coins = coins.without(name);
            amountSats -= taken.get().output().valueSats();
            return taken;
        }

        /** Adds a coin that was not there. */
        void put(Unspent coin) {
            coins = coins.with(new Unspent(coin.outPoint(), CoinBytes.compact(coin.coin())));
            amountSats += coin.coin().output().valueSats();
        }

        boolean holds(OutPoint name) {
            return coins.find(name).isPresent();
        }

        long amountSats() {
            return amountSats;
        }

        private TrieLedger asOf(BlockHash block, int height) {
            return new TrieLedger(block, height, coins, amountSats);
        }
    }

    private static ToLongFunction<OutPoint> salted() {
        var random = new SecureRandom();
        var hash = new SipHash(random.nextLong(), random.nextLong());
        return out -> hash.hash(out.txid().hash(), out.index());
    }
}
