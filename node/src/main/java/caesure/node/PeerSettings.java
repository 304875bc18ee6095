// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.crypto.Hash256;
import caesure.net.HubSettings;
import caesure.peers.Permissions;
import caesure.wire.Services;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node deals with peers.
 *
 * @param hub whom to call, where to listen, how much to spend
 * @param services what we say that we do
 * @param userAgent what we say that we are
 * @param takesTransactions whether peers are asked for transactions
 * @param friends who may more than others
 * @param ban how long one lasts if nobody says
 * @param addressKey of a new address book, for tests; empty: random
 */
public record PeerSettings(
        HubSettings hub,
        Services services,
        String userAgent,
        boolean takesTransactions,
        List<Permissions.Granted> friends,
        Duration ban,
        Optional<Hash256> addressKey) {
    public PeerSettings {
        friends = List.copyOf(friends);
    }
}
