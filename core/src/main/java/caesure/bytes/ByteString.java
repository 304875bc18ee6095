// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A row of bytes that never changes. It may be a view of a longer one: a script is a view of its
 * block, so reading a block copies nothing. Whoever keeps a small part of a large whole for long
 * keeps {@link #compact()}.
 */
public final class ByteString implements Comparable<ByteString> {
    public static final ByteString EMPTY = new ByteString(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int to;

    private ByteString(byte[] array, int from, int to) {
        this.array = array;
        this.from = from;
        this.to = to;
    }

    /** Takes the array as it is. The caller gives it away and never writes to it again. */
    public static ByteString wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new ByteString(array, 0, array.length);
    }

    /** Part of an array that nobody changes from now on. */
    static ByteString view(byte[] array, int from, int to) {
        return from == to ? EMPTY : new ByteString(array, from, to);
    }

    /** A copy that later changes of the array do not reach. */
    public static ByteString copyOf(byte[] array) {
        return wrap(array.clone());
    }

    /** The given values, each 0 to 255. */
    public static ByteString of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
        return wrap(bytes);
    }

    /**
     * The bytes that hexadecimal digits name.
     *
     * @throws MalformedException if they name none
     */
    public static ByteString fromHex(String digits) throws MalformedException {
        return wrap(Hex.bytes(digits));
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    /** The byte at a position, 0 to 255. */
    public int at(int index) {
        if (index < 0 || index >= to - from) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length());
        }
        return array[from + index] & 0xff;
    }

    /** The bytes from the first position up to, without, the second; shares memory with this. */
    public ByteString slice(int first, int end) {
        if (first < 0 || end < first || end > length()) {
            throw new IndexOutOfBoundsException(first + ".." + end + " of " + length());
        }
        return first == end ? EMPTY : new ByteString(array, from + first, from + end);
    }

    /** The same bytes in memory of their own, if they were a view of something longer. */
    public ByteString compact() {
        return length() == array.length ? this : wrap(toArray());
    }

    public boolean startsWith(ByteString head) {
        return length() >= head.length()
                && Arrays.equals(array, from, from + head.length(), head.array, head.from, head.to);
    }

    /** Whether these bytes, from a position on, begin with those of another. */
    public boolean hasAt(int index, ByteString part) {
        return index >= 0
                && length() - index >= part.length()
                && Arrays.equals(
                        array,
                        from + index,
                        from + index + part.length(),
                        part.array,
                        part.from,
                        part.to);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, to);
    }

    /** Copies all bytes into an array, from a position on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, from, target, at, length());
    }

    /** Feeds all bytes to a hash function. */
    public void feed(MessageDigest digest) {
        digest.update(array, from, length());
    }

    /** A reader of these bytes, at the first. */
    public ByteReader reader() {
        return new ByteReader(array, from, to);
    }

    /** This followed by another. */
    public ByteString plus(ByteString tail) {
        byte[] both = new byte[length() + tail.length()];
        copyTo(both, 0);
        tail.copyTo(both, length());
        return wrap(both);
    }

    /** Unsigned, byte for byte; a beginning of another comes before it. */
    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(array, from, to, other.array, other.from, other.to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that
                && Arrays.equals(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) hash = 31 * hash + array[i];
        return hash;
    }

    /** In hexadecimal, first byte first. */
    @Override
    public String toString() {
        return Hex.of(toArray());
    }
}
