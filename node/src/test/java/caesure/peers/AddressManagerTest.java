// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static caesure.peers.Some.NOW;
import static caesure.peers.Some.address;
import static caesure.peers.Some.endpoint;
import static caesure.peers.Some.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.AddressManager.Pick;
import caesure.peers.AddressManager.Place;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

@Timeout(60)
class AddressManagerTest {
    private static final NetAddress SOURCE = address("252.2.2.2");
    private static final Duration NO_PENALTY = Duration.ZERO;

    private final AddressManager manager =
            AddressManager.empty(AddressManager.TEST_KEY, new SplittableRandom(1));

    private boolean add(NetEndpoint endpoint) {
        return add(endpoint, SOURCE);
    }

    private boolean add(NetEndpoint endpoint, NetAddress source) {
        return manager.add(List.of(entry(endpoint)), source, NO_PENALTY, NOW);
    }

    private Optional<NetEndpoint> pick(boolean newOnly) {
        return manager.pick(newOnly, Set.of(), NOW).map(Pick::endpoint);
    }

    @Test
    void knowsNobodyAtFirst() {
        assertEquals(0, manager.size());
        assertEquals(Optional.empty(), pick(false));
        assertEquals(Optional.empty(), pick(true));
        assertEquals(Optional.empty(), manager.pickCollision(NOW));
        assertEquals(List.of(), manager.sample(0, 0, Optional.empty(), true, NOW));
    }

    @Test
    void oneAddressIsOneHoweverOftenItIsTold() {
        NetEndpoint one = endpoint("250.1.1.1");
        assertTrue(add(one));
        assertFalse(add(one));
        assertEquals(1, manager.size());
        assertEquals(Optional.of(one), pick(false));
        assertTrue(add(new NetEndpoint(one.address(), 8334)), "another port is another node");
        assertEquals(2, manager.size());
    }

    @Test
    void whatCannotBeReachedFromAnywhereIsNotKept() {
        for (String text : List.of("127.0.0.1", "192.168.1.1", "0.0.0.0", "::1", "fc00::1")) {
            assertFalse(add(endpoint(text)), text);
        }
        assertEquals(0, manager.size());
    }

    @Test
    void whoeverAnsweredIsTriedAndNoLongerNew() {
        NetEndpoint one = endpoint("250.1.1.1");
        add(one);
        assertTrue(manager.good(one, NOW));
        assertFalse(manager.good(one, NOW));
        assertEquals(Optional.empty(), pick(true));
        assertEquals(Optional.of(one), pick(false));
        assertEquals(0, manager.size(Optional.empty(), Optional.of(true)));
        assertEquals(1, manager.size(Optional.of(NetKind.IPV4), Optional.of(false)));
        assertFalse(manager.good(endpoint("250.1.1.2"), NOW), "nobody told of it");
    }

    @Test
    void picksOfTheNetworksAskedForAlone() {
        var random = new SplittableRandom(2);
        for (NetKind kind : NetKind.values()) add(Some.anyEndpoint(kind, random));
        NetEndpoint onion = Some.anyEndpoint(NetKind.ONION, random);
        add(onion);
        manager.good(onion, NOW);
        var seen = new HashSet<NetKind>();
        for (int i = 0; i < 200; i++) {
            var networks = Set.of(NetKind.ONION, NetKind.I2P);
            Pick pick = manager.pick(false, networks, NOW).orElseThrow();
            seen.add(pick.endpoint().address().kind().orElseThrow());
        }
        assertEquals(Set.of(NetKind.ONION, NetKind.I2P), seen);
        assertEquals(2, manager.size(Optional.of(NetKind.ONION), Optional.empty()));
        assertEquals(1, manager.size(Optional.of(NetKind.ONION), Optional.of(false)));
        var empty = AddressManager.empty(new SplittableRandom(3));
        empty.add(List.of(entry(endpoint("250.1.1.1"))), SOURCE, NO_PENALTY, NOW);
        assertEquals(Optional.empty(), empty.pick(false, Set.of(NetKind.IPV6), NOW));
    }

    @Test
    void whoeverWasCalledLatelyIsSeldomPickedAgain() {
        NetEndpoint called = endpoint("250.1.1.1");
        NetEndpoint other = endpoint("250.9.1.1");
        add(called);
        add(other);
        for (int i = 0; i < 5; i++) manager.attempt(called, true, NOW);
        int picked = 0;
        for (int i = 0; i < 500; i++) {
            if (pick(false).orElseThrow().equals(called)) picked++;
        }
        assertTrue(picked < 50, () -> "picked too often");
    }

