// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Log;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** The addresses at which others can call us, as far as we know (Core's mapLocalHost). */
final class OwnAddresses {
    /** How sure we are of an address: of an interface, listened at, named by a person. */
    static final int SCORE_INTERFACE = 1;

    static final int SCORE_BIND = 2;
    static final int SCORE_MANUAL = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NetEndpoint, Integer> scores = new TreeMap<>();
    private final Log log;

    OwnAddresses(Log log) {
        this.log = log;
    }

    /** Takes an address in, if anybody could call there. */
    void add(NetEndpoint endpoint, int score) {
        if (!endpoint.address().isRoutable()) return;
        log.info("AddLocal(%s,%d)", endpoint, score);
        lock.lock();
        try {
            scores.merge(endpoint, score, Math::max);
        } finally {
            lock.unlock();
        }
    }

    List<NetEndpoint> all() {
        lock.lock();
        try {
            return List.copyOf(scores.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How sure we are of one; 0 if it is not ours. */
    int score(NetEndpoint endpoint) {
        lock.lock();
        try {
            return scores.getOrDefault(endpoint, 0);
        } finally {
            lock.unlock();
        }
    }

    boolean has(NetEndpoint endpoint) {
        return score(endpoint) > 0;
    }

    /** Looks at the network interfaces. */
    void discover(List<Bind> binds) {
        for (Bind bind : binds) {
            if (!bind.isAny() || bind.isOnion()) continue;
            for (NetAddress address : ofInterfaces()) {
                boolean isListened =
                        address.network() == bind.endpoint().address().network()
                                || address.is(NetKind.IPV4) && binds.size() == 1;
                if (isListened) {
                    add(new NetEndpoint(address, bind.endpoint().port()), SCORE_INTERFACE);
                }
            }
        }
    }

    private List<NetAddress> ofInterfaces() {
        var found = new ArrayList<NetAddress>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (!each.isUp() || each.isLoopback()) continue;
                for (InetAddress address : each.inetAddresses().toList()) {
                    found.add(Sockets.address(address));
                }
            }
        } catch (SocketException e) {
            log.warning("The network interfaces cannot be looked at: %s", e.getMessage());
        }
        return found;
    }
}
