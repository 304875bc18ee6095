// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;

import java.util.Arrays;

/**
 * Text with a checksum that finds every error of up to four characters: Bech32 (BIP 173) and
 * Bech32m (BIP 350), which differ in one constant.
 *
 * <pre>
 *   text = human_part "1" symbol* checksum(6 symbols)
 * </pre>
 *
 * A symbol is 5 bits. All letters are lower case or all are upper case; lower is written.
 */
public final class Bech32 {
    /** The longest text, in characters (BIP 173): beyond it the checksum promises less. */
    public static final int LENGTH_MAX = 90;

    private static final String SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    static final char SEPARATOR = '1';
    static final int CHECKSUM_SYMBOLS = 6;
    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 // BIP 173
    };
    private static final byte[] VALUES = values(); // by lower-case character; -1 is no symbol

    private Bech32() {}

    /** Which constant the checksum leaves over. */
    public enum Checksum {
        BECH32(1),
        BECH32M(0x2bc8_30a3);

        final int rest;

        Checksum(int rest) {
            this.rest = rest;
        }
    }

    /**
     * What a text says.
     *
     * @param checksum which of the two it carries
     * @param humanPart what stands before the separator, in lower case
     * @param symbols each 0 to 31; neither the separator nor the checksum
     */
    public record Content(Checksum checksum, String humanPart, ByteString symbols) {}

    /**
     * The text for these symbols, in lower case.
     *
     * @throws IllegalArgumentException if no such text can be: it would be too long, the human part
     *     is empty or has upper-case letters, a symbol is above 31
     */
    public static String encode(Content content) {
        String human = content.humanPart;
        ByteString symbols = content.symbols;
        if (human.isEmpty()
                || human.length() + 1L + symbols.length() + CHECKSUM_SYMBOLS > LENGTH_MAX) {
            throw new IllegalArgumentException("no Bech32 text has this length");
        }
        var text = new StringBuilder(LENGTH_MAX);
        for (int i = 0; i < human.length(); i++) {
            char c = human.charAt(i);
            if (!isPrintable(c) || isUpper(c)) throw new IllegalArgumentException(human);
            text.append(c);
        }
        text.append(SEPARATOR);
        int state = start(human);
        for (int i = 0; i < symbols.length(); i++) {
            int symbol = symbols.at(i);
            if (symbol >= SYMBOLS.length()) throw new IllegalArgumentException("symbol " + symbol);
            text.append(SYMBOLS.charAt(symbol));
            state = step(state, symbol);
        }
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) state = step(state, 0);
        state ^= content.checksum.rest;
        for (int i = CHECKSUM_SYMBOLS - 1; i >= 0; i--) {
            text.append(SYMBOLS.charAt(state >>> 5 * i & 31));
        }
        return text.toString();
    }

    /**
     * What a text says.
     *
     * @throws MalformedException if it is neither Bech32 nor Bech32m
     */
    public static Content decode(String text) throws MalformedException {
        if (text.length() > LENGTH_MAX) throw new MalformedException("Bech32 string too long");
        checkCharacters(text);
        int separator = text.lastIndexOf(SEPARATOR);
        if (separator < 0) throw new MalformedException("Missing separator");
        if (separator == 0 || separator + CHECKSUM_SYMBOLS >= text.length()) {
            throw new MalformedException("Invalid separator position");
        }
        String human = lower(text.substring(0, separator));
        int state = start(human);
        var symbols = new ByteWriter(LENGTH_MAX);
        for (int i = separator + 1; i < text.length(); i++) {
            int symbol = VALUES[lower(text.charAt(i))];
            if (symbol < 0) throw new MalformedException("Invalid Base 32 character");
            symbols.u8(symbol);
            state = step(state, symbol);
        }
        ByteString all = symbols.toByteString();
        return new Content(checksum(state), human, all.slice(0, all.length() - CHECKSUM_SYMBOLS));
    }

    /** The bits of bytes, five at a time; the last symbol is filled up with zeros. */
    public static ByteString toSymbols(ByteString bytes) {
        var symbols = new ByteWriter(bytes.length() * 8 / 5 + 1);
        int bits = 0; // the lowest ones are still to be written
        int count = 0;
        for (int i = 0; i < bytes.length(); i++) {
            bits = (bits << 8 | bytes.at(i)) & 0xfff;
            for (count += 8; count >= 5; ) {
                count -= 5;
                symbols.u8(bits >>> count & 31);
            }
        }
        if (count > 0) symbols.u8(bits << 5 - count & 31);
        return symbols.toByteString();
    }

    /**
     * The bits of symbols, eight at a time.
     *
     * @throws MalformedException if what is left over is a whole symbol or not all zeros
     */
    public static ByteString toBytes(ByteString symbols) throws MalformedException {
        var bytes = new ByteWriter(symbols.length() * 5 / 8 + 1);
        int bits = 0; // the lowest ones are still to be written
        int count = 0;
        for (int i = 0; i < symbols.length(); i++) {
            bits = (bits << 5 | symbols.at(i)) & 0xfff;
            count += 5;
            if (count < 8) continue;
            count -= 8;
            bytes.u8(bits >>> count);
        }
        if (count >= 5 || (bits & (1 << count) - 1) != 0) {
            throw new MalformedException("Invalid padding in Bech32 data section");
        }
        return bytes.toByteString();
    }

    /** What a character stands for, of either case; -1 if it is no symbol. */
    static int symbol(char c) {
        return VALUES[lower(c)];
    }

    /** The same text with the letters A to Z in lower case; no other letter changes. */
    static String lower(String text) {
        var lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) lower.append(lower(text.charAt(i)));
        return lower.toString();
    }

    private static char lower(char c) {
        return isUpper(c) ? (char) (c - 'A' + 'a') : c;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isPrintable(char c) {
        return c >= 33 && c <= 126;
    }

    private static void checkCharacters(String text) throws MalformedException {
        boolean lower = false;
        boolean upper = false;
        boolean printable = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            printable &= isPrintable(c);
            upper |= isUpper(c);
            lower |= c >= 'a' && c <= 'z';
        }
        if (!printable || (lower && upper)) {
            throw new MalformedException("Invalid character or mixed case");
        }
    }

    private static Checksum checksum(int state) throws MalformedException {
        for (Checksum checksum : Checksum.values()) {
            if (checksum.rest == state) return checksum;
        }
        throw new MalformedException("Invalid checksum");
    }

    /** The state of the checksum after a human part: its upper bits, a zero, its lower bits. */
    static int start(String human) {
        int state = 1;
        for (int i = 0; i < human.length(); i++) state = step(state, human.charAt(i) >>> 5);
        state = step(state, 0);
        for (int i = 0; i < human.length(); i++) state = step(state, human.charAt(i) & 31);
        return state;
    }

    /** Takes one symbol into the state of the checksum: a remainder of polynomials (BIP 173). */
    static int step(int state, int symbol) {
        int top = state >>> 25;
        int next = (state & 0x1ff_ffff) << 5 ^ symbol;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >>> i & 1) != 0) next ^= GENERATOR[i];
        }
        return next;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < SYMBOLS.length(); i++) values[SYMBOLS.charAt(i)] = (byte) i;
        return values;
    }
}
