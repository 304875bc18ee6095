// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.wire.NetEndpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Peers that a person wants connected: called until they are (Core's addcon). */
final class AddedNodes implements Runnable {
    /** How many of them are connected at once (Core's MAX_ADDNODE_CONNECTIONS). */
    private static final int CONNECTED_MAX = 8;

    /** More are not looked at before a call to an address: as Core. */
    private static final int LOOKED_AT_MAX = 24;

    private final Shared shared;
    private final Dialer dialer;
    private final Semaphore places = new Semaphore(CONNECTED_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<String> nodes = new ArrayList<>();
    private boolean isNew;

    AddedNodes(Shared shared, Dialer dialer) {
        this.shared = shared;
        this.dialer = dialer;
        shared.settings().calling().addNodes().forEach(this::add);
    }

    /**
     * @return false if it was added before
     */
    boolean add(String node) {
        lock.lock();
        try {
            Optional<NetEndpoint> endpoint = numeric(node);
            for (String other : nodes) {
                boolean isSame = endpoint.isPresent() && endpoint.equals(numeric(other));
                if (other.equals(node) || isSame) return false;
            }
            nodes.add(node);
            isNew = true;
            added.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @return false if it was not added
     */
    boolean remove(String node) {
        lock.lock();
        try {
            return nodes.remove(node);
        } finally {
            lock.unlock();
        }
    }

    List<String> all() {
        lock.lock();
        try {
            return List.copyOf(nodes);
        } finally {
            lock.unlock();
        }
    }

    /** Whether an address was added: it is not called for another reason. */
    boolean has(NetEndpoint endpoint) {
        List<String> all = all();
        return all.size() < LOOKED_AT_MAX
                && (all.contains(endpoint.toString())
                        || all.contains(endpoint.address().toString()));
    }

    /** The connection to an added node. */
    Optional<Peer> connected(String node) {
        Optional<NetEndpoint> endpoint = numeric(node);
        return shared.connections().live().stream()
                .map(Connection::peer)
                .filter(peer ->
                        endpoint.isPresent()
                                ? peer.remote().equals(endpoint.get())
                                : peer.name().equals(node))
                .findFirst();
    }

    private Optional<NetEndpoint> numeric(String node) {
        return Names.numeric(node, shared.settings().defaultPort());
    }

    @Override
    public void run() {
        while (!shared.ending().isDeclared()) {
            boolean tried = false;
            for (String node : all()) {
                if (connected(node).isPresent()) continue;
                if (!places.tryAcquire()) break;
                tried = true;
                dialer.call(Dialer.Call.to(node, ConnectionType.MANUAL, Optional.of(places)));
                if (!shared.ending().pause(shared.pace().loop())) return;
            }
            await(tried);
        }
    }

    /** Waits for the next look, or for a node to be added. */
    private void await(boolean tried) {
        Shared.Pace pace = shared.pace();
        lock.lock();
        try {
            long left = (tried ? pace.addedRetry() : pace.addedIdle()).toNanos();
            while (!isNew && left > 0 && !shared.ending().isDeclared()) {
                left = added.awaitNanos(left);
            }
            isNew = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody here interrupts: so it means the end
        } finally {
            lock.unlock();
        }
    }

    /** The end was declared. */
    void wake() {
        lock.lock();
        try {
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
