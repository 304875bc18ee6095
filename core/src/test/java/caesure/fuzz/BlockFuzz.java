// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.Block;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Blocks from strangers: refused, or written back to the same bytes. */
class BlockFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsAnyBytes(byte[] bytes) {
        Block read;
        try {
            ByteString given = ByteString.copyOf(bytes);
            read = AllocationBound.hold(bytes.length, () -> Block.parse(given));
        } catch (MalformedException _) {
            return; // refused, as it may be
        }
        assertEquals(ByteString.copyOf(bytes), read.bytes());
        assertEquals(bytes.length, read.size());
    }
}
