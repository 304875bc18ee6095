// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** All places where others call. */
final class Listeners implements AutoCloseable {
    /** How many may wait to be let in. */
    private static final int BACKLOG = 128;

    /** In what the system says of an address at which somebody listens already. */
    private static final String IN_USE = "already in use";

    private final Shared shared;
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<Bind> bound = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock letIn = new ReentrantLock();

    private Listeners(Shared shared) {
        this.shared = shared;
    }

    /**
     * Opens all sockets; nobody is let in yet.
     *
     * @throws IOException if one cannot be opened that has to be, in bitcoind's words
     */
    static Listeners open(Shared shared) throws IOException {
        var listeners = new Listeners(shared);
        try {
            var binds = new ArrayList<>(shared.settings().binds());
            // what hears both comes first: so the other is found to be heard
            binds.sort(Comparator.comparing(bind -> !isAny(bind, NetKind.IPV6)));
            for (Bind bind : binds) listeners.open(bind);
            return listeners;
        } catch (IOException e) {
            listeners.close();
            throw e;
        }
    }

    private void open(Bind bind) throws IOException {
        if (isHeard(bind)) {
            shared.log().info("Bound to %s", bind.endpoint());
            bound.add(bind);
            return;
        }
        try {
            ServerSocketChannel server = bind(bind.endpoint());
            servers.add(server);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            var endpoint = new NetEndpoint(bind.endpoint().address(), port);
            var actual = new Bind(endpoint, bind.isOnion(), bind.isOptional(), bind.permissions());
            shared.log().info("Bound to %s", endpoint);
            bound.add(actual);
            var listener = new Listener(shared, actual, server, kinds(bind), letIn);
            threads.add(Thread.ofVirtual().name("listen-" + endpoint).unstarted(listener));
        } catch (IOException e) {
            shared.log().error("%s", e.getMessage());
            if (!bind.isOptional()) throw e;
        }
    }

    /** Whether a socket for all of IPv6 hears what is for all of IPv4: it does here. */
    private boolean isHeard(Bind bind) {
        return isAny(bind, NetKind.IPV4)
                && bound.stream()
                        .anyMatch(other ->
                                isAny(other, NetKind.IPV6)
                                        && other.endpoint().port() == bind.endpoint().port());
    }

    /** What is heard at a place: IPv4 at that of IPv6 only if it was asked for. */
    private Set<NetKind> kinds(Bind bind) {
        if (bind.endpoint().address().is(NetKind.IPV4)) return EnumSet.of(NetKind.IPV4);
        boolean isBoth =
                isAny(bind, NetKind.IPV6)
                        && shared.settings().binds().stream()
                                .anyMatch(other ->
                                        isAny(other, NetKind.IPV4)
                                                && other.endpoint().port()
                                                        == bind.endpoint().port());
        return isBoth ? EnumSet.of(NetKind.IPV4, NetKind.IPV6) : EnumSet.of(NetKind.IPV6);
    }

    private static boolean isAny(Bind bind, NetKind kind) {
        return bind.isAny() && bind.endpoint().address().is(kind) && !bind.isOnion();
    }

    private static ServerSocketChannel bind(NetEndpoint endpoint) throws IOException {
        if (!Sockets.hasSockets(endpoint.address())) {
            throw new IOException("Bind address family for " + endpoint + " not supported");
        }
        String unable = "Unable to bind to " + endpoint + " on this computer";
        try {
            var server = ServerSocketChannel.open(Sockets.family(endpoint.address()));
            try {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                return server.bind(Sockets.address(endpoint), BACKLOG);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (UnsupportedOperationException e) {
            throw new IOException(unable + " (there is no such network here)", e);
        } catch (BindException e) {
            boolean isInUse = String.valueOf(e.getMessage()).contains(IN_USE);
            throw new IOException(
                    isInUse
                            ? unable + ". Caesure is probably already running."
                            : unable + " (bind returned error " + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw new IOException(unable + " (bind returned error " + e.getMessage() + ")", e);
        }
    }

    /** Begins to let others in. */
    void start() {
        threads.forEach(Thread::start);
    }

    /** Where it listens, with the ports that the system chose. */
    List<Bind> bound() {
        return List.copyOf(bound);
    }

    List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Listens no more. */
    @Override
    public void close() {
        for (ServerSocketChannel server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                shared.log().warning("A socket cannot be closed: %s", e.getMessage());
            }
        }
    }
}
