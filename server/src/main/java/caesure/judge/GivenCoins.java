// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.console.BadInput;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.HashMap;
import java.util.Map;

/**
 * The coins that a block spends, as a file gives them, fitted to the block.
 *
 * @param coins those from before the block; of unknown origin are taken to be old and no coinbase's
 * @param unknownHeights inputs whose coin has no height in the file
 * @param unknownOrigins inputs of which the file does not say whether a coinbase made their coin
 */
record GivenCoins(Map<OutPoint, Coin> coins, int unknownHeights, int unknownOrigins) {

    /**
     * Picks what a block spends.
     *
     * @param given may also list what the block itself makes and spends
     * @throws BadInput if a coin is missing, contradicts the block, or is younger than it
     */
    static GivenCoins of(Block block, int height, Map<OutPoint, PrevoutsCsv.Prevout> given)
            throws BadInput {
        Map<OutPoint, TxOut> made = outputs(block);
        var coins = new HashMap<OutPoint, Coin>();
        int unknownHeights = 0;
        int unknownOrigins = 0;
        for (Transaction transaction : block.transactions()) {
            if (transaction.isCoinbase()) continue;
            for (TxIn input : transaction.inputs()) {
                OutPoint outPoint = input.previous();
                PrevoutsCsv.Prevout prevout = given.get(outPoint);
                TxOut own = made.get(outPoint);
                if (own != null) {
                    if (prevout != null && !prevout.output().equals(own)) {
                        throw new BadInput(
                                "the spent outputs say otherwise than the block of " + outPoint);
                    }
                    continue;
                }
                if (prevout == null) {
                    throw new BadInput(
                            "no line for " + outPoint + ", which " + transaction + " spends");
                }
                if (prevout.height().isEmpty()) unknownHeights++;
                if (prevout.coinbase().isEmpty()) unknownOrigins++;
                coins.put(outPoint, coin(outPoint, prevout, height));
            }
        }
        return new GivenCoins(coins, unknownHeights, unknownOrigins);
    }

    private static Coin coin(OutPoint outPoint, PrevoutsCsv.Prevout prevout, int height)
            throws BadInput {
        int made = prevout.height().orElse(0);
        if (made >= height && prevout.height().isPresent()) {
            throw new BadInput(outPoint + " was made at height " + made + ", not before the block");
        }
        boolean coinbase = prevout.height().isPresent() && prevout.coinbase().orElse(false);
        return new Coin(prevout.output(), made, coinbase);
    }

    private static Map<OutPoint, TxOut> outputs(Block block) {
        var outputs = new HashMap<OutPoint, TxOut>();
        for (Transaction transaction : block.transactions()) {
            for (int i = 0; i < transaction.outputs().size(); i++) {
                outputs.put(new OutPoint(transaction.txid(), i), transaction.outputs().get(i));
            }
        }
        return outputs;
    }
}
