// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.log.Category;
import caesure.peers.ConnectionType;
import caesure.wire.Message;
import caesure.wire.ProtocolVersion;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a peer is still there, and how far away it is. */
final class Pulse {
    /** From one ping to the next (Core's PING_INTERVAL). */
    static final Duration INTERVAL = Duration.ofMinutes(2);

    /** For how long a ping may stay unanswered (Core's TIMEOUT_INTERVAL). */
    static final Duration ANSWER_MAX = Duration.ofMinutes(20);

    /** For how long a connection may last that is for addresses alone. */
    static final Duration ADDR_FETCH_MAX = Duration.ofMinutes(5);

    private final Room room;

    /** Pings to one peer. */
    static final class State {
        boolean heard; // anything at all
        boolean spoke;
        boolean isAsked; // by a person
        long nonce; // of the ping that is out; 0: none is
        Instant sent = Instant.EPOCH;
        Optional<Duration> last = Optional.empty();
        Optional<Duration> least = Optional.empty();

        /** For how long a ping has been out. */
        Optional<Duration> waiting(Instant now) {
            return nonce == 0 ? Optional.empty() : Optional.of(Duration.between(sent, now));
        }
    }

    Pulse(Room room) {
        this.room = room;
    }

    /** Leaves a peer that says nothing, or does not come to the end of its handshake. */
    void watch(Talk talk, Instant now) {
        if (!isOld(talk, now)) return;
        State pulse = talk.pulse;
        if (!pulse.heard || !pulse.spoke) {
            String never =
                    (pulse.heard ? "" : ", never received from peer")
                            + (pulse.spoke ? "" : ", never sent to peer");
            long seconds = room.settings().peerTimeout().toSeconds();
            room.voice().leave(talk, "socket no message in first " + seconds + " seconds" + never);
        } else if (!talk.hello.isDone) {
            room.voice().leave(talk, "version handshake timeout");
        }
    }

    private boolean isOld(Talk talk, Instant now) {
        return talk.peer.since().plus(room.settings().peerTimeout()).isBefore(now);
    }

    void attend(Talk talk, Instant now) {
        boolean isAddrFetch = talk.peer.type() == ConnectionType.ADDR_FETCH;
        if (isAddrFetch && talk.peer.since().plus(ADDR_FETCH_MAX).isBefore(now)) {
            room.voice().leave(talk, "addrfetch connection timeout");
            return;
        }
        State pulse = talk.pulse;
        if (isOld(talk, now) && pulse.nonce != 0 && pulse.sent.plus(ANSWER_MAX).isBefore(now)) {
            double seconds = Duration.between(pulse.sent, now).toNanos() / 1e9;
            room.voice().leave(talk, "ping timeout: %fs".formatted(seconds));
            return;
        }
        boolean isDue = pulse.nonce == 0 && pulse.sent.plus(INTERVAL).isBefore(now);
        if (isDue || pulse.isAsked) ping(talk, now);
    }

    /** Old peers, whose ping has no nonce and no answer, are not asked. */
    private void ping(Talk talk, Instant now) {
        State pulse = talk.pulse;
        pulse.isAsked = false;
        pulse.sent = now;
        pulse.nonce = 0;
        if (talk.hello.common <= ProtocolVersion.PING_WITHOUT_NONCE) return;
        while (pulse.nonce == 0) pulse.nonce = room.random().nextLong();
        room.voice().say(talk, new Message.Ping(pulse.nonce));
    }

    void pinged(Talk talk, Message.Ping ping) {
        if (talk.hello.common <= ProtocolVersion.PING_WITHOUT_NONCE) return;
        room.voice().say(talk, new Message.Pong(ping.nonce()));
    }

    void ponged(Talk talk, Message.Pong pong, Instant now) {
        State pulse = talk.pulse;
        if (pong.isShort()) {
            complain(talk, "Short payload", pong);
            pulse.nonce = 0;
        } else if (pulse.nonce == 0) {
            complain(talk, "Unsolicited pong without ping", pong);
        } else if (pong.nonce() == pulse.nonce) {
            pulse.nonce = 0;
            time(talk, Duration.between(pulse.sent, now), pong);
        } else if (pong.nonce() == 0) { // a mistake of other programs: end the wait
            complain(talk, "Nonce zero", pong);
            pulse.nonce = 0;
        } else {
            complain(talk, "Nonce mismatch", pong);
        }
    }

    private void time(Talk talk, Duration trip, Message.Pong pong) {
        if (trip.isNegative()) {
            complain(talk, "Timing mishap", pong);
            return;
        }
        State pulse = talk.pulse;
        pulse.last = Optional.of(trip);
        if (pulse.least.isEmpty() || trip.compareTo(pulse.least.get()) < 0) {
            pulse.least = Optional.of(trip);
        }
    }

    private void complain(Talk talk, String what, Message.Pong pong) {
        room.log()
                .debug(
                        Category.NET,
                        "pong peer=%d: %s, %x expected, %x received, %s bytes",
                        talk.id(),
                        what,
                        talk.pulse.nonce,
                        pong.nonce(),
                        pong.isShort() ? "under 8" : "8");
    }
}
