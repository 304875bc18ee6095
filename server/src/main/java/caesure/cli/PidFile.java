// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that tells other programs the number of the node's process, for as long as it runs.
 *
 * <pre>
 *   file = decimal number LF
 * </pre>
 */
final class PidFile implements AutoCloseable {
    private final Optional<Path> path;
    private String text = ""; // that was written

    /**
     * @param path empty for no file
     */
    PidFile(Optional<Path> path) {
        this.path = path;
    }

    /**
     * Writes it; one that is there is written over: whoever holds the data directory's lock knows
     * that its process is gone.
     *
     * @throws IOException saying which file cannot be made
     */
    void write(long pid) throws IOException {
        if (path.isEmpty()) return;
        text = pid + "\n";
        try {
            Files.writeString(path.get(), text);
        } catch (IOException e) { // the words are bitcoind's
            text = "";
            throw new IOException("Unable to create the PID file '" + path.get() + "': " + e, e);
        }
    }

    /** Removes it, unless it tells of another process by now. */
    @Override
    public void close() throws IOException {
        if (text.isEmpty() || path.isEmpty() || !Files.isRegularFile(path.get())) return;
        if (Files.readString(path.get()).equals(text)) Files.delete(path.get());
    }
}
