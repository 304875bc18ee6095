// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.peers.Permission;
import caesure.wire.NetEndpoint;

import java.util.Set;

/**
 * Where to listen.
 *
 * @param endpoint an address of this machine, or one that stands for all; port 0: any that is free
 * @param isOnion whether those who call there come through Tor, so that their address is not theirs
 * @param isOptional whether the node starts without it: it may have no IPv6
 * @param permissions of those who call there (-whitebind)
 */
public record Bind(
        NetEndpoint endpoint, boolean isOnion, boolean isOptional, Set<Permission> permissions) {
    public Bind {
        permissions = Set.copyOf(permissions);
    }

    /** A place to listen without anything special about it. */
    public static Bind to(NetEndpoint endpoint) {
        return new Bind(endpoint, false, false, Set.of());
    }

    /** Whether it stands for all addresses of its family. */
    boolean isAny() {
        var bytes = endpoint.address().bytes();
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.at(i) != 0) return false;
        }
        return true;
    }
}
