// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the program finds around itself, for options that are not given.
 *
 * @param home the user's own folder
 * @param cores how many processors there are
 */
public record Machine(Path home, int cores) {
    private static final String FOLDER = ".caesure";

    /** This machine. As bitcoind, it believes HOME before all else. */
    public static Machine here() {
        String home =
                Optional.ofNullable(System.getenv("HOME"))
                        .filter(text -> !text.isEmpty())
                        .orElseGet(() -> System.getProperty("user.home", "/"));
        return new Machine(Path.of(home), Runtime.getRuntime().availableProcessors());
    }

    /** The data directory if none is named. */
    public Path defaultDataDir() {
        return home.resolve(FOLDER);
    }
}
