// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many bytes each place in the source may still write within this hour, so that no stranger can
 * fill the disk by making the node speak. A fixed window, as bitcoind's. Not for several threads.
 *
 * <p>There are no more entries than places in the source.
 */
final class RateLimit {
    /** For one place in one window (bitcoind's RATELIMIT_MAX_BYTES). */
    static final long BYTES_MAX = 1 << 20;

    /** How long a window is (bitcoind's RATELIMIT_WINDOW). */
    static final Duration WINDOW = Duration.ofHours(1);

    private final Map<LogEntry.Place, Use> uses = new HashMap<>();
    private Instant began;
    private int suppressed; // places of which something was dropped

    /** What becomes of a line. */
    enum Answer {
        /** It is written. */
        WRITE,
        /** It is written, and it is the last of this place in this window. */
        WRITE_LAST,
        /** It is not written. */
        DROP
    }

    private static final class Use {
        private long left = BYTES_MAX; // below 0: silenced
        private long dropped;
    }

    RateLimit(Instant now) {
        this.began = now;
    }

    /** Counts a line that is to be written. */
    Answer count(LogEntry.Place place, int bytes) {
        Use use = uses.computeIfAbsent(place, _ -> new Use());
        if (bytes <= use.left) {
            use.left -= bytes;
            return Answer.WRITE;
        }
        boolean first = use.left >= 0;
        use.left = -1;
        if (first) {
            suppressed++;
            return Answer.WRITE_LAST;
        }
        use.dropped += bytes;
        return Answer.DROP;
    }

    /** Whether any place is silenced now. */
    boolean isSuppressing() {
        return suppressed > 0;
    }

    /** Whether the window is over, or the clock was set back before it. */
    boolean isOver(Instant now) {
        return now.isBefore(began) || !now.isBefore(began.plus(WINDOW));
    }

    /**
     * Begins a new window.
     *
     * @return how many bytes were dropped in the old one, by place; without those that dropped none
     */
    Map<LogEntry.Place, Long> restart(Instant now) {
        var dropped = new TreeMap<LogEntry.Place, Long>(RateLimit::order);
        uses.forEach((place, use) -> {
            if (use.dropped > 0) dropped.put(place, use.dropped);
        });
        uses.clear();
        suppressed = 0;
        began = now;
        return dropped;
    }

    private static int order(LogEntry.Place a, LogEntry.Place b) {
        int byFile = a.file().compareTo(b.file());
        return byFile != 0 ? byFile : Integer.compare(a.line(), b.line());
    }
}
