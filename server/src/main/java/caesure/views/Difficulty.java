// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.http.Json;
import caesure.primitives.Target;

import java.util.Locale;

/** How hard a block was to find, as bitcoind shows it: bits, target and difficulty. */
public final class Difficulty {
    /** A compact form of this size has difficulty 65535 / word. */
    private static final int SIZE_AT_ONE = 29;

    private static final int WORD_AT_ONE = 0xffff;

    private Difficulty() {}

    /**
     * How many times harder than the easiest of the main network (GetDifficulty). In doubles, step
     * by step, or the last digits would differ.
     *
     * @param bits a target in compact form that headers may have
     */
    public static double of(long bits) {
        int size = (int) (bits >>> 24);
        double difficulty = (double) WORD_AT_ONE / (bits & 0x00ff_ffff);
        for (; size < SIZE_AT_ONE; size++) difficulty *= 256.0;
        for (; size > SIZE_AT_ONE; size--) difficulty /= 256.0;
        return difficulty;
    }

    /** As JSON. */
    public static Json json(long bits) {
        return Json.ofDouble(of(bits));
    }

    /** The compact form, eight hexadecimal digits. */
    public static String bits(long bits) {
        return String.format(Locale.ROOT, "%08x", bits);
    }

    /** The target that a compact form names, 64 hexadecimal digits. */
    public static String target(long bits) {
        return String.format(Locale.ROOT, "%064x", Target.ofCompact(bits).orElseThrow().value());
    }
}
