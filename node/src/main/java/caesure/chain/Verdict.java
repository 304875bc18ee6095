// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Reject;
import caesure.primitives.BlockHash;

import java.util.Optional;

/** What became of a block that was handed to the {@link Chain}. */
public sealed interface Verdict {

    /** It is valid and on the best chain now, scripts and all. */
    record Connected(BlockHash hash, int height) implements Verdict {}

    /**
     * It is kept, but its branch has no more work than the best; its coins were not looked at yet.
     */
    record Stored(BlockHash hash, int height) implements Verdict {}

    /** It was here before. */
    record Known(BlockHash hash, int height) implements Verdict {}

    /**
     * Nobody asked for it, and it is of no use now (Core's AcceptBlock): only its header was kept.
     *
     * @param why for people
     */
    record Ignored(BlockHash hash, int height, String why) implements Verdict {}

    /** Nothing is known of the block before it. It was not kept. */
    record NoParent(BlockHash hash, BlockHash parent) implements Verdict {}

    /**
     * It breaks a rule. {@link Reject#blame} says whether another copy of it may be good.
     *
     * @param height where it would have stood; empty if that is unknown
     * @param ancestor an earlier block of its branch that had been stored and was found invalid
     *     only now, when the branch got the most work
     */
    record Rejected(
            BlockHash hash, Optional<Integer> height, Reject reject, Optional<Rejected> ancestor)
            implements Verdict {}

    /** The bytes are no block. */
    record Malformed(String what) implements Verdict {}
}
