// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;

/** What becomes of peers that do what nobody does (Core's Misbehaving). */
final class Discipline {
    private final Shared shared;

    Discipline(Shared shared) {
        this.shared = shared;
    }

    /**
     * Ends a connection, and all to the same address, which is remembered. Not so where a person
     * named the peer or said that it may do anything; and this machine's own address, which others
     * have in common, is not remembered.
     */
    void discourage(Connection connection, String why) {
        Peer peer = connection.peer();
        String what = why.isEmpty() ? "" : ": " + Printable.of(why);
        shared.log().debug(Category.NET, "Misbehaving: peer=%d%s", peer.id(), what);
        if (peer.may(Permission.NOBAN)) {
            shared.log().warning("Not punishing noban peer %d!", peer.id());
        } else if (peer.type() == ConnectionType.MANUAL) {
            shared.log().warning("Not punishing manually connected peer %d!", peer.id());
        } else if (peer.remote().address().isLocal()) {
            boolean isOnion = connection.draft().isThroughOnion();
            shared.log()
                    .debug(
                            Category.NET,
                            "Warning: disconnecting but not discouraging %s peer %d!",
                            isOnion ? "inbound onion" : "local",
                            peer.id());
            connection.end("");
        } else {
            shared.log().debug(Category.NET, "Disconnecting and discouraging peer %d!", peer.id());
            shared.book().discourage(peer.remote().address());
            for (Connection other : shared.connections().live()) {
                boolean isSame = other.peer().remote().address().equals(peer.remote().address());
                if (isSame) other.end("disconnect by subnet match");
            }
        }
    }
}
