// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

import java.util.ArrayList;
import java.util.List;

/** How values are held to their limits, when they are read and when they are made. */
final class Bounds {
    private static final long U32_MAX = 0xffff_ffffL;

    private Bounds() {}

    /** What is read many times over. */
    interface Item<T> {
        T read(ByteReader in) throws MalformedException;
    }

    /**
     * A count, held first to the bytes that remain and then to the limit: so a message that is cut
     * short is malformed, as for Core, whatever it announces.
     *
     * @param what goes before the number in the complaint, as "inv message size = "
     */
    static int count(ByteReader in, int bytesPerItem, int max, String what)
            throws MalformedException, ViolationException {
        int count = in.count(bytesPerItem);
        if (count > max) throw new ViolationException(what + count);
        return count;
    }

    static <T> List<T> items(ByteReader in, int count, Item<T> item) throws MalformedException {
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) items.add(item.read(in));
        return items;
    }

    static List<Hash256> hashes(ByteReader in, int count) throws MalformedException {
        return items(in, count, Hash256::read);
    }

    /**
     * Passes on a number of 32 bits without sign.
     *
     * @throws IllegalArgumentException if it is none: it would be written as another
     */
    static long u32(long value) {
        if (value < 0 || value > U32_MAX) throw new IllegalArgumentException("no u32: " + value);
        return value;
    }

    /**
     * Refuses what no peer would take from us.
     *
     * @throws IllegalArgumentException if the value is not between the two, or one of them
     */
    static void within(int least, int value, int most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value);
        }
    }
}
