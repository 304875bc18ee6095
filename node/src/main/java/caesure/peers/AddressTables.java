// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The two tables of {@link AddressManager} and all that leads to their entries. For one thread at a
 * time. Times are in seconds since 1970.
 *
 * <p>An address stands either in 1 to 8 places of the new table or in one of the tried table; when
 * it loses its last place it is forgotten. So there are never more of them than places, 81,920.
 */
final class AddressTables {
    /** In how many places of the new table an address may stand. */
    static final int PLACES_MAX = 8;

    /** How many addresses may wait for the end of somebody in the tried table. */
    private static final int COLLISIONS_MAX = 10;

    /** Who answered us so lately keeps the place. */
    private static final long REPLACEMENT_S = Duration.ofHours(4).toSeconds();

    /** If we come not to call whom we should test in this time, the new one gets the place. */
    private static final long TEST_WINDOW_S = Duration.ofMinutes(40).toSeconds();

    /** A call has so long before it counts as failed. */
    private static final long ANSWER_S = 60;

    /** Each address that was pointed at and not taken makes the next so much more likely. */
    private static final double IMPATIENCE = 1.2;

    private static final long DAY_S = Duration.ofDays(1).toSeconds();
    private static final long HOUR_S = Duration.ofHours(1).toSeconds();
    private static final long SEEN_AGAIN_S = Duration.ofMinutes(20).toSeconds();

    /** The most that an addr message can say. */
    private static final long TIME_MAX_S = 0xffff_ffffL;

    final Buckets buckets;
    private final RandomGenerator random;

    private final Known[][] fresh = new Known[Buckets.NEW][Buckets.SLOTS];
    private final Known[][] tried = new Known[Buckets.TRIED][Buckets.SLOTS];

    /** Strangers choose the keys. Where their hashes collide the map sorts them by order. */
    private final Map<NetEndpoint, Known> known = new HashMap<>();

    /** All of {@link #known}; chance moves them about. */
    private final List<Known> all = new ArrayList<>();

    private final Set<Known> collisions = new LinkedHashSet<>();
    private final Map<NetKind, Integer> freshOf = new EnumMap<>(NetKind.class); // not places
    private final Map<NetKind, Integer> triedOf = new EnumMap<>(NetKind.class);

    /** When somebody last answered; a call in vain counts once since then, or we are offline. */
    private long lastGoodS = 1;

    AddressTables(Buckets buckets, RandomGenerator random) {
        this.buckets = buckets;
        this.random = random;
    }

    Optional<Known> find(NetEndpoint endpoint) {
        return Optional.ofNullable(known.get(endpoint));
    }

    boolean add(Addresses.Entry entry, NetAddress source, Duration penalty, long nowS) {
        NetAddress address = entry.endpoint().address();
        if (!address.isRoutable()) return false;
        long penaltyS = address.equals(source) ? 0 : penalty.toSeconds(); // who speaks of himself
        Known old = known.get(entry.endpoint());
        if (old != null && !isWorthAnotherPlace(old, entry, penaltyS, nowS)) return false;
        Known one = old != null ? old : create(entry, source, penaltyS);
        int bucket = buckets.newBucket(one.endpoint, source);
        int slot = buckets.newSlot(one.endpoint, bucket);
        Known there = fresh[bucket][slot];
        if (there == one) return false;
        if (there == null || isWeaker(there, one, nowS)) {
            place(one, bucket, slot);
            return true;
        }
        if (one.places == 0) forget(one);
        return false;
    }

    /** Learns from what is said again of a known address. */
    private boolean isWorthAnotherPlace(
            Known old, Addresses.Entry entry, long penaltyS, long nowS) {
        long intervalS = nowS - entry.timeS() < DAY_S ? HOUR_S : DAY_S; // is it online now?
        if (old.seenS < entry.timeS() - intervalS - penaltyS) {
            old.seenS = Math.max(0, entry.timeS() - penaltyS);
        }
        old.services = old.services.with(entry.services());
        if (entry.timeS() <= old.seenS || old.isTried || old.places == PLACES_MAX) return false;
        return random.nextInt(1 << old.places) == 0; // each place is twice as hard to get
    }

    private static boolean isWeaker(Known there, Known one, long nowS) {
        return there.isTerrible(nowS) || there.places > 1 && one.places == 0;
    }

