// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.log.Category;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.wire.NetEndpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the connections that are made by themselves, and keeps as many as there should be (Core's
 * opencon).
 */
final class Opener implements Runnable {
    private static final Duration FEELER_INTERVAL = Duration.ofMinutes(2);

    /** With so many peers nobody needs to be asked for addresses first. */
    static final int PEERS_ENOUGH = 2;

    /** No more anchors than this are tried (Core's MAX_BLOCK_RELAY_ONLY_ANCHORS). */
    private static final int ANCHORS_MAX = 2;

    /** In the first rounds a name of -connect is followed by up to so many pauses. */
    private static final int CONNECT_PAUSES_MAX = 10;

    private final Shared shared;
    private final Dialer dialer;
    private final Choice choice;
    private final Fetches fetches;
    private final Semaphore places;
    private final List<String> seedNodes;
    private final ArrayDeque<NetEndpoint> anchors;
    private Instant nextFeeler;
    private long nextSeedNodeNs;

    /**
     * @param places for connections that are made by themselves
     */
    Opener(Shared shared, Dialer dialer, Choice choice, Fetches fetches, Semaphore places) {
        this.shared = shared;
        this.dialer = dialer;
        this.choice = choice;
        this.fetches = fetches;
        this.places = places;
        HubSettings.Calling calling = shared.settings().calling();
        this.seedNodes = new ArrayList<>(calling.seedNodes());
        Collections.shuffle(seedNodes, shared.random());
        this.anchors = new ArrayDeque<>(calling.anchors().stream().limit(ANCHORS_MAX).toList());
        this.nextFeeler = afterSome(FEELER_INTERVAL);
    }

    @Override
    public void run() {
        Optional<List<String>> only = shared.settings().calling().connectOnly();
        if (only.isPresent()) {
            callOnly(only.get());
        } else {
            keepFilled();
        }
    }

    /** Calls the peers of -connect, again and again. */
    private void callOnly(List<String> names) {
        for (int round = 0; !names.isEmpty(); round = Math.min(round + 1, CONNECT_PAUSES_MAX)) {
            for (String name : names) {
                dialer.call(Dialer.Call.to(name, ConnectionType.MANUAL, Optional.empty()));
                for (int i = 0; i < round; i++) {
                    if (!shared.ending().pause(shared.pace().loop())) return;
                }
            }
            if (!shared.ending().pause(shared.pace().loop())) return;
        }
    }

    private void keepFilled() {
        shared.log()
                .info("%d block-relay-only anchors will be tried for connections.", anchors.size());
        if (!seedNodes.isEmpty() && shared.book().size() == 0) askSeedNode();
        nextSeedNodeNs = System.nanoTime() + shared.pace().nextSeedNode().toNanos();
        while (!shared.ending().isDeclared()) {
            fetches.next().ifPresent(this::fetch);
            if (!shared.ending().pause(shared.pace().loop())) return;
            try {
                look();
            } catch (RuntimeException e) { // a fault of ours: the next look may be better
                shared.fault("looking for peers", e);
            }
        }
    }

    private void fetch(String name) {
        if (!places.tryAcquire()) return;
        dialer.call(Dialer.Call.to(name, ConnectionType.ADDR_FETCH, Optional.of(places)));
    }

    private void askSeedNode() {
        String seed = seedNodes.removeLast();
        fetches.add(seed);
        if (shared.book().size() == 0) {
            shared.log()
                    .info("Empty addrman, adding seednode (%s) to addrfetch", Printable.of(seed));
        } else {
            shared.log()
                    .info(
                            "Couldn't connect to peers from addrman after %d seconds. Adding"
                                    + " seednode (%s) to addrfetch",
                            shared.pace().nextSeedNode().toSeconds(), Printable.of(seed));
        }
    }

