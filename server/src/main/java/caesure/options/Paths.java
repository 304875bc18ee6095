// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Places in the file system that options name. */
final class Paths {
    private Paths() {}

    /** The place, made absolute from the working directory. */
    static Path absolute(String text) throws BadOption {
        return path(text).toAbsolutePath().normalize();
    }

    /** The place; a relative one lies in the given folder. */
    static Path in(Path folder, String text) throws BadOption {
        return folder.resolve(path(text)).normalize();
    }

    private static Path path(String text) throws BadOption {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadOption("no path: " + text);
        }
    }
}
