// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.ChainEvent;
import caesure.chain.InitialDownload;
import caesure.chain.Subscription;
import caesure.log.Log;
import caesure.net.Hub;
import caesure.net.HubSettings;
import caesure.peers.AddressManager;
import caesure.peers.AnchorFile;
import caesure.peers.BanList;
import caesure.peers.ConnectionType;
import caesure.peers.NetGroup;
import caesure.peers.Peer;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;
import caesure.sync.Conversations;
import caesure.sync.PeerStatus;
import caesure.transport.Frame;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.ProtocolVersion;
import caesure.wire.Services;
import caesure.wire.Subnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** All that a running node has to do with peers, from its start until it is closed. */
public final class PeerService implements Peering, AutoCloseable {
    /** How often address book and bans are written. */
    private static final Duration SAVE_EVERY = Duration.ofMinutes(15);

    /** Networks in which peers can be called as yet. */
    private static final Set<NetKind> REACHABLE = Set.of(NetKind.IPV4, NetKind.IPV6);

    private final PeerSettings settings;
    private final NodeClock clock;
    private final Log log;
    private final ByteString magic;
    private final Path addressFile;
    private final Path anchorFile;
    private final AddressManager addresses;
    private final BanList bans;
    private final Switchboard switchboard;
    private final Hub hub;
    private final Subscription moves;
    private final ScheduledExecutorService saver;
    private final AtomicReference<ScheduledFuture<?>> saving = new AtomicReference<>();

    /**
     * What of the node it needs.
     *
     * @param folder of the network, where address book and bans are kept
     * @param failed told when the chain can be read or written no more
     */
    record Parts(
            Chain chain,
            InitialDownload initial,
            Work minimumWork,
            NodeClock clock,
            Log log,
            Path folder,
            Consumer<UncheckedIOException> failed) {}

