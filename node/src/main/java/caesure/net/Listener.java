// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A place where others call: lets in whom there is room for (Core's AcceptConnection). */
final class Listener implements Runnable {
    /** After which the next is tried where one could not be let in: for want of files, say. */
    private static final Duration AFTER_ERROR = Duration.ofMillis(100);

    private final Shared shared;
    private final Bind bind;
    private final ServerSocketChannel server;
    private final Set<NetKind> kinds;
    private final ReentrantLock letIn;

    /**
     * @param kinds addresses of these are let in: a socket for IPv6 hears IPv4, too
     * @param letIn one is let in at a time, so that there never are too many
     */
    Listener(
            Shared shared,
            Bind bind,
            ServerSocketChannel server,
            Set<NetKind> kinds,
            ReentrantLock letIn) {
        this.shared = shared;
        this.bind = bind;
        this.server = server;
        this.kinds = kinds;
        this.letIn = letIn;
    }

    @Override
    public void run() {
        while (!shared.ending().isDeclared()) {
            try {
                accept(server.accept());
            } catch (IOException e) {
                if (!server.isOpen()) return; // that is how it is ended
                shared.log().info("socket error accept failed: %s", e.getMessage());
                if (!shared.ending().pause(AFTER_ERROR)) return;
            } catch (Throwable e) { // a fault of ours: others may call nevertheless
                shared.fault("letting in a peer", e);
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        boolean stays = false;
        letIn.lock();
        try {
            stays = isLetIn(channel);
        } finally {
            letIn.unlock();
            if (!stays) channel.close();
        }
    }

    private boolean isLetIn(SocketChannel channel) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress from)
                || !(channel.getLocalAddress() instanceof InetSocketAddress to)) {
            return false; // gone already
        }
        NetEndpoint remote = Sockets.endpoint(from);
        if (remote.address().kind().filter(kinds::contains).isEmpty()) return false;
        Set<Permission> permissions =
                shared.book()
                        .permissions(remote.address(), ConnectionType.INBOUND, Optional.of(bind));
        boolean isDiscouraged = shared.book().isDiscouraged(remote.address());
        Optional<String> refusal = refusal(remote.address(), permissions, isDiscouraged);
        if (refusal.isPresent()) {
            String form = "connection from %s dropped" + refusal.get();
            shared.log().debug(Category.NET, form, remote);
            return false;
        }
        if (!hasRoom()) return false;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var draft =
                new Connections.Draft(
                        remote.toString(),
                        remote,
                        Sockets.endpoint(to),
                        ConnectionType.INBOUND,
                        permissions,
                        isDiscouraged,
                        bind.isOnion(),
                        () -> {});
        if (shared.connections().add(channel, draft, shared).isEmpty()) return false;
        shared.log().debug(Category.NET, "connection from %s accepted", remote);
        return true;
    }

    /** Why somebody is not let in, whatever room there is. */
    private Optional<String> refusal(
            NetAddress remote, Set<Permission> permissions, boolean isDiscouraged) {
        if (!shared.active().get()) return Optional.of(": not accepting new connections");
        if (permissions.contains(Permission.NOBAN)) return Optional.empty();
        if (shared.book().isBanned(remote)) return Optional.of(" (banned)");
        boolean isScarce = incoming() + 1 >= shared.settings().limits().incoming();
        return isDiscouraged && isScarce ? Optional.of(" (discouraged)") : Optional.empty();
    }

    private int incoming() {
        return shared.connections().count(ConnectionType.INBOUND);
    }

    /** Whether there is room, or somebody goes. */
    private boolean hasRoom() {
        if (incoming() < shared.settings().limits().incoming()) return true;
        List<Book.Guest> guests =
                shared.connections().live().stream()
                        .map(connection ->
                                new Book.Guest(
                                        connection.peer(),
                                        connection.draft().isDiscouraged(),
                                        connection.draft().isThroughOnion()))
                        .toList();
        Optional<Connection> goes = shared.book().evict(guests).flatMap(shared.connections()::live);
        if (goes.isEmpty()) {
            String text = "failed to find an eviction candidate - connection dropped (full)";
            shared.log().debug(Category.NET, text);
            return false;
        }
        Peer peer = goes.get().peer();
        goes.get().end("selected " + peer.type().shown() + " connection for eviction");
        return true;
    }
}
