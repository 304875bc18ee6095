// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.Hex;
import caesure.bytes.MalformedException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 32 bytes that came out of a hash function. Shown, as everywhere in Bitcoin, last byte first.
 *
 * <p>Four longs and not an array: half the memory, and equality without a loop.
 */
public final class Hash256 implements Comparable<Hash256> {
    public static final int BYTES = 32;
    public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

    /** The number one: what signature hashing gives when SIGHASH_SINGLE has no output. */
    public static final Hash256 ONE = new Hash256(1, 0, 0, 0);

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // seen in this package: SipHash takes the words as they are
    final long a; // bytes 0 to 7, little-endian
    final long b;
    final long c;
    final long d;

    private Hash256(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** The 32 bytes of an array from a position on, in the order of the wire. */
    public static Hash256 of(byte[] bytes, int at) {
        return new Hash256(
                (long) LONG.get(bytes, at),
                (long) LONG.get(bytes, at + 8),
                (long) LONG.get(bytes, at + 16),
                (long) LONG.get(bytes, at + 24));
    }

    /** Exactly 32 bytes in the order of the wire. */
    public static Hash256 of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException(bytes.length + " bytes");
        return of(bytes, 0);
    }

    public static Hash256 read(ByteReader in) throws MalformedException {
        return new Hash256(in.i64(), in.i64(), in.i64(), in.i64());
    }

    /**
     * The hash that 64 hexadecimal digits show, last byte first.
     *
     * @throws MalformedException if they are not 64 hexadecimal digits
     */
    public static Hash256 parse(String shown) throws MalformedException {
        if (shown.length() != 2 * BYTES) {
            throw new MalformedException("a hash has 64 digits, not " + shown.length());
        }
        return of(Hex.reversed(Hex.bytes(shown)));
    }

    public void write(ByteSink out) {
        out.u64(a).u64(b).u64(c).u64(d);
    }

    /** In the order of the wire. */
    public byte[] toArray() {
        byte[] bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    /** Copies the 32 bytes, in the order of the wire, into an array from a position on. */
    public void copyTo(byte[] bytes, int at) {
        LONG.set(bytes, at, a);
        LONG.set(bytes, at + 8, b);
        LONG.set(bytes, at + 16, c);
        LONG.set(bytes, at + 24, d);
    }

    public ByteString toByteString() {
        return ByteString.wrap(toArray());
    }

    public boolean isZero() {
        return (a | b | c | d) == 0;
    }

    /** As numbers of 256 bits; the first byte of the wire is the lowest. */
    @Override
    public int compareTo(Hash256 other) {
        int order = Long.compareUnsigned(d, other.d);
        if (order == 0) order = Long.compareUnsigned(c, other.c);
        if (order == 0) order = Long.compareUnsigned(b, other.b);
        return order != 0 ? order : Long.compareUnsigned(a, other.a);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash256 that
                && a == that.a
                && b == that.b
                && c == that.c
                && d == that.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a ^ b);
    }

    /** 64 hexadecimal digits, last byte first. */
    @Override
    public String toString() {
        return Hex.of(Hex.reversed(toArray()));
    }
}
