// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.peers.Eviction.Candidate;
import caesure.wire.NetKind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Eviction as a person would do it with a list and a pencil: look through those that are left for
 * the best, strike it out, begin again. No two may be equal in ping and time of connection.
 */
final class PlainEviction {
    private final List<Candidate> left;

    PlainEviction(List<Candidate> candidates) {
        left = new ArrayList<>(candidates);
    }

    Optional<Long> choose() {
        left.removeIf(Candidate::noban);
        left.removeIf(one -> one.type() != ConnectionType.INBOUND);
        strike(4, PlainEviction::higherGroup, _ -> true);
        strike(8, (a, b) -> a.minPing().compareTo(b.minPing()) < 0, _ -> true);
        strike(4, PlainEviction::betterForTransactions, _ -> true);
        strike(
                8,
                PlainEviction::betterForBlocksAlone,
                one -> !one.relaysTxs() && one.relevantServices());
        strike(4, PlainEviction::betterForBlocks, _ -> true);
        strikeHalf();
        if (left.isEmpty()) return Optional.empty();
        if (left.stream().anyMatch(Candidate::preferEvict)) {
            left.removeIf(one -> !one.preferEvict());
        }
        return Optional.of(victim().id());
    }

    private interface Better {
        boolean is(Candidate a, Candidate b);
    }

    /** Looks at the best so many, and strikes out those of them for whom the test is true. */
    private int strike(int count, Better better, Predicate<Candidate> test) {
        var looked = new ArrayList<Candidate>();
        for (int i = 0; i < count; i++) {
            Candidate best = null;
            for (Candidate one : left) {
                if (looked.contains(one)) continue;
                if (best == null || !better.is(best, one)) best = one;
            }
            if (best != null) looked.add(best);
        }
        looked.removeIf(test.negate());
        left.removeAll(looked);
        return looked.size();
    }

    private static boolean older(Candidate a, Candidate b) {
        return a.connected().isBefore(b.connected());
    }

    private static boolean higherGroup(Candidate a, Candidate b) {
        return Long.compareUnsigned(a.keyedNetGroup(), b.keyedNetGroup()) > 0;
    }

    private static boolean betterForTransactions(Candidate a, Candidate b) {
        if (!a.lastTx().equals(b.lastTx())) return a.lastTx().isAfter(b.lastTx());
        if (a.relaysTxs() != b.relaysTxs()) return a.relaysTxs();
        if (a.bloom() != b.bloom()) return !a.bloom();
        return older(a, b);
    }

    private static boolean betterForBlocks(Candidate a, Candidate b) {
        if (!a.lastBlock().equals(b.lastBlock())) return a.lastBlock().isAfter(b.lastBlock());
        if (a.relevantServices() != b.relevantServices()) return a.relevantServices();
        return older(a, b);
    }

    private static boolean betterForBlocksAlone(Candidate a, Candidate b) {
        if (a.relaysTxs() != b.relaysTxs()) return !a.relaysTxs();
        return betterForBlocks(a, b);
    }

    private void strikeHalf() {
        int total = left.size() / 2;
        var kinds =
                List.<Predicate<Candidate>>of(
                        one -> one.network().equals(Optional.of(NetKind.CJDNS)),
                        one -> one.network().equals(Optional.of(NetKind.I2P)),
                        Candidate::isLocal,
                        one -> one.network().equals(Optional.of(NetKind.ONION)));
        Map<Predicate<Candidate>, Integer> counts = new HashMap<>();
        for (var kind : kinds) counts.put(kind, (int) left.stream().filter(kind).count());
        var order = kinds.stream().sorted(Comparator.comparingInt(counts::get)).toList();
        int struck = 0;
        boolean again = true;
        while (again && struck < total / 2) {
            again = false;
            int some = (int) order.stream().filter(kind -> counts.get(kind) > 0).count();
            if (some == 0) break;
            int each = Math.max((total / 2 - struck) / some, 1);
            for (var kind : order) {
                if (counts.get(kind) == 0) continue;
                Better ofKindThenOlder =
                        (a, b) -> kind.test(a) == kind.test(b) ? older(a, b) : kind.test(a);
                int now = strike(each, ofKindThenOlder, kind);
                if (now == 0) continue;
                again = true;
                struck += now;
                if (struck >= total / 2) break;
                counts.merge(kind, -now, Integer::sum);
            }
        }
        strike(total - struck, PlainEviction::older, _ -> true);
    }

    private Candidate victim() {
        Candidate victim = null;
        for (Candidate one : left) {
            if (victim == null || goesBefore(one, victim)) victim = one;
        }
        return victim;
    }

    private boolean goesBefore(Candidate one, Candidate other) {
        if (one.keyedNetGroup() == other.keyedNetGroup()) return older(other, one);
        long mine = size(one);
        long its = size(other);
        return mine != its ? mine > its : older(youngest(other), youngest(one));
    }

    private long size(Candidate one) {
        return left.stream().filter(x -> x.keyedNetGroup() == one.keyedNetGroup()).count();
    }

    private Candidate youngest(Candidate of) {
        return left.stream()
                .filter(x -> x.keyedNetGroup() == of.keyedNetGroup())
                .max(Comparator.comparing(Candidate::connected))
                .orElseThrow();
    }
}
