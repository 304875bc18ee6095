// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.Transaction;
import caesure.script.VerifyFlags;

import java.util.List;

/** What a block must satisfy when its coins are known (ConnectBlock without scripts). (Stub.) */
public final class SpendRules {
    private SpendRules() {}

    /** How a block fared. */
    public sealed interface Outcome {}

    /** A rule is broken. */
    public record Refused(Reject reject) implements Outcome {}

    /**
     * All rules hold but those of scripts, which are checked apart.
     *
     * @param feesSats of all transactions
     * @param spends every transaction but the coinbase, with the coins it spends
     * @param flags under which its scripts have to be verified
     */
    public record Connected(long feesSats, List<Spend> spends, VerifyFlags flags)
            implements Outcome {}

    /**
     * A transaction and the coins its inputs spend.
     *
     * @param coins in the order of the inputs
     */
    public record Spend(Transaction transaction, List<Coin> coins) {}

    /**
     * Checks a block against the coins it spends.
     *
     * @param self the block's own place in the chain
     * @param coins as of the block before
     */
    public static Outcome connect(Block block, HeaderView self, CoinView coins, Params params) {
        throw new UnsupportedOperationException(block.toString() + self + coins + params);
    }

    /** The flags under which a block's scripts are verified (GetBlockScriptFlags). */
    public static VerifyFlags flags(HeaderView self, Params params) {
        throw new UnsupportedOperationException(self.toString() + params);
    }
}
