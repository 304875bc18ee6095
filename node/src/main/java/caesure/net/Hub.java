// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.log.Category;
import caesure.log.Log;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.transport.Frame;
import caesure.wire.Message;
import caesure.wire.NetEndpoint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The sockets of a node, and the threads that serve them (Core's CConnman). It listens, calls,
 * reads and writes messages and hands them to a {@link Handler}; what they mean it does not know.
 *
 * <pre>
 *   peer-N-in    reads from a peer, and takes messages apart     (virtual, one a peer)
 *   peer-N-out   writes to a peer                                (virtual, one a peer)
 *   listen-A     lets others in at an address                    (virtual)
 *   once         calls a peer for {@link #tryOnce}               (virtual)
 *   msghand      calls the handler
 *   opencon      makes the connections that are made by themselves
 *   addcon       calls the peers that a person added
 *   dnsseed      asks for addresses where there are few
 *   names-N      waits for the system to look up a name
 * </pre>
 *
 * <p>What waits is bounded for each peer: not more than the set limits and one message of 4 MB, in
 * each direction. All methods are for any thread.
 */
public final class Hub implements AutoCloseable {
    /** How long threads may take to end; that of the handler ends when its call does. */
    private static final Duration END_MAX = Duration.ofSeconds(2);

    /** How many peers are tried once at a time. */
    private static final int TRIES_MAX = 64;

    private final Shared shared;
    private final Listeners listeners;
    private final Names names;
    private final Dialer dialer;
    private final AddedNodes added;
    private final Semaphore places;
    private final Semaphore tries = new Semaphore(TRIES_MAX);
    private final Thread messages;
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * A peer that a person added.
     *
     * @param peer the connection, if there is one
     */
    public record Added(String node, Optional<Peer> peer) {}

    private Hub(Shared shared, Handler handler, Names.Resolver resolver) throws IOException {
        this.shared = shared;
        HubSettings settings = shared.settings();
        listeners = Listeners.open(shared);
        names = new Names(resolver, settings.calling().dnsLookups(), shared.ending(), shared.log());
        dialer = new Dialer(shared, names);
        added = new AddedNodes(shared, dialer);
        places = new Semaphore(settings.limits().automatic());
        messages = Thread.ofPlatform().name("msghand").unstarted(new MessageLoop(shared, handler));
        settings.external().forEach(own -> shared.own().add(own, OwnAddresses.SCORE_MANUAL));
        if (settings.discover()) discover();
        prepareCallers();
    }

    private void discover() {
        for (Bind bind : listeners.bound()) {
            if (!bind.isOnion()) shared.own().add(bind.endpoint(), OwnAddresses.SCORE_BIND);
        }
        shared.own().discover(listeners.bound());
    }

    private void prepareCallers() {
        HubSettings.Calling calling = shared.settings().calling();
        var fetches = new Opener.Fetches();
        if (calling.dnsSeed()) {
            callers.add(caller("dnsseed", new DnsSeeds(shared, names, fetches)));
        }
        callers.add(caller("addcon", added));
        if (calling.connectOnly().isEmpty() || !calling.connectOnly().get().isEmpty()) {
            var choice = new Choice(shared, added);
            callers.add(caller("opencon", new Opener(shared, dialer, choice, fetches, places)));
        }
    }

    private Thread caller(String name, Runnable task) {
        Runnable guarded =
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) { // a fault of ours: the node goes on with its peers
                        shared.fault(name, e);
                    }
                };
        return Thread.ofPlatform().name(name).unstarted(guarded);
    }

    /**
     * Opens the sockets and starts all threads: the handler may be called before this returns. Who
     * needs the hub for what the handler does uses {@link #open} and {@link #begin}.
     *
     * @param magic the four bytes that begin each message of the network
     * @param clock the node's
     * @throws IOException if it cannot listen where it should, in bitcoind's words
     */
    public static Hub start(
            HubSettings settings,
            ByteString magic,
            Handler handler,
            Book book,
            InstantSource clock,
            Log log)
            throws IOException {
        Hub hub = open(settings, magic, handler, book, clock, log);
        hub.begin();
        return hub;
    }

    /**
     * Opens the sockets, and starts nothing yet. Has to be closed even if it is never begun.
     *
     * @throws IOException as {@link #start}
     */
    public static Hub open(
            HubSettings settings,
            ByteString magic,
            Handler handler,
            Book book,
            InstantSource clock,
            Log log)
            throws IOException {
        return open(
                settings,
                magic,
                handler,
                book,
                clock,
                log,
                Shared.Pace.USUAL,
                Names.Resolver::system);
    }

    static Hub open(
            HubSettings settings,
            ByteString magic,
            Handler handler,
            Book book,
            InstantSource clock,
            Log log,
            Shared.Pace pace,
            Names.Resolver resolver)
            throws IOException {
        var shared =
                new Shared(
                        settings,
                        magic,
                        book,
                        clock,
                        log,
                        new SecureRandom(),
                        pace,
                        new Connections(),
                        new OwnAddresses(log),
                        new Bell(),
                        new Ending(),
                        new Arrival.ReadAhead(),
                        new AtomicBoolean(settings.networkActive()),
                        new LongAdder(),
                        new LongAdder(),
                        new LongAdder());
        return new Hub(shared, handler, resolver);
    }

    /** Starts all threads. */
    public void begin() {
        if (shared.ending().isDeclared() || !begun.compareAndSet(false, true)) return;
        if (!shared.settings().calling().dnsSeed()) shared.log().info("DNS seeding disabled");
        messages.start();
        listeners.start();
        callers.forEach(Thread::start);
    }

    /**
     * Says something to a peer, in its turn.
     *
     * @return false if it is not there any more
     */
    public boolean send(long peer, Message message) {
        return send(peer, new Frame(message.command(), message.payload()));
    }

    /** As {@link #send(long, Message)}, of bytes that lie ready. */
    public boolean send(long peer, Frame frame) {
        return connection(peer).filter(connection -> connection.send(frame)).isPresent();
    }

    /** Whether a peer is there and takes what it is sent: less than the limit waits. */
    public boolean hasRoom(long peer) {
        return connection(peer).filter(connection -> !connection.outbox().isFull()).isPresent();
    }

    /**
     * Ends a connection.
     *
     * @param why for the log; words of strangers in it need not be clean. Empty: whoever calls has
     *     written it there
     */
    public void drop(long peer, String why) {
        connection(peer).ifPresent(connection -> connection.end(Printable.of(why)));
    }

    private Optional<Connection> connection(long peer) {
        return shared.connections().live(peer);
    }

    /** All there are, in the order in which they came. */
    public List<Peer> peers() {
        return shared.connections().live().stream().map(Connection::peer).toList();
    }

    /** What went through a connection; empty if it is over. */
    public Optional<Traffic> traffic(long peer) {
        return connection(peer).map(connection -> connection.meter().traffic());
    }

    /** Whether a peer is there that came through Tor: its address is not its own. */
    public boolean isThroughOnion(long peer) {
        return connection(peer).filter(found -> found.draft().isThroughOnion()).isPresent();
    }

    /** Bytes from all peers that ever were. */
    public long received() {
        return shared.received().sum();
    }

    /** Bytes to all peers that ever were. */
    public long sent() {
        return shared.sent().sum();
    }

    /** How often something of our own went wrong: 0, if all is well. */
    public long faults() {
        return shared.faults().sum();
    }

    /** Has the handler look at the time soon. */
    public void wake() {
        shared.bell().call();
    }

    public boolean isActive() {
        return shared.active().get();
    }

    /** Ends all connections and makes no more, or begins to again. */
    public void setActive(boolean active) {
        shared.log().info("SetNetworkActive: %b", active);
        shared.active().set(active);
        if (!active) endAll("Network not active");
    }

    private void endAll(String why) {
        shared.connections().live().forEach(connection -> connection.end(why));
    }

    /**
     * Keeps a peer connected, from now on.
     *
     * @param node an address or a name, with or without a port
     * @return false if that was done before
     */
    public boolean add(String node) {
        return added.add(node);
    }

    /**
     * Takes that back; a connection stays.
     *
     * @return false if it was not added
     */
    public boolean remove(String node) {
        return added.remove(node);
    }

    /** Those that were added, in their order. */
    public List<Added> added() {
        return added.all().stream().map(node -> new Added(node, added.connected(node))).toList();
    }

    /** Tries a peer once, and does not wait for it. */
    public void tryOnce(String node) {
        if (!tries.tryAcquire()) {
            shared.log().info("Too many peers are being tried: not %s", Printable.of(node));
            return;
        }
        Thread.ofVirtual()
                .name("once")
                .start(() -> {
                    try {
                        dialer.call(Dialer.Call.to(node, ConnectionType.MANUAL, Optional.empty()));
                    } finally {
                        tries.release();
                    }
                });
    }

    /**
     * Calls a peer in a given way, and waits for it.
     *
     * @return false if there are as many of the kind as there may be; not if nobody answers
     */
    public boolean connect(String node, ConnectionType type) {
        HubSettings.Limits limits = shared.settings().limits();
        int max =
                switch (type) {
                    case INBOUND, MANUAL -> 0;
                    case OUTBOUND_FULL_RELAY -> limits.outgoing();
                    case BLOCK_RELAY_ONLY -> limits.blockRelay();
                    case FEELER, ADDR_FETCH -> Integer.MAX_VALUE;
                };
        if (shared.connections().count(type) >= max || !places.tryAcquire()) return false;
        dialer.call(Dialer.Call.to(node, type, Optional.of(places)));
        return true;
    }

    /**
     * Ends a connection.
     *
     * @return false if there is none
     */
    public boolean disconnect(long id) {
        return connection(id)
                .filter(connection -> ends(connection, "disconnect by id"))
                .isPresent();
    }

    /** As {@link #disconnect(long)}, by the name under which the peer is shown. */
    public boolean disconnect(String name) {
        String by = shared.settings().logAddresses() ? "=" + Printable.of(name) : "";
        return shared.connections().live().stream()
                .filter(connection -> connection.peer().name().equals(name))
                .findFirst()
                .filter(connection -> ends(connection, "disconnect by address" + by + " match"))
                .isPresent();
    }

    /** Ends the connections to some: those to a subnet that was banned. */
    public void disconnectIf(Predicate<Peer> which) {
        for (Connection connection : shared.connections().live()) {
            if (which.test(connection.peer())) connection.end("disconnect by subnet match");
        }
    }

    private static boolean ends(Connection connection, String why) {
        connection.end(why);
        return true;
    }

    /** Where it listens. */
    public List<InetSocketAddress> listening() {
        return listeners.bound().stream().map(bind -> Sockets.address(bind.endpoint())).toList();
    }

    /** Where others can call us, as far as we know. */
    public List<NetEndpoint> own() {
        return shared.own().all();
    }

    /** How sure we are of an address of our own, as bitcoind counts; 0 if it is not ours. */
    public int score(NetEndpoint own) {
        return shared.own().score(own);
    }

    /**
     * Ends all connections and threads. The handler hears of each connection that it ended; a call
     * to it that is under way is waited for, however long that takes. Not for the handler.
     */
    @Override
    public void close() {
        shared.ending().declare();
        shared.connections().close();
        listeners.close();
        dialer.close();
        names.close();
        added.wake();
        var threads = new ArrayList<>(callers);
        threads.addAll(listeners.threads());
        shared.connections().all().forEach(connection -> threads.addAll(connection.threads()));
        endAll("Stopping node");
        shared.bell().ring();
        if (begun.get()) await(threads);
    }

    private void await(List<Thread> threads) {
        try {
            // never interrupted: that would close the files in which the handler keeps blocks
            messages.join();
            long until = System.nanoTime() + END_MAX.toNanos();
            for (Thread thread : threads) thread.join(left(until));
            boolean tried =
                    tries.tryAcquire(TRIES_MAX, left(until).toNanos(), TimeUnit.NANOSECONDS);
            if (tried) tries.release(TRIES_MAX);
            threads.removeIf(thread -> !thread.isAlive());
            if (!tried || !threads.isEmpty()) {
                shared.log().warning("Not all threads of the network have ended: %s", threads);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shared.log().debug(Category.NET, "not all threads of the network were waited for");
        }
    }

    private static Duration left(long untilNs) {
        return Duration.ofNanos(Math.max(1, untilNs - System.nanoTime()));
    }
}
