// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a line matters, the least first. Lines from {@link #INFO} on are always written. */
public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * The level that a user names, as bitcoind allows: info, debug or trace. Who names another
     * would lose warnings.
     */
    public static Optional<Level> named(String word) {
        return Arrays.stream(values())
                .filter(level -> level.compareTo(INFO) <= 0 && level.word.equals(word))
                .findAny();
    }

    /** The word in a line of the log. */
    @Override
    public String toString() {
        return word;
    }
}
