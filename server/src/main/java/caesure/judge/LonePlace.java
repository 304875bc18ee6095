// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.consensus.HeaderView;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.Optional;

/**
 * The place of a block of whose chain nothing else is known.
 *
 * <p>About the headers before it, it answers what is most in favour of the block: the median time
 * before it as late as a valid block allows, the older ones as early as can be. So rules that look
 * there refuse only what is wrong on every chain, and never a block that some chain could hold.
 */
final class LonePlace implements HeaderView {
    private final Header self;
    private final int top;
    private final int height;

    private LonePlace(Header self, int top, int height) {
        this.self = self;
        this.top = top;
        this.height = height;
    }

    /** The place of a block with this header at this height. */
    static LonePlace of(Header header, int height) {
        return new LonePlace(header, height, height);
    }

    /** The block's own header; for those before it one that no chain holds. */
    @Override
    public Header header() {
        return height == top
                ? self
                : new Header(0, new BlockHash(Hash256.ZERO), Hash256.ZERO, 0, 0, 0);
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public Optional<LonePlace> parent() {
        return height == 0 ? Optional.empty() : Optional.of(ancestor(height - 1));
    }

    @Override
    public LonePlace ancestor(int wanted) {
        if (wanted < 0 || wanted > height) {
            throw new IllegalArgumentException("height " + wanted + " below " + height);
        }
        return new LonePlace(self, top, wanted);
    }

    /** A block's time must be after the median before it: that median is a second less at most. */
    @Override
    public long medianTimePast() {
        return height >= top - 1 ? self.time() - 1 : 0;
    }
}
