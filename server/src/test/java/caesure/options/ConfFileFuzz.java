// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever bitcoin.conf holds: it is refused, or the node can be told what it says. */
class ConfFileFuzz {
    private static final Path FOLDER = folder();

    @FuzzTest(maxDuration = "10m")
    void understandsOrRefuses(byte[] bytes) throws IOException {
        Files.write(FOLDER.resolve("bitcoin.conf"), bytes);
        var machine = new Machine(FOLDER, 2);
        // includeconf may name any file: the user's own word, not a stranger's
        try (SilentCloseable _ = BugDetectors.setFilePathTraversalAllowPath(_ -> true)) {
            NodeOptions.of(Arguments.parse(List.of("-datadir=" + FOLDER)), machine);
        } catch (BadOption e) {
            if (e.getMessage().isBlank()) throw new AssertionError("refused without a word", e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("caesure-conf");
            folder.toFile().deleteOnExit();
            folder.resolve("bitcoin.conf").toFile().deleteOnExit(); // goes first
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
