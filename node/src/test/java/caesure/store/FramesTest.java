// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FramesTest {
    private static final ByteString MAGIC = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);

    @TempDir Path folder;

    @Test
    void findsRecordAfterRecord() throws IOException {
        var pieces = read(record(80).bytes(record(300).toByteString()));
        assertEquals(List.of(frame(0, 80), frame(88, 300)), pieces);
    }

    @Test
    void findsNothingInNothing() throws IOException {
        assertEquals(List.of(), read(new ByteWriter()));
    }

    @Test
    void passesOverGarbageToTheNextMagic() throws IOException {
        var pieces = read(record(80).bytes(new byte[] {1, 2, 3}).bytes(record(90).toByteString()));
        assertEquals(
                List.of(frame(0, 80), new Frames.Gap(88, 3, "no block begins here"), frame(91, 90)),
                pieces);
    }

    @Test
    void saysNothingOfZerosAtTheEnd() throws IOException {
        assertEquals(List.of(frame(0, 80)), read(record(80).bytes(new byte[100_000])));
    }

    @Test
    void believesNoSizeThatABlockCannotHave() throws IOException {
        for (long size : new long[] {0, 79, 4_000_001, 0x7fff_ffffL, 0xffff_ffffL}) {
            var lie = new ByteWriter().bytes(MAGIC).u32(size);
            var pieces = read(lie.bytes(record(80).toByteString()));
            String reason = "at 0: no block has " + size + " bytes";
            assertEquals(List.of(new Frames.Gap(0, 8, reason), frame(8, 80)), pieces);
        }
    }

    @Test
    void findsARecordInsideOneThatIsCutOff() throws IOException {
        var lie = new ByteWriter().bytes(MAGIC).u32(4_000_000);
        var pieces = read(lie.bytes(record(80).toByteString()));
        String reason = "at 0: only 88 of 4000000 bytes";
        assertEquals(List.of(new Frames.Gap(0, 8, reason), frame(8, 80)), pieces);
    }

    @Test
    void takesTheLargestBlock() throws IOException {
        assertEquals(List.of(frame(0, 4_000_000)), read(record(4_000_000)));
    }

    @Test
    void goesOnWhereItIsTold() throws IOException {
        Path file = write(record(200).bytes(record(80).toByteString()));
        try (Frames frames = Frames.open(file, MAGIC)) {
            frames.moveTo(1);
            var gap = assertInstanceOf(Frames.Gap.class, frames.next().orElseThrow());
            assertEquals(207, gap.bytes());
            assertEquals(Optional.of(frame(208, 80)), frames.next());
            assertEquals(frame(0, 200).block(), frames.blockAt(8, 200));
        }
    }

    @Test
    void skimsHeadersWithoutTheirBlocks() throws IOException {
        Path file = write(record(200).bytes(new byte[] {1, 2, 3}).bytes(record(80).toByteString()));
        try (Frames frames = Frames.open(file, MAGIC)) {
            assertEquals(
                    Optional.of(new Frames.Head(0, 200, block(200).slice(0, 80))), frames.skim());
            assertEquals(208, frames.position());
            assertInstanceOf(Frames.Gap.class, frames.skim().orElseThrow());
            assertEquals(Optional.of(new Frames.Head(211, 80, block(80))), frames.skim());
            assertEquals(Optional.empty(), frames.skim());
        }
    }

    @Test
    void findsOnlyRecordsThatBeginBeforeALimit() throws IOException {
        Path file = write(new ByteWriter().bytes(new byte[50]).bytes(record(80).toByteString()));
        try (Frames frames = Frames.open(file, MAGIC)) {
            assertEquals(Optional.empty(), frames.headBefore(50));
            frames.moveTo(0);
            assertEquals(50, frames.headBefore(51).orElseThrow().offset());
            frames.moveTo(0);
            assertEquals(50, frames.headBefore(Long.MAX_VALUE).orElseThrow().offset());
            assertEquals(Optional.empty(), frames.headBefore(Long.MAX_VALUE));
        }
    }

    @Test
    void readsWhatCoreHidWithAKey() throws IOException {
        ByteString key = ByteString.of(0x5a, 1, 0, 0xff, 9, 8, 7, 6);
        var all = record(301).bytes(new byte[] {1, 2, 3}).bytes(record(100_000).toByteString());
        byte[] hidden = all.toArray();
        for (int i = 0; i < hidden.length; i++) hidden[i] ^= (byte) key.at(i % 8);
        Path file = Files.write(folder.resolve("hidden.dat"), hidden);
        try (Frames frames = Frames.open(file, MAGIC, key)) {
            assertEquals(Optional.of(frame(0, 301)), frames.next());
            var gap = new Frames.Gap(309, 3, "no block begins here");
            assertEquals(Optional.of(gap), frames.next());
            assertEquals(Optional.of(frame(312, 100_000)), frames.next());
            assertEquals(Optional.empty(), frames.next());
            assertEquals(block(100_000), frames.blockAt(320, 100_000));
        }
    }

    @Test
    void takesAKeyOfZerosForNone() throws IOException {
        Path file = write(record(80));
        ByteString none = ByteString.wrap(new byte[Frames.XOR_KEY_BYTES]);
        try (Frames frames = Frames.open(file, MAGIC, none)) {
            assertEquals(Optional.of(frame(0, 80)), frames.next());
        }
        ByteString tooShort = ByteString.of(1, 2, 3);
        assertThrows(
                IllegalArgumentException.class, () -> Frames.open(file, MAGIC, tooShort).close());
    }

    @Test
    void readsWhatAKeyHidesAndTakesItsZerosForRoom() throws IOException {
        ByteString key = ByteString.of(9, 8, 7, 6, 5, 4, 3, 255);
        byte[] hidden = record(90).bytes(record(301).toByteString()).toArray();
        for (int i = 0; i < hidden.length; i++) hidden[i] ^= (byte) key.at(i % 8);
        Path file = write(new ByteWriter().bytes(hidden).bytes(new byte[70_001]));
        try (Frames frames = Frames.open(file, MAGIC, key)) {
            assertEquals(Optional.of(frame(0, 90)), frames.next());
            assertEquals(Optional.of(frame(98, 301)), frames.next());
            assertEquals(Optional.empty(), frames.next());
            assertTrue(frames.isRoomFrom(hidden.length));
            assertFalse(frames.isRoomFrom(hidden.length - 1));
        }
    }

    @Test
    void tellsOfPlainZerosThatAKeyWouldHide() throws IOException {
        ByteString key = ByteString.of(9, 8, 7, 6, 5, 4, 3, 255);
        Path file = write(new ByteWriter().bytes(key).bytes(key)); // reads as zeros, but is not
        try (Frames frames = Frames.open(file, MAGIC, key)) {
            assertEquals(Optional.of(new Frames.Gap(0, 16, "no block begins here")), frames.next());
        }
    }

    /** Whatever stands between records, also beyond the window that is read at once. */
    @Test
    void findsEveryRecordBetweenGarbage() {
        Property.forAll(
                40,
                random -> {
                    var all = new ByteWriter();
                    var expected = new ArrayList<Frames.Frame>();
                    for (int i = 0; i < 8; i++) {
                        byte[] garbage = new byte[random.nextInt(3) * random.nextInt(70_000)];
                        random.nextBytes(garbage);
                        all.bytes(garbage);
                        int size = 80 + random.nextInt(70_000);
                        expected.add(frame(all.length(), size));
                        all.bytes(record(size).toByteString());
                    }
                    var found = read(all).stream().filter(Frames.Frame.class::isInstance).toList();
                    assertEquals(expected, found);
                });
    }

    private List<Frames.Piece> read(ByteWriter bytes) throws IOException {
        var pieces = new ArrayList<Frames.Piece>();
        try (Frames frames = Frames.open(write(bytes), MAGIC)) {
            Optional<Frames.Piece> next = frames.next();
            for (; next.isPresent(); next = frames.next()) pieces.add(next.get());
        }
        return pieces;
    }

    private Path write(ByteWriter bytes) throws IOException {
        return Files.write(folder.resolve("blocks.dat"), bytes.toArray());
    }

    private static Frames.Frame frame(long offset, int size) {
        return new Frames.Frame(offset, block(size));
    }

    private static ByteWriter record(int size) {
        return new ByteWriter().bytes(MAGIC).u32(size).bytes(block(size));
    }

    private static ByteString block(int size) {
        byte[] block = new byte[size];
        for (int i = 0; i < size; i++) block[i] = (byte) (i % 100 + 1);
        return ByteString.wrap(block);
    }
}
