// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import caesure.bytes.ByteString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user names. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * The path that a word names.
     *
     * @throws BadInput if it can name none
     */
    public static Path path(String word) throws BadInput {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new BadInput("no path: " + word);
        }
    }

    /**
     * A file that is there and can be read.
     *
     * @throws BadInput if it is not
     */
    public static Path readable(String word) throws BadInput {
        Path path = path(word);
        if (!Files.exists(path)) throw new BadInput("no such file: " + word);
        if (Files.isDirectory(path)) throw new BadInput(word + " is a folder, not a file");
        if (!Files.isReadable(path)) throw new BadInput("may not read " + word);
        return path;
    }

    /**
     * All bytes of a file.
     *
     * @param bytesMax more than this cannot be meant, and is not read
     * @throws BadInput if there is no such file, it may not be read, or it is larger
     * @throws IOException if reading fails
     */
    public static ByteString read(String word, long bytesMax) throws BadInput, IOException {
        Path path = readable(word);
        try {
            long size = Files.size(path);
            if (size > bytesMax) {
                throw new BadInput(word + " has " + size + " bytes; at most " + bytesMax);
            }
            return ByteString.wrap(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new BadInput("no such file: " + word);
        }
    }
}