    @Test
    void aCallInVainCountsOnceUntilSomebodyAnswers() {
        NetEndpoint one = endpoint("250.1.1.1");
        NetEndpoint other = endpoint("250.2.1.1");
        add(one);
        add(other);
        Instant later = NOW.plusSeconds(3600);
        for (int i = 0; i < 10; i++) manager.attempt(one, true, later.plusSeconds(i));
        Instant end = later.plusSeconds(600);
        assertEquals(2, sample(end).size(), "we may have been offline");
        for (int i = 0; i < 3; i++) {
            manager.good(other, end.plusSeconds(10L * i));
            manager.attempt(one, true, end.plusSeconds(10L * i + 1));
        }
        assertEquals(List.of(other), sample(end.plusSeconds(600)));
        assertEquals(2, manager.sample(0, 0, Optional.empty(), false, end.plusSeconds(600)).size());
    }

    private List<NetEndpoint> sample(Instant now) {
        return manager.sample(0, 0, Optional.empty(), true, now).stream()
                .map(Addresses.Entry::endpoint)
                .toList();
    }

    @Test
    void whatWasNotSeenForAMonthOrIsOfTheFutureIsNotTold() {
        Instant old = NOW.minus(Duration.ofDays(31));
        Instant ahead = NOW.plus(Duration.ofMinutes(11));
        var entries =
                List.of(
                        entry(endpoint("250.1.1.1"), old),
                        entry(endpoint("250.2.1.1"), ahead),
                        entry(endpoint("250.3.1.1"), NOW));
        manager.add(entries, SOURCE, NO_PENALTY, NOW);
        assertEquals(List.of(endpoint("250.3.1.1")), sample(NOW));
        assertEquals(3, manager.size());
    }

    @Test
    void aSampleIsBoundedByCountAndPart() {
        for (int i = 0; i < 100; i++) {
            NetEndpoint one = new NetEndpoint(Some.ipv4(0x3000 + i, 7), Some.PORT);
            add(one, one.address());
        }
        int size = manager.size();
        assertTrue(size > 90);
        assertEquals(size, manager.sample(0, 0, Optional.empty(), true, NOW).size());
        assertEquals(size * 23 / 100, manager.sample(1000, 23, Optional.empty(), true, NOW).size());
        List<Addresses.Entry> some = manager.sample(10, 100, Optional.of(NetKind.IPV4), true, NOW);
        assertEquals(10, new HashSet<>(some).size());
        assertEquals(0, manager.sample(10, 100, Optional.of(NetKind.I2P), true, NOW).size());
    }

    @Test
    void aPenaltyMakesAnAddressOlderUnlessItTellsOfItself() {
        Duration penalty = Duration.ofHours(2);
        NetEndpoint told = endpoint("250.1.1.1");
        NetEndpoint self = endpoint("250.2.1.1");
        manager.add(List.of(entry(told), entry(self)), self.address(), penalty, NOW);
        assertEquals(NOW.minus(penalty), seen(told));
        assertEquals(NOW, seen(self));
    }

    private Instant seen(NetEndpoint endpoint) {
        return manager.sample(0, 0, Optional.empty(), false, NOW).stream()
                .filter(entry -> entry.endpoint().equals(endpoint))
                .map(entry -> Instant.ofEpochSecond(entry.timeS()))
                .findAny()
                .orElseThrow();
    }

    @Test
    void theEndOfAConnectionMakesItSeenAgain() {
        NetEndpoint one = endpoint("250.1.1.1");
        add(one);
        manager.connected(one, NOW.plusSeconds(1200));
        assertEquals(NOW, seen(one), "20 minutes are no news");
        manager.connected(one, NOW.plusSeconds(1201));
        assertEquals(NOW.plusSeconds(1201), seen(one));
        manager.good(one, NOW.plusSeconds(9999));
        assertEquals(NOW.plusSeconds(1201), seen(one), "nobody may see whom we talk to now");
        manager.services(one, Services.NONE);
        Pick pick = manager.pick(false, Set.of(), NOW).orElseThrow();
        assertEquals(Services.NONE, pick.services());
        assertEquals(NOW.plusSeconds(9999), pick.lastTry());
    }

