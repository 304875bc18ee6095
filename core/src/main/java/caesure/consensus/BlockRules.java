// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.crypto.Secp256k1;
import caesure.primitives.Block;

import java.util.Optional;

/** What a block must satisfy before its coins are looked at. (Stub.) */
public final class BlockRules {
    private BlockRules() {}

    /**
     * Checks everything that needs nothing but the block (CheckBlock), proof of work included.
     *
     * @param secp checks the signature that a signet block carries
     */
    public static Optional<Reject> checkStructure(Block block, Params params, Secp256k1 secp) {
        throw new UnsupportedOperationException(block.toString() + params + secp);
    }

    /** Checks a block against the headers before it (ContextualCheckBlock). */
    public static Optional<Reject> checkContext(Block block, HeaderView parent, Params params) {
        throw new UnsupportedOperationException(block.toString() + parent + params);
    }
}
