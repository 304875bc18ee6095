// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

class InactivityTest {
    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    private static Optional<Instant> at(long seconds) {
        return Optional.of(START.plusSeconds(seconds));
    }

    private static String reason(Optional<Instant> sent, Optional<Instant> received, long nowS) {
        var place = TestHub.endpoint("10.0.0.1", 8333);
        var peer = new Peer(0, "peer", place, place, ConnectionType.INBOUND, Set.of(), START);
        return Inactivity.reason(
                        peer, sent, received, Duration.ofSeconds(60), START.plusSeconds(nowS))
                .orElse("");
    }

    @Test
    void somethingHasToBeSaidWithinTheFirstMinute() {
        Optional<Instant> never = Optional.empty();
        String none = "socket no message in first 60 seconds";
        assertEquals("", reason(never, never, 60));
        assertEquals(
                none + ", never received from peer, never sent to peer", reason(never, never, 61));
        assertEquals(none + ", never received from peer", reason(at(1), never, 61));
        assertEquals(none + ", never sent to peer", reason(never, at(1), 61));
        assertEquals("", reason(at(1), at(1), 61));
    }

    @Test
    void andSomethingEveryTwentyMinutes() {
        assertEquals("", reason(at(10), at(10), 1_210));
        assertEquals("socket sending timeout: 1201s", reason(at(10), at(1_000), 1_211));
        assertEquals("socket receive timeout: 1201s", reason(at(1_000), at(10), 1_211));
    }
}
