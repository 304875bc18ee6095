// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.consensus.CoinView;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.Script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A plain map of coins, told what to hold. */
public final class TestCoins implements CoinView {
    private final Map<OutPoint, Coin> coins = new HashMap<>();

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        return Optional.ofNullable(coins.get(outPoint));
    }

    public int size() {
        return coins.size();
    }

    public TestCoins put(OutPoint outPoint, Coin coin) {
        coins.put(outPoint, coin);
        return this;
    }

    /** A coin that is no coinbase's. */
    public TestCoins put(OutPoint outPoint, long sats, ByteString script, int height) {
        return put(outPoint, new Coin(new TxOut(sats, script), height, false));
    }

    /** Spends and makes what a block spends and makes, without asking whether it may. */
    public void apply(Block block, int height) {
        for (Transaction transaction : block.transactions()) {
            boolean coinbase = transaction.isCoinbase();
            if (!coinbase) transaction.inputs().forEach(in -> coins.remove(in.previous()));
            for (int i = 0; i < transaction.outputs().size(); i++) {
                TxOut output = transaction.outputs().get(i);
                if (Script.isUnspendable(output.scriptPubKey())) continue;
                put(new OutPoint(transaction.txid(), i), new Coin(output, height, coinbase));
            }
        }
    }
}
