// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.crypto.SipHash;
import caesure.wire.NetEndpoint;

import java.util.HashSet;
import java.util.Set;

/**
 * Remembers addresses, the last some thousands: which a peer knows already. By 64 bits of a hash
 * under a secret of ours; two in ten thousand million billion are taken for one another.
 */
final class Seen {
    /** So many are remembered at least, once there were so many; at most twice as many. */
    static final int KEPT = 2_500;

    private final SipHash secret;
    private Set<Long> young = new HashSet<>();
    private Set<Long> old = new HashSet<>();

    Seen(SipHash secret) {
        this.secret = secret;
    }

    boolean has(NetEndpoint endpoint) {
        long hash = hash(endpoint);
        return young.contains(hash) || old.contains(hash);
    }

    void add(NetEndpoint endpoint) {
        young.add(hash(endpoint));
        if (young.size() < KEPT) return;
        old = young;
        young = new HashSet<>();
    }

    void clear() {
        young.clear();
        old.clear();
    }

    private long hash(NetEndpoint endpoint) {
        long address = secret.hash(endpoint.address().bytes());
        return address + 0x1_0001L * endpoint.port() + endpoint.address().network();
    }
}
