// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import java.util.Arrays;

/** A buffer that grows as bytes come in. */
public final class ByteWriter implements ByteSink {
    private byte[] array;
    private int length;

    public ByteWriter() {
        this(64);
    }

    /**
     * @param expectedBytes how many will probably come; more may
     */
    public ByteWriter(int expectedBytes) {
        array = new byte[Math.max(16, expectedBytes)];
    }

    @Override
    public ByteWriter u8(int value) {
        room(1);
        array[length++] = (byte) value;
        return this;
    }

    @Override
    public ByteWriter u16(int value) {
        return little(value, 2);
    }

    @Override
    public ByteWriter u32(long value) {
        return little(value, 4);
    }

    @Override
    public ByteWriter u64(long value) {
        return little(value, 8);
    }

    @Override
    public ByteWriter bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
        return this;
    }

    @Override
    public ByteWriter bytes(ByteString bytes) {
        room(bytes.length());
        bytes.copyTo(array, length);
        length += bytes.length();
        return this;
    }

    /** How many bytes came in so far. */
    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    public ByteString toByteString() {
        return ByteString.wrap(toArray());
    }

    private ByteWriter little(long value, int count) {
        room(count);
        for (int i = 0; i < count; i++) array[length++] = (byte) (value >>> 8 * i);
        return this;
    }

    private void room(int more) {
        int needed = Math.addExact(length, more);
        if (needed > array.length) {
            array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * length, 1 << 30)));
        }
    }
}
