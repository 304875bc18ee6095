// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.Optional;

/** A place in a chain that is not there: what it is asked for, it claims. */
record Claimed(Header header, BlockHash hash, int height, BlockHash everyAncestor)
        implements HeaderView {

    @Override
    public Optional<Claimed> parent() {
        return Optional.of(ancestor(height - 1));
    }

    @Override
    public Claimed ancestor(int wanted) {
        return new Claimed(header, everyAncestor, wanted, everyAncestor);
    }

    @Override
    public long medianTimePast() {
        return 0;
    }
}
