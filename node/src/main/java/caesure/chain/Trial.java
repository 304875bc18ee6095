// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.BlockRules;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.ledger.Ledger;
import caesure.primitives.Block;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tries whether blocks without proof of work would be connected to the tip, and keeps nothing of
 * them (Core's TestBlockValidity). Any number of threads may call; nobody waits for another.
 */
public final class Trial {
    private static final Optional<Reject> NOT_ON_TIP =
            Optional.of(Reject.of(Reject.Reason.INCONCLUSIVE_NOT_BEST_PREVBLK, ""));

    private final Params params;
    private final Verifier verifier;
    private final Supplier<Chain.Tip> tip;

    Trial(Params params, Verifier verifier, Supplier<Chain.Tip> tip) {
        this.params = params;
        this.verifier = verifier;
        this.tip = tip;
    }

    /**
     * Tries a block that somebody else proposes (BIP 23): its header must commit to its
     * transactions.
     *
     * @param nowS the time, in seconds since 1970
     * @return what is wrong with it; empty if it needs nothing but proof of work
     */
    public Optional<Reject> proposal(Block block, long nowS) {
        Chain.Tip on = tip.get();
        if (!isOn(block, on)) return NOT_ON_TIP;
        return BlockRules.checkRoot(block).or(() -> judge(block, on, nowS));
    }

    /**
     * Tries a block that is being made: its root is not looked at.
     *
     * @param nowS the time, in seconds since 1970
     * @return what is wrong with it; empty if it needs nothing but its root and proof of work
     */
    public Optional<Reject> draft(Block block, long nowS) {
        Chain.Tip on = tip.get();
        return isOn(block, on) ? judge(block, on, nowS) : NOT_ON_TIP;
    }

    private static boolean isOn(Block block, Chain.Tip tip) {
        return block.header().previous().equals(tip.node().hash());
    }

    private Optional<Reject> judge(Block block, Chain.Tip on, long nowS) {
        return BlockRules.checkContent(block)
                .or(() -> HeaderRules.checkContext(block.header(), on.node(), params, nowS))
                .or(() -> BlockRules.checkContext(block, on.node(), params))
                .or(() -> connect(block, on));
    }

    private Optional<Reject> connect(Block block, Chain.Tip on) {
        var self = new HeaderNode(block.header(), on.node(), 0); // in no tree
        return switch (on.ledger().extend(block, self, params)) {
            case Ledger.Refused(var reject) -> Optional.of(reject);
            case Ledger.Extended extended -> verifier.verify(extended.connected());
        };
    }
}
