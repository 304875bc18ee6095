// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The slots of {@link BlockIndex}, byte for byte; its Javadoc has the grammar. */
final class IndexSlot {
    /** The length of a slot. */
    static final int BYTES = 256;

    private static final int STATE = 1;
    private static final int ENTRY = 2;
    private static final int FREE = 3;
    private static final int CRC_BYTES = 4;
    private static final int CHECKED = BYTES - CRC_BYTES;
    private static final int WORK_BYTES = 32;
    private static final int PLACE_BYTES = 4 + 8 + 4;
    private static final int BEFORE_FAULT =
            1 + Header.BYTES + 4 + WORK_BYTES + 4 + 1 + 2 * PLACE_BYTES + 1;

    /** What fits of a fault, in bytes of UTF-8. */
    static final int FAULT_BYTES_MAX = CHECKED - BEFORE_FAULT;

    /** In the order of their codes, which never change. */
    private static final List<BlockIndex.Standing> STANDINGS =
            List.of(
                    BlockIndex.Standing.UNKNOWN,
                    BlockIndex.Standing.ASSUMED,
                    BlockIndex.Standing.VALID,
                    BlockIndex.Standing.INVALID,
                    BlockIndex.Standing.INVALIDATED);

    private IndexSlot() {}

    /** A slot that was never written. */
    static boolean isUnused(byte[] bytes, int from) {
        for (int i = from; i < from + BYTES; i++) if (bytes[i] != 0) return false;
        return true;
    }

    static byte[] of(BlockIndex.State state, int slots) {
        var out = new ByteWriter(BYTES).u8(STATE);
        BlockDB.Extent extent = state.extent();
        out.u32(extent.file()).u64(extent.offset()).u64(extent.bootstrapBytes());
        state.tip().hash().write(out);
        return sealed(out.u32(slots));
    }

    /** How many entries there were when a state was written. */
    static int slots(byte[] bytes, int from) throws MalformedException {
        ByteReader in = content(bytes, from, STATE);
        in.bytes(4 + 8 + 8 + 32);
        int slots = in.i32();
        if (slots < 0) throw new MalformedException(slots + " slots");
        return slots;
    }

    /** A slot that holds nothing, but may again. */
    static byte[] free() {
        return sealed(new ByteWriter(BYTES).u8(FREE));
    }

    static boolean isFree(byte[] bytes, int from) {
        try {
            content(bytes, from, FREE);
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    static BlockIndex.State state(byte[] bytes, int from) throws MalformedException {
        ByteReader in = content(bytes, from, STATE);
        int file = in.i32();
        long offset = in.i64();
        long bootstrapBytes = in.i64();
        if (!Segments.isNumber(file) || offset < 0 || bootstrapBytes < 0) {
            throw new MalformedException("an extent that cannot be");
        }
        var extent = new BlockDB.Extent(file, offset, bootstrapBytes);
        return new BlockIndex.State(extent, new BlockHash(Hash256.read(in)));
    }

    static byte[] of(BlockIndex.Entry entry) {
        var out = new ByteWriter(BYTES).u8(ENTRY);
        entry.header().write(out);
        out.u32(entry.height()).bytes(work(entry.work()));
        out.u32(entry.transactions()).u8(STANDINGS.indexOf(entry.standing()));
        write(out, entry.block());
        write(out, entry.spent());
        byte[] fault = fault(entry.fault());
        return sealed(out.u8(fault.length).bytes(fault));
    }

    static BlockIndex.Entry entry(byte[] bytes, int from) throws MalformedException {
        ByteReader in = content(bytes, from, ENTRY);
        Header header = Header.read(in);
        int height = notNegative(in.i32());
        Work work = new Work(new BigInteger(1, in.bytes(WORK_BYTES).toArray()));
        int transactions = notNegative(in.i32());
        int standing = in.u8();
        if (standing >= STANDINGS.size()) throw new MalformedException("standing " + standing);
        Optional<BlockDB.Location> block = place(in);
        Optional<BlockDB.Location> spent = place(in);
        ByteString fault = in.bytes(in.u8());
        return new BlockIndex.Entry(
                header,
                height,
                work,
                transactions,
                block,
                spent,
                STANDINGS.get(standing),
                fault.isEmpty() ? "" : text(fault));
    }

    private static ByteReader content(byte[] bytes, int from, int kind) throws MalformedException {
        ByteString slot = ByteString.wrap(bytes).slice(from, from + BYTES);
        ByteReader in = slot.reader();
        in.bytes(CHECKED);
        if (in.u32() != Crc32c.of(bytes, from, CHECKED)) throw new MalformedException("crc");
        in = slot.slice(0, CHECKED).reader();
        int found = in.u8();
        if (found != kind) throw new MalformedException("kind " + found);
        return in;
    }

    private static byte[] sealed(ByteWriter out) {
        byte[] slot = new byte[BYTES];
        out.toByteString().copyTo(slot, 0);
        long crc = Crc32c.of(slot, 0, CHECKED);
        for (int i = 0; i < CRC_BYTES; i++) slot[CHECKED + i] = (byte) (crc >>> 8 * i);
        return slot;
    }

    private static byte[] work(Work work) {
        byte[] highestFirst =
                work.hashes().toByteArray(); // one more, zero, if its highest bit is set
        byte[] bytes = new byte[WORK_BYTES];
        int skip = Math.max(0, highestFirst.length - WORK_BYTES);
        if (work.hashes().signum() < 0 || work.hashes().bitLength() > 8 * WORK_BYTES) {
            throw new IllegalArgumentException("work " + work.hashes());
        }
        int length = highestFirst.length - skip;
        System.arraycopy(highestFirst, skip, bytes, WORK_BYTES - length, length);
        return bytes;
    }

    private static void write(ByteWriter out, Optional<BlockDB.Location> place) {
        if (place.isEmpty()) {
            out.bytes(new byte[PLACE_BYTES]);
            return;
        }
        BlockDB.Location at = place.get();
        out.u32(at.file()).u64(at.offset()).u32(at.size());
    }

    /** No place has offset 0: a head stands before every block and all coins. */
    private static Optional<BlockDB.Location> place(ByteReader in) throws MalformedException {
        int file = in.i32();
        long offset = in.i64();
        int size = in.i32();
        if (offset == 0 && file == 0 && size == 0) return Optional.empty();
        if (!Segments.isNumber(file) || offset <= 0 || size < 0) {
            throw new MalformedException("a place that cannot be");
        }
        return Optional.of(new BlockDB.Location(file, offset, size));
    }

    /** Cut to what fits, between characters. */
    private static byte[] fault(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= FAULT_BYTES_MAX) return bytes;
        int end = FAULT_BYTES_MAX;
        while (end > 0 && (bytes[end] & 0xc0) == 0x80) end--; // inside a character
        return Arrays.copyOf(bytes, end);
    }

    private static String text(ByteString utf8) throws MalformedException {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is no UTF-8
            return decoder.decode(ByteBuffer.wrap(utf8.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("fault: " + e.getMessage());
        }
    }

    private static int notNegative(int value) throws MalformedException {
        if (value < 0) throw new MalformedException("negative: " + value);
        return value;
    }
}
