// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.peers.Peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which connections have gone silent (Core's InactivityCheck). By the node's clock. */
final class Inactivity {
    /** After which a peer should have answered a ping. */
    private static final Duration SILENCE_MAX = Duration.ofMinutes(20);

    private Inactivity() {}

    /**
     * Why a connection should end; empty if it should not.
     *
     * @param timeout within which something has to be said first
     */
    static Optional<String> reason(
            Peer peer,
            Optional<Instant> lastSent,
            Optional<Instant> lastReceived,
            Duration timeout,
            Instant now) {
        if (!peer.since().plus(timeout).isBefore(now)) return Optional.empty();
        if (lastReceived.isEmpty() || lastSent.isEmpty()) {
            String never = lastReceived.isEmpty() ? ", never received from peer" : "";
            if (lastSent.isEmpty()) never += ", never sent to peer";
            return Optional.of(
                    "socket no message in first " + timeout.toSeconds() + " seconds" + never);
        }
        Duration unsent = Duration.between(lastSent.get(), now);
        if (unsent.compareTo(SILENCE_MAX) > 0) {
            return Optional.of("socket sending timeout: " + unsent.toSeconds() + "s");
        }
        Duration unheard = Duration.between(lastReceived.get(), now);
        return unheard.compareTo(SILENCE_MAX) > 0
                ? Optional.of("socket receive timeout: " + unheard.toSeconds() + "s")
                : Optional.empty();
    }
}
