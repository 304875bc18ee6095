// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static caesure.store.StoredBlocks.MAGIC;
import static caesure.store.StoredBlocks.appendAll;
import static caesure.store.StoredBlocks.block;
import static caesure.store.StoredBlocks.record;
import static caesure.store.StoredBlocks.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class BlockDBTest {
    @TempDir Path folder;

    @Test
    void givesBackWhatWasAppended() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
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
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 80));
        }
        ByteString expected =
                new ByteWriter().bytes(MAGIC).u32(80).bytes(block(1, 80)).toByteString();
        assertEquals(expected, ByteString.wrap(Files.readAllBytes(file(0))));
    }

    @Test
    void beginsAnotherFileWhenOneIsFull() throws IOException {
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            db.append(block(1, 80));
            db.append(block(2, 80));
            assertEquals(new BlockDB.Location(1, 8, 80), db.append(block(3, 80)));
            assertEquals(new BlockDB.Location(2, 8, 900), db.append(block(4, 900)));
        }
        assertEquals(List.of(block(1, 80), block(2, 80), block(3, 80), block(4, 900)), readAll());
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            assertEquals(3, db.append(block(5, 80)).file());
        }
    }

    @Test
    void repairsATailTornAtAnyByte() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 100));
            db.append(block(2, 90));
        }
        byte[] whole = Files.readAllBytes(file(0));
        int kept = 8 + 100;
        for (int length = kept; length < whole.length; length++) {
            Files.write(file(0), Arrays.copyOf(whole, length));
            assertEquals(List.of(block(1, 100)), readAll());
            assertEquals(length, Files.size(file(0)), "a reader repairs nothing");
            try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
                assertEquals(kept, Files.size(file(0)));
                BlockDB.Location next = db.append(block(3, 80));
                assertEquals(new BlockDB.Location(0, kept + 8, 80), next);
            }
            assertEquals(List.of(block(1, 100), block(3, 80)), readAll());
        }
    }

    @Test
    void cutsNothingThatStandsBehindDamage() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 100));
            db.append(block(2, 90));
        }
        byte[] bytes = Files.readAllBytes(file(0));
        bytes[7] = 0x7f; // the size of the first
        Files.write(file(0), bytes);
        BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE).close();
        assertEquals(List.of(block(2, 90)), readAll());
    }

    @Test
    void letsAReaderInBesideTheWriter() throws IOException {
        try (BlockDB writer = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
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
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
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
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            assertThrows(IllegalArgumentException.class, () -> db.append(block(1, 79)));
            assertThrows(IllegalArgumentException.class, () -> db.append(block(1, 4_000_001)));
        }
    }

    @Test
    void leavesNothingOfAnAppendThatFailed() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 80));
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> db.append(block(2, 500)));
            assertTrue(Thread.interrupted());
            BlockDB.Extent whole = new BlockDB.Extent(0, 88, 0);
            assertEquals(whole, db.extent());
            // what a write that failed in its midst leaves
            Files.write(file(0), new byte[300], StandardOpenOption.APPEND);
            assertEquals(new BlockDB.Location(0, 96, 90), db.append(block(3, 90)));
            assertEquals(88 + 98, Files.size(file(0)));
        }
        assertEquals(List.of(block(1, 80), block(3, 90)), readAll());
    }

    @Test
    void scansOnlyWhatIsBehindAnExtent() throws IOException {
        var blocks = new ArrayList<ByteString>();
        var extents = new ArrayList<BlockDB.Extent>();
        Files.write(bootstrap(), record(block(50, 100)).plus(record(block(51, 99))).toArray());
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            for (int i = 0; i < 9; i++) {
                extents.add(db.extent());
                blocks.add(block(i, 80 + i));
                db.append(blocks.getLast());
            }
            extents.add(db.extent());
        }
        List<ByteString> fromBootstrap = List.of(block(50, 100), block(51, 99));
        for (int i = 0; i <= 9; i++) {
            var expected = new ArrayList<>(blocks.subList(i, 9));
            expected.addAll(fromBootstrap);
            try (BlockDB db = openSmall(extents.get(i));
                    BlockDB reader = BlockDB.openReader(folder, MAGIC)) {
                assertEquals(expected, scan(db, extents.get(i)));
                assertEquals(expected, scan(reader, extents.get(i)));
                assertEquals(new BlockDB.Extent(4, 96, 108 + 107), db.extent());
                assertEquals(List.of(), scan(db, db.extent()));
                if (i < 9) assertEquals(db.extent(), reader.extent());
            }
        }
    }

    @Test
    void goesOnWhereAScanWasStopped() throws IOException {
        Files.write(bootstrap(), record(block(50, 100)).plus(record(block(51, 99))).toArray());
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            for (int i = 0; i < 5; i++) db.append(block(i, 80));
        }
        var all = new ArrayList<ByteString>();
        BlockDB.Extent[] known = {BlockDB.Extent.NONE};
        for (int scans = 0; scans < 7; scans++) {
            try (BlockDB db = openSmall(known[0])) {
                boolean isAll =
                        db.scan(
                                known[0],
                                (StoredBlocks.Blocks)
                                        (at, block) -> {
                                            all.add(block);
                                            known[0] = known[0].behind(at);
                                            return false;
                                        });
                assertFalse(isAll);
            }
        }
        assertEquals(block(0, 80), all.getFirst());
        assertEquals(List.of(block(50, 100), block(51, 99)), all.subList(5, 7));
        try (BlockDB db = openSmall(known[0])) {
            assertEquals(List.of(), scan(db, known[0]));
            assertEquals(known[0], db.extent());
        }
    }

    @Test
    void neverTouchesBootstrap() throws IOException {
        byte[] bytes = record(block(1, 100)).plus(ByteString.of(9, 9, 9)).toArray();
        Files.write(bootstrap(), bytes);
        var at = new BlockDB.Location(BlockDB.BOOTSTRAP, 8, 100);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            var gaps = new ArrayList<String>();
            assertEquals(List.of(block(1, 100)), scan(db, BlockDB.Extent.NONE, gaps));
            assertEquals(List.of(bootstrap() + " 108 3"), gaps);
            assertEquals(new BlockDB.Extent(0, 0, 108), db.extent());
            assertEquals(new BlockDB.Location(0, 8, 80), db.append(block(2, 80)));
            assertEquals(block(1, 100), db.read(at));
            assertEquals(bootstrap().toString(), db.nameOf(at));
            assertTrue(db.holds(at));
        }
        assertArrayEquals(bytes, Files.readAllBytes(bootstrap()));
    }

    @Test
    void findsWhatWasAddedToBootstrapSince() throws IOException {
        ByteString first = record(block(1, 100));
        ByteString second = record(block(2, 200));
        byte[] both = first.plus(second).toArray();
        for (int length = first.length(); length < both.length; length++) {
            Files.write(bootstrap(), Arrays.copyOf(both, length));
            BlockDB.Extent known;
            try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
                assertEquals(List.of(block(1, 100)), scan(db, BlockDB.Extent.NONE));
                known = db.extent();
            }
            Files.write(bootstrap(), both);
            try (BlockDB db = BlockDB.openWriter(folder, MAGIC, known)) {
                assertEquals(List.of(block(2, 200)), scan(db, known), length + " bytes before");
            }
        }
        Files.write(bootstrap(), record(block(3, 80)).toArray()); // another, and shorter
        var before = new BlockDB.Extent(0, 0, both.length);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, before)) {
            assertEquals(List.of(block(3, 80)), scan(db, before));
        }
        Files.delete(bootstrap());
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, before)) {
            assertEquals(BlockDB.Extent.NONE, db.extent());
            assertEquals(List.of(), scan(db, before));
        }
    }

    @Test
    void looksFromTheStartWhereNoRecordCanBegin() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 100));
            db.append(block(2, 90));
        }
        List<ByteString> both = List.of(block(1, 100), block(2, 90));
        for (long offset : new long[] {1, 8, 107, 109, 200, 207, Long.MAX_VALUE, -1}) {
            var wrong = new BlockDB.Extent(0, offset, offset);
            try (BlockDB db = BlockDB.openWriter(folder, MAGIC, wrong)) {
                assertEquals(both, scan(db, wrong), "offset " + offset);
                assertEquals(206, db.extent().offset());
            }
        }
        var beyond = new BlockDB.Extent(7, 500, 0);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, beyond)) {
            assertEquals(List.of(), scan(db, beyond));
            assertEquals(new BlockDB.Location(0, 214, 80), db.append(block(3, 80)));
        }
    }

    @Test
    void findsFilesBehindAHoleInTheNumbers() throws IOException {
        var at = new ArrayList<BlockDB.Location>();
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            for (int i = 0; i < 8; i++) at.add(db.append(block(i, 80)));
        }
        Files.delete(file(1));
        try (BlockDB db = openSmall(new BlockDB.Extent(2, 176, 0))) {
            assertTrue(db.holds(at.get(0)));
            assertFalse(db.holds(at.get(2)));
            assertFalse(db.holds(at.get(3)));
            assertEquals(block(7, 80), db.read(at.get(7)));
            var lost = assertThrows(IOException.class, () -> db.read(at.get(2)));
            assertEquals(file(1) + " is missing", lost.getMessage());
            assertEquals(new BlockDB.Location(4, 8, 80), db.append(block(8, 80)));
            assertFalse(Files.exists(file(1)));
        }
        assertEquals(7, readAll().size());
    }

    @Test
    void appendsBehindTheHighestNumberThatIsLeft() throws IOException {
        var at = new ArrayList<BlockDB.Location>();
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            for (int i = 0; i < 5; i++) at.add(db.append(block(i, 80)));
        }
        Files.delete(file(2));
        try (BlockDB db = openSmall(new BlockDB.Extent(2, 88, 0))) {
            assertFalse(db.holds(at.get(4)));
            assertEquals(at.get(4), db.append(block(9, 80)));
            assertEquals(block(9, 80), db.read(at.get(4)), "whoever keeps places compares hashes");
        }
    }

    @Test
    void cutsNoMoreThanACrashLeaves() throws IOException {
        byte[] foreign = new byte[Frames.BLOCK_BYTES_MAX + 9];
        Arrays.fill(foreign, (byte) 0x55);
        Files.write(file(0), foreign);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            assertEquals(0, db.cutBytes());
            assertEquals(new BlockDB.Location(1, 8, 80), db.append(block(1, 80)));
        }
        assertArrayEquals(foreign, Files.readAllBytes(file(0)));
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            var gaps = new ArrayList<String>();
            assertEquals(List.of(block(1, 80)), scan(db, BlockDB.Extent.NONE, gaps));
            assertEquals(List.of(file(0) + " 0 4000009"), gaps);
        }
    }

    @Test
    void saysHowMuchItCutOff() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 100));
        }
        Files.write(file(0), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, new BlockDB.Extent(0, 108, 0))) {
            assertEquals(3, db.cutBytes());
        }
        Files.write(file(0), new byte[5_000_000], StandardOpenOption.APPEND);
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, new BlockDB.Extent(0, 108, 0))) {
            assertEquals(5_000_000, db.cutBytes(), "zeros are no loss, however many");
        }
        assertEquals(108, Files.size(file(0)));
    }

    @Test
    void believesNoPlaceThatCannotBe() throws IOException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            db.append(block(1, 80));
            for (BlockDB.Location at :
                    List.of(
                            new BlockDB.Location(0, 8, 81),
                            new BlockDB.Location(0, 8, 79),
                            new BlockDB.Location(0, 8, Integer.MAX_VALUE),
                            new BlockDB.Location(0, 8, -1),
                            new BlockDB.Location(0, 7, 80),
                            new BlockDB.Location(0, -9, 80),
                            new BlockDB.Location(0, Long.MAX_VALUE, 80),
                            new BlockDB.Location(1, 8, 80),
                            new BlockDB.Location(-1, 8, 80),
                            new BlockDB.Location(-2, 8, 80),
                            new BlockDB.Location(100_000, 8, 80))) {
                assertFalse(db.holds(at), at.toString());
                assertThrows(IOException.class, () -> db.read(at), at.toString());
            }
        }
    }

    @Test
    void readsWhatAWriterAppendsMeanwhile() throws Exception {
        try (BlockDB writer = openSmall(BlockDB.Extent.NONE);
                BlockDB reader = BlockDB.openReader(folder, MAGIC)) {
            var thrown = new AtomicReference<Throwable>();
            Thread writing =
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((_, e) -> thrown.set(e))
                            .start(() -> appendAll(writer, 500));
            var seen = new ArrayList<ByteString>();
            BlockDB.Extent known = BlockDB.Extent.NONE;
            while (seen.size() < 500) {
                boolean isDone = !writing.isAlive();
                var gaps = new ArrayList<String>();
                seen.addAll(scan(reader, known, gaps));
                known = reader.extent();
                assertEquals(List.of(), gaps);
                if (isDone) break;
            }
            writing.join();
            assertNull(thrown.get());
            assertEquals(500, seen.size());
            for (int i = 0; i < 500; i++) assertEquals(block(i, 80 + i % 7), seen.get(i));
        }
    }

    @Test
    void readsWhileOthersAreInterrupted() throws IOException, InterruptedException {
        try (BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE)) {
            BlockDB.Location at = db.append(block(1, 80));
            Thread interrupted =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 200; i++) {
                                    Thread.currentThread().interrupt();
                                    assertThrows(IOException.class, () -> db.read(at));
                                    assertTrue(Thread.interrupted());
                                }
                            });
            while (interrupted.isAlive()) assertEquals(block(1, 80), db.read(at));
            interrupted.join();
        }
    }

    @Test
    void opensMoreFilesThanItKeepsOpen() throws IOException {
        var at = new ArrayList<BlockDB.Location>();
        try (BlockDB db = openSmall(BlockDB.Extent.NONE)) {
            for (int i = 0; i < 300; i++) at.add(db.append(block(i, 100)));
            for (int i = 0; i < 300; i++) assertEquals(block(i, 100), db.read(at.get(i)));
        }
    }

    @Test
    void isClosedForGood() throws IOException {
        BlockDB db = BlockDB.openWriter(folder, MAGIC, BlockDB.Extent.NONE);
        BlockDB.Location at = db.append(block(1, 80));
        db.close();
        db.close();
        assertThrows(IOException.class, () -> db.append(block(2, 80)));
        assertThrows(IOException.class, () -> db.read(at));
    }

    /** Whatever is appended, torn off and opened again: what was whole is found, in its order. */
    @Test
    void holdsWhatAListHolds() {
        Property.forAll(
                30,
                random -> {
                    clear();
                    List<BlockDB.Location> places = new ArrayList<>();
                    List<ByteString> blocks = new ArrayList<>();
                    BlockDB.Extent known = BlockDB.Extent.NONE;
                    for (int session = 0; session < 5; session++) {
                        try (BlockDB db = openSmall(known)) {
                            assertEquals(blocks, scan(db, BlockDB.Extent.NONE));
                            for (int i = random.nextInt(9); i > 0; i--) {
                                blocks.add(block(random.nextInt(), 80 + random.nextInt(150)));
                                places.add(db.append(blocks.getLast()));
                                if (random.nextInt(3) == 0) known = db.extent();
                            }
                            for (int i = 0; i < places.size(); i++) {
                                assertEquals(blocks.get(i), db.read(places.get(i)));
                            }
                        }
                        StoredBlocks.tearTail(folder, random, places, blocks);
                    }
                });
    }

    private void clear() throws IOException {
        try (var all = Files.list(folder)) {
            for (Path path : all.toList()) Files.delete(path);
        }
    }

    /** With files of two or three small blocks. */
    private BlockDB openSmall(BlockDB.Extent known) throws IOException {
        return BlockDB.openWriter(folder, MAGIC, known, 200);
    }

    private Path bootstrap() {
        return folder.resolve("bootstrap.dat");
    }

    private List<ByteString> readAll() throws IOException {
        try (BlockDB db = BlockDB.openReader(folder, MAGIC)) {
            return scan(db, BlockDB.Extent.NONE);
        }
    }

    private Path file(int number) {
        return StoredBlocks.file(folder, number);
    }
}
