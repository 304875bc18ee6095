// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.Optional;

/** A header in its place in a chain: what the rules may ask about those before a block. */
public interface HeaderView {
    Header header();

    /** Blocks before it; 0 for genesis. */
    int height();

    /** Empty for genesis. */
    Optional<? extends HeaderView> parent();

    /**
     * The header at a height, on the chain that leads here.
     *
     * @param height 0 to this one's
     */
    HeaderView ancestor(int height);

    /**
     * The median of the times of this header and the ten before it, in seconds since 1970 (BIP
     * 113).
     */
    long medianTimePast();

    default BlockHash hash() {
        return header().hash();
    }
}
