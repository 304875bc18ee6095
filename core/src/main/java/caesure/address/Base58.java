// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha256;

import java.util.Arrays;

/**
 * Bytes as a number to the base 58, without the digits that look alike: 0 O I l. A zero byte at the
 * front would vanish in a number, so each is written as a 1.
 *
 * <p>The checked form ends in the first four bytes of the double SHA-256 of all that stands before.
 *
 * <p>The work grows with the square of the length. Whoever decodes therefore says how many bytes
 * may come out, and no more than that is ever allocated.
 */
public final class Base58 {
    private static final String DIGITS =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static final int BASE = DIGITS.length();
    private static final int CHECKSUM_BYTES = 4;
    private static final byte[] VALUES = values(); // by character; -1 is no digit

    private Base58() {}

    /** The digits of these bytes. */
    public static String encode(ByteString bytes) {
        int zeros = 0;
        while (zeros < bytes.length() && bytes.at(zeros) == 0) zeros++;
        // log 256 / log 58 is a little less than 138 / 100
        byte[] digits = new byte[Math.toIntExact((bytes.length() - zeros) * 138L / 100 + 1)];
        int length = 0; // how many digits are in use, counted from the end
        for (int i = zeros; i < bytes.length(); i++) {
            length = multiplyAdd(digits, length, 256, BASE, bytes.at(i));
        }
        var text = new StringBuilder(zeros + length).repeat(DIGITS.charAt(0), zeros);
        for (int i = digits.length - length; i < digits.length; i++) {
            text.append(DIGITS.charAt(digits[i]));
        }
        return text.toString();
    }

    /**
     * The bytes that the digits name. White space of ASCII may stand before and after them (Core:
     * DecodeBase58).
     *
     * @param bytesMax the most bytes that may come out, 0 or more
     * @throws MalformedException if a character is no digit or more bytes would come out
     */
    public static ByteString decode(String text, int bytesMax) throws MalformedException {
        int at = skipSpace(text, 0);
        int zeros = 0;
        while (at < text.length() && text.charAt(at) == DIGITS.charAt(0)) {
            if (++zeros > bytesMax) throw tooLong(bytesMax);
            at++;
        }
        byte[] number = new byte[Math.min(bytesMax - zeros, text.length() - at)];
        int length = 0; // how many bytes are in use, counted from the end
        for (; at < text.length() && !isSpace(text.charAt(at)); at++) {
            length = multiplyAdd(number, length, BASE, 256, value(text, at));
            if (length < 0) throw tooLong(bytesMax);
        }
        at = skipSpace(text, at);
        if (at < text.length()) {
            throw new MalformedException("text goes on after white space, at position " + at);
        }
        byte[] bytes = new byte[zeros + length];
        System.arraycopy(number, number.length - length, bytes, zeros, length);
        return ByteString.wrap(bytes);
    }

    /** The digits of these bytes and their checksum. */
    public static String encodeChecked(ByteString bytes) {
        return encode(bytes.plus(checksum(bytes)));
    }

    /**
     * The bytes that the digits name, without the checksum (Core: DecodeBase58Check).
     *
     * @param bytesMax the most bytes that may come out, checksum not counted
     * @throws MalformedException if the digits name too many bytes or the checksum is wrong
     */
    public static ByteString decodeChecked(String text, int bytesMax) throws MalformedException {
        ByteString all = decode(text, Math.addExact(bytesMax, CHECKSUM_BYTES));
        int end = all.length() - CHECKSUM_BYTES;
        if (end < 0) throw new MalformedException("too short for a checksum");
        ByteString bytes = all.slice(0, end);
        if (!all.slice(end, all.length()).equals(checksum(bytes))) {
            throw new MalformedException("wrong checksum");
        }
        return bytes;
    }

    private static ByteString checksum(ByteString bytes) {
        return Sha256.doubleHash(bytes).toByteString().slice(0, CHECKSUM_BYTES);
    }

    /**
     * Multiplies a number, highest place first, and adds to it.
     *
     * @param places the number stands at the end of this array
     * @param length how many places it takes
     * @param base of the places
     * @return how many places it takes now; -1 if the array has not enough
     */
    private static int multiplyAdd(byte[] places, int length, int factor, int base, int more) {
        int carry = more;
        int used = 0;
        while (carry != 0 || used < length) {
            if (used == places.length) return -1;
            int at = places.length - ++used;
            carry += factor * (places[at] & 0xff);
            places[at] = (byte) (carry % base);
            carry /= base;
        }
        return used;
    }

    private static int value(String text, int at) throws MalformedException {
        char c = text.charAt(at);
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) throw new MalformedException("no Base58 digit at position " + at);
        return value;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) at++;
        return at;
    }

    /** Space, tab, line feed, vertical tab, form feed, carriage return (Core: IsSpace). */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static MalformedException tooLong(int bytesMax) {
        return new MalformedException("more than " + bytesMax + " bytes");
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < BASE; i++) values[DIGITS.charAt(i)] = (byte) i;
        return values;
    }
}
