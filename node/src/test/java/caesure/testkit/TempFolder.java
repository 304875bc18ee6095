// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder that is gone when closed: where JUnit's own would live too long. */
public record TempFolder(Path path) implements AutoCloseable {
    public TempFolder() throws IOException {
        this(Files.createTempDirectory("caesure"));
    }

    @Override
    public void close() throws IOException {
        try (var all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