    @Test
    void anAddressStandsInAtMostEightPlaces() {
        NetEndpoint one = endpoint("250.1.1.1");
        for (int i = 0; i < 5000; i++) {
            Instant seen = NOW.plusSeconds(i);
            NetAddress source = Some.ipv4(0x1000 + i, 1);
            manager.add(List.of(entry(one, seen)), source, NO_PENALTY, seen);
        }
        assertEquals(1, manager.size());
        assertEquals(8, manager.places(true).size());
        assertTrue(manager.good(one, NOW));
        assertEquals(List.of(), manager.places(true));
        assertEquals(1, manager.places(false).size());
    }

    @Test
    void oneGroupOfSourcesFillsAtMostSixtyFourBuckets() {
        var random = new SplittableRandom(4);
        for (int i = 0; i < 50_000; i++) {
            add(Some.anyEndpoint(NetKind.IPV4, random), Some.ipv4(0x0102, random.nextInt(65_536)));
        }
        Set<Integer> buckets = new HashSet<>();
        for (Place place : manager.places(true)) buckets.add(place.bucket());
        assertTrue(buckets.size() <= 64 && buckets.size() > 32, buckets::toString);
        assertTrue(manager.size() <= 64 * 64);
    }

    @Test
    void oneGroupOfAddressesFillsAtMostEightTriedBuckets() {
        for (int i = 1; i < 10_000; i++) {
            NetEndpoint one = new NetEndpoint(Some.ipv4(0x0102, i), Some.PORT);
            add(one, Some.ipv4(0x1000 + i, 1));
            manager.good(one, NOW);
        }
        Set<Integer> buckets = new HashSet<>();
        for (Place place : manager.places(false)) buckets.add(place.bucket());
        assertTrue(buckets.size() <= 8 && buckets.size() > 4, buckets::toString);
    }

    /** An attacker with one network tells of as many addresses as he likes. */
    @Test
    void aFloodFromOneNetworkLeavesMostOfWhatOthersTold() {
        var random = new SplittableRandom(5);
        var honest = new HashSet<NetEndpoint>();
        for (int i = 0; i < 5_000; i++) {
            NetEndpoint one = Some.anyEndpoint(NetKind.IPV4, random);
            if (add(one, Some.anyEndpoint(NetKind.IPV4, random).address())) honest.add(one);
        }
        for (int i = 0; i < 100_000; i++) {
            add(Some.anyEndpoint(NetKind.IPV4, random), Some.ipv4(0x0102, random.nextInt(65_536)));
        }
        long left =
                manager.places(true).stream()
                        .map(place -> place.entry().endpoint())
                        .filter(honest::contains)
                        .distinct()
                        .count();
        assertTrue(left > honest.size() * 0.95, () -> left + " of " + honest.size());
    }

    /** Fills the tried table until one has to wait. */
    private NetEndpoint waiting() {
        for (int i = 1; i < 60_000; i++) {
            NetEndpoint one = new NetEndpoint(Some.ipv4(0x0102, i), Some.PORT);
            if (!add(one, Some.ipv4(0x1000 + i, 1))) continue;
            if (!manager.good(one, NOW)) return one;
        }
        throw new AssertionError("no collision");
    }

    @Test
    void whoeverAnswersKeepsThePlaceThatAnotherWants() {
        NetEndpoint one = waiting();
        NetEndpoint rival = manager.pickCollision(NOW).orElseThrow().endpoint();
        Instant later = NOW.plus(Duration.ofHours(5));
        manager.good(rival, later);
        manager.resolveCollisions(later);
        assertEquals(Optional.empty(), manager.pickCollision(later));
        assertTrue(isTried(rival));
        assertFalse(isTried(one));
    }

    @Test
    void whoeverDoesNotAnswerWithinAMinuteLosesThePlace() {
        NetEndpoint one = waiting();
        NetEndpoint rival = manager.pickCollision(NOW).orElseThrow().endpoint();
        Instant later = NOW.plus(Duration.ofHours(5));
        manager.good(one, later);
        manager.attempt(rival, true, later);
        manager.resolveCollisions(later.plusSeconds(60));
        assertTrue(isTried(rival), "it has a minute to answer");
        manager.resolveCollisions(later.plusSeconds(61));
        assertTrue(isTried(one));
        assertFalse(isTried(rival));
        assertTrue(manager.places(true).stream().anyMatch(at(rival)), "but it is not forgotten");
        assertEquals(Optional.empty(), manager.pickCollision(later));
    }

    @Test
    void whoeverCannotBeTestedInTimeLosesThePlaceToo() {
        NetEndpoint one = waiting();
        NetEndpoint rival = manager.pickCollision(NOW).orElseThrow().endpoint();
        Instant later = NOW.plus(Duration.ofHours(4));
        manager.good(one, later);
        manager.resolveCollisions(later.plus(Duration.ofMinutes(40)));
        assertTrue(isTried(rival));
        manager.resolveCollisions(later.plus(Duration.ofMinutes(40)).plusSeconds(1));
        assertTrue(isTried(one));
        assertFalse(isTried(rival));
    }

