// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import java.util.Optional;

/**
 * The eight characters behind the # of a descriptor (BIP 380): they find any error of up to four
 * characters in a text of usual length.
 *
 * <p>The place of a character in {@link #INPUT} gives two symbols: its place in a group of 32 goes
 * in at once, the number of the group together with those of the next two characters.
 */
final class Checksum {
    static final int LENGTH = 8;

    private static final String INPUT =
            "0123456789()[],'/*abcdefgh@:$%{}"
                    + "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
                    + "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ";

    private static final String OUTPUT = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static final long[] GENERATOR = {
        0xf5dee51989L, 0xa9fdca3312L, 0x1bab10e32dL, 0x3706b1677aL, 0x644d626ffdL // BIP 380
    };

    private Checksum() {}

    /**
     * The checksum of a text.
     *
     * @return empty if a character of the text is none that descriptors have
     */
    static Optional<String> of(String text) {
        long state = 1;
        int groups = 0;
        int gathered = 0;
        for (int i = 0; i < text.length(); i++) {
            int place = INPUT.indexOf(text.charAt(i));
            if (place < 0) return Optional.empty();
            state = step(state, place & 31);
            groups = groups * 3 + (place >> 5);
            if (++gathered == 3) {
                state = step(state, groups);
                groups = 0;
                gathered = 0;
            }
        }
        if (gathered > 0) state = step(state, groups);
        for (int i = 0; i < LENGTH; i++) state = step(state, 0);
        state ^= 1;
        var sum = new StringBuilder(LENGTH);
        for (int i = LENGTH - 1; i >= 0; i--) {
            sum.append(OUTPUT.charAt((int) (state >>> 5 * i) & 31));
        }
        return Optional.of(sum.toString());
    }

    /** A text made by us, with its checksum. */
    static String append(String text) {
        return text + "#" + of(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** The remainder of a polynomial over GF(32) after one more symbol. */
    private static long step(long state, int symbol) {
        int top = (int) (state >>> 35);
        long next = (state & 0x7_ffff_ffffL) << 5 ^ symbol;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >>> i & 1) != 0) next ^= GENERATOR[i];
        }
        return next;
    }
}
