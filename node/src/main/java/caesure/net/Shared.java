// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.log.Log;
import caesure.peers.Peer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * What all threads of a {@link Hub} have in common.
 *
 * @param bell wakes the thread that listens to what peers say
 * @param active whether there are to be connections at all
 * @param received bytes, of all connections that ever were
 * @param sent likewise
 * @param faults how often something of our own went wrong
 */
record Shared(
        HubSettings settings,
        ByteString magic,
        Book book,
        InstantSource clock,
        Log log,
        RandomGenerator random,
        Pace pace,
        Connections connections,
        OwnAddresses own,
        Bell bell,
        Ending ending,
        Arrival.ReadAhead ahead,
        AtomicBoolean active,
        LongAdder received,
        LongAdder sent,
        LongAdder faults) {

    /** A fault of our own: it costs a peer at the most. */
    void fault(String where, Throwable fault) {
        faults.increment();
        log.fault(where + ": " + fault, fault);
    }

    /** How a peer is named in lines of the log. */
    String named(Peer peer) {
        String id = "peer=" + peer.id();
        return settings.logAddresses() ? id + ", peeraddr=" + peer.remote() : id;
    }

    /**
     * How long the threads that call others pause, in real time. Tests go faster.
     *
     * @param loop between two looks at who is missing
     * @param addedRetry after added nodes were called
     * @param addedIdle when none was missing
     * @param seedsFew before more DNS seeds are asked, while few addresses are known
     * @param seedsMany likewise, while many are
     * @param seedNodes how long these have before the DNS seeds are asked
     * @param nextSeedNode before one more of them is asked
     * @param feelerNoise how long a feeler is held back at the most, so that nodes do not go in
     *     step
     */
    record Pace(
            Duration loop,
            Duration addedRetry,
            Duration addedIdle,
            Duration seedsFew,
            Duration seedsMany,
            Duration seedNodes,
            Duration nextSeedNode,
            Duration feelerNoise) {
        /** Core's. */
        static final Pace USUAL =
                new Pace(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(11),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1));
    }
}
