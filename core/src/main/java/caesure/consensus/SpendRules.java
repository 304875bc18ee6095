// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.Transaction;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import java.util.List;

/** What a block must satisfy when its coins are known (ConnectBlock without scripts). */
public final class SpendRules {
    /** Blocks that must pass before a coinbase may be spent. */
    public static final int COINBASE_MATURITY = 100;

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
            implements Outcome {
        public Connected {
            spends = List.copyOf(spends);
        }
    }

    /**
     * A transaction and the coins its inputs spend.
     *
     * @param coins in the order of the inputs
     */
    public record Spend(Transaction transaction, List<Coin> coins) {
        public Spend {
            coins = List.copyOf(coins);
        }
    }

    /**
     * Checks a block against the coins it spends. Genesis, whose coinbase is no coin, always
     * passes.
     *
     * @param block in order by itself and in its context ({@link BlockRules})
     * @param self the block's own place in the chain
     * @param coins as of the block before; only read
     */
    public static Outcome connect(Block block, HeaderView self, CoinView coins, Params params) {
        VerifyFlags flags = flags(self, params);
        if (block.hash().equals(params.genesis().hash())) {
            return new Connected(0, List.of(), flags);
        }
        return new BlockSpending(block, self, coins, params, flags).connect();
    }

    /**
     * The flags under which a block's scripts are verified (GetBlockScriptFlags). Pay to script
     * hash, witness and taproot rules hold from the first block on, but for the few blocks that
     * broke them before they were rules.
     */
    public static VerifyFlags flags(HeaderView self, Params params) {
        return flags(self.hash(), self.height(), params);
    }

    /** The same, for who has no chain. */
    public static VerifyFlags flags(BlockHash hash, int height, Params params) {
        VerifyFlags flags = params.history().flagExceptions().get(hash);
        if (flags == null) {
            flags = VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.TAPROOT);
        }
        Deployments forks = params.deployments();
        if (forks.strictDer(height)) flags = flags.with(VerifyFlag.DERSIG);
        if (forks.lockTimeVerify(height)) flags = flags.with(VerifyFlag.CHECKLOCKTIMEVERIFY);
        if (forks.sequenceLocks(height)) flags = flags.with(VerifyFlag.CHECKSEQUENCEVERIFY);
        if (forks.segwit(height)) flags = flags.with(VerifyFlag.NULLDUMMY);
        return flags;
    }
}