    /** Looks who is missing, and calls one. */
    private void look() {
        int full = shared.connections().count(ConnectionType.OUTBOUND_FULL_RELAY);
        boolean isTime = System.nanoTime() - nextSeedNodeNs > 0;
        if (!seedNodes.isEmpty() && full < PEERS_ENOUGH && isTime) {
            nextSeedNodeNs = System.nanoTime() + shared.pace().nextSeedNode().toNanos();
            askSeedNode();
        }
        if (!shared.active().get()) return;
        Choice.Held held = choice.held();
        if (callAnchor(held)) return;
        Optional<ConnectionType> wanted = wanted(full);
        if (wanted.isEmpty()) return;
        Optional<Book.Target> target = choice.choose(wanted.get(), held);
        if (target.isPresent()) call(target.get(), wanted.get(), held);
    }

    private Optional<ConnectionType> wanted(int full) {
        HubSettings.Limits limits = shared.settings().limits();
        if (full < limits.outgoing()) return Optional.of(ConnectionType.OUTBOUND_FULL_RELAY);
        if (shared.connections().count(ConnectionType.BLOCK_RELAY_ONLY) < limits.blockRelay()) {
            return Optional.of(ConnectionType.BLOCK_RELAY_ONLY);
        }
        if (!shared.clock().instant().isAfter(nextFeeler)) return Optional.empty();
        nextFeeler = afterSome(FEELER_INTERVAL);
        return Optional.of(ConnectionType.FEELER);
    }

    private boolean callAnchor(Choice.Held held) {
        int count = shared.connections().count(ConnectionType.BLOCK_RELAY_ONLY);
        if (anchors.isEmpty() || count >= shared.settings().limits().blockRelay()) return false;
        NetEndpoint anchor = anchors.removeLast();
        boolean isFit =
                anchor.address().isValid()
                        && Sockets.hasSockets(anchor.address())
                        && !shared.own().has(anchor)
                        && !held.groups().contains(shared.book().group(anchor.address()));
        if (isFit) {
            shared.log().debug(Category.NET, "Trying to make an anchor connection to %s", anchor);
            var target = Dialer.unseen(anchor, shared.clock().instant());
            call(target, ConnectionType.BLOCK_RELAY_ONLY, held);
        }
        return isFit;
    }

    private void call(Book.Target target, ConnectionType type, Choice.Held held) {
        if (type == ConnectionType.FEELER) {
            long noise = shared.pace().feelerNoise().toNanos();
            if (!shared.ending().pause(Duration.ofNanos(shared.random().nextLong(noise)))) return;
            shared.log().debug(Category.NET, "Making feeler connection to %s", target.endpoint());
        }
        if (!places.tryAcquire()) return;
        // while all lines are dead nobody is to blame: two groups say that we are online
        int most = shared.settings().limits().automatic() + shared.settings().limits().incoming();
        boolean countFailure = held.groupCount() >= Math.min(most - 1, 2);
        dialer.call(Dialer.Call.to(target, type, countFailure, places));
    }

    /** A moment after which something happens that nobody shall foresee: exponential. */
    private Instant afterSome(Duration mean) {
        double times = -Math.log(1 - shared.random().nextDouble());
        long nanos = (long) (mean.toNanos() * times);
        return shared.clock().instant().plusNanos(Math.min(nanos, TimeUnit.DAYS.toNanos(1)));
    }

    /** Whom to ask for addresses, one after the other. */
    static final class Fetches {
        /** The seeds and nodes that a person or the program names are fewer. */
        private static final int WAITING_MAX = 1_000;

        private final ReentrantLock lock = new ReentrantLock();
        private final ArrayDeque<String> waiting = new ArrayDeque<>();

        void add(String name) {
            lock.lock();
            try {
                if (waiting.size() < WAITING_MAX) waiting.add(name);
            } finally {
                lock.unlock();
            }
        }

        Optional<String> next() {
            lock.lock();
            try {
                return Optional.ofNullable(waiting.poll());
            } finally {
                lock.unlock();
            }
        }
    }
}
