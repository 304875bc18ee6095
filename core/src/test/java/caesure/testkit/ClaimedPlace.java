// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.consensus.HeaderView;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.Optional;

/**
 * A place in a chain that is not there: what it is asked for, it claims. No relative lock time
 * binds here, for the parent's median time is the end of all time, and older ones' the beginning.
 *
 * @param everyAncestor the name of all places before
 */
public record ClaimedPlace(
        Header header, BlockHash hash, int height, BlockHash everyAncestor, long medianTimePast)
        implements HeaderView {
    private static final long END_S = 0xffff_ffffL;

    public ClaimedPlace(Header header, BlockHash hash, int height, BlockHash everyAncestor) {
        this(header, hash, height, everyAncestor, END_S);
    }

    @Override
    public Optional<ClaimedPlace> parent() {
        return Optional.of(
                new ClaimedPlace(header, everyAncestor, height - 1, everyAncestor, END_S));
    }

    @Override
    public ClaimedPlace ancestor(int wanted) {
        return new ClaimedPlace(header, everyAncestor, wanted, everyAncestor, 0);
    }
}
