// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;

/** Five bits for each character (RFC 4648), in small letters and without padding. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(ByteString bytes) {
        var text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (int i = 0; i < bytes.length(); i++) {
            held = (held << 8 | bytes.at(i)) & 0xfff;
            bits += 8;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(ALPHABET.charAt(held >> bits & 0x1f));
            }
        }
        if (bits > 0) text.append(ALPHABET.charAt(held << BITS - bits & 0x1f));
        return text.toString();
    }

    /**
     * The bytes of a text; capital letters are the same as small ones.
     *
     * @throws MalformedException if a character is not of the alphabet, or the text has more bits
     *     than its bytes and they are not zero or make a character too many
     */
    static ByteString decode(String text) throws MalformedException {
        var bytes = new ByteWriter(text.length() * BITS / 8);
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = ALPHABET.indexOf(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
            if (value < 0) throw new MalformedException("no base32 at position " + i);
            held = (held << BITS | value) & 0xfff;
            bits += BITS;
            if (bits < 8) continue;
            bits -= 8;
            bytes.u8(held >> bits);
        }
        if (bits >= BITS || (held & (1 << bits) - 1) != 0) {
            throw new MalformedException("base32 of a length or an end that no bytes have");
        }
        return bytes.toByteString();
    }
}
