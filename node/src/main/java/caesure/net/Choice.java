// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.log.Category;
import caesure.peers.ConnectionType;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whom of those in the book to call next (from Core's ThreadOpenConnections). */
final class Choice {
    /** How many are looked at before others get a chance to change the picture. */
    private static final int TRIES_MAX = 100;

    /** After so many one will do that was called just now. */
    private static final int TRIES_BEFORE_RECENT = 30;

    /** After so many one will do that has the port of another service. */
    private static final int TRIES_BEFORE_BAD_PORT = 50;

    private static final Duration RECENT = Duration.ofMinutes(10);

    /**
     * Ports of other services. An address with one is hardly a node's, and whoever calls it may be
     * used to trouble others. Source: Core's IsBadPort.
     */
    private static final Set<Integer> BAD_PORTS =
            Set.of(
                    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87,
                    95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139,
                    143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548,
                    554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3306,
                    3389, 3659, 4045, 5060, 5061, 5432, 5900, 6000, 6566, 6665, 6666, 6667, 6668,
                    6669, 6697, 10080, 27017);

    private final Shared shared;
    private final AddedNodes added;

    Choice(Shared shared, AddedNodes added) {
        this.shared = shared;
        this.added = added;
    }

    /**
     * With whom we are connected to stay.
     *
     * @param groups of their addresses in the open networks
     * @param hidden how many are in others, where groups mean nothing
     */
    record Held(Set<ByteString> groups, int hidden) {
        int groupCount() {
            return groups.size() + hidden;
        }
    }

    Held held() {
        var groups = new HashSet<ByteString>();
        int hidden = 0;
        for (Connection connection : shared.connections().live()) {
            if (!connection.peer().type().isLasting()) continue;
            NetAddress address = connection.peer().remote().address();
            if (address.is(NetKind.IPV4) || address.is(NetKind.IPV6)) {
                groups.add(shared.book().group(address));
            } else {
                hidden++;
            }
        }
        return new Held(groups, hidden);
    }

    /** Somebody to call, who is in nobody's group with whom we are connected. */
    Optional<Book.Target> choose(ConnectionType wanted, Held held) {
        Instant now = shared.clock().instant();
        shared.book().resolveCollisions(now);
        for (int tries = 1; tries <= TRIES_MAX && !shared.ending().isDeclared(); tries++) {
            Optional<Book.Target> target = pick(wanted, now);
            if (target.isEmpty()) return Optional.empty();
            NetEndpoint to = target.get().endpoint();
            boolean isFeeler = wanted == ConnectionType.FEELER;
            if (!isFeeler && held.groups().contains(shared.book().group(to.address()))) continue;
            if (!to.address().isValid() || shared.own().has(to)) return Optional.empty();
            if (isFit(target.get(), wanted, tries, now)) return target;
        }
        return Optional.empty();
    }

    private Optional<Book.Target> pick(ConnectionType wanted, Instant now) {
        if (wanted == ConnectionType.FEELER) {
            Optional<Book.Target> collision = shared.book().collision(now);
            if (collision.isPresent()) {
                NetEndpoint inTheWay = collision.get().endpoint();
                if (!shared.connections().isConnected(inTheWay.address())) return collision;
                shared.book().good(inTheWay, now); // for it is connected
            }
        }
        return shared.book().pick(wanted, now);
    }

    private boolean isFit(Book.Target target, ConnectionType wanted, int tries, Instant now) {
        NetEndpoint to = target.endpoint();
        Optional<NetKind> kind = to.address().kind();
        Set<NetKind> reachable = shared.settings().calling().reachable();
        if (kind.isEmpty() || !reachable.contains(kind.get())) return false;
        if (!Sockets.hasSockets(to.address())) return false;
        boolean isRecent = Duration.between(target.lastTry(), now).compareTo(RECENT) < 0;
        if (isRecent && tries < TRIES_BEFORE_RECENT) return false;
        if (!shared.book().isEnough(target.services(), wanted)) return false;
        if (BAD_PORTS.contains(to.port()) && tries < TRIES_BEFORE_BAD_PORT) return false;
        if (!added.has(to)) return true;
        String form =
                "Not making automatic %s connection to %s peer selected for manual (addnode)"
                        + " connection%s";
        String where = shared.settings().logAddresses() ? ": " + to : "";
        shared.log().debug(Category.NET, form, wanted.shown(), networkName(kind.get()), where);
        return false;
    }

    private static String networkName(NetKind kind) {
        return switch (kind) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
            case ONION -> "onion";
            case I2P -> "i2p";
            case CJDNS -> "cjdns";
        };
    }
}
