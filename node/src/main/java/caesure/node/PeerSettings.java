// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.net.HubSettings;
import caesure.peers.Permissions;
import caesure.wire.Services;

import java.time.Duration;
import java.util.List;

/**
 * How a node deals with peers.
 *
 * @param hub whom to call, where to listen, how much to spend
 * @param services what we say that we do
 * @param userAgent what we say that we are
 * @param takesTransactions whether peers are asked for transactions
 * @param friends who may more than others
 * @param ban how long one lasts if nobody says
 */
public record PeerSettings(
        HubSettings hub,
        Services services,
        String userAgent,
        boolean takesTransactions,
        List<Permissions.Granted> friends,
        Duration ban) {
    public PeerSettings {
        friends = List.copyOf(friends);
    }
}
