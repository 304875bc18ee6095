// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

class NodeClockTest {
    @Test
    void standsStillWhereItIsSetUntilItIsLetGo() {
        Instant real = Instant.ofEpochSecond(1_800_000_000);
        var clock = new NodeClock(InstantSource.fixed(real));
        assertEquals(1_800_000_000, clock.nowS());
        assertEquals(Optional.empty(), clock.mock());
        Optional<Instant> set = Optional.of(Instant.ofEpochSecond(1_300_000_000));
        clock.mock(set);
        assertEquals(1_300_000_000, clock.nowS());
        assertEquals(set, clock.mock());
        clock.mock(Optional.empty());
        assertEquals(real, clock.instant());
    }
}
