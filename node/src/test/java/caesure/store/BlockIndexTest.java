// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

class BlockIndexTest {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final ByteString OTHER = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);
    private static final int SLOT = 256;
    private static final BlockIndex.State STATE =
            new BlockIndex.State(new BlockDB.Extent(3, 1L << 40, 1L << 50), hash(77));

    @TempDir Path folder;

    @Test
    void givesBackWhatWasWritten() throws IOException {
        var random = new SplittableRandom(1);
        var expected = new HashMap<Integer, BlockIndex.Entry>();
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            for (int i = 0; i < 3000; i++) {
                BlockIndex.Entry entry = entry(random);
                assertEquals(i, index.add(entry));
                expected.put(i, entry);
            }
            index.state(STATE);
            assertEquals(expected, all(index));
        }
        assertEquals(expected, readAll());
        assertEquals(Optional.of(STATE), readState());
        assertEquals(SLOT * 3002L, Files.size(file()));
    }

    @Test
    void keepsTheExtremesOfEveryField() throws IOException {
        Work most = new Work(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
        var place = new BlockDB.Location(BlockDB.BOOTSTRAP, Long.MAX_VALUE, Integer.MAX_VALUE);
        var high =
                new BlockIndex.Entry(
                        header(1),
                        Integer.MAX_VALUE,
                        most,
                        Integer.MAX_VALUE,
                        Optional.of(place),
                        Optional.of(new BlockDB.Location(99_999, 1, 0)),
                        BlockIndex.Standing.INVALIDATED,
                        "x".repeat(97));
        BlockIndex.Entry low = plain(2);
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            index.add(high);
            index.add(low);
        }
        assertEquals(Map.of(0, high, 1, low), readAll());
    }

    @Test
    void refusesWhatNoSlotCanHold() throws IOException {
        Work tooMuch = new Work(BigInteger.ONE.shiftLeft(256));
        Work negative = new Work(BigInteger.ONE.negate());
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            for (Work work : new Work[] {tooMuch, negative}) {
                BlockIndex.Entry entry = worked(work);
                assertThrows(IllegalArgumentException.class, () -> index.add(entry));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> index.put(0, plain(1)));
        }
        assertEquals(Map.of(), readAll());
    }

    @Test
    void cutsAFaultBetweenCharacters() throws IOException {
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            index.add(faulty("bad-txns-".repeat(20)));
            index.add(faulty("y" + "\u00e9".repeat(100)));
            index.add(faulty("\ud83d\ude00".repeat(100)));
        }
        Map<Integer, BlockIndex.Entry> found = readAll();
        assertEquals("bad-txns-".repeat(20).substring(0, 97), found.get(0).fault());
        assertEquals("y" + "\u00e9".repeat(48), found.get(1).fault());
        assertEquals("\ud83d\ude00".repeat(24), found.get(2).fault());
    }

    @Test
    void writesTheGrammarOfItsJavadoc() throws IOException {
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            index.add(faulty("high-hash"));
            index.state(STATE);
        }
        byte[] bytes = Files.readAllBytes(file());
        String head = new String(bytes, 0, 16, StandardCharsets.US_ASCII);
        assertEquals("caesure\nindex   ", head);
        assertEquals(1, bytes[SLOT]);
        assertEquals(3, bytes[SLOT + 1]);
        assertEquals(2, bytes[2 * SLOT]);
        var header = new ByteWriter();
        header(9).write(header);
        assertArrayEquals(header.toArray(), Arrays.copyOfRange(bytes, 513, 513 + 80));
        int fault = 513 + 80 + 4 + 32 + 4 + 1 + 16 + 16;
        assertEquals(9, bytes[fault]);
        assertEquals("high-hash", new String(bytes, fault + 1, 9, StandardCharsets.US_ASCII));
    }

    @Test
    void findsEveryFlippedBit() throws IOException {
        fill(3);
        byte[] whole = Files.readAllBytes(file());
        Map<Integer, BlockIndex.Entry> all = readAll();
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) (1 << at % 8);
            Files.write(file(), bytes);
            if (at < FileHead.BYTES) {
                assertThrows(IOException.class, this::readAll);
                continue;
            }
            Map<Integer, BlockIndex.Entry> expected = new HashMap<>(all);
            expected.remove(at / SLOT - 2);
            try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
                assertEquals(expected, all(index), "byte " + at);
                assertEquals(1, index.damaged(), "byte " + at);
                assertEquals(at / SLOT != 1, index.state().isPresent(), "byte " + at);
            }
        }
    }

    @Test
    void opensWhateverIsLeftOfTheEnd() throws IOException {
        fill(3);
        byte[] whole = Files.readAllBytes(file());
        Map<Integer, BlockIndex.Entry> all = readAll();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            Map<Integer, BlockIndex.Entry> expected = new HashMap<>(all);
            int left = Math.max(0, length / SLOT - 2);
            expected.keySet().removeIf(slot -> slot >= left);
            assertEquals(expected, readAll(), "a reader of " + length + " bytes");
            assertEquals(length, Files.size(file()), "a reader repairs nothing");
            try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
                assertEquals(expected, all(index), "a writer of " + length + " bytes");
                int missing = length >= 2 * SLOT ? 3 - left : 0; // without a state who knows
                assertEquals(missing, index.damaged(), length + " bytes");
                assertEquals(length >= 2 * SLOT, index.state().isPresent());
                assertEquals(left, index.add(plain(50)));
            }
            expected.put(left, plain(50));
            assertEquals(expected, readAll(), "after adding to " + length + " bytes");
        }
    }

    @Test
    void usesDamagedSlotsAgain() throws IOException {
        fill(5);
        byte[] bytes = Files.readAllBytes(file());
        bytes[SLOT * 3 + 100] ^= 1; // slot 1
        Arrays.fill(bytes, SLOT * 5, SLOT * 6, (byte) 0); // slot 3: lost, for used ones follow
        Files.write(file(), bytes);
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(3, all(index).size());
            assertEquals(2, index.damaged());
            assertEquals(1, index.add(plain(31)));
            assertEquals(3, index.add(plain(33)));
            assertEquals(5, index.add(plain(35)));
            assertEquals(6, all(index).size());
            assertEquals(0, index.damaged());
        }
        assertEquals(plain(33), readAll().get(3));
    }

    @Test
    void takesZerosAtTheEndForRoom() throws IOException {
        fill(2);
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length + 10 * SLOT + 7));
        try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
            assertEquals(2, all(index).size());
            assertEquals(0, index.damaged());
        }
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(bytes.length, Files.size(file()));
            assertEquals(2, index.add(plain(9)));
        }
    }

    @Test
    void makesGoodWhatIsWrongBehindTheHead() throws IOException {
        fill(1);
        byte[] whole = Files.readAllBytes(file());
        byte[] bytes = whole.clone();
        bytes[200] = 5;
        Files.write(file(), bytes);
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(1, all(index).size());
            assertEquals(1, index.damaged());
        }
        assertArrayEquals(whole, Files.readAllBytes(file()));
    }

    @Test
    void refusesFilesThatAreNotItsOwnAndLeavesThem() throws IOException {
        fill(1);
        refuses(OTHER, "it belongs to another network");
        byte[] bytes = Files.readAllBytes(file());
        bytes[9] = '!';
        Files.write(file(), bytes);
        String cure = "; delete it: all it holds is found again from the block files";
        refuses(MAGIC, "damaged: the checksum of its head is wrong" + cure);
        new FileHead("coins", 1, MAGIC).toBytes().copyTo(bytes, 0);
        Files.write(file(), bytes);
        refuses(MAGIC, "it is no file of index");
        new FileHead("index", 2, MAGIC).toBytes().copyTo(bytes, 0);
        Files.write(file(), bytes);
        refuses(MAGIC, "its version is not 1, the one that this program reads");
        Files.writeString(file(), "nothing of the kind");
        refuses(MAGIC, "only 19 bytes of its head are left");
    }

    @Test
    void missesSlotsThatWereCutOff() throws IOException {
        fill(10);
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            index.state(STATE);
        }
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 3 * SLOT));
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(7, all(index).size());
            assertEquals(3, index.damaged());
            index.state(STATE);
        }
        try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
            assertEquals(7, all(index).size());
            assertEquals(0, index.damaged());
        }
    }

    @Test
    void mendsDamagedSlotsAndUsesThemAgain() throws IOException {
        fill(5);
        byte[] bytes = Files.readAllBytes(file());
        bytes[SLOT * (2 + 1) + 9] ^= 4;
        Files.write(file(), bytes);
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(4, all(index).size());
            assertEquals(1, index.damaged());
            index.mend();
        }
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(4, all(index).size());
            assertEquals(0, index.damaged());
            assertEquals(1, index.add(plain(9)));
            assertEquals(5, all(index).size());
        }
    }

    @Test
    void isEmptyWhereItIsAbsent() throws IOException {
        assertEquals(Map.of(), readAll());
        assertEquals(Optional.empty(), readState());
        assertFalse(Files.exists(file()));
    }

    @Test
    void letsNoReaderWrite() throws IOException {
        fill(1);
        try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
            assertThrows(IllegalStateException.class, () -> index.add(plain(1)));
            assertThrows(IllegalStateException.class, () -> index.state(STATE));
        }
    }

    @Test
    void showsAReaderNoHalfWrittenSlot() throws Exception {
        fill(40);
        var stop = new AtomicBoolean();
        try (BlockIndex writer = BlockIndex.openWriter(file(), MAGIC);
                BlockIndex reader = BlockIndex.openReader(file(), MAGIC)) {
            Thread writing =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; !stop.get(); i++) rewrite(writer, i);
                            });
            try {
                for (int i = 0; i < 500; i++) {
                    assertEquals(40, all(reader).size());
                    assertEquals(0, reader.damaged());
                    assertTrue(reader.state().isPresent());
                }
            } finally {
                stop.set(true);
                writing.join();
            }
        }
    }

    @Test
    void goesOnAfterAnInterrupt() throws IOException {
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            index.add(plain(1));
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> index.add(plain(2)));
            assertTrue(Thread.interrupted());
            assertEquals(1, index.add(plain(3)));
            assertEquals(Map.of(0, plain(1), 1, plain(3)), all(index));
        }
    }

    /** Whatever is done to it, it holds what a map would hold. */
    @Test
    void holdsWhatAMapHolds() {
        Property.forAll(
                30,
                random -> {
                    Files.deleteIfExists(file());
                    var model = new TreeMap<Integer, BlockIndex.Entry>();
                    for (int session = 0; session < 4; session++) {
                        session(random, model);
                        assertEquals(model, readAll());
                        if (!model.isEmpty() && random.nextBoolean()) damageOne(random, model);
                    }
                });
    }

    private void session(SplittableRandom random, Map<Integer, BlockIndex.Entry> model)
            throws IOException {
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            assertEquals(model, all(index));
            for (int i = 0; i < 40; i++) {
                BlockIndex.Entry entry = entry(random);
                if (model.isEmpty() || random.nextBoolean()) {
                    int slot = index.add(entry);
                    assertFalse(model.containsKey(slot), "a slot in use was given out");
                    model.put(slot, entry);
                } else {
                    int slot = (int) model.keySet().toArray()[random.nextInt(model.size())];
                    index.put(slot, entry);
                    model.put(slot, entry);
                }
            }
            assertEquals(model, all(index));
        }
    }

    private void damageOne(SplittableRandom random, Map<Integer, BlockIndex.Entry> model)
            throws IOException {
        int slot = (int) model.keySet().toArray()[random.nextInt(model.size())];
        byte[] bytes = Files.readAllBytes(file());
        bytes[(2 + slot) * SLOT + random.nextInt(SLOT)] ^= (byte) (1 + random.nextInt(255));
        Files.write(file(), bytes);
        model.remove(slot);
    }

    private void refuses(ByteString magic, String why) throws IOException {
        byte[] before = Files.readAllBytes(file());
        String message = file() + ": " + why;
        var writer = assertThrows(IOException.class, () -> BlockIndex.openWriter(file(), magic));
        assertEquals(message, writer.getMessage());
        var reader = assertThrows(IOException.class, () -> BlockIndex.openReader(file(), magic));
        assertEquals(message, reader.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    private static void rewrite(BlockIndex writer, int i) {
        try {
            writer.put(i % 40, plain(i));
            writer.state(new BlockIndex.State(BlockDB.Extent.NONE, hash(i)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void fill(int count) throws IOException {
        try (BlockIndex index = BlockIndex.openWriter(file(), MAGIC)) {
            for (int i = 0; i < count; i++) index.add(entry(new SplittableRandom(i)));
            index.force();
            index.state(STATE);
        }
    }

    private Path file() {
        return folder.resolve("index.dat");
    }

    private Map<Integer, BlockIndex.Entry> readAll() throws IOException {
        try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
            return all(index);
        }
    }

    private Optional<BlockIndex.State> readState() throws IOException {
        try (BlockIndex index = BlockIndex.openReader(file(), MAGIC)) {
            return index.state();
        }
    }

    private static Map<Integer, BlockIndex.Entry> all(BlockIndex index) throws IOException {
        var all = new HashMap<Integer, BlockIndex.Entry>();
        index.forEach((slot, entry) -> assertNull(all.put(slot, entry)));
        return all;
    }

    private static BlockIndex.Entry entry(SplittableRandom random) {
        BlockIndex.Standing[] standings = BlockIndex.Standing.values();
        var block = new BlockDB.Location(random.nextInt(5) - 1, 8 + random.nextLong(1L << 40), 80);
        var spent = new BlockDB.Location(block.file(), 68, random.nextInt(1 << 28));
        return new BlockIndex.Entry(
                header(random.nextInt()),
                random.nextInt(1 << 30),
                new Work(new BigInteger(1, bytes(random, random.nextInt(33)))),
                random.nextInt(1 << 20),
                Optional.of(block).filter(_ -> random.nextBoolean()),
                Optional.of(spent).filter(_ -> random.nextBoolean()),
                standings[random.nextInt(standings.length)],
                "f".repeat(random.nextInt(98)));
    }

    private static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static BlockIndex.Entry plain(int number) {
        return entry(number, Work.NONE, BlockIndex.Standing.UNKNOWN, "");
    }

    private static BlockIndex.Entry worked(Work work) {
        return entry(1, work, BlockIndex.Standing.UNKNOWN, "");
    }

    private static BlockIndex.Entry faulty(String fault) {
        return entry(9, Work.NONE, BlockIndex.Standing.INVALID, fault);
    }

    private static BlockIndex.Entry entry(
            int number, Work work, BlockIndex.Standing standing, String fault) {
        return new BlockIndex.Entry(
                header(number), 0, work, 0, Optional.empty(), Optional.empty(), standing, fault);
    }

    private static Header header(int number) {
        return new Header(4, hash(number), Hash256.ONE, 1L << 31, 0x207fffff, 7);
    }

    private static BlockHash hash(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >>> 8);
        return new BlockHash(Hash256.of(bytes));
    }
}
