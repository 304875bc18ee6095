// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Params;
import caesure.primitives.Block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of block files as Bitcoin Core leaves it: hidden by a key, with room at the end. */
public record CoreFolder(Path path, Params params, ByteString key) {
    public static final ByteString NO_KEY = ByteString.wrap(new byte[8]);

    /** Makes it, with its xor.dat. */
    public static CoreFolder make(Path path, Params params, ByteString key) throws IOException {
        Files.createDirectories(path);
        Files.write(path.resolve("xor.dat"), key.toArray());
        return new CoreFolder(path, params, key);
    }

    /**
     * A file of blocks.
     *
     * @param room zeros behind the records, which no key hides
     */
    public Path write(int number, List<Block> blocks, int room) throws IOException {
        var bytes = new ByteWriter();
        for (Block block : blocks) frame(bytes, block);
        return write(number, bytes, room);
    }

    /** A file of records that were put together elsewhere. */
    public Path write(int number, ByteWriter records, int room) throws IOException {
        byte[] hidden = records.toArray();
        for (int i = 0; i < hidden.length; i++) hidden[i] ^= (byte) key.at(i % key.length());
        byte[] all = new ByteWriter().bytes(hidden).bytes(new byte[room]).toArray();
        return Files.write(path.resolve(String.format("blk%05d.dat", number)), all);
    }

    private void frame(ByteWriter out, Block block) {
        out.bytes(params.magic()).u32(block.size()).bytes(block.bytes());
    }
}
