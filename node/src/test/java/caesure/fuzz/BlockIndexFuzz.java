// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.store.BlockIndex;
import caesure.store.FileHead;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Whatever an index holds: it is refused or read, and what was read can be written. */
class BlockIndexFuzz {
    private static final ByteString MAGIC = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);
    private static final int SLOT = 256;

    @FuzzTest(maxDuration = "10m")
    void readsAnySlots(byte[] slots) throws IOException {
        Path path = Files.createTempFile("caesure", "index");
        try {
            Files.write(path, withHeadAndChecksums(slots));
            Map<Integer, BlockIndex.Entry> before = readAll(path);
            try (BlockIndex index = BlockIndex.openWriter(path, MAGIC)) {
                for (var each : before.entrySet()) index.put(each.getKey(), each.getValue());
                index.state().ifPresent(state -> write(index, state));
            }
            if (!readAll(path).equals(before)) throw new AssertionError("changed by writing it");
        } finally {
            Files.delete(path);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void opensAnyFile(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("caesure", "index");
        try {
            Files.write(path, bytes);
            readAll(path);
        } catch (IOException e) {
            if (!e.getMessage().startsWith(path.toString())) throw e; // refused by name
        } finally {
            Files.delete(path);
        }
    }

    private static void write(BlockIndex index, BlockIndex.State state) {
        try {
            index.state(state);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<Integer, BlockIndex.Entry> readAll(Path path) throws IOException {
        var all = new HashMap<Integer, BlockIndex.Entry>();
        try (BlockIndex index = BlockIndex.openReader(path, MAGIC)) {
            index.forEach(all::put);
        }
        return all;
    }

    /** A checksum stops nobody who knows how it is made. */
    private static byte[] withHeadAndChecksums(byte[] slots) {
        byte[] file = new byte[SLOT + slots.length];
        new FileHead("index", 1, MAGIC).toBytes().copyTo(file, 0);
        System.arraycopy(slots, 0, file, SLOT, slots.length);
        for (int at = SLOT; at + SLOT <= file.length; at += SLOT) {
            var crc = new CRC32C();
            crc.update(file, at, SLOT - 4);
            byte[] sum = new byte[4];
            ByteBuffer.wrap(sum).putInt(Integer.reverseBytes((int) crc.getValue()));
            System.arraycopy(sum, 0, file, at + SLOT - 4, 4);
        }
        return file;
    }
}