    private Known create(Addresses.Entry entry, NetAddress source, long penaltyS) {
        var one = new Known(entry, source);
        one.seenS = Math.max(0, one.seenS - penaltyS);
        remember(one);
        return one;
    }

    private void remember(Known one) {
        known.put(one.endpoint, one);
        one.randomAt = all.size();
        all.add(one);
        (one.isTried ? triedOf : freshOf).merge(one.kind, 1, Integer::sum);
    }

    /** Of the new table; it stands nowhere any more. */
    private void forget(Known one) {
        swap(one.randomAt, all.size() - 1);
        all.removeLast();
        known.remove(one.endpoint);
        freshOf.merge(one.kind, -1, Integer::sum);
    }

    private void swap(int a, int b) {
        Known one = all.get(a);
        Known other = all.get(b);
        all.set(a, other);
        all.set(b, one);
        other.randomAt = a;
        one.randomAt = b;
    }

    private void place(Known one, int bucket, int slot) {
        clear(bucket, slot);
        fresh[bucket][slot] = one;
        one.places++;
    }

    private void clear(int bucket, int slot) {
        Known there = fresh[bucket][slot];
        if (there == null) return;
        fresh[bucket][slot] = null;
        there.places--;
        if (there.places == 0) forget(there);
    }

    /** Whether it moved to the tried table. */
    boolean good(NetEndpoint endpoint, long nowS) {
        lastGoodS = nowS;
        Known one = known.get(endpoint);
        if (one == null) return false;
        markGood(one, nowS); // not when it was seen: that would tell others whom we talk to
        if (one.isTried) return false;
        int bucket = buckets.triedBucket(endpoint);
        if (tried[bucket][buckets.triedSlot(endpoint, bucket)] != null) {
            if (collisions.size() < COLLISIONS_MAX) collisions.add(one);
            return false;
        }
        makeTried(one);
        return true;
    }

    private static void markGood(Known one, long nowS) {
        one.lastSuccessS = nowS;
        one.lastTryS = nowS;
        one.attempts = 0;
    }

    /** Moves an address to the tried table; whoever stands there moves to the new one. */
    private void makeTried(Known one) {
        leaveFresh(one);
        int bucket = buckets.triedBucket(one.endpoint);
        int slot = buckets.triedSlot(one.endpoint, bucket);
        Known there = tried[bucket][slot];
        if (there != null) {
            there.isTried = false;
            triedOf.merge(there.kind, -1, Integer::sum);
            freshOf.merge(there.kind, 1, Integer::sum);
            int back = buckets.newBucket(there.endpoint, there.source);
            place(there, back, buckets.newSlot(there.endpoint, back));
        }
        tried[bucket][slot] = one;
        one.isTried = true;
        triedOf.merge(one.kind, 1, Integer::sum);
    }

    private void leaveFresh(Known one) {
        int first = buckets.newBucket(one.endpoint, one.source); // most likely
        for (int i = 0; i < Buckets.NEW && one.places > 0; i++) {
            int bucket = (first + i) % Buckets.NEW;
            int slot = buckets.newSlot(one.endpoint, bucket);
            if (fresh[bucket][slot] != one) continue;
            fresh[bucket][slot] = null;
            one.places--;
        }
        freshOf.merge(one.kind, -1, Integer::sum);
    }

    void attempt(Known one, CountFailure count, long nowS) {
        one.lastTryS = nowS;
        if (count == CountFailure.YES && one.lastCountedS < lastGoodS) {
            one.lastCountedS = nowS;
            one.attempts++;
        }
    }

    /** Whether a call in vain speaks against the address. */
    enum CountFailure {
        YES,
        NO
    }

    void connected(Known one, long nowS) {
        if (nowS - one.seenS > SEEN_AGAIN_S) one.seenS = Math.clamp(nowS, 0, TIME_MAX_S);
    }

    Optional<Known> pick(boolean newOnly, Set<NetKind> networks, long nowS) {
        int freshCount = count(freshOf, networks);
        int triedCount = newOnly ? 0 : count(triedOf, networks);
        if (freshCount + triedCount == 0) return Optional.empty();
        boolean fromTried = triedCount > 0 && (freshCount == 0 || random.nextBoolean());
        Known[][] table = fromTried ? tried : fresh;
        double factor = 1;
        while (true) { // an entry that fits is there, and the factor grows: it ends
            Optional<Known> one = pointAt(table[random.nextInt(table.length)], networks);
            if (one.isEmpty()) continue;
            if (random.nextDouble() < factor * one.get().chance(nowS)) return one;
            factor *= IMPATIENCE;
        }
    }

