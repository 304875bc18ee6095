// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.peers.Peer;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses at which address a peer may tell others that we live (Core's GetLocalAddrForPeer). */
final class Whereabouts {
    /** From this score on it is surer than what a peer sees. */
    private static final int SURE = 4;

    private Whereabouts() {}

    /**
     * An address of ours.
     *
     * @param score how sure we are of it
     */
    record Local(NetEndpoint endpoint, int score) {}

    /**
     * @param towards whom it is for
     * @param network through which that peer came; empty if that is no public one
     * @param seen where the peer sees us; the port is of use only if it called us
     * @param own those we know; none if we do not listen
     * @param mayLearn whether to believe what the peer sees, now and then (-discover)
     * @param port at which we listen
     */
    static Optional<NetEndpoint> choose(
            Peer towards,
            Optional<NetKind> network,
            Optional<NetEndpoint> seen,
            List<Local> own,
            boolean mayLearn,
            int port,
            RandomGenerator random) {
        Optional<Local> best = best(network, own);
        Optional<NetEndpoint> known =
                best.map(Local::endpoint).filter(endpoint -> endpoint.address().isRoutable());
        boolean isSeen =
                mayLearn
                        && towards.remote().address().isRoutable()
                        && seen.filter(s -> s.address().isRoutable()).isPresent();
        if (!isSeen) return known;
        int bits = best.filter(local -> local.score > SURE).isPresent() ? 3 : 1;
        if (known.isPresent() && random.nextInt(1 << bits) != 0) return known;
        if (towards.isInbound()) return seen;
        int at = known.map(NetEndpoint::port).orElse(port);
        return seen.map(s -> new NetEndpoint(s.address(), at));
    }

    /**
     * The address that the peer can reach best. Addresses of networks that hide where one lives are
     * told only there, and none else there: or both could be brought together.
     */
    private static Optional<Local> best(Optional<NetKind> theirs, List<Local> own) {
        return own.stream()
                .filter(local -> {
                    Optional<NetKind> kind = local.endpoint.address().kind();
                    return kind.equals(theirs) || !isPrivate(kind) && !isPrivate(theirs);
                })
                .max(
                        Comparator.comparingInt((Local local) -> reach(local, theirs))
                                .thenComparingInt(Local::score));
    }

    private static boolean isPrivate(Optional<NetKind> kind) {
        return kind.filter(k -> k == NetKind.ONION || k == NetKind.I2P).isPresent();
    }

    /** How well one is reached from a network. */
    private static int reach(Local local, Optional<NetKind> from) {
        Optional<NetKind> kind = local.endpoint.address().kind();
        if (kind.equals(from)) return 2;
        return kind.filter(k -> k == NetKind.IPV4).isPresent() ? 1 : 0; // most can call IPv4
    }
}
