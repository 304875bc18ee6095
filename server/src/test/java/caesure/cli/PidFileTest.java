// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class PidFileTest {
    @TempDir Path temp;

    @Test
    void isThereAsLongAsTheProcess() throws IOException {
        Path path = temp.resolve("pid");
        Files.writeString(path, "999\n"); // of one that was killed
        try (var file = new PidFile(Optional.of(path))) {
            file.write(42);
            assertEquals("42\n", Files.readString(path));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void thatOfAnotherIsLeftAlone() throws IOException {
        Path path = temp.resolve("pid");
        Files.writeString(path, "999\n");
        new PidFile(Optional.of(path)).close(); // never written
        assertTrue(Files.exists(path));
        try (var file = new PidFile(Optional.of(path))) {
            file.write(42);
            Files.writeString(path, "43\n");
        }
        assertEquals("43\n", Files.readString(path));
        try (var none = new PidFile(Optional.empty())) {
            none.write(42);
        }
    }
}
