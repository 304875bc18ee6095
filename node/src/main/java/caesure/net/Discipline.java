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
     *
     * @param why if empty, whoever calls has written all into the log that belongs there
     */
    void discourage(Connection connection, String why) {
        Peer peer = connection.peer();
        boolean isTold = !why.isEmpty();
        if (isTold) {
            String form = "Misbehaving: peer=%d: %s";
            shared.log().debug(Category.NET, form, peer.id(), Printable.of(why));
        }
        if (peer.may(Permission.NOBAN)) {
            if (isTold) shared.log().warning("Not punishing noban peer %d!", peer.id());
        } else if (peer.type() == ConnectionType.MANUAL) {
            if (isTold) {
                shared.log().warning("Not punishing manually connected peer %d!", peer.id());
            }
        } else if (peer.remote().address().isLocal()) {
            if (isTold) tellLocal(connection);
            connection.end("");
        } else {
            if (isTold) {
                String form = "Disconnecting and discouraging peer %d!";
                shared.log().debug(Category.NET, form, peer.id());
            }
            shun(peer);
        }
    }

    private void tellLocal(Connection connection) {
        String what = connection.draft().isThroughOnion() ? "inbound onion" : "local";
        String form = "Warning: disconnecting but not discouraging %s peer %d!";
        shared.log().debug(Category.NET, form, what, connection.peer().id());
    }

    private void shun(Peer peer) {
        shared.book().discourage(peer.remote().address());
        for (Connection other : shared.connections().live()) {
            boolean isSame = other.peer().remote().address().equals(peer.remote().address());
            if (isSame) other.end("disconnect by subnet match");
        }
    }
}
