// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Signatures as the first nodes read them: DER with most of its rules left out. Blocks from before
 * BIP 66 hold such signatures, and must stay valid (Core: ecdsa_signature_parse_der_lax).
 *
 * <pre>
 *   signature = 30 length integer integer anything
 *   integer   = 02 length bytes          a number without sign, big-endian
 *   length    = below 80: itself | 80 + n: n bytes follow
 * </pre>
 *
 * <p>The first length is passed over: it may say anything. The lengths of integers may have leading
 * zeros, but must not reach beyond the end.
 */
public final class LaxDer {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int NUMBER_BYTES = 32;

    /** A length in more bytes than this, leading zeros aside, is refused before it is read. */
    private static final int LENGTH_BYTES_MAX = 3;

    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    /** What is read in place of numbers that are too large: it never verifies. */
    private static final ByteString NEVER_VALID = ByteString.wrap(new byte[2 * NUMBER_BYTES]);

    private final ByteString bytes;
    private int at;

    private LaxDer(ByteString bytes) {
        this.bytes = bytes;
    }

    /**
     * The numbers of a signature.
     *
     * @param derWithoutHashType as it stands in a script, less the last byte
     * @return r and s, 32 bytes each, big-endian; 64 zeros if one is not below the order of the
     *     curve; empty if even these rules are broken
     */
    public static Optional<ByteString> parse(ByteString derWithoutHashType) {
        return new LaxDer(derWithoutHashType).signature();
    }

    /**
     * Whether s is at most half the order of the curve, as BIP 62 asks.
     *
     * @param signature64 what {@link #parse} gave
     */
    public static boolean isLowS(ByteString signature64) {
        return number(signature64.slice(NUMBER_BYTES, 2 * NUMBER_BYTES)).compareTo(HALF_ORDER) <= 0;
    }

    private Optional<ByteString> signature() {
        if (!passTag(SEQUENCE) || !passLength()) return Optional.empty();
        Optional<ByteString> r = integer();
        if (r.isEmpty()) return Optional.empty();
        Optional<ByteString> s = integer();
        if (s.isEmpty()) return Optional.empty();
        if (!isBelowOrder(r.get()) || !isBelowOrder(s.get())) return Optional.of(NEVER_VALID);
        byte[] both = new byte[2 * NUMBER_BYTES];
        r.get().copyTo(both, NUMBER_BYTES - r.get().length());
        s.get().copyTo(both, 2 * NUMBER_BYTES - s.get().length());
        return Optional.of(ByteString.wrap(both));
    }

    private boolean passTag(int tag) {
        return remaining() > 0 && bytes.at(at++) == tag;
    }

    /** Passes over a length, whatever it says. */
    private boolean passLength() {
        if (remaining() == 0) return false;
        int first = bytes.at(at++);
        if (first < 0x80) return true;
        int count = first - 0x80;
        if (count > remaining()) return false;
        at += count;
        return true;
    }

    /** The bytes of an integer, without leading zeros; empty if there is none. */
    private Optional<ByteString> integer() {
        if (!passTag(INTEGER)) return Optional.empty();
        int length = length();
        if (length < 0 || length > remaining()) return Optional.empty();
        int end = at + length;
        while (at < end && bytes.at(at) == 0) at++;
        ByteString digits = bytes.slice(at, end);
        at = end;
        return Optional.of(digits);
    }

    /** A length, or -1 if it breaks off or is too long. */
    private int length() {
        if (remaining() == 0) return -1;
        int first = bytes.at(at++);
        if (first < 0x80) return first;
        int count = first - 0x80;
        if (count > remaining()) return -1;
        int end = at + count;
        while (at < end && bytes.at(at) == 0) at++;
        if (end - at > LENGTH_BYTES_MAX) return -1;
        int length = 0;
        while (at < end) length = length << 8 | bytes.at(at++);
        return length;
    }

    private int remaining() {
        return bytes.length() - at;
    }

    private static boolean isBelowOrder(ByteString digits) {
        return digits.length() <= NUMBER_BYTES && number(digits).compareTo(ORDER) < 0;
    }

    private static BigInteger number(ByteString bigEndian) {
        return new BigInteger(1, bigEndian.toArray());
    }
}
