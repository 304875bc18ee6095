// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class DataDirTest {
    @TempDir Path folder;

    @Test
    void makesFoldersForTheOwnerAlone() throws IOException {
        Path root = folder.resolve("node");
        try (DataDir dir = DataDir.openWriter(root, "regtest")) {
            assertEquals(root.resolve("regtest/blocks"), dir.blocks());
            assertEquals(root.resolve("regtest/chainstate"), dir.chainstate());
            assertTrue(Files.isDirectory(dir.chainstate()));
            for (Path made : new Path[] {root, dir.folder(), dir.blocks()}) {
                String may = PosixFilePermissions.toString(Files.getPosixFilePermissions(made));
                assertEquals("rwx------", may);
            }
        }
    }

    @Test
    void putsTheMainNetworkAtTheRoot() throws IOException {
        try (DataDir dir = DataDir.openWriter(folder, "")) {
            assertEquals(folder.resolve("blocks"), dir.blocks());
        }
    }

    @Test
    void letsInOneWriterAndAnyReaders() throws IOException {
        try (DataDir writer = DataDir.openWriter(folder, "");
                DataDir reader = DataDir.openReader(folder, "")) {
            assertTrue(writer.isWritable());
            assertFalse(reader.isWritable());
            var refused = assertThrows(IOException.class, () -> DataDir.openWriter(folder, ""));
            assertEquals(
                    "another node is writing to " + writer.folder() + "; stop it first",
                    refused.getMessage());
            DataDir.openWriter(folder, "regtest").close(); // another network is another folder
        }
        DataDir.openWriter(folder, "").close();
    }

    @Test
    void readsOnlyWhatIsThere() {
        assertThrows(IOException.class, () -> DataDir.openReader(folder.resolve("none"), ""));
    }
}
