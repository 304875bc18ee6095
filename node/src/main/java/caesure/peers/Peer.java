// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.NetEndpoint;

import java.time.Instant;
import java.util.Set;

/**
 * A connection to a peer, for as long as it lives: what never changes.
 *
 * @param id counts up from 0; never used again
 * @param name as it is shown: the address, or the name that a person gave
 * @param remote where the peer is; of an inbound one, where it called from
 * @param local where we are
 * @param permissions what it may beyond others
 * @param since when the connection was made, by the node's clock (mocked in tests)
 */
public record Peer(
        long id,
        String name,
        NetEndpoint remote,
        NetEndpoint local,
        ConnectionType type,
        Set<Permission> permissions,
        Instant since) {
    public Peer {
        permissions = Set.copyOf(permissions);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    public boolean isInbound() {
        return type.isInbound();
    }
}
