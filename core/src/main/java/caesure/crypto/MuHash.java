// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;
import caesure.bytes.Hex;

import java.math.BigInteger;

/**
 * A hash of a set that can grow and shrink: MuHash3072, as Core shows it for the set of coins. What
 * is in the set counts, not the order in which it came. For one thread; sets gathered by several
 * threads are {@link #combine combined}.
 *
 * <p>An element is a number of 3072 bits; the set is the product of its elements, divided by those
 * taken out, modulo a prime. Division is dear, so what is taken out gathers in a product of its own
 * and there is one division at the end.
 *
 * <p>Nobody notices an element that is put in twice or taken out without having been in.
 */
public final class MuHash {
    private static final int BITS = 3072;
    private static final int BYTES = BITS / 8;

    /** The modulus is the largest safe prime of 3072 bits: 2^3072 less this. */
    private static final BigInteger GAP = BigInteger.valueOf(1_103_717);

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(BITS);
    private static final BigInteger MODULUS = LIMIT.subtract(GAP);
    private static final BigInteger MASK = LIMIT.subtract(BigInteger.ONE);

    // both below 2^3072, which may still be a little above the modulus
    private BigInteger numerator = BigInteger.ONE;
    private BigInteger denominator = BigInteger.ONE;

    /** Puts an element into the set. */
    public void insert(ByteString element) {
        numerator = times(numerator, number(element));
    }

    /** Takes an element out of the set. */
    public void remove(ByteString element) {
        denominator = times(denominator, number(element));
    }

    /** Puts in what another set holds, and takes out what was taken out of it. */
    public void combine(MuHash other) {
        numerator = times(numerator, other.numerator);
        denominator = times(denominator, other.denominator);
    }

    /** The hash of the set as it is now. The set can go on changing. */
    public Hash256 finish() {
        BigInteger quotient =
                numerator.multiply(denominator.mod(MODULUS).modInverse(MODULUS)).mod(MODULUS);
        return Sha256.hash(littleEndian(quotient));
    }

    /** An element's number: its SHA-256, stretched. */
    private static BigInteger number(ByteString element) {
        byte[] stream = ChaCha20.stream(Sha256.hash(element), BYTES / ChaCha20.BLOCK_BYTES);
        return new BigInteger(1, Hex.reversed(stream));
    }

    /**
     * The product, below 2^3072. As 2^3072 is the same as the gap, the upper half of a product
     * counts gap times; so nothing is divided.
     */
    private static BigInteger times(BigInteger one, BigInteger other) {
        BigInteger product = one.multiply(other);
        while (product.bitLength() > BITS) {
            product = product.shiftRight(BITS).multiply(GAP).add(product.and(MASK));
        }
        return product;
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bigEndian = number.toByteArray(); // as long as needed, perhaps with a sign
        byte[] bytes = new byte[BYTES];
        int count = Math.min(BYTES, bigEndian.length);
        for (int i = 0; i < count; i++) bytes[i] = bigEndian[bigEndian.length - 1 - i];
        return bytes;
    }
}
