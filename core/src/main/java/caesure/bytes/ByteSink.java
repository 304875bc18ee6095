// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

/**
 * Something that takes bytes in order: a buffer, a hash function. Integers go in little-endian.
 *
 * <p>Every value of the network writes itself to a sink, so that what is stored, sent and hashed
 * comes from one place.
 */
public interface ByteSink {

    /** The lowest 8 bits. */
    ByteSink u8(int value);

    /** The lowest 16 bits. */
    ByteSink u16(int value);

    /** The lowest 32 bits. */
    ByteSink u32(long value);

    /** All 64 bits. */
    ByteSink u64(long value);

    ByteSink bytes(byte[] bytes);

    ByteSink bytes(ByteString bytes);

    /** A number in 1, 3, 5 or 9 bytes, the shortest that holds it; taken as unsigned. */
    default ByteSink compactSize(long value) {
        if (Long.compareUnsigned(value, 0xfd) < 0) return u8((int) value);
        if (Long.compareUnsigned(value, 0xffff) <= 0) return u8(0xfd).u16((int) value);
        if (Long.compareUnsigned(value, 0xffff_ffffL) <= 0) return u8(0xfe).u32(value);
        return u8(0xff).u64(value);
    }

    /** Bytes with their number before them, as a compact size. */
    default ByteSink varBytes(ByteString bytes) {
        return compactSize(bytes.length()).bytes(bytes);
    }

    /** How many bytes {@link #compactSize} takes for a number: 1, 3, 5 or 9. */
    static int compactSizeLength(long value) {
        if (Long.compareUnsigned(value, 0xfd) < 0) return 1;
        if (Long.compareUnsigned(value, 0xffff) <= 0) return 3;
        if (Long.compareUnsigned(value, 0xffff_ffffL) <= 0) return 5;
        return 9;
    }
}