    private static Predicate<Place> at(NetEndpoint endpoint) {
        return place -> place.entry().endpoint().equals(endpoint);
    }

    private boolean isTried(NetEndpoint endpoint) {
        return manager.places(false).stream().anyMatch(at(endpoint));
    }

    /** As bitcoind v31.99 -test=addrman shows it in getrawaddrman after addpeeraddress. */
    @ParameterizedTest
    @CsvSource({
        "fcab:cdef::2, 8333, new, 22/16, cjdns",
        "250.1.2.3, 8333, new, 53/56, ipv4",
        "2a01:4f8:1:2::3, 999, new, 76/16, ipv6",
        "2002:808:909::1, 8333, new, 125/63, ipv4",
        "64:ff9b::708:90a, 8333, new, 368/52, ipv4",
        "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion, 8333, new, 752/15, onion",
        "2001:470:1234:5678::9, 8333, tried, 88/43, ipv6",
        "2001:0:1:2:3:4:f5f5:fefe, 8333, tried, 148/28, ipv4",
        "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p, 8333, tried, 215/1, i2p",
        "fc12:3456::1, 8333, tried, 220/60, cjdns",
        "8.9.10.11, 18333, tried, 241/36, ipv4",
    })
    void placesUnderTheSameKeyAreThoseOfCore(
            String text, int port, String table, String place, String network) {
        NetAddress parsed = address(text);
        NetAddress address =
                network.equals("cjdns") ? NetAddress.of(NetKind.CJDNS, parsed.bytes()) : parsed;
        NetEndpoint one = new NetEndpoint(address, port);
        add(one, address);
        if (table.equals("tried")) manager.good(one, NOW);
        Place found = manager.places(table.equals("new")).getFirst();
        assertEquals(place, found.bucket() + "/" + found.position());
        assertEquals(network, NetGroup.name(address));
        assertEquals(address, found.source());
    }

    /** The books are right after any life, and what is told to others is what stands in them. */
    @Test
    void anyLifeLeavesTheBooksRight() {
        var random = new SplittableRandom(6);
        var endpoints = new ArrayList<NetEndpoint>();
        for (int i = 0; i < 300; i++) endpoints.add(Some.anyEndpoint(random));
        for (int i = 0; i < 300; i++) {
            endpoints.add(new NetEndpoint(Some.ipv4(0x0102, i), Some.PORT));
        }
        for (int step = 0; step < 20_000; step++) {
            NetEndpoint one = endpoints.get(random.nextInt(endpoints.size()));
            Instant now = NOW.plusSeconds(60L * step);
            switch (random.nextInt(5)) {
                case 0 -> manager.good(one, now);
                case 1 -> manager.attempt(one, random.nextBoolean(), now);
                case 2 -> manager.resolveCollisions(now);
                default ->
                        manager.add(
                                List.of(entry(one, now)),
                                endpoints.get(random.nextInt(endpoints.size())).address(),
                                NO_PENALTY,
                                now);
            }
            if (step % 500 == 0) assertBooksAreRight();
        }
        assertBooksAreRight();
    }

    private void assertBooksAreRight() {
        Set<NetEndpoint> fresh = new HashSet<>();
        for (Place place : manager.places(true)) fresh.add(place.entry().endpoint());
        Set<NetEndpoint> tried = new HashSet<>();
        for (Place place : manager.places(false)) assertTrue(tried.add(place.entry().endpoint()));
        assertEquals(fresh.size(), manager.size(Optional.empty(), Optional.of(true)));
        assertEquals(tried.size(), manager.size(Optional.empty(), Optional.of(false)));
        int counted = 0;
        for (NetKind kind : NetKind.values()) {
            counted += manager.size(Optional.of(kind), Optional.empty());
        }
        assertEquals(manager.size(), counted);
        Set<NetEndpoint> all = new HashSet<>(fresh);
        all.addAll(tried);
        assertEquals(fresh.size() + tried.size(), all.size(), "none is in both tables");
        Set<NetEndpoint> told = new HashSet<>();
        for (Addresses.Entry entry : manager.sample(0, 0, Optional.empty(), false, NOW)) {
            assertTrue(told.add(entry.endpoint()));
        }
        assertEquals(all, told);
    }
}
