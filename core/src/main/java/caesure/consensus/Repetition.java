// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.MalformedException;
import caesure.primitives.BlockHash;

import java.util.Map;
import java.util.Optional;

/**
 * Where transactions must be looked at for whether they repeat an older one that is unspent (BIP
 * 30). Its coins would be overwritten and lost, or spendable on one fork only.
 *
 * <p>From BIP 34 on no coinbase can repeat another, so nothing can, and the costly look-ups are
 * spared; but some older coinbases happen to begin with heights to come, the lowest of which that
 * matters is 1,983,702, and from there on they are due again.
 */
public final class Repetition {
    /** Coinbases before BIP 34 may be repeated from here (Core's BIP34_IMPLIES_BIP30_LIMIT). */
    private static final int AGAIN_FROM = 1_983_702;

    /** The two blocks that did repeat one, before it was forbidden (IsBIP30Repeat). */
    private static final Map<Integer, BlockHash> REPEATERS =
            Map.of(
                    91_842,
                    hash("00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec"),
                    91_880,
                    hash("00000000000743f190a18c5577a3c2d2a1f610ae9601ac046a38084ccb7cd721"));

    private Repetition() {}

    /** Whether a block is one of the two whose coinbase repeats an earlier one. */
    public static boolean isRepeater(HeaderView block) {
        return block.hash().equals(REPEATERS.get(block.height()));
    }

    /**
     * @param self the place of the block in question; not genesis
     */
    static boolean mustBeChecked(HeaderView self, Params params) {
        if (self.height() >= AGAIN_FROM) return true;
        return !isRepeater(self) && !isImpossible(self, params);
    }

    /** Whether the parent is on the chain for which this was looked up. */
    private static boolean isImpossible(HeaderView self, Params params) {
        int height = params.deployments().heightInCoinbaseFrom();
        Optional<BlockHash> known = params.history().heightInCoinbaseBlock();
        return known.isPresent()
                && height < self.height()
                && self.ancestor(height).hash().equals(known.get());
    }

    private static BlockHash hash(String shown) {
        try {
            return BlockHash.parse(shown);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
