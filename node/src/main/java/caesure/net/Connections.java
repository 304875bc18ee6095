// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;

import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The connections there are, in the order in which they came. For any thread. */
final class Connections {
    /** How many may have ended without the handler knowing yet: it may be busy with a block. */
    private static final int ENDED_MAX = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Connection> all = new LinkedHashMap<>();
    private long nextId;
    private boolean closed;

    /** A peer that is to be. */
    record Draft(
            String name,
            NetEndpoint remote,
            NetEndpoint local,
            ConnectionType type,
            Set<Permission> permissions,
            boolean isDiscouraged,
            boolean isThroughOnion,
            Runnable atEnd) {}

    /**
     * Makes a connection of a socket, and begins to read and write.
     *
     * @return empty if it is not wanted any more, or is there already; the caller closes the socket
     */
    Optional<Connection> add(SocketChannel channel, Draft draft, Shared shared) {
        lock.lock();
        try {
            boolean isTwice = !draft.type().isInbound() && isConnected(draft.remote());
            long ended = all.values().stream().filter(Connection::isEnded).count();
            if (closed || !shared.active().get() || isTwice || ended >= ENDED_MAX) {
                return Optional.empty();
            }
            var peer =
                    new Peer(
                            nextId++,
                            draft.name(),
                            draft.remote(),
                            draft.local(),
                            draft.type(),
                            draft.permissions(),
                            shared.clock().instant());
            var connection = new Connection(peer, channel, draft, shared);
            all.put(peer.id(), connection);
            String to = shared.settings().logAddresses() ? "to " + draft.name() + " " : "";
            shared.log().debug(Category.NET, "Added connection %speer=%d", to, peer.id());
            connection.start(shared.magic());
            shared.bell().ring();
            return Optional.of(connection);
        } finally {
            lock.unlock();
        }
    }

    /** All of which the handler has not heard that they ended. */
    List<Connection> all() {
        lock.lock();
        try {
            return new ArrayList<>(all.values());
        } finally {
            lock.unlock();
        }
    }

    /** All that have not ended. */
    List<Connection> live() {
        List<Connection> connections = all();
        connections.removeIf(Connection::isEnded);
        return connections;
    }

    Optional<Connection> live(long id) {
        lock.lock();
        try {
            return Optional.ofNullable(all.get(id)).filter(connection -> !connection.isEnded());
        } finally {
            lock.unlock();
        }
    }

    int count(ConnectionType type) {
        return (int) live().stream().filter(c -> c.peer().type() == type).count();
    }

    /** Whether there is one to an address and port. */
    boolean isConnected(NetEndpoint remote) {
        return any(peer -> peer.remote().equals(remote));
    }

    boolean isConnected(NetAddress remote) {
        return any(peer -> peer.remote().address().equals(remote));
    }

    /** Whether there is one of a name. */
    boolean isConnected(String name) {
        return any(peer -> peer.name().equals(name));
    }

    boolean any(Predicate<Peer> what) {
        return live().stream().anyMatch(connection -> what.test(connection.peer()));
    }

    /** The handler knows that it ended. */
    void forget(Connection connection) {
        lock.lock();
        try {
            all.remove(connection.peer().id());
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
