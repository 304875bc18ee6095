// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

/** A number that is 32 bits without a sign on the wire. */
final class Uint32 {
    private static final long MAX = 0xffff_ffffL;

    private Uint32() {}

    /**
     * Passes on a number that fits. One that does not would be written as another, and what we say
     * of a value would differ from its bytes.
     *
     * @throws IllegalArgumentException if it is negative or above 2^32 - 1
     */
    static long require(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(value + " is not 32 bits without a sign");
        }
        return value;
    }
}