    private static int count(Map<NetKind, Integer> of, Set<NetKind> networks) {
        int count = 0;
        for (var one : of.entrySet()) {
            if (networks.isEmpty() || networks.contains(one.getKey())) count += one.getValue();
        }
        return count;
    }

    /** The first that fits in a bucket, from a random place on. */
    private Optional<Known> pointAt(Known[] bucket, Set<NetKind> networks) {
        int first = random.nextInt(Buckets.SLOTS);
        for (int i = 0; i < Buckets.SLOTS; i++) {
            Known one = bucket[(first + i) % Buckets.SLOTS];
            if (one != null && (networks.isEmpty() || networks.contains(one.kind))) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Whom one of those that wait would put out of the tried table. */
    Optional<Known> pickCollision() {
        if (collisions.isEmpty()) return Optional.empty();
        Known one = List.copyOf(collisions).get(random.nextInt(collisions.size()));
        if (!one.isThere()) {
            collisions.remove(one);
            return Optional.empty();
        }
        return Optional.of(rival(one));
    }

    private Known rival(Known one) {
        int bucket = buckets.triedBucket(one.endpoint);
        return tried[bucket][buckets.triedSlot(one.endpoint, bucket)];
    }

    void resolveCollisions(long nowS) {
        for (Known one : List.copyOf(collisions)) {
            if (!one.isThere() || isResolved(one, rival(one), nowS)) collisions.remove(one);
        }
    }

    private boolean isResolved(Known one, Known rival, long nowS) {
        if (nowS - rival.lastSuccessS < REPLACEMENT_S) return true; // it lives: it stays
        if (nowS - rival.lastTryS < REPLACEMENT_S) {
            if (nowS - rival.lastTryS <= ANSWER_S) return false;
        } else if (nowS - one.lastSuccessS <= TEST_WINDOW_S) {
            return false;
        }
        lastGoodS = nowS;
        markGood(one, nowS);
        if (!one.isTried) makeTried(one);
        return true;
    }

    /** Random ones, each at most once. */
    List<Known> sample(int max, Optional<NetKind> network, boolean filtered, long nowS) {
        var sample = new ArrayList<Known>();
        for (int i = 0; i < all.size() && sample.size() < max; i++) {
            swap(i, i + random.nextInt(all.size() - i));
            Known one = all.get(i);
            if (filtered && one.isTerrible(nowS)) continue;
            if (network.isPresent() && !NetGroup.network(one.endpoint.address()).equals(network)) {
                continue;
            }
            sample.add(one);
        }
        return sample;
    }

    int size() {
        return all.size();
    }

    int newCount(Set<NetKind> networks) {
        return count(freshOf, networks);
    }

    int triedCount(Set<NetKind> networks) {
        return count(triedOf, networks);
    }

    /** Who stands in a place of the new table. */
    Optional<Known> newAt(int bucket, int slot) {
        return Optional.ofNullable(fresh[bucket][slot]);
    }

    Optional<Known> triedAt(int bucket, int slot) {
        return Optional.ofNullable(tried[bucket][slot]);
    }

    /** In no order. */
    List<Known> all() {
        return List.copyOf(all);
    }

    /** Takes in a tried address that was saved; false if its place is taken or it is known. */
    boolean restoreTried(Known one) {
        int bucket = buckets.triedBucket(one.endpoint);
        int slot = buckets.triedSlot(one.endpoint, bucket);
        if (tried[bucket][slot] != null || known.containsKey(one.endpoint)) return false;
        tried[bucket][slot] = one;
        one.isTried = true;
        remember(one);
        return true;
    }

    /** Takes in a place of the new table that was saved; false if it cannot be. */
    boolean restoreNew(Known one, int bucket) {
        int slot = buckets.newSlot(one.endpoint, bucket);
        Known same = known.get(one.endpoint);
        if (fresh[bucket][slot] != null || one.places == PLACES_MAX) return false;
        if (same != one && same != null) return false;
        if (same == null) remember(one);
        fresh[bucket][slot] = one;
        one.places++;
        return true;
    }
}
