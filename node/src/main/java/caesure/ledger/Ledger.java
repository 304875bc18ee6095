// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.MalformedException;
import caesure.consensus.CoinView;
import caesure.consensus.HeaderView;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;

import java.util.function.Consumer;

/**
 * All coins as of one block. Immutable.
 *
 * <p>A block does not change a ledger: it makes a new one beside it. Two blocks on the same parent
 * make two ledgers, and both are true until one chain outgrows the other. A reader keeps whichever
 * ledger it was given for as long as it likes.
 *
 * <pre>
 *   genesis  &lt;--  ledger 1  &lt;--  ledger 2   &lt;--  ledger 3
 *                            \--  ledger 2'
 * </pre>
 */
public interface Ledger extends CoinView {

    /** The block after which these are the coins. */
    BlockHash block();

    /** Of that block. */
    int height();

    /** How many coins there are. */
    long coinCount();

    /** What all coins are worth together. */
    long amountSats();

    /** Shows every coin once, in no particular order. */
    void forEachCoin(Consumer<Unspent> visitor);

    /**
     * The ledger after one more block, if the block keeps all rules of spending. Whether its
     * scripts let it spend is not decided here: {@link Extended#connected} says what to verify.
     *
     * @param block that comes after {@link #block()} and was checked by itself (BlockRules)
     * @param self the block's own place in the chain
     */
    Outcome extend(Block block, HeaderView self, Params params);

    /**
     * The ledger without its last block: what {@link #extend} made this one from.
     *
     * @param block the last one, {@link #block()}
     * @param spent the coins that were lost with it, as {@link Extended#spent} told
     * @throws MalformedException if the coins do not fit the block, saying in what
     */
    Ledger before(Block block, SpentCoins spent) throws MalformedException;

    /** How a block fared. */
    sealed interface Outcome {}

    /**
     * @param ledger the world with the block
     * @param connected which coins the block spends, its fees, and the flags for its scripts
     * @param spent what is needed to take the block back
     */
    record Extended(Ledger ledger, SpendRules.Connected connected, SpentCoins spent)
            implements Outcome {}

    /** The block breaks a rule: there is no such world. */
    record Refused(Reject reject) implements Outcome {}

    /**
     * The first world. It is empty: the coin of the genesis block cannot be spent, for Satoshi's
     * node never wrote it down.
     */
    static Ledger genesis(Params params) {
        return TrieLedger.genesis(params);
    }
}
