// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.NetKind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who of those who called us must go when all places are taken and another calls. Whoever is hard
 * to imitate stays: so an attacker cannot take all places, however often he calls. Source: Core's
 * SelectNodeToEvict.
 */
public final class Eviction {
    private static final int BY_GROUP = 4;
    private static final int BY_PING = 8;
    private static final int BY_TRANSACTIONS = 4;
    private static final int BLOCK_RELAY_ONLY = 8;
    private static final int BY_BLOCKS = 4;

    /** Newest first: whoever has been there for longest stands at the end, where it is safe. */
    private static final Comparator<Candidate> BY_AGE =
            Comparator.comparing(Candidate::connected).reversed();

    private static final Comparator<Candidate> BY_BLOCK_TIME =
            Comparator.comparing(Candidate::lastBlock)
                    .thenComparing(Candidate::relevantServices)
                    .thenComparing(BY_AGE);

    private static final Comparator<Candidate> BY_TRANSACTION_TIME =
            Comparator.comparing(Candidate::lastTx)
                    .thenComparing(Candidate::relaysTxs)
                    .thenComparing(Comparator.comparing(Candidate::bloom).reversed())
                    .thenComparing(BY_AGE);

    private static final Comparator<Candidate> BLOCKS_ALONE_LAST =
            Comparator.comparing(Candidate::relaysTxs).reversed().thenComparing(BY_BLOCK_TIME);

    private Eviction() {}

    /**
     * A peer, as far as it matters here.
     *
     * @param id of the peer
     * @param minPing the shortest round trip; very long if none was measured
     * @param lastBlock when it last sent a block that was new to us; {@link Instant#EPOCH} if never
     * @param lastTx the same for transactions that the mempool took
     * @param relevantServices whether it does what we want of a peer
     * @param relaysTxs whether it wants to hear of transactions
     * @param bloom whether it has set a bloom filter
     * @param keyedNetGroup {@link NetGroup#keyed}, compared as unsigned
     * @param preferEvict whether it is discouraged
     * @param isLocal whether it called from this machine
     * @param network in which it called; none if it is not publicly routable. An onion service's
     *     caller is of {@link NetKind#ONION}, whatever its address
     * @param noban whether it may never be sent away
     */
    public record Candidate(
            long id,
            Instant connected,
            Duration minPing,
            Instant lastBlock,
            Instant lastTx,
            boolean relevantServices,
            boolean relaysTxs,
            boolean bloom,
            long keyedNetGroup,
            boolean preferEvict,
            boolean isLocal,
            Optional<NetKind> network,
            boolean noban,
            ConnectionType type) {}

    /** Who must go; nobody if all of them are protected. */
    public static Optional<Long> choose(List<Candidate> candidates) {
        var left = new ArrayList<>(candidates);
        left.removeIf(one -> one.noban || !one.type.isInbound());
        // the group's number is secret: nobody knows which groups are safe
        Comparator<Candidate> byGroup =
                (a, b) -> Long.compareUnsigned(a.keyedNetGroup, b.keyedNetGroup);
        protect(left, byGroup, BY_GROUP, _ -> true);
        // what follows costs an attacker something: to live nearby, or to work for us
        protect(left, Comparator.comparing(Candidate::minPing).reversed(), BY_PING, _ -> true);
        protect(left, BY_TRANSACTION_TIME, BY_TRANSACTIONS, _ -> true);
        protect(
                left,
                BLOCKS_ALONE_LAST,
                BLOCK_RELAY_ONLY,
                one -> !one.relaysTxs && one.relevantServices);
        protect(left, BY_BLOCK_TIME, BY_BLOCKS, _ -> true);
        protectHalf(left);
        if (left.stream().anyMatch(Candidate::preferEvict)) left.removeIf(one -> !one.preferEvict);
        return youngestOfLargestGroup(left);
    }

    /** Takes out those of the last so many, in this order, for whom the test is true. */
    private static void protect(
            List<Candidate> left,
            Comparator<Candidate> order,
            int count,
            Predicate<Candidate> test) {
        left.sort(order);
        left.subList(Math.max(0, left.size() - count), left.size()).removeIf(test);
    }

    /** A kind of peers that are few and slow, so that the other rules are hard on them. */
    private static final class Disadvantaged {
        private final Predicate<Candidate> test;

        /** Without those who were protected as of this kind; with those as of another. */
        private int count;

        Disadvantaged(Predicate<Candidate> test, List<Candidate> left) {
            this.test = test;
            this.count = (int) left.stream().filter(test).count();
        }

        static Disadvantaged of(NetKind network, List<Candidate> left) {
            return new Disadvantaged(one -> one.network.equals(Optional.of(network)), left);
        }
    }

    /**
     * Takes out half of those that are left: those who have been there for longest, but up to half
     * of the places go to {@link Disadvantaged} ones, as equally as may be.
     */
    private static void protectHalf(List<Candidate> left) {
        int total = left.size() / 2;
        List<Disadvantaged> kinds = disadvantaged(left);
        int done = 0;
        int more = 1;
        while (more > 0) {
            more = protectKinds(left, kinds, total / 2 - done);
            done += more;
        }
        protect(left, BY_AGE, total - done, _ -> true);
    }

    /** Those with the fewest peers first: what they leave over goes to the others. */
    private static List<Disadvantaged> disadvantaged(List<Candidate> left) {
        var kinds = new ArrayList<Disadvantaged>();
        kinds.add(Disadvantaged.of(NetKind.CJDNS, left));
        kinds.add(Disadvantaged.of(NetKind.I2P, left));
        kinds.add(new Disadvantaged(Candidate::isLocal, left));
        kinds.add(Disadvantaged.of(NetKind.ONION, left));
        kinds.sort(Comparator.comparingInt(kind -> kind.count));
        return kinds;
    }

    /**
     * Goes once through the kinds, each of which gets its part of some places; how many it took.
     */
    private static int protectKinds(List<Candidate> left, List<Disadvantaged> kinds, int places) {
        int some = (int) kinds.stream().filter(kind -> kind.count > 0).count();
        if (some == 0) return 0;
        int each = Math.max(1, places / some);
        int taken = 0;
        for (Disadvantaged kind : kinds) {
            if (kind.count == 0 || taken >= places) continue;
            int before = left.size();
            protectKind(left, kind.test, each);
            kind.count -= before - left.size();
            taken += before - left.size();
        }
        return taken;
    }

    private static void protectKind(List<Candidate> left, Predicate<Candidate> kind, int count) {
        Comparator<Candidate> order = Comparator.comparing(kind::test);
        protect(left, order.thenComparing(BY_AGE), count, kind);
    }

    /** Of the group with the most peers; of several, that with the youngest. Newest come first. */
    private static Optional<Long> youngestOfLargestGroup(List<Candidate> left) {
        Map<Long, List<Candidate>> groups = new LinkedHashMap<>();
        for (Candidate one : left) {
            groups.computeIfAbsent(one.keyedNetGroup, _ -> new ArrayList<>()).add(one);
        }
        return groups.values().stream()
                .max(
                        Comparator.<List<Candidate>>comparingInt(List::size)
                                .thenComparing(group -> group.getFirst().connected))
                .map(group -> group.getFirst().id);
    }
}
