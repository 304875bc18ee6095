// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small file that is read and written as a whole. It is the old one or the new one, whatever
 * happens meanwhile: the new one is written beside it, with ".new" behind its name, and takes its
 * place when the disk has it. What a killed writer left is removed by the next.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file, in place of the one that is there. No two writers of one file at a time.
     *
     * @throws IOException if it cannot be; the old file is still there
     */
    public static void write(Path file, ByteString bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true); // the name, too, must outlive a loss of power
        }
    }

    /**
     * Reads a file.
     *
     * @param bytesMax no more is read: a longer one is refused
     * @return empty if there is none
     * @throws IOException if it cannot be read, or is longer
     */
    public static Optional<ByteString> read(Path file, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException(file + ": longer than " + bytesMax + " bytes");
            }
            return Optional.of(ByteString.wrap(bytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        }
    }
}
