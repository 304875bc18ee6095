// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.wire.NetEndpoint;
import caesure.wire.Services;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Calls others, and waits for them to answer (Core's OpenNetworkConnection). */
final class Dialer implements AutoCloseable {
    /** How many addresses of one name are looked at. */
    private static final int ADDRESSES_MAX = 256;

    private final Shared shared;
    private final Names names;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<SocketChannel> calling = new HashSet<>();
    private boolean closed;

    /**
     * A call that is to be made.
     *
     * @param name what a person called the peer; empty if an address is called
     * @param countFailure whether it speaks against the address if nobody is there
     * @param place given back when the connection ends, or at once if there is none
     */
    record Call(
            Optional<String> name,
            Optional<Book.Target> target,
            ConnectionType type,
            boolean countFailure,
            Optional<Semaphore> place) {
        static Call to(String name, ConnectionType type, Optional<Semaphore> place) {
            return new Call(Optional.of(name), Optional.empty(), type, false, place);
        }

        static Call to(
                Book.Target target, ConnectionType type, boolean countFailure, Semaphore place) {
            return new Call(
                    Optional.empty(), Optional.of(target), type, countFailure, Optional.of(place));
        }

        String shown() {
            return Printable.of(name.orElseGet(() -> target.orElseThrow().endpoint().toString()));
        }
    }

    Dialer(Shared shared, Names names) {
        this.shared = shared;
        this.names = names;
    }

    /** Makes a call; true if there is a connection now. */
    boolean call(Call call) {
        var given = new AtomicBoolean();
        Runnable atEnd =
                () -> {
                    if (given.compareAndSet(false, true))
                        call.place().ifPresent(Semaphore::release);
                };
        boolean made = false;
        try {
            made = isWanted(call) && reach(call, atEnd);
            return made;
        } catch (RuntimeException e) { // a fault of ours: others may be called nevertheless
            shared.fault("calling " + call.shown(), e);
            return false;
        } finally {
            if (!made) atEnd.run();
        }
    }

    private boolean isWanted(Call call) {
        if (shared.ending().isDeclared() || !shared.active().get()) return false;
        if (call.name().isPresent()) return !shared.connections().isConnected(call.name().get());
        NetEndpoint to = call.target().orElseThrow().endpoint();
        return !shared.own().has(to)
                && !shared.book().isDiscouraged(to.address())
                && !shared.book().isBanned(to.address())
                && !shared.connections().isConnected(to.address());
    }

    private boolean reach(Call call, Runnable atEnd) {
        Duration unseen =
                call.target()
                        .map(target -> Duration.between(target.seen(), shared.clock().instant()))
                        .orElse(Duration.ZERO);
        shared.log()
                .debug(
                        Category.NET,
                        "trying v1 connection (%s) to %s, lastseen=%shrs",
                        call.type().shown(),
                        call.shown(),
                        String.format(Locale.ROOT, "%.1f", unseen.toMinutes() / 60.0));
        for (NetEndpoint to : places(call)) {
            if (!Sockets.hasSockets(to.address())) {
                String form = "Cannot connect to %s: unsupported network";
                shared.log().info(form, call.shown());
                continue;
            }
            Optional<SocketChannel> channel = connect(to, call);
            shared.book().attempt(to, call.countFailure(), shared.clock().instant());
            if (channel.isPresent()) return keep(channel.get(), to, call, atEnd);
        }
        return false;
    }

    /** Where to call; nowhere if there is a connection already. */
    private List<NetEndpoint> places(Call call) {
        if (call.target().isPresent()) return List.of(call.target().get().endpoint());
        var places =
                new ArrayList<>(
                        names.endpoints(
                                call.name().orElseThrow(),
                                shared.settings().defaultPort(),
                                ADDRESSES_MAX));
        Collections.shuffle(places, shared.random());
        for (NetEndpoint place : places) {
            if (!place.address().isValid()) {
                String form = "Resolver returned invalid address %s for %s";
                shared.log().debug(Category.NET, form, place, call.shown());
                return List.of();
            }
            if (shared.connections().isConnected(place)) {
                String form = "Not opening a connection to %s, already connected to %s";
                shared.log().info(form, call.shown(), place);
                return List.of();
            }
        }
        return places;
    }

    private Optional<SocketChannel> connect(NetEndpoint to, Call call) {
        try {
            var channel = SocketChannel.open(Sockets.family(to.address()));
            boolean connected = false;
            try {
                if (!begin(channel)) return Optional.empty();
                Duration patience = shared.settings().limits().connectTimeout();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket().connect(Sockets.address(to), (int) patience.toMillis());
                connected = true;
                return Optional.of(channel);
            } finally {
                finish(channel);
                if (!connected) channel.close();
            }
        } catch (SocketTimeoutException e) {
            shared.log().debug(Category.NET, "connection attempt to %s timed out", to);
        } catch (IOException | UnsupportedOperationException e) {
            complain(to, call, e);
        }
        return Optional.empty();
    }

    private void complain(NetEndpoint to, Call call, Exception e) {
        String form = "connect() to %s failed after wait: %s";
        if (call.type() == ConnectionType.MANUAL) {
            shared.log().info(form, to, e.getMessage());
        } else {
            shared.log().debug(Category.NET, form, to, e.getMessage());
        }
    }

    private boolean begin(SocketChannel channel) {
        lock.lock();
        try {
            if (!closed) calling.add(channel);
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void finish(SocketChannel channel) {
        lock.lock();
        try {
            calling.remove(channel);
        } finally {
            lock.unlock();
        }
    }

    /** Makes a connection of a socket. */
    private boolean keep(SocketChannel channel, NetEndpoint to, Call call, Runnable atEnd) {
        boolean kept = false;
        try {
            Set<Permission> permissions =
                    shared.book().permissions(to.address(), call.type(), Optional.empty());
            if (channel.getLocalAddress() instanceof InetSocketAddress from) {
                var draft =
                        new Connections.Draft(
                                call.name().orElseGet(to::toString),
                                to,
                                Sockets.endpoint(from),
                                call.type(),
                                permissions,
                                false,
                                false,
                                atEnd);
                kept = shared.connections().add(channel, draft, shared).isPresent();
            }
        } catch (IOException e) {
            complain(to, call, e);
        } finally {
            if (!kept) close(channel);
        }
        return kept;
    }

    /** Makes no more calls, and gives up those that nobody has answered yet. */
    @Override
    public void close() {
        Set<SocketChannel> open;
        lock.lock();
        try {
            closed = true;
            open = Set.copyOf(calling);
        } finally {
            lock.unlock();
        }
        open.forEach(this::close);
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            shared.log().debug(Category.NET, "closing a socket: %s", e.getMessage());
        }
    }

    /** When an address was last seen of which nobody said so. */
    static Book.Target unseen(NetEndpoint endpoint, Instant now) {
        return new Book.Target(endpoint, Services.NONE, now, Instant.EPOCH);
    }
}
