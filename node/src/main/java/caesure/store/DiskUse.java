// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How much room the files of a network's folder take. */
public final class DiskUse {
    private DiskUse() {}

    /** The bytes of all blocks and of the coins that they spent: blk*.dat, rev*.dat, bootstrap. */
    public static long blocks(Path folder) throws IOException {
        long bytes = 0;
        Path blocks = folder.resolve("blocks");
        if (!Files.isDirectory(blocks)) return 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(blocks, "{blk*,rev*,bootstrap}.dat")) {
            for (Path file : files) bytes += size(file);
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // it went away since
        }
    }
}
