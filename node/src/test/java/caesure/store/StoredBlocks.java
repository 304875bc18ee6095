// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bytes that pass for blocks in the tests of the store, and what a scan finds of them. */
final class StoredBlocks {
    static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);

    private StoredBlocks() {}

    static void appendAll(BlockDB writer, int count) {
        try {
            for (int i = 0; i < count; i++) writer.append(block(i, 80 + i % 7));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A visitor to whom gaps do not matter. */
    interface Blocks extends BlockDB.Visitor {
        @Override
        default void gap(String file, Frames.Gap gap) {}
    }

    static List<ByteString> scan(BlockDB db, BlockDB.Extent from) throws IOException {
        return scan(db, from, new ArrayList<>());
    }

    static List<ByteString> scan(BlockDB db, BlockDB.Extent from, List<String> gaps)
            throws IOException {
        var all = new ArrayList<ByteString>();
        var visitor =
                new BlockDB.Visitor() {
                    @Override
                    public boolean block(BlockDB.Location at, ByteString block) throws IOException {
                        assertEquals(block, db.read(at));
                        return all.add(block);
                    }

                    @Override
                    public void gap(String file, Frames.Gap gap) {
                        gaps.add(file + " " + gap.offset() + " " + gap.bytes());
                    }
                };
        assertTrue(db.scan(from, visitor));
        return all;
    }

    static ByteString record(ByteString block) {
        return new ByteWriter().bytes(MAGIC).u32(block.length()).bytes(block).toByteString();
    }

    static ByteString block(int filling, int size) {
        byte[] block = new byte[size];
        Arrays.fill(block, (byte) filling);
        return ByteString.wrap(block);
    }

    static Path file(Path folder, int number) {
        return folder.resolve(String.format("blk%05d.dat", number));
    }

    /** Cuts the last file somewhere, as a crash may, and takes off the lists what was in it. */
    static void tearTail(
            Path folder,
            SplittableRandom random,
            List<BlockDB.Location> places,
            List<ByteString> blocks)
            throws IOException {
        if (places.isEmpty() || random.nextBoolean()) return;
        Path last = file(folder, places.getLast().file());
        byte[] bytes = Files.readAllBytes(last);
        int left = random.nextInt(bytes.length + 1);
        Files.write(last, Arrays.copyOf(bytes, left));
        while (!places.isEmpty() && file(folder, places.getLast().file()).equals(last)) {
            BlockDB.Location at = places.getLast();
            if (at.offset() + at.size() <= left) break;
            places.removeLast();
            blocks.removeLast();
        }
    }
}
