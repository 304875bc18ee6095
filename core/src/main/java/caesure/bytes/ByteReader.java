// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

/**
 * Reads little-endian values from a span of bytes. Nothing is allocated for what does not fit in
 * the bytes that remain.
 */
public final class ByteReader {
    /** The largest compact size that any message may hold, in bytes (Core's MAX_SIZE). */
    public static final int MAX_SIZE = 0x0200_0000;

    private final byte[] array;
    private final int start;
    private final int end;
    private int at;

    ByteReader(byte[] array, int from, int to) {
        this.array = array;
        this.start = from;
        this.at = from;
        this.end = to;
    }

    /** Reads an array that nobody changes from now on. */
    public static ByteReader of(byte[] bytes) {
        return new ByteReader(bytes, 0, bytes.length);
    }

    /** How many bytes are still to be read. */
    public int remaining() {
        return end - at;
    }

    /** How many bytes were read. */
    public int position() {
        return at - start;
    }

    public int u8() throws MalformedException {
        need(1);
        return array[at++] & 0xff;
    }

    public int u16() throws MalformedException {
        return (int) little(2);
    }

    /** 32 bits, unsigned. */
    public long u32() throws MalformedException {
        return little(4);
    }

    /** 32 bits, signed. */
    public int i32() throws MalformedException {
        return (int) little(4);
    }

    /** 64 bits; negative if the highest is set. */
    public long i64() throws MalformedException {
        return little(8);
    }

    /** The next bytes, as a view of what is read. */
    public ByteString bytes(int count) throws MalformedException {
        if (count < 0) throw new MalformedException("negative length");
        need(count);
        at += count;
        return ByteString.view(array, at - count, at);
    }

    /** What lies between two positions already passed, as a view. */
    public ByteString between(int from, int to) {
        if (from < 0 || to < from || to > position()) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + position());
        }
        return ByteString.view(array, start + from, start + to);
    }

    /**
     * A compact size: 1, 3, 5 or 9 bytes, and never more than needed.
     *
     * @throws MalformedException if a shorter form would do (Core: non-canonical) or the number is
     *     above {@link #MAX_SIZE}
     */
    public int compactSize() throws MalformedException {
        long value = compactU64();
        if (Long.compareUnsigned(value, MAX_SIZE) > 0) {
            throw new MalformedException("size too large: " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /**
     * A number of 64 bits in the form of a compact size: a bit field, not a count of anything.
     *
     * @return negative if the highest bit is set
     * @throws MalformedException if a shorter form would do
     */
    public long compactU64() throws MalformedException {
        int first = u8();
        return switch (first) {
            case 0xfd -> atLeast(u16(), 0xfd);
            case 0xfe -> atLeast(u32(), 0x1_0000);
            case 0xff -> atLeast(i64(), 0x1_0000_0000L);
            default -> first;
        };
    }

    /**
     * A compact size that counts things still to come in this span.
     *
     * @param bytesPerItem the least number of bytes one item can take, at least 1; a count that
     *     could not fit in what remains is refused before anything is allocated for it
     */
    public int count(int bytesPerItem) throws MalformedException {
        int count = compactSize();
        if (count > remaining() / bytesPerItem) {
            throw new MalformedException("count " + count + " does not fit");
        }
        return count;
    }

    /** Bytes with their number before them. */
    public ByteString varBytes() throws MalformedException {
        return bytes(count(1));
    }

    /** Refuses what is left over when a value should have ended. */
    public void end() throws MalformedException {
        if (remaining() > 0) throw new MalformedException(remaining() + " bytes left over");
    }

    private static long atLeast(long value, long least) throws MalformedException {
        if (Long.compareUnsigned(value, least) < 0) {
            throw new MalformedException("non-canonical ReadCompactSize()");
        }
        return value;
    }

    private long little(int count) throws MalformedException {
        need(count);
        long value = 0;
        for (int i = 0; i < count; i++) value |= (array[at + i] & 0xffL) << (8 * i);
        at += count;
        return value;
    }

    private void need(int count) throws MalformedException {
        if (count > remaining()) {
            throw new MalformedException(
                    "end of data, short by " + (count - remaining()) + " bytes");
        }
    }
}
