// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.consensus.HeaderView;
import caesure.primitives.Header;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Headers one after another from some height on. Those before it are not known: a rule that asks
 * for one of them gets {@link BeforeStart} for an answer, and so cannot be checked.
 */
final class HeaderRun {
    /** How many headers a median time is of (BIP 113). */
    private static final int MEDIAN_SPAN = 11;

    private final int from;
    private final List<Header> headers = new ArrayList<>();

    /**
     * @param from the height of the first header
     */
    HeaderRun(int from) {
        this.from = from;
    }

    /** A rule asked for a header before the first. */
    static final class BeforeStart extends RuntimeException {
        private static final long serialVersionUID = 1;

        BeforeStart() {
            super("a header before the start", null, false, false);
        }
    }

    void add(Header header) {
        headers.add(header);
    }

    int size() {
        return headers.size();
    }

    /** The height of the next header to come. */
    int nextHeight() {
        return from + headers.size();
    }

    /** The last header in its place; empty before the first. */
    Optional<HeaderView> last() {
        return headers.isEmpty() ? Optional.empty() : Optional.of(at(nextHeight() - 1));
    }

    private Place at(int height) {
        if (height < from) throw new BeforeStart();
        return new Place(height);
    }

    private Header header(int height) {
        return headers.get(height - from);
    }

    /** One of the headers. */
    private final class Place implements HeaderView {
        private final int height;

        Place(int height) {
            this.height = height;
        }

        @Override
        public Header header() {
            return HeaderRun.this.header(height);
        }

        @Override
        public int height() {
            return height;
        }

        @Override
        public Optional<Place> parent() {
            return height == 0 ? Optional.empty() : Optional.of(at(height - 1));
        }

        @Override
        public Place ancestor(int wanted) {
            if (wanted < 0 || wanted > height) {
                throw new IllegalArgumentException("height " + wanted + " below " + height);
            }
            return at(wanted);
        }

        @Override
        public long medianTimePast() {
            int first = Math.max(0, height - MEDIAN_SPAN + 1);
            if (first < from) throw new BeforeStart();
            long[] times = new long[height - first + 1];
            for (int i = 0; i < times.length; i++) {
                times[i] = HeaderRun.this.header(first + i).time();
            }
            Arrays.sort(times);
            return times[times.length / 2];
        }
    }
}
