// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * Numbers on the stack (Bitcoin Core's CScriptNum): little-endian, the highest bit of the last byte
 * is the sign, and zero is empty. What goes into an operation has at most four bytes; what comes
 * out may have five, and then only hashes and comparisons of bytes can use it.
 */
final class ScriptNumber {
    /** The most bytes of an operand. */
    static final int BYTES_MAX = 4;

    /** The most bytes of a lock time: 4 would end in 2038 (BIP 65). */
    static final int LOCK_BYTES_MAX = 5;

    /** From -1 to 16, what scripts push most. */
    private static final ByteString[] SMALL = small();

    private ScriptNumber() {}

    /**
     * The number that bytes mean.
     *
     * @param minimal whether a longer form than needed fails (the flag MINIMALDATA)
     * @throws ScriptFailure SCRIPTNUM if they are too many or not the shortest form
     */
    static long decode(ByteString bytes, boolean minimal, int bytesMax) {
        int length = bytes.length();
        if (length > bytesMax) throw ScriptFailure.of(ScriptError.SCRIPTNUM);
        if (length == 0) return 0;
        if (minimal && !isMinimal(bytes)) throw ScriptFailure.of(ScriptError.SCRIPTNUM);
        long value = 0;
        for (int i = 0; i < length; i++) value |= (long) bytes.at(i) << 8 * i;
        long sign = 0x80L << 8 * (length - 1);
        return (value & sign) == 0 ? value : -(value & ~sign);
    }

    /** The shortest bytes that mean a number. */
    static ByteString encode(long value) {
        if (value >= -1 && value <= 16) return SMALL[(int) value + 1];
        return ByteString.wrap(bytes(value));
    }

    private static boolean isMinimal(ByteString bytes) {
        int last = bytes.length() - 1;
        if ((bytes.at(last) & 0x7f) != 0) return true;
        // a last byte for the sign alone is right only where the bit before it is taken
        return last > 0 && (bytes.at(last - 1) & 0x80) != 0;
    }

    private static byte[] bytes(long value) {
        long absolute = Math.abs(value); // of Long.MIN_VALUE too, as unsigned
        int length = (64 - Long.numberOfLeadingZeros(absolute)) / 8 + 1; // one bit for the sign
        if (value == 0) length = 0;
        byte[] bytes = new byte[length];
        for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
            bytes[i] = (byte) (absolute >>> 8 * i);
        }
        if (value < 0) bytes[length - 1] |= (byte) 0x80;
        return bytes;
    }

    private static ByteString[] small() {
        ByteString[] small = new ByteString[18];
        for (int i = 0; i < small.length; i++) small[i] = ByteString.wrap(bytes(i - 1));
        return small;
    }
}
