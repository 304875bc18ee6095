// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.Eviction.Candidate;
import caesure.testkit.Property;
import caesure.wire.NetKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

@Timeout(60)
class EvictionTest {
    /**
     * Whoever is protected whatever he is like: 4 by group, 8 by ping, 4 and 4 by what they sent.
     */
    private static final int ALWAYS_SAFE = 20;

    /** With the 8 who want blocks alone. */
    private static final int SAFE_AT_MOST = 28;

    /** Peers of whom no two have the same time of connection, or ping. */
    private static List<Candidate> some(int count, RandomGenerator random) {
        var some = new ArrayList<Candidate>();
        boolean busy = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            some.add(
                    new Candidate(
                            i,
                            Instant.ofEpochSecond(1000 + i),
                            Duration.ofMillis(random.nextInt(1_000_000) * 1000L + i),
                            Instant.ofEpochSecond(busy ? random.nextInt(100) : 0),
                            Instant.ofEpochSecond(busy ? random.nextInt(100) : 0),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextInt(1 + random.nextInt(30)) - 10L,
                            random.nextInt(10) == 0,
                            random.nextInt(5) == 0,
                            network(random),
                            random.nextInt(20) == 0,
                            random.nextInt(20) == 0
                                    ? ConnectionType.MANUAL
                                    : ConnectionType.INBOUND));
        }
        Collections.shuffle(some, Random.from(random));
        return some;
    }

    private static Optional<NetKind> network(RandomGenerator random) {
        List<NetKind> kinds = List.of(NetKind.values());
        int which = random.nextInt(kinds.size() + 1);
        return which == kinds.size() ? Optional.empty() : Optional.of(kinds.get(which));
    }

    private static boolean canGo(Candidate one) {
        return !one.noban() && one.type().isInbound();
    }

    @Test
    void choosesWhomThePlainWayChooses() {
        Property.forAll(
                3000,
                random -> {
                    var some = some(random.nextInt(120), random);
                    assertEquals(new PlainEviction(some).choose(), Eviction.choose(some));
                });
    }

    @Test
    void fewAreAllProtectedAndOfManySomebodyGoes() {
        Property.forAll(
                500,
                random -> {
                    var some = some(random.nextInt(60), random);
                    long canGo = some.stream().filter(EvictionTest::canGo).count();
                    Optional<Long> chosen = Eviction.choose(some);
                    if (canGo <= ALWAYS_SAFE) assertEquals(Optional.empty(), chosen);
                    if (canGo > SAFE_AT_MOST) assertTrue(chosen.isPresent());
                    chosen.ifPresent(id ->
                            assertTrue(some.stream().anyMatch(c -> c.id() == id && canGo(c))));
                });
    }

    @Test
    void nobodyGoesWhereNobodyIs() {
        assertEquals(Optional.empty(), Eviction.choose(List.of()));
    }

    private static Candidate plain(int id, long group, Optional<NetKind> network) {
        return new Candidate(
                id,
                Instant.ofEpochSecond(1000 + id),
                Duration.ofMillis(100 + id),
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                true,
                false,
                group,
                false,
                false,
                network,
                false,
                ConnectionType.INBOUND);
    }

    /** An attacker calls again and again from one network: it is always he who goes. */
    @Test
    void aFloodFromOneNetworkPutsOutItself() {
        var peers = new ArrayList<Candidate>();
        for (int i = 0; i < 100; i++) peers.add(plain(i, 1000 + i, Optional.of(NetKind.IPV4)));
        for (int i = 100; i < 400; i++) {
            peers.add(plain(i, 7, Optional.of(NetKind.IPV4)));
            if (peers.size() <= 114) continue;
            long gone = Eviction.choose(peers).orElseThrow();
            assertTrue(gone >= 100, "an honest one went: " + gone);
            peers.removeIf(peer -> peer.id() == gone);
        }
    }

    /** They are younger and slower than all others, and a quarter of the last places is theirs. */
    @Test
    void someOfTheDisadvantagedStayThoughTheyAreYoungAndSlow() {
        var peers = new ArrayList<Candidate>();
        for (int i = 0; i < 120; i++) {
            NetKind network = i < 100 ? NetKind.IPV4 : i < 110 ? NetKind.ONION : NetKind.I2P;
            peers.add(plain(i, 5000 - i, Optional.of(network)));
        }
        while (peers.size() > 60) {
            long gone = Eviction.choose(peers).orElseThrow();
            peers.removeIf(peer -> peer.id() == gone);
        }
        for (NetKind network : List.of(NetKind.ONION, NetKind.I2P)) {
            var left = peers.stream().filter(p -> p.network().equals(Optional.of(network)));
            assertTrue(left.count() >= 4, network::toString);
        }
    }

    @Test
    void theDiscouragedGoFirst() {
        Property.forAll(
                200,
                random -> {
                    var peers = new ArrayList<Candidate>();
                    for (int i = 0; i < 60; i++) {
                        Candidate p = plain(i, random.nextInt(), Optional.empty());
                        boolean discouraged = i >= 50; // the youngest, so not protected
                        peers.add(
                                new Candidate(
                                        p.id(),
                                        p.connected(),
                                        p.minPing(),
                                        p.lastBlock(),
                                        p.lastTx(),
                                        true,
                                        true,
                                        false,
                                        p.keyedNetGroup(),
                                        discouraged,
                                        false,
                                        p.network(),
                                        false,
                                        p.type()));
                    }
                    assertTrue(Eviction.choose(peers).orElseThrow() >= 50);
                });
    }
}
