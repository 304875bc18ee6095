// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import java.util.HexFormat;

/** Bytes as people read them: two lower-case hexadecimal digits each. */
public final class Hex {
    private static final HexFormat DIGITS = HexFormat.of();

    private Hex() {}

    /** Two digits for each byte, first byte first. */
    public static String of(byte[] bytes) {
        return DIGITS.formatHex(bytes);
    }

    /**
     * The bytes that the digits name; upper and lower case are the same.
     *
     * @throws MalformedException if a character is no hexadecimal digit or their number is odd
     */
    public static byte[] bytes(String digits) throws MalformedException {
        if (digits.length() % 2 != 0) {
            throw new MalformedException("odd number of hexadecimal digits: " + digits.length());
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = digit(digits, 2 * i);
            int low = digit(digits, 2 * i + 1);
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    private static int digit(String digits, int at) throws MalformedException {
        char c = digits.charAt(at);
        if (!HexFormat.isHexDigit(c)) {
            throw new MalformedException("no hexadecimal digit at position " + at);
        }
        return HexFormat.fromHexDigit(c);
    }

    /** The same bytes, last first: hashes are shown so. */
    public static byte[] reversed(byte[] bytes) {
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) turned[i] = bytes[bytes.length - 1 - i];
        return turned;
    }
}
