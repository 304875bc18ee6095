// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.log.Printable;
import caesure.peers.Peer;
import caesure.wire.Message;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The thread that calls the {@link Handler}: one message of each peer in turn, in an order that
 * changes with every round, so that nobody is always first (Core's ThreadMessageHandler).
 */
final class MessageLoop implements Runnable {
    /** At least so often somebody looks at the time, in nanoseconds. */
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** And not more often, while messages come: each look costs something for each peer. */
    private static final long BUSY_TICK_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Shared shared;
    private final Handler handler;
    private long tickedNs;
    private boolean worked; // since the last tick

    MessageLoop(Shared shared, Handler handler) {
        this.shared = shared;
        this.handler = handler;
    }

    @Override
    public void run() {
        tickedNs = System.nanoTime();
        while (!shared.ending().isDeclared()) {
            try {
                step();
            } catch (Throwable e) { // without this thread the node would hear nobody any more
                shared.fault("hearing peers", e);
                shared.bell().await(TICK_NS);
            }
        }
        shared.connections().all().forEach(this::settle);
    }

    private void step() {
        boolean more = round();
        long left = tickedNs + (worked ? BUSY_TICK_NS : TICK_NS) - System.nanoTime();
        if (left <= 0 || shared.bell().takeCall()) {
            tick();
        } else if (!more) {
            shared.bell().await(left);
        }
    }

    /** Gives each peer its turn; true if there is more to do at once. */
    private boolean round() {
        List<Connection> connections = shared.connections().all();
        Collections.shuffle(connections, shared.random());
        boolean more = false;
        for (Connection connection : connections) {
            if (shared.ending().isDeclared()) return false;
            more |= turn(connection);
        }
        return more;
    }

    private boolean turn(Connection connection) {
        try {
            if (settle(connection)) return false;
            return listen(connection);
        } catch (Throwable e) { // a fault of ours: it shall not cost more than the peer
            shared.fault("handling peer=" + connection.peer().id(), e);
            connection.end("fault");
            return true;
        }
    }

    /** Tells of a connection that it is there or that it has ended; true if that. */
    private boolean settle(Connection connection) {
        Peer peer = connection.peer();
        guarded(
                peer,
                () -> {
                    if (!connection.tellOpened()) handler.opened(peer);
                });
        if (shared.ending().isDeclared() || !shared.active().get()) {
            connection.end(shared.active().get() ? "Stopping node" : "Network not active");
        }
        if (!connection.isEnded()) return false;
        shared.connections().forget(connection);
        guarded(peer, () -> handler.closed(peer));
        return true;
    }

    private void guarded(Peer peer, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            shared.fault("handling peer=" + peer.id(), e);
            shared.connections().live(peer.id()).ifPresent(connection -> connection.end("fault"));
        }
    }

    /** Lets a peer say one thing, or goes on with what it asked for; true if there is more. */
    private boolean listen(Connection connection) {
        Peer peer = connection.peer();
        if (connection.outbox().isFull()) return false; // it would not hear the answer
        if (handler.isBusy(peer)) {
            handler.proceed(peer);
        } else {
            Optional<Arrival> arrival = connection.inbox().take();
            if (arrival.isEmpty()) return false;
            understand(connection, arrival.get());
        }
        worked = true;
        return !connection.isEnded()
                && !connection.outbox().isFull()
                && (!connection.inbox().isEmpty() || handler.isBusy(peer));
    }

    private void understand(Connection connection, Arrival arrival) {
        Peer peer = connection.peer();
        String command = Printable.of(arrival.command());
        int bytes = arrival.bytes();
        shared.log()
                .debug(Category.NET, "received: %s (%d bytes) peer=%d", command, bytes, peer.id());
        Arrival.Reading reading =
                arrival.reading() instanceof Arrival.Unread(var frame)
                        ? Arrival.read(frame)
                        : arrival.reading();
        switch (reading) {
            case Arrival.Said(Message message) -> handler.message(peer, message);
            case Arrival.Malformed(String what) -> {
                String form = "ProcessMessages(%s, %d bytes): Exception '%s' caught";
                shared.log().debug(Category.NET, form, command, bytes, Printable.of(what));
                handler.malformed(peer, arrival.command(), what);
            }
            case Arrival.Violation(String what) -> handler.violated(peer, arrival.command(), what);
            case Arrival.Unread _ -> throw new IllegalStateException("it was read");
        }
    }

    private void tick() {
        tickedNs = System.nanoTime();
        worked = false;
        Instant now = shared.clock().instant();
        for (Connection connection : shared.connections().all()) {
            Inactivity.reason(
                            connection.peer(),
                            connection.meter().lastSent(),
                            connection.meter().lastReceived(),
                            shared.settings().limits().peerTimeout(),
                            now)
                    .ifPresent(connection::end);
            settle(connection);
        }
        try {
            handler.tick();
        } catch (Throwable e) { // a fault of ours: the node goes on with its peers
            shared.fault("looking at the time", e);
        }
    }
}