    private PeerService(PeerSettings settings, Parts parts) throws IOException {
        this.settings = settings;
        this.clock = parts.clock;
        this.log = parts.log;
        this.magic = parts.chain.params().magic();
        this.addressFile = parts.folder.resolve(AddressManager.FILE);
        RandomGenerator random = new SecureRandom();
        this.anchorFile = parts.folder.resolve(AnchorFile.FILE);
        this.addresses = AddressManager.load(addressFile, magic, settings.addressKey(), random);
        log.info("Loaded %d addresses from peers.dat", addresses.size());
        this.bans = BanList.open(parts.folder.resolve(BanList.FILE), random, log, clock.instant());
        PeerBook book = book(random);
        Conversations talks = talks(parts, book, random);
        this.switchboard = new Switchboard(talks, clock, bans::discourage, parts.failed);
        List<NetEndpoint> anchors = anchors();
        HubSettings net = settings.hub().withAnchors(anchors);
        try {
            this.hub = Hub.open(net, magic, switchboard, book, clock, log);
        } catch (IOException e) {
            keep(anchors); // for the next start
            throw e;
        }
        switchboard.join(hub);
        this.moves =
                parts.chain.subscribe(event -> {
                    if (event instanceof ChainEvent.Moved) hub.wake();
                });
        this.saver =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("scheduler").daemon().factory());
    }

    private PeerBook book(RandomGenerator random) {
        return new PeerBook(
                addresses,
                bans,
                settings.friends(),
                REACHABLE,
                settings.services(),
                clock,
                log,
                random,
                this::statuses,
                (peer, seen) -> own(peer, seen, random));
    }

    private Conversations talks(Parts parts, PeerBook book, RandomGenerator random) {
        return new Conversations(
                parts.chain,
                parts.initial,
                book,
                new Conversations.Settings(
                        settings.services(),
                        settings.userAgent(),
                        settings.takesTransactions(),
                        parts.minimumWork,
                        settings.hub().limits().peerTimeout(),
                        REACHABLE),
                random,
                log);
    }

    /**
     * Begins to talk to peers.
     *
     * @throws IOException if it cannot listen where it should, or the address book is damaged
     */
    static PeerService start(PeerSettings settings, Parts parts) throws IOException {
        var service = new PeerService(settings, parts);
        try {
            service.hub.begin();
            long everyS = SAVE_EVERY.toSeconds();
            service.saving.set(
                    service.saver.scheduleAtFixedRate(
                            service::save, everyS, everyS, TimeUnit.SECONDS));
            return service;
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
    }

    /** Ends all connections, and writes address book and bans. */
    @Override
    public void close() {
        moves.close();
        keepAnchors();
        hub.close();
        Optional.ofNullable(saving.get()).ifPresent(future -> future.cancel(false));
        saver.shutdown();
        save();
    }

    /** The sockets, for tests. */
    Hub hub() {
        return hub;
    }

    /** Whether peers are called that nobody named. */
    private boolean callsAnybody() {
        return settings.hub().calling().connectOnly().isEmpty();
    }

    private List<NetEndpoint> anchors() {
        if (!callsAnybody()) return List.of();
        List<NetEndpoint> anchors = List.of();
        try {
            anchors = AnchorFile.take(anchorFile, magic);
        } catch (IOException e) { // they are a help and no more
            log.warning("The peers of the last run are forgotten: %s", e.getMessage());
        }
        log.info("%d block-relay-only anchors will be tried for connections.", anchors.size());
        return anchors;
    }

    private void keepAnchors() {
        if (!callsAnybody()) return;
        List<NetEndpoint> anchors =
                hub.peers().stream()
                        .filter(peer -> peer.type() == ConnectionType.BLOCK_RELAY_ONLY)
                        .map(Peer::remote)
                        .limit(AnchorFile.ANCHORS_MAX)
                        .toList();
        keep(anchors);
    }

    private void keep(List<NetEndpoint> anchors) {
        try {
            AnchorFile.write(anchorFile, anchors, magic);
            log.info(
                    "DumpAnchors: Flush %d outbound block-relay-only peer addresses to anchors.dat",
                    anchors.size());
        } catch (IOException e) {
            log.error("Cannot write %s: %s", anchorFile, e.getMessage());
        }
    }

    /** Lets time pass for what is done now and then. */
    void advance(Duration by) {
        if (by.compareTo(SAVE_EVERY) >= 0) saver.execute(this::save);
        hub.wake();
    }

    /**
     * Writes address book and bans. A failure is only logged: what is lost can be learned again.
     */
    void save() {
        try {
            addresses.save(addressFile, magic);
            bans.save(clock.instant());
        } catch (IOException e) {
            log.error("Cannot write %s: %s", addressFile, e.getMessage());
        } catch (RuntimeException e) { // a fault of ours: the next time is not called off for it
            log.fault("saving addresses", e);
        }
    }

    private Map<Long, PeerStatus> statuses() {
        List<PeerStatus> all = switchboard.ask(talks -> talks.statuses(clock.instant()));
        Map<Long, PeerStatus> byId = new HashMap<>();
        all.forEach(status -> byId.put(status.id(), status));
        return byId;
    }

    private Optional<NetEndpoint> own(
            Peer peer, Optional<NetEndpoint> seen, RandomGenerator random) {
        HubSettings net = settings.hub();
        boolean listens = !net.binds().isEmpty();
        List<Whereabouts.Local> own =
                listens
                        ? hub.own().stream()
                                .map(at -> new Whereabouts.Local(at, hub.score(at)))
                                .toList()
                        : List.of();
        int port = listens ? net.binds().getFirst().endpoint().port() : net.defaultPort();
        Optional<NetKind> network =
                hub.isThroughOnion(peer.id())
                        ? Optional.of(NetKind.ONION)
                        : NetGroup.network(peer.remote().address());
        return Whereabouts.choose(peer, network, seen, own, net.discover(), port, random);
    }

    @Override
    public List<Seen> peers() {
        Map<Long, PeerStatus> statuses = statuses();
        List<Seen> seen = new ArrayList<>();
        for (Peer peer : hub.peers()) {
            Optional<PeerStatus> status = Optional.ofNullable(statuses.get(peer.id()));
            hub.traffic(peer.id())
                    .ifPresent(
                            traffic -> status.ifPresent(s -> seen.add(new Seen(peer, traffic, s))));
        }
        return seen;
    }

    /** As {@link Peering#count}, without waiting for conversations. */
    @Override
    public int count() {
        return hub.peers().size();
    }

    @Override
    public Totals totals() {
        return new Totals(hub.received(), hub.sent());
    }

    @Override
    public Self self() {
        return new Self(
                ProtocolVersion.OURS,
                settings.services(),
                settings.userAgent(),
                settings.takesTransactions(),
                0);
    }

    @Override
    public List<Reach> networks() {
        return Arrays.stream(NetKind.values())
                .map(kind -> new Reach(kind, !REACHABLE.contains(kind), REACHABLE.contains(kind)))
                .toList();
    }

    @Override
    public List<OwnAddress> ownAddresses() {
        return hub.own().stream().map(own -> new OwnAddress(own, hub.score(own))).toList();
    }

    @Override
    public boolean isActive() {
        return hub.isActive();
    }

    @Override
    public void setActive(boolean active) {
        hub.setActive(active);
    }

    @Override
    public boolean add(String node) {
        return hub.add(node);
    }

    @Override
    public boolean remove(String node) {
        return hub.remove(node);
    }

    @Override
    public void tryOnce(String node) {
        hub.tryOnce(node);
    }

    @Override
    public List<Added> added() {
        return hub.added().stream()
                .map(each -> new Added(each.node(), each.peer().map(PeerService::link)))
                .toList();
    }

    private static Link link(Peer peer) {
        return new Link(peer.remote(), peer.isInbound());
    }

    @Override
    public boolean connect(String node, ConnectionType type) {
        return hub.connect(node, type);
    }

    @Override
    public boolean disconnect(long id) {
        return hub.disconnect(id);
    }

    @Override
    public boolean disconnect(String name) {
        return hub.disconnect(name);
    }

    @Override
    public void disconnectBanned() {
        Instant now = clock.instant();
        hub.disconnectIf(peer -> bans.isBanned(peer.remote().address(), now));
    }

    @Override
    public void ping() {
        switchboard.answer(talks -> talks.ping());
        hub.wake();
    }

    @Override
    public Optional<String> fetch(BlockHash block, long peer) {
        var refusal = new ArrayList<String>(1);
        switchboard.answer(talks -> {
            Conversations.Fetch fetch = talks.fetch(block, peer, clock.instant());
            fetch.refusal().ifPresent(refusal::add);
            return fetch.answers();
        });
        return refusal.stream().findFirst();
    }

    @Override
    public boolean send(long peer, String command, ByteString payload) {
        return hub.send(peer, new Frame(command, payload));
    }

    @Override
    public List<Known> known(int max, Optional<NetKind> network) {
        int most = max == Integer.MAX_VALUE ? 0 : max;
        return addresses.sample(most, 0, network, false, clock.instant()).stream()
                .map(PeerService::known)
                .toList();
    }

    private static Known known(Addresses.Entry entry) {
        return new Known(entry.endpoint(), entry.services(), Instant.ofEpochSecond(entry.timeS()));
    }

    @Override
    public Optional<String> learn(NetEndpoint endpoint, boolean tried) {
        Instant now = clock.instant();
        Services services = Services.NETWORK.with(Services.WITNESS);
        var entry = new Addresses.Entry(now.getEpochSecond(), services, endpoint);
        if (!addresses.add(List.of(entry), endpoint.address(), Duration.ZERO, now)) {
            return Optional.of("failed-adding-to-new");
        }
        addresses.attempt(endpoint, false, now);
        return tried && !addresses.good(endpoint, now)
                ? Optional.of("failed-adding-to-tried")
                : Optional.empty();
    }

    @Override
    public Book book() {
        return new Book(placed(true), placed(false));
    }

    private List<Placed> placed(boolean inNew) {
        return addresses.places(inNew).stream()
                .map(at -> new Placed(at.bucket(), at.position(), known(at.entry()), at.source()))
                .toList();
    }

    @Override
    public List<Ban> bans() {
        return bans.bans(clock.instant()).stream()
                .map(ban -> new Ban(ban.subnet().toString(), ban.created(), ban.until()))
                .toList();
    }

    @Override
    public BanOutcome ban(String text, Instant until) {
        Optional<Subnet> subnet = Subnet.parse(text);
        if (subnet.isEmpty()) return BanOutcome.NO_SUBNET;
        Instant now = clock.instant();
        boolean known = isSingle(text) ? isBanned(text, now) : bans.isBanned(subnet.get(), now);
        if (known) return BanOutcome.NO_CHANGE;
        bans.ban(subnet.get(), until, now);
        disconnectBanned();
        return BanOutcome.DONE;
    }

    private static boolean isSingle(String text) {
        return text.indexOf('/') < 0;
    }

    private boolean isBanned(String address, Instant now) {
        try {
            return bans.isBanned(NetAddress.parse(address), now);
        } catch (MalformedException e) {
            return false; // a subnet all the same
        }
    }

    @Override
    public BanOutcome unban(String text) {
        Optional<Subnet> subnet = Subnet.parse(text);
        if (subnet.isEmpty()) return BanOutcome.NO_SUBNET;
        return bans.unban(subnet.get(), clock.instant()) ? BanOutcome.DONE : BanOutcome.NO_CHANGE;
    }

    @Override
    public void clearBans() {
        bans.clear(clock.instant());
    }
}
