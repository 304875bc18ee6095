// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import java.util.List;

/** Warnings about options, as bitcoind shows them on stderr. */
public final class Warnings {
    /** What bitcoind says while it still reads its files begins with a small letter. */
    private static final String OF_READING = "-includeconf ";

    private Warnings() {}

    /**
     * Shows each line of some warnings.
     *
     * @param warnings an element may have several lines
     */
    public static void show(Console console, List<String> warnings) {
        warnings.stream()
                .flatMap(String::lines)
                .forEach(line ->
                        console.note(
                                (line.startsWith(OF_READING) ? "warning: " : "Warning: ") + line));
    }
}
