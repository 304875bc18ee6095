// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.chain.Verifier;
import caesure.consensus.BlockRules;
import caesure.consensus.CoinView;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.SigOps;
import caesure.script.VerifyFlags;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges one block without its chain: the rules that need nothing but the block and its height, and
 * if the coins it spends are given, those of coins and scripts too.
 */
final class BlockCheck {
    private final Params params;
    private final Secp256k1 secp;
    private final Verifier verifier;
    private final long nowS;

    /**
     * @param nowS the time, in seconds since 1970
     */
    BlockCheck(Params params, Secp256k1 secp, Verifier verifier, long nowS) {
        this.params = params;
        this.secp = secp;
        this.verifier = verifier;
        this.nowS = nowS;
    }

    /** How a block fared. */
    sealed interface Outcome {}

    /** It breaks a rule. */
    record Invalid(Reject reject) implements Outcome {}

    /**
     * It breaks none of those that were checked.
     *
     * @param sums empty if the coins it spends are unknown
     */
    record Valid(Optional<Sums> sums) implements Outcome {}

    /** What adds up over a block. */
    record Sums(long feesSats, long sigOpCost) {}

    /** Checks a block of whose coins nothing is known. */
    Outcome checkWithoutCoins(Block block, int height) {
        Optional<Reject> broken = checkBlock(block, height);
        return broken.isPresent() ? new Invalid(broken.get()) : new Valid(Optional.empty());
    }

    /**
     * Checks a block and all that it spends.
     *
     * @param coins those from before the block
     */
    Outcome check(Block block, int height, Map<OutPoint, Coin> coins) {
        Optional<Reject> broken = checkBlock(block, height);
        if (broken.isPresent()) return new Invalid(broken.get());
        CoinView view = outPoint -> Optional.ofNullable(coins.get(outPoint));
        LonePlace self = LonePlace.of(block.header(), height);
        return switch (SpendRules.connect(block, self, view, params)) {
            case SpendRules.Refused(Reject reject) -> new Invalid(reject);
            case SpendRules.Connected connected -> checkScripts(block, connected);
        };
    }

    /** In Core's order: the header, the block by itself, the block at its height. */
    private Optional<Reject> checkBlock(Block block, int height) {
        return HeaderRules.checkProofOfWork(block.header(), params)
                .or(() -> HeaderRules.checkAtHeight(block.header(), height, params, nowS))
                .or(() -> BlockRules.checkStructure(block, params, secp))
                .or(() -> checkContext(block, height));
    }

    private Optional<Reject> checkContext(Block block, int height) {
        return LonePlace.of(block.header(), height)
                .parent()
                .map(parent -> BlockRules.checkContext(block, parent, params))
                .orElseGet(() -> BlockRules.checkAtHeight(block, height, params));
    }

    private Outcome checkScripts(Block block, SpendRules.Connected connected) {
        Optional<Reject> broken = verifier.verify(connected);
        if (broken.isPresent()) return new Invalid(broken.get());
        VerifyFlags flags = connected.flags();
        Transaction coinbase = block.transactions().getFirst();
        long sigOpCost = SigOps.cost(coinbase, List.of(), flags);
        for (SpendRules.Spend spend : connected.spends()) {
            List<TxOut> spent = spend.coins().stream().map(Coin::output).toList();
            sigOpCost += SigOps.cost(spend.transaction(), spent, flags);
        }
        return new Valid(Optional.of(new Sums(connected.feesSats(), sigOpCost)));
    }
}
