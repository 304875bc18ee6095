// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.consensus.VersionBits.State;
import caesure.consensus.VersionBits.Status;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;

import java.util.Optional;

final class VersionBitsTest {
    private static final int SIGNAL = 0x2000_0002;
    private static final int SILENT = 0x2000_0000;

    private final TestChain chain = TestChain.regtest();

    /** Bit 1, three of four blocks, from a time and to a time, and not active below 17. */
    private VersionBits fork(long startTimeS, long timeoutS) {
        return new VersionBits(1, startTimeS, timeoutS, 17, 4, 3);
    }

    private void grow(int count, int version) {
        for (int i = 0; i < count; i++) chain.add(chain.next().version(version).mine());
    }

    private Status status(VersionBits fork) {
        return fork.after(Optional.of(chain.tip()));
    }

    @Test
    void existsOnRegtestAlone() {
        for (Network network : Network.values()) {
            Params params = Params.of(network);
            assertEquals(network == Network.REGTEST, VersionBits.testDummy(params).isPresent());
        }
    }

    @Test
    void goesFromPeriodToPeriod() {
        VersionBits fork = fork(0, VersionBits.NO_TIMEOUT);
        assertEquals(new Status(State.DEFINED, 0), fork.after(Optional.<Place>empty()));
        grow(2, SIGNAL);
        assertEquals(new Status(State.DEFINED, 0), status(fork));
        grow(1, SIGNAL); // block 3 ends the first period
        assertEquals(new Status(State.STARTED, 4), status(fork));
        grow(2, SIGNAL);
        grow(2, SILENT); // two of four are too few
        assertEquals(new Status(State.STARTED, 4), status(fork));
        grow(1, SILENT);
        grow(3, SIGNAL);
        assertEquals(new Status(State.LOCKED_IN, 12), status(fork));
        grow(4, SILENT); // block 15: the next is 16, and 17 is not reached
        assertEquals(new Status(State.LOCKED_IN, 12), status(fork));
        grow(4, SILENT);
        assertEquals(new Status(State.ACTIVE, 20), status(fork));
        grow(40, SILENT);
        assertEquals(new Status(State.ACTIVE, 20), status(fork));
    }

    @Test
    void beginsAndEndsByTheMedianTime() {
        grow(3, SILENT);
        long median = chain.tip().medianTimePast();
        assertEquals(State.DEFINED, status(fork(median + 1, VersionBits.NO_TIMEOUT)).state());
        assertEquals(State.STARTED, status(fork(median, VersionBits.NO_TIMEOUT)).state());
        grow(4, SILENT);
        median = chain.tip().medianTimePast();
        assertEquals(new Status(State.FAILED, 8), status(fork(0, median)));
        assertEquals(State.STARTED, status(fork(0, median + 1)).state());
    }

    @Test
    void locksInWhenTheTimeIsOverButEnoughHaveSignalled() {
        grow(7, SIGNAL);
        assertEquals(State.LOCKED_IN, status(fork(0, 1)).state());
    }

    @Test
    void readsTheBitOfVersionsThatSignalAlone() {
        VersionBits fork = fork(0, VersionBits.NO_TIMEOUT);
        grow(1, SIGNAL);
        assertTrue(fork.isSignalledBy(chain.tip()));
        for (int version : new int[] {SILENT, 0x6000_0002, 0x0000_000e, 0x4000_0002}) {
            grow(1, version);
            assertFalse(fork.isSignalledBy(chain.tip()), Integer.toHexString(version));
        }
        assertEquals("--", fork.signals(chain.tip()));
        assertEquals("-#--", fork.signals(chain.tip().ancestor(3)));
        assertEquals("-", fork.signals(chain.tip().ancestor(0)));
    }
}
