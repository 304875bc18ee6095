// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.primitives.Work;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Turns looks at a node that follows the network into one line for people: what it is at, how far
 * it is, how fast, and for how long yet. Rates are those of the last seconds. For one thread.
 */
public final class SyncMeter {
    /** Over how long a rate is taken. */
    static final Duration SPAN = Duration.ofSeconds(20);

    /** How far apart blocks are meant to be, in seconds (on all networks but for tests). */
    private static final long BLOCK_EVERY_S = 600;

    /** A header so old means that there are more to come, in seconds. */
    private static final long HEADERS_OLD_S = 24 * 3600;

    private static final long DAY_S = 24 * 3600;

    private final Deque<Look> looks = new ArrayDeque<>();

    /**
     * One look.
     *
     * @param atNs by a clock that never goes back
     * @param nowS the time, in seconds since 1970
     * @param headers height of the best chain of headers
     * @param headersTimeS the time in its last header
     * @param height of the best chain
     * @param done the work in it
     * @param goal the work in the best chain of headers
     * @param receivedBytes from all peers since the start
     * @param peers how many there are
     */
    public record Look(
            long atNs,
            long nowS,
            int headers,
            long headersTimeS,
            int height,
            Work done,
            Work goal,
            long receivedBytes,
            int peers) {}

    /** Takes a look into account, and says the line. */
    public String words(Look look) {
        looks.addLast(look);
        while (looks.size() > 2 && look.atNs - looks.getFirst().atNs > SPAN.toNanos()) {
            looks.removeFirst();
        }
        boolean behindInHeaders = look.nowS - look.headersTimeS > HEADERS_OLD_S;
        if (look.peers == 0) return "looking for peers" + standing(look);
        if (behindInHeaders && look.height == 0) return headers(look);
        if (look.height < look.headers) return blocks(look);
        return "in step" + standing(look) + speed(look);
    }

    private static String standing(Look look) {
        return String.format(Locale.ROOT, ": height %d, %s", look.height, peers(look));
    }

    /** How many headers there will be can only be told by their time. */
    private String headers(Look look) {
        long missing = Math.max(0, look.nowS - look.headersTimeS) / BLOCK_EVERY_S;
        double share = (double) look.headers / Math.max(1, look.headers + missing);
        double perS = (look.headers - looks.getFirst().headers) / seconds(look);
        var line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "headers: %d of about %d, %.1f %%, %.0f headers/s, %s",
                        look.headers,
                        look.headers + missing,
                        100 * share,
                        perS,
                        peers(look)));
        if (perS > 0) line.append(", ").append(left(missing / perS));
        return line.toString();
    }

    private String blocks(Look look) {
        double share = share(look);
        double perS = (look.height - looks.getFirst().height) / seconds(look);
        double gained = share - share(looks.getFirst(), look.goal);
        var line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "blocks: height %d of %d, %.2f %%, %.1f blocks/s%s, %s",
                        look.height,
                        look.headers,
                        100 * share,
                        perS,
                        speed(look),
                        peers(look)));
        if (gained > 0) line.append(", ").append(left((1 - share) / gained * seconds(look)));
        return line.toString();
    }

    private String speed(Look look) {
        double bytes = look.receivedBytes - looks.getFirst().receivedBytes;
        return String.format(Locale.ROOT, ", %.2f MB/s", bytes / seconds(look) / 1e6);
    }

    private static String peers(Look look) {
        return look.peers == 1 ? "1 peer" : look.peers + " peers";
    }

    private double seconds(Look look) {
        return Math.max(0.001, (look.atNs - looks.getFirst().atNs) / 1e9);
    }

    private static double share(Look look) {
        return share(look, look.goal);
    }

    private static double share(Look look, Work goal) {
        BigInteger all = goal.hashes();
        if (all.signum() == 0) return 1;
        return look.done.hashes().doubleValue() / all.doubleValue();
    }

    private static String left(double seconds) {
        long s = Math.round(Math.min(seconds, 1e9));
        if (s >= DAY_S)
            return String.format(Locale.ROOT, "%d d %d h left", s / DAY_S, s % DAY_S / 3600);
        return String.format(Locale.ROOT, "%d:%02d:%02d left", s / 3600, s / 60 % 60, s % 60);
    }
}
