// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.consensus.HeaderView;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A header and the way back from it, the plainest there is: each knows its parent.
 *
 * @param hash of the header, or a pretended one
 */
public record Place(Header header, BlockHash hash, int height, Optional<Place> parent)
        implements HeaderView {
    private static final int MEDIAN_BLOCKS = 11;

    /** A first header, at any height: for runs that do not begin with genesis. */
    public static Place first(Header header, int height) {
        return new Place(header, header.hash(), height, Optional.empty());
    }

    public Place then(Header next) {
        return new Place(next, next.hash(), height + 1, Optional.of(this));
    }

    /** The same place under a name that no test can mine. */
    public Place named(BlockHash other) {
        return new Place(header, other, height, parent);
    }

    @Override
    public Place ancestor(int wanted) {
        if (wanted < 0 || wanted > height) throw new IllegalArgumentException("height " + wanted);
        Place place = this;
        while (place.height > wanted) place = place.parent.orElseThrow();
        return place;
    }

    @Override
    public long medianTimePast() {
        long[] times =
                LongStream.iterate(0, i -> i + 1)
                        .limit(Math.min(MEDIAN_BLOCKS, length()))
                        .map(i -> ancestor(height - (int) i).header.time())
                        .sorted()
                        .toArray();
        return times[times.length / 2];
    }

    /** Headers from the first to this, as far as the median looks. */
    private int length() {
        int length = 1;
        Place place = this;
        while (length < MEDIAN_BLOCKS && place.parent.isPresent()) {
            place = place.parent.get();
            length++;
        }
        return length;
    }

    @Override
    public String toString() {
        return "place " + height + " " + hash; // not the whole way back
    }
}
