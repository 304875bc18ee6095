// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the lines go and what stands before each.
 *
 * @param file where they are appended; empty for no file
 * @param toConsole whether they are printed, too
 * @param form what stands before each
 * @param rateLimited whether one place in the source may write no more than {@link
 *     RateLimit#BYTES_MAX} an hour into the file; lines that a category was switched on for are not
 *     counted
 * @param shrink whether a file of more than 11 MB is cut to its last 10 MB at the start
 */
public record LogSettings(
        Optional<Path> file, boolean toConsole, Form form, boolean rateLimited, boolean shrink) {
    /** No file and no console: for tests and for whoever has nothing to say. */
    public static final LogSettings NOWHERE =
            new LogSettings(Optional.empty(), false, Form.USUAL, true, false);

    /** A file with bitcoind's defaults. */
    public static LogSettings of(Path file) {
        return new LogSettings(Optional.of(file), false, Form.USUAL, true, true);
    }

    /**
     * What stands before each line.
     *
     * @param time the time, to the second
     * @param micros with microseconds; nothing without {@code time}
     * @param thread the name of the thread
     * @param place the file, line and method that speaks
     * @param levelAlways category and level even where they are the usual ones
     */
    public record Form(
            boolean time, boolean micros, boolean thread, boolean place, boolean levelAlways) {
        /** The time alone. */
        public static final Form USUAL = new Form(true, false, false, false, false);
    }
}
