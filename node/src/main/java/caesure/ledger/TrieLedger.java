// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            case SpendRules.Connected connected -> new Extended(after(next), connected);
        };
    }

    /** The world after a block that keeps the rules. */
    private TrieLedger after(Block next) {
        Map<OutPoint, Coin> made = new LinkedHashMap<>();
        CoinTrie left = coins;
        long sats = amountSats;
        for (Transaction transaction : next.transactions()) {
            for (TxIn input : spending(transaction)) {
                OutPoint spent = input.previous();
                if (made.remove(spent) != null) continue; // a coin of this very block
                sats -= left.find(spent).orElseThrow().coin().output().valueSats();
                left = left.without(spent);
            }
            makeCoins(transaction, made);
        }
        for (var entry : made.entrySet()) {
            Unspent coin = new Unspent(entry.getKey(), entry.getValue());
            // two coinbases of 2010 repeat earlier ones, whose coins are lost by it (BIP 30)
            sats -= left.find(coin.outPoint()).map(u -> u.coin().output().valueSats()).orElse(0L);
            sats += coin.coin().output().valueSats();
            left = left.with(coin);
        }
        return new TrieLedger(next.hash(), height + 1, left, sats);
    }

    private static List<TxIn> spending(Transaction transaction) {
        return transaction.isCoinbase() ? List.of() : transaction.inputs();
    }

    private void makeCoins(Transaction transaction, Map<OutPoint, Coin> made) {
        List<TxOut> outputs = transaction.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            TxOut output = outputs.get(i);
            if (Script.isUnspendable(output.scriptPubKey())) continue;
            // a coin may live for years: it must not keep the bytes of its block
            TxOut kept = new TxOut(output.valueSats(), output.scriptPubKey().compact());
            made.put(
                    new OutPoint(transaction.txid(), i),
                    new Coin(kept, height + 1, transaction.isCoinbase()));
        }
    }

    private static ToLongFunction<OutPoint> salted() {
        var random = new SecureRandom();
        var hash = new SipHash(random.nextLong(), random.nextLong());
        return out -> hash.hash(out.txid().hash(), out.index());
    }
}
