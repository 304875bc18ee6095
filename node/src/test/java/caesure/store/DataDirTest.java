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
import java.util.List;

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
    void makesNoOtherFolders() throws IOException {
        try (DataDir dir = DataDir.openWriter(folder.resolve("node"), "");
                var made = Files.list(dir.folder())) {
            assertEquals(dir.folder().resolve("indexes"), dir.indexes());
            var names = made.map(path -> path.getFileName().toString()).sorted().toList();
            assertEquals(List.of(".lock", "blocks", "chainstate", "indexes", "wallets"), names);
        }
    }

    @Test
    void saysWhatStandsInItsWay() throws IOException {
        Path missing = folder.resolve("disk/node");
        refuses(
                missing,
                "cannot make the folder "
                        + missing
                        + ": the folder in which it should lie is missing");
        Path file = Files.createFile(folder.resolve("file"));
        refuses(file, "cannot make the folder " + file + ": a file of that name is in the way");
        Path node = Files.createDirectory(folder.resolve("node"));
        Path lock = Files.createDirectory(node.resolve(".lock"));
        var refused = assertThrows(IOException.class, () -> DataDir.openWriter(node, ""));
        assertTrue(refused.getMessage().startsWith("cannot write to " + lock + ": "));
    }

    @Test
    void leavesADirectoryOfBitcoinCoreAlone() throws IOException {
        for (String name : List.of("blocks/xor.dat", "blocks/index", "chainstate/CURRENT")) {
            Path core = Files.createDirectories(folder.resolve(name.replace('/', '-')));
            Path mark = core.resolve("regtest").resolve(name);
            Files.createDirectories(mark.getParent());
            Files.createFile(mark);
            var refused =
                    assertThrows(IOException.class, () -> DataDir.openWriter(core, "regtest"));
            assertEquals(
                    core.resolve("regtest")
                            + " is a data directory of Bitcoin Core (it has "
                            + name
                            + "); name another one, and import its blocks from there",
                    refused.getMessage());
            assertFalse(Files.exists(core.resolve("regtest/.lock")));
        }
    }

    @Test
    void readsADirectoryThatHasNoMoreThanBlocks() throws IOException {
        Files.createDirectory(folder.resolve("blocks"));
        DataDir.openReader(folder, "").close();
        try (var made = Files.list(folder)) {
            assertEquals(1, made.count(), "a reader makes nothing");
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
                    "Cannot obtain a lock on directory "
                            + writer.folder()
                            + ". Caesure is probably already running.",
                    refused.getMessage());
            DataDir.openWriter(folder, "regtest").close(); // another network is another folder
        }
        DataDir.openWriter(folder, "").close();
    }

    @Test
    void readsOnlyWhatIsThere() {
        assertThrows(IOException.class, () -> DataDir.openReader(folder.resolve("none"), ""));
    }

    private static void refuses(Path root, String message) {
        var refused = assertThrows(IOException.class, () -> DataDir.openWriter(root, ""));
        assertEquals(message, refused.getMessage());
    }
}
