// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a node is with what it does before it is ready.
 *
 * @param share done, 0 to 1
 * @param height of the best chain
 * @param perS what is done in a second, in the activity's unit; 0 if that is not known yet
 * @param left how long it takes at this rate; empty if that is not known yet
 */
public record Progress(
        Activity activity, double share, int height, double perS, Optional<Duration> left) {

    /** Before that, a rate says nothing. */
    private static final Duration RATES_AFTER = Duration.ofMillis(500);

    private static final double BYTES_PER_MB = 1e6;

    /** What is being done. */
    public enum Activity {
        /** Blocks are looked for in block files that the index does not know; in bytes. */
        READING("reading block files", "MB/s", BYTES_PER_MB),
        /** Blocks are connected; in blocks. */
        CONNECTING("connecting blocks", "blocks/s", 1),
        /** Blocks of other files are taken (-loadblock); in blocks. */
        IMPORTING("importing blocks", "blocks/s", 1);

        private final String words;
        private final String unit;
        private final double scale;

        Activity(String words, String unit, double scale) {
            this.words = words;
            this.unit = unit;
            this.scale = scale;
        }
    }

    /**
     * Computes rate and time left.
     *
     * @param done of the activity's unit, since it began
     * @param share of the whole that is done
     */
    static Progress of(Activity activity, long done, double share, int height, Duration elapsed) {
        double seconds = elapsed.toNanos() / 1e9;
        double sane = Math.clamp(share, 0, 1);
        if (elapsed.compareTo(RATES_AFTER) < 0 || sane == 0) {
            return new Progress(activity, sane, height, 0, Optional.empty());
        }
        var left = Duration.ofSeconds(Math.round(seconds * (1 - sane) / sane));
        return new Progress(activity, sane, height, done / seconds, Optional.of(left));
    }

    /** One line for people. */
    public String words() {
        var line = new StringBuilder(activity.words);
        line.append(String.format(Locale.ROOT, ": height %d, %.1f %%", height, 100 * share));
        if (left.isPresent()) {
            long s = left.get().toSeconds();
            line.append(
                    String.format(
                            Locale.ROOT,
                            ", %.1f %s, %d:%02d:%02d left",
                            perS / activity.scale,
                            activity.unit,
                            s / 3600,
                            s / 60 % 60,
                            s % 60));
        }
        return line.toString();
    }
}
