// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.store.BlockDB;
import caesure.store.BlockIndex.Standing;

import java.util.Optional;

/**
 * What is known of a block beyond its header.
 *
 * @param body where the block lies; empty if it is not stored, or was lost
 * @param spent where the coins that it spent lie; empty if it was never connected
 * @param transactions how many it has; 0 as long as it was never seen
 * @param standing how it fared when it was connected
 * @param fault bitcoind's text for the rule that it breaks; empty unless it does
 */
public record Facts(
        Optional<BlockDB.Location> body,
        Optional<BlockDB.Location> spent,
        int transactions,
        Standing standing,
        String fault) {

    /** Of a block of which only the header is known. */
    static final Facts NONE =
            new Facts(Optional.empty(), Optional.empty(), 0, Standing.UNKNOWN, "");

    /** Of the first block, which is in no file. */
    static final Facts GENESIS =
            new Facts(Optional.empty(), Optional.empty(), 1, Standing.VALID, "");

    /** Whether the block was connected once: its coins are right. */
    public boolean isConnected() {
        return standing == Standing.VALID || standing == Standing.ASSUMED;
    }

    /** Whether the block was connected at some time, whatever was said of it since. */
    public boolean wasConnected() {
        return isConnected() || spent.isPresent();
    }

    /** Whether the block itself is refused, not only one before it. */
    public boolean isFaulty() {
        return standing == Standing.INVALID || standing == Standing.INVALIDATED;
    }

    Facts withBody(BlockDB.Location at, int count) {
        return new Facts(Optional.of(at), spent, count, standing, fault);
    }

    Facts withoutBody() {
        return new Facts(Optional.empty(), spent, transactions, standing, fault);
    }

    Facts withSpent(BlockDB.Location at) {
        return new Facts(body, Optional.of(at), transactions, standing, fault);
    }

    Facts withoutSpent() {
        return new Facts(body, Optional.empty(), transactions, standing, fault);
    }

    Facts with(Standing other, String text) {
        return new Facts(body, spent, transactions, other, text);
    }
}
