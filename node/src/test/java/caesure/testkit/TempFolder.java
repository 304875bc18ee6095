// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A folder that is gone when closed: where JUnit's own would live too long. In memory, where the
 * system has a place for that: a node forces its files to the disk again and again, and tests that
 * start a thousand of them would wait for nothing else.
 */
public record TempFolder(Path path) implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    public TempFolder() throws IOException {
        this(
                Files.isWritable(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "caesure")
                        : Files.createTempDirectory("caesure"));
    }

    @Override
    public void close() throws IOException {
        try (var all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
