// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class BlockDBTest {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);

    @TempDir Path folder;

    @Test
    void givesBackWhatWasAppended() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            BlockDB.Location first = db.append(block(1, 80));
            BlockDB.Location second = db.append(block(2, 1000));
            assertEquals(new BlockDB.Location(0, 8, 80), first);
            assertEquals(new BlockDB.Location(0, 96, 1000), second);
            assertEquals(block(1, 80), db.read(first));
            assertEquals(block(2, 1000), db.read(second));
        }
    }

    @Test
    void writesTheFramingOfBootstrapDat() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            db.append(block(1, 80));
        }
        ByteString expected =
                new ByteWriter().bytes(MAGIC).u32(80).bytes(block(1, 80)).toByteString();
        assertEquals(expected, ByteString.wrap(Files.readAllBytes(file(0))));
    }

    @Test
    void beginsAnotherFileWhenOneIsFull() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE, 200)) {
            db.append(block(1, 80));
            db.append(block(2, 80));
            assertEquals(new BlockDB.Location(1, 8, 80), db.append(block(3, 80)));
            assertEquals(new BlockDB.Location(2, 8, 900), db.append(block(4, 900)));
        }
        assertEquals(List.of(block(1, 80), block(2, 80), block(3, 80), block(4, 900)), readAll());
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE, 200)) {
            assertEquals(3, db.append(block(5, 80)).file());
        }
    }

    @Test
    void repairsATailTornAtAnyByte() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            db.append(block(1, 100));
            db.append(block(2, 90));
        }
        byte[] whole = Files.readAllBytes(file(0));
        int kept = 8 + 100;
        for (int length = kept; length < whole.length; length++) {
            Files.write(file(0), Arrays.copyOf(whole, length));
            assertEquals(List.of(block(1, 100)), readAll());
            assertEquals(length, Files.size(file(0)), "a reader repairs nothing");
            try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
                assertEquals(kept, Files.size(file(0)));
                BlockDB.Location next = db.append(block(3, 80));
                assertEquals(new BlockDB.Location(0, kept + 8, 80), next);
            }
            assertEquals(List.of(block(1, 100), block(3, 80)), readAll());
        }
    }

    @Test
    void cutsNothingThatStandsBehindDamage() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            db.append(block(1, 100));
            db.append(block(2, 90));
        }
        byte[] bytes = Files.readAllBytes(file(0));
        bytes[7] = 0x7f; // the size of the first
        Files.write(file(0), bytes);
        BlockDB.openWriter(folder, MAGIC).close();
        assertEquals(List.of(block(2, 90)), readAll());
    }

    @Test
    void letsAReaderInBesideTheWriter() throws IOException {
        try (BlockDB writer = BlockDB.openWriter(folder, MAGIC)) {
            BlockDB.Location first = writer.append(block(1, 80));
            try (BlockDB reader = BlockDB.openReader(folder, MAGIC)) {
                BlockDB.Location second = writer.append(block(2, 80));
                assertEquals(block(1, 80), reader.read(first));
                assertEquals(block(2, 80), reader.read(second));
                assertThrows(IllegalStateException.class, () -> reader.append(block(3, 80)));
            }
        }
    }

    @Test
    void readsAFileOfAnotherProgram() throws IOException {
        var foreign = new ByteWriter();
        foreign.bytes(new byte[] {7, 7, 7}).bytes(MAGIC).u32(120).bytes(block(9, 120));
        foreign.bytes(new byte[5000]);
        Files.write(file(0), foreign.toArray(), StandardOpenOption.CREATE);
        assertEquals(List.of(block(9, 120)), readAll());
    }

    @Test
    void saysWhereARecordIsDamaged() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            BlockDB.Location at = db.append(block(1, 80));
            byte[] bytes = Files.readAllBytes(file(0));
            bytes[0] ^= 1;
            Files.write(file(0), bytes);
            var damaged = assertThrows(IOException.class, () -> db.read(at));
            assertEquals("damaged: no block at byte 8 of " + file(0), damaged.getMessage());
        }
    }

    @Test
    void refusesWhatIsNoBlock() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC)) {
            assertThrows(IllegalArgumentException.class, () -> db.append(block(1, 79)));
            assertThrows(IllegalArgumentException.class, () -> db.append(block(1, 4_000_001)));
        }
    }

    private List<ByteString> readAll() throws IOException {
        var all = new ArrayList<ByteString>();
        try (BlockDB db = BlockDB.openReader(folder, MAGIC)) {
            db.forEach((location, block) -> {
                assertEquals(block, db.read(location));
                all.add(block);
            });
        }
        return all;
    }

    private Path file(int number) {
        return folder.resolve("blk0000" + number + ".dat");
    }

    private static ByteString block(int filling, int size) {
        byte[] block = new byte[size];
        Arrays.fill(block, (byte) filling);
        return ByteString.wrap(block);
    }
}
