// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class SpentDBTest {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final ByteString OTHER = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);
    private static final int BEFORE = 36;
    private static final int CRC = 4;

    @TempDir Path folder;

    /** Coins that were appended. */
    private record Kept(BlockDB.Location at, BlockHash block, ByteString coins) {
        long end() {
            return at.offset() + at.size();
        }
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        var kept = new ArrayList<Kept>();
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            kept.add(append(db, 0, 1, 500));
            kept.add(append(db, 0, 2, 0));
            kept.add(append(db, BlockDB.BOOTSTRAP, 3, 70));
            kept.add(append(db, 7, 4, 80));
            kept.add(append(db, 0, 5, 90));
            assertEquals(new BlockDB.Location(0, 32 + BEFORE, 500), kept.getFirst().at());
            holds(db, kept);
        }
        try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
            holds(db, kept);
        }
        for (String name : List.of("rev00000.dat", "rev00007.dat", "rev-bootstrap.dat")) {
            assertTrue(Files.exists(folder.resolve(name)), name);
        }
    }

    @Test
    void writesTheGrammarOfItsJavadoc() throws IOException {
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            append(db, 0, 1, 50);
        }
        var record = new ByteWriter();
        hash(1).hash().write(record);
        record.u32(50).bytes(coins(1, 50));
        record.u32(Crc32c.of(record.toByteString()));
        var all = new ByteWriter().bytes(new FileHead("spent", 1, MAGIC).toBytes());
        assertArrayEquals(all.bytes(record.toByteString()).toArray(), Files.readAllBytes(file(0)));
    }

    @Test
    void goesToAndFroBetweenManyFiles() throws IOException {
        var kept = new ArrayList<Kept>();
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            for (int i = 0; i < 300; i++) kept.add(append(db, i % 100, i, 20 + i));
            db.force();
            holds(db, kept);
        }
        try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
            holds(db, kept);
        }
    }

    @Test
    void cutsWhatTheIndexDoesNotKnow() throws IOException {
        List<Kept> kept = fill(3);
        Map<Integer, Long> ends = Map.of(0, kept.get(1).end());
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, ends)) {
            assertEquals(kept.get(1).end() + CRC, Files.size(file(0)));
            long cut = BEFORE + 100 + CRC;
            assertEquals(
                    List.of(file(0) + ": " + cut + " bytes that no block needs were cut off"),
                    db.repaired());
            holds(db, kept.subList(0, 2));
            var lost = assertThrows(IOException.class, () -> read(db, kept.get(2)));
            String where = " at byte " + kept.get(2).at().offset() + " of " + file(0);
            assertEquals("missing: the spent coins of block " + hash(2) + where, lost.getMessage());
        }
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            assertEquals(32, Files.size(file(0)), "a file of which nothing is known is emptied");
            assertEquals(kept.getFirst().at(), append(db, 0, 9, 100).at());
        }
    }

    @Test
    void findsEveryFlippedBit() throws IOException {
        List<Kept> kept = fill(2);
        byte[] whole = Files.readAllBytes(file(0));
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) (1 << at % 8);
            Files.write(file(0), bytes);
            int hit = at < 32 ? -1 : (at - 32) / (BEFORE + 100 + CRC);
            try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
                for (int i = 0; i < 2; i++) {
                    Kept each = kept.get(i);
                    if (i == hit) assertThrows(IOException.class, () -> read(db, each));
                    else assertEquals(each.coins(), read(db, each));
                }
            }
        }
    }

    @Test
    void mendsADamagedHead() throws IOException {
        List<Kept> kept = fill(2);
        byte[] whole = Files.readAllBytes(file(0));
        Map<Integer, Long> ends = Map.of(0, kept.getLast().end());
        for (int at = 0; at < 32; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x20;
            Files.write(file(0), bytes);
            try (SpentDB db = SpentDB.openWriter(folder, MAGIC, ends)) {
                assertEquals(
                        List.of(file(0) + ": its damaged head was written again"), db.repaired());
                holds(db, kept);
            }
            assertArrayEquals(whole, Files.readAllBytes(file(0)));
        }
    }

    @Test
    void opensWhateverIsLeftOfTheEnd() throws IOException {
        List<Kept> kept = fill(2);
        byte[] whole = Files.readAllBytes(file(0));
        Map<Integer, Long> ends = Map.of(0, kept.getLast().end());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(0), Arrays.copyOf(whole, length));
            int left = Math.max(0, length - 32) / (BEFORE + 100 + CRC);
            try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
                holds(db, kept.subList(0, left));
                for (Kept lost : kept.subList(left, 2)) {
                    assertThrows(IOException.class, () -> read(db, lost));
                }
            }
            assertEquals(length, Files.size(file(0)), "a reader repairs nothing");
            try (SpentDB db = SpentDB.openWriter(folder, MAGIC, ends)) {
                Kept next = append(db, 0, 9, 33);
                holds(db, kept.subList(0, left));
                assertEquals(next.coins(), read(db, next));
            }
        }
    }

    @Test
    void refusesFilesThatAreNotItsOwnAndLeavesThem() throws IOException {
        fill(1);
        refuses(OTHER, "it belongs to another network");
        byte[] bytes = Files.readAllBytes(file(0));
        new FileHead("index", 1, MAGIC).toBytes().copyTo(bytes, 0);
        Files.write(file(0), bytes);
        refuses(MAGIC, "it is no file of spent");
        new FileHead("spent", 9, MAGIC).toBytes().copyTo(bytes, 0);
        Files.write(file(0), bytes);
        refuses(MAGIC, "its version is not 1, the one that this program reads");
        Arrays.fill(bytes, (byte) 0x61);
        Files.write(file(0), bytes);
        refuses(MAGIC, "damaged: the checksum of its head is wrong");
    }

    @Test
    void givesNobodyTheCoinsOfAnotherBlock() throws IOException {
        Kept kept = fill(1).getFirst();
        try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
            var wrong = assertThrows(IOException.class, () -> db.read(kept.at(), hash(8)));
            assertEquals(
                    "the spent coins at byte 68 of " + file(0) + " are of block " + hash(0),
                    wrong.getMessage());
        }
    }

    @Test
    void believesNoPlaceThatCannotBe() throws IOException {
        fill(1);
        try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
            for (BlockDB.Location at :
                    List.of(
                            new BlockDB.Location(0, 68, Integer.MAX_VALUE),
                            new BlockDB.Location(0, 68, -1),
                            new BlockDB.Location(0, 68, 1 << 28),
                            new BlockDB.Location(0, 67, 10),
                            new BlockDB.Location(0, Long.MAX_VALUE, 10),
                            new BlockDB.Location(0, -5, 10),
                            new BlockDB.Location(-2, 68, 10),
                            new BlockDB.Location(100_000, 68, 10),
                            new BlockDB.Location(5, 68, 10))) {
                assertThrows(IOException.class, () -> db.read(at, hash(0)), at.toString());
            }
        }
    }

    @Test
    void goesOnAfterAnInterrupt() throws IOException {
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            Kept first = append(db, 0, 1, 40);
            long end = Files.size(file(0));
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> append(db, 0, 2, 40));
            assertTrue(Thread.interrupted());
            Kept third = append(db, 0, 3, 40);
            assertEquals(end + BEFORE, third.at().offset());
            holds(db, List.of(first, third));
        }
    }

    @Test
    void isClosedForGood() throws IOException {
        SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of());
        Kept kept = append(db, 0, 1, 40);
        db.close();
        db.close();
        assertThrows(IOException.class, () -> append(db, 0, 2, 40));
        assertThrows(IOException.class, () -> read(db, kept));
    }

    /** Whatever is appended, lost and opened again: what the index knows is held. */
    @Test
    void holdsWhatTheIndexKnows() {
        Property.forAll(
                30,
                random -> {
                    for (int file : List.of(-1, 0, 1, 2)) Files.deleteIfExists(file(file));
                    List<Kept> known = new ArrayList<>();
                    for (int session = 0; session < 4; session++) session(random, known);
                });
    }

    private void session(SplittableRandom random, List<Kept> known) throws IOException {
        var ends = new HashMap<Integer, Long>();
        for (Kept kept : known) ends.merge(kept.at().file(), kept.end(), Math::max);
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, ends)) {
            for (int i = 0; i < 20; i++) {
                Kept kept = append(db, random.nextInt(4) - 1, random.nextInt(), random.nextInt(99));
                if (random.nextInt(4) > 0) known.add(kept); // else the index lost it
            }
            holds(db, known);
        }
        if (random.nextBoolean()) {
            int file = random.nextInt(4) - 1;
            if (!Files.exists(file(file))) return;
            byte[] bytes = Files.readAllBytes(file(file));
            int length = random.nextInt(bytes.length + 1);
            Files.write(file(file), Arrays.copyOf(bytes, length));
            known.removeIf(kept -> kept.at().file() == file && kept.end() + CRC > length);
        }
        try (SpentDB db = SpentDB.openReader(folder, MAGIC)) {
            holds(db, known);
        }
    }

    private List<Kept> fill(int count) throws IOException {
        var kept = new ArrayList<Kept>();
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of())) {
            for (int i = 0; i < count; i++) kept.add(append(db, 0, i, 100));
        }
        return kept;
    }

    private void refuses(ByteString magic, String why) throws IOException {
        byte[] before = Files.readAllBytes(file(0));
        String cure = "; if it is Caesure's, delete it: the coins in it are computed anew";
        String message = file(0) + ": " + why + cure;
        var writer =
                assertThrows(IOException.class, () -> SpentDB.openWriter(folder, magic, Map.of()));
        assertEquals(message, writer.getMessage());
        var reader = assertThrows(IOException.class, () -> SpentDB.openReader(folder, magic));
        assertEquals(message, reader.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file(0)));
    }

    private static void holds(SpentDB db, List<Kept> kept) throws IOException {
        for (Kept each : kept) assertEquals(each.coins(), read(db, each));
    }

    private static ByteString read(SpentDB db, Kept kept) throws IOException {
        return db.read(kept.at(), kept.block());
    }

    private static Kept append(SpentDB db, int file, int number, int size) throws IOException {
        ByteString coins = coins(number, size);
        return new Kept(db.append(file, hash(number), coins), hash(number), coins);
    }

    private Path file(int number) {
        return folder.resolve(number < 0 ? "rev-bootstrap.dat" : "rev0000" + number + ".dat");
    }

    private static ByteString coins(int number, int size) {
        byte[] coins = new byte[size];
        new SplittableRandom(number).nextBytes(coins);
        return ByteString.wrap(coins);
    }

    private static BlockHash hash(int number) {
        byte[] bytes = new byte[Hash256.BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return new BlockHash(Hash256.of(bytes));
    }
}
