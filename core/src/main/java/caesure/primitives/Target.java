// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.Hex;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a block's hash, as a number of 256 bits, may not exceed.
 *
 * <p>A header holds it in compact form, like a floating-point number to the base 256:
 *
 * <pre>
 *   bits  = size(8) sign(1) word(23)
 *   value = word * 256^(size - 3)
 * </pre>
 */
public record Target(BigInteger value) {
    private static final int WORD = 0x007f_ffff;
    private static final int SIGN = 0x0080_0000;

    /**
     * The target that a compact form names.
     *
     * @param bits 0 to 2^32 - 1
     * @return empty if it is zero, negative or beyond 256 bits: no hash meets those
     */
    public static Optional<Target> ofCompact(long bits) {
        int size = (int) (bits >>> 24);
        int word = (int) bits & WORD;
        boolean negative = word != 0 && (bits & SIGN) != 0;
        boolean overflow =
                word != 0
                        && (size > 34
                                || (word > 0xff && size > 33)
                                || (word > 0xffff && size > 32));
        if (negative || overflow) return Optional.empty();
        BigInteger value = BigInteger.valueOf(word).shiftLeft(8 * (size - 3));
        return value.signum() == 0 ? Optional.empty() : Optional.of(new Target(value));
    }

    /** The compact form, 0 to 2^32 - 1; digits beyond its precision are cut off. */
    public long toCompact() {
        int size = (value.bitLength() + 7) / 8;
        long word = value.shiftRight(8 * (size - 3)).longValueExact();
        if ((word & SIGN) != 0) { // the highest bit of the word would read as a sign
            word >>= 8;
            size++;
        }
        return word | (long) size << 24;
    }

    /** Whether a hash is low enough. */
    public boolean isMetBy(BlockHash hash) {
        return new BigInteger(1, Hex.reversed(hash.hash().toArray())).compareTo(value) <= 0;
    }

    /** How many hashes it takes on average to meet this. */
    public Work work() {
        return new Work(BigInteger.ONE.shiftLeft(256).divide(value.add(BigInteger.ONE)));
    }
}
