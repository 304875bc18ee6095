// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.Script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The coins while a block is being connected: those of the block before, less what the block has
 * spent so far, and what it has made. The coins below are left as they are.
 *
 * <p>Strangers choose the outpoints; they are comparable, so a map of such that hash alike stays
 * fast.
 */
final class BlockCoins implements CoinView {
    private final CoinView before;
    private final int height;
    private final Map<OutPoint, Optional<Coin>> changes = new HashMap<>(); // empty: spent

    BlockCoins(CoinView before, int height) {
        this.before = before;
        this.height = height;
    }

    @Override
    public Optional<Coin> coin(OutPoint outPoint) {
        Optional<Coin> changed = changes.get(outPoint);
        return changed != null ? changed : before.coin(outPoint);
    }

    /** Spends what a transaction spends and makes what it makes (UpdateCoins). */
    void update(Transaction transaction) {
        boolean coinbase = transaction.isCoinbase();
        if (!coinbase) {
            for (TxIn input : transaction.inputs()) {
                changes.put(input.previous(), Optional.empty());
            }
        }
        List<TxOut> outputs = transaction.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            if (!Script.isUnspendable(outputs.get(i).scriptPubKey())) {
                Coin coin = new Coin(outputs.get(i), height, coinbase);
                changes.put(new OutPoint(transaction.txid(), i), Optional.of(coin));
            }
        }
    }
}
