// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.ledger.SpentCoins;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Spent coins from a damaged file: refused, or written back to the same bytes. */
class SpentCoinsFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsAnyBytes(byte[] bytes) throws MalformedException {
        ByteString given = ByteString.copyOf(bytes);
        SpentCoins read;
        try {
            read = AllocationBound.hold(bytes.length, () -> SpentCoins.parse(given));
        } catch (MalformedException _) {
            return; // refused, as it may be
        }
        assertEquals(given, read.toBytes());
    }
}
