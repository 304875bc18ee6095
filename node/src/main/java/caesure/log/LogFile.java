// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file that lines are appended to, each with one write, nothing held back. It is made for its
 * owner alone (0600). Not for several threads.
 */
final class LogFile implements AutoCloseable {
    /** A file that is larger is shrunk at the start. */
    static final long SHRINK_FROM_BYTES = 11_000_000;

    /** So much of its end is kept (bitcoind's RECENT_DEBUG_HISTORY_SIZE). */
    static final int SHRUNK_BYTES = 10_000_000;

    // a stream and not a channel: an interrupt of the thread that speaks must not close it
    private final OutputStream out;
    private boolean torn; // a write failed: it may have left half a line

    LogFile(OutputStream out) {
        this.out = out;
    }

    /**
     * Opens a file to append, and makes it where it is absent.
     *
     * @throws IOException also if its folder is absent
     */
    static LogFile open(Path path) throws IOException {
        create(path);
        @SuppressWarnings("resource") // closed by close
        var out = new FileOutputStream(path.toFile(), true);
        return new LogFile(out);
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path));
        } catch (FileAlreadyExistsException e) {
            // as it should be, most of the time
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        var owner = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    /**
     * Cuts a file that has grown large to the last whole lines of it. What cannot be written leaves
     * it as it was.
     */
    static void shrink(Path path) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) <= SHRINK_FROM_BYTES) return;
        Path real = path.toRealPath();
        byte[] end;
        try (InputStream in = Files.newInputStream(real)) {
            in.skipNBytes(Files.size(real) - SHRUNK_BYTES);
            end = in.readNBytes(SHRUNK_BYTES);
        }
        int from = 0;
        while (from < end.length && end[from] != '\n') from++;
        from = from == end.length ? 0 : from + 1; // there may be no line at all
        Path small = real.resolveSibling(real.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(small);
            Files.createFile(small, ownerOnly(small));
            try (OutputStream out = Files.newOutputStream(small)) {
                out.write(end, from, end.length - from);
            }
            Files.move(small, real, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(small);
        }
    }

    /** Appends a line. Begins a new one if the write before this one failed. */
    void append(String line) throws IOException {
        byte[] bytes = ((torn ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8);
        torn = true;
        out.write(bytes);
        torn = false;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
