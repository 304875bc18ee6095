// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Coin;
import caesure.primitives.Transaction;

import java.util.List;

/**
 * Relative lock times (BIP 68): an input may say how old its coin must be.
 *
 * <pre>
 *   sequence = off(1) unused(8) timed(1) unused(6) value(16)      highest bit first
 *   value    = blocks, or units of 512 seconds if timed
 * </pre>
 */
public final class SequenceLocks {
    private static final long OFF = 1L << 31;
    private static final long TIMED = 1L << 22;
    private static final long VALUE = 0xffff;

    /** A unit of time is two to this many seconds. */
    private static final int UNIT_SHIFT = 9;

    /** Older transactions used sequences for other ends. */
    private static final long VERSION_MIN = 2;

    private SequenceLocks() {}

    /**
     * Whether every coin is as old as its input wants it (SequenceLocks).
     *
     * @param coins that the inputs spend, in their order
     * @param self the place of the block that is to hold the transaction; not genesis
     */
    public static boolean hold(Transaction transaction, List<Coin> coins, HeaderView self) {
        if (transaction.version() < VERSION_MIN) return true;
        HeaderView parent = self.parent().orElseThrow();
        for (int i = 0; i < coins.size(); i++) {
            long sequence = transaction.inputs().get(i).sequence();
            if ((sequence & OFF) == 0 && !holds(sequence, coins.get(i).height(), self, parent)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Time runs from the median before the coin's block to the median before this one (BIP 113).
     */
    private static boolean holds(
            long sequence, int coinHeight, HeaderView self, HeaderView parent) {
        long value = sequence & VALUE;
        if ((sequence & TIMED) == 0) return coinHeight + value <= self.height();
        long since = self.ancestor(Math.max(coinHeight - 1, 0)).medianTimePast();
        return since + (value << UNIT_SHIFT) <= parent.medianTimePast();
    }
}
