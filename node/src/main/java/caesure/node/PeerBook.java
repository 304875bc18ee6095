// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.bytes.ByteString;
import caesure.crypto.SipHash;
import caesure.log.Category;
import caesure.log.Log;
import caesure.net.Bind;
import caesure.net.Book;
import caesure.peers.AddressManager;
import caesure.peers.BanList;
import caesure.peers.ConnectionType;
import caesure.peers.Eviction;
import caesure.peers.NetGroup;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.peers.Permissions;
import caesure.sync.Conversations;
import caesure.sync.PeerStatus;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The address book and the bans, as sockets and conversations ask for them. */
final class PeerBook implements Book, Conversations.AddressBook {
    /** Of all addresses so many at most, and so many percent, are told to one that asks. */
    private static final int TOLD_MAX = 1_000;

    private static final int TOLD_PERCENT = 23;

    /** How long the same answer is given, at least; up to {@link #ANSWER_MORE} longer. */
    private static final Duration ANSWER_LEAST = Duration.ofHours(21);

    private static final Duration ANSWER_MORE = Duration.ofHours(6);

    /** What others tell is taken for older than they say: who told lately is believed more. */
    private static final Duration HEARSAY = Duration.ofHours(2);

    private final AddressManager addresses;
    private final BanList bans;
    private final List<Permissions.Granted> friends;
    private final Set<NetKind> reachable;
    private final Services services;
    private final InstantSource clock;
    private final Log log;
    private final RandomGenerator random;
    private final SipHash groupSecret;
    private final Supplier<Map<Long, PeerStatus>> statuses;
    private final Own own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Answered> answers = new HashMap<>();

    /** Where we live. */
    @FunctionalInterface
    interface Own {
        /**
         * The address that a peer is told, if any.
         *
         * @param seen where the peer said that it sees us
         */
        Optional<NetEndpoint> towards(Peer peer, Optional<NetEndpoint> seen);
    }

    /** What is told to those who ask at one place. */
    private record Answered(List<Addresses.Entry> entries, Instant until) {}

    /**
     * @param reachable networks in which peers are called
     * @param services that we offer
     * @param statuses of all conversations, by the peer's number
     * @param own where we live, if that is known
     */
    PeerBook(
            AddressManager addresses,
            BanList bans,
            List<Permissions.Granted> friends,
            Set<NetKind> reachable,
            Services services,
            InstantSource clock,
            Log log,
            RandomGenerator random,
            Supplier<Map<Long, PeerStatus>> statuses,
            Own own) {
        this.addresses = addresses;
        this.bans = bans;
        this.friends = List.copyOf(friends);
        this.reachable = Set.copyOf(reachable);
        this.services = services;
        this.clock = clock;
        this.log = log;
        this.random = random;
        this.groupSecret = new SipHash(random.nextLong(), random.nextLong());
        this.statuses = statuses;
        this.own = own;
    }

    @Override
    public Optional<Target> pick(ConnectionType wanted, Instant now) {
        return addresses
                .pick(wanted == ConnectionType.FEELER, reachable, now)
                .map(PeerBook::target);
    }

    @Override
    public Optional<Target> collision(Instant now) {
        return addresses.pickCollision(now).map(PeerBook::target);
    }

    private static Target target(AddressManager.Pick pick) {
        return new Target(pick.endpoint(), pick.services(), pick.seen(), pick.lastTry());
    }

    @Override
    public void resolveCollisions(Instant now) {
        addresses.resolveCollisions(now);
    }

    @Override
    public void attempt(NetEndpoint endpoint, boolean countFailure, Instant now) {
        addresses.attempt(endpoint, countFailure, now);
    }

    @Override
    public void good(NetEndpoint endpoint, Instant now) {
        addresses.good(endpoint, now);
    }

    @Override
    public void add(List<Addresses.Entry> entries, NetAddress source, Instant now) {
        addresses.add(entries, source, Duration.ZERO, now);
    }

    @Override
    public boolean isBanned(NetAddress address) {
        return bans.isBanned(address, clock.instant());
    }

    @Override
    public boolean isDiscouraged(NetAddress address) {
        return bans.isDiscouraged(address);
    }

    @Override
    public Set<Permission> permissions(
            NetAddress remote, ConnectionType type, Optional<Bind> bind) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        all.addAll(Permissions.of(remote, type, friends));
        bind.ifPresent(place -> all.addAll(place.permissions()));
        return all;
    }

    @Override
    public Optional<Long> evict(List<Guest> guests) {
        Map<Long, PeerStatus> known = statuses.get();
        List<Eviction.Candidate> candidates = new ArrayList<>();
        for (Guest guest : guests) candidates.add(candidate(guest, known));
        return Eviction.choose(candidates);
    }

    private Eviction.Candidate candidate(Guest guest, Map<Long, PeerStatus> known) {
        Peer peer = guest.peer();
        NetAddress address = peer.remote().address();
        Optional<PeerStatus> status = Optional.ofNullable(known.get(peer.id()));
        Optional<NetKind> network =
                guest.isThroughOnion() ? Optional.of(NetKind.ONION) : NetGroup.network(address);
        return new Eviction.Candidate(
                peer.id(),
                peer.since(),
                status.flatMap(PeerStatus::pingLeast).orElse(Duration.ofDays(365)),
                status.flatMap(PeerStatus::lastBlock).orElse(Instant.EPOCH),
                Instant.EPOCH, // transactions are not taken
                status.filter(s -> s.services().has(Services.NETWORK.with(Services.WITNESS)))
                        .isPresent(),
                status.filter(PeerStatus::relaysTransactions).isPresent(),
                false,
                NetGroup.keyed(address, groupSecret),
                guest.isDiscouraged(),
                address.isLocal(),
                network,
                peer.may(Permission.NOBAN),
                peer.type());
    }

    @Override
    public int size() {
        return addresses.size();
    }

    @Override
    public ByteString group(NetAddress address) {
        return NetGroup.of(address);
    }

    @Override
    public void learned(List<Addresses.Entry> entries, Peer from, Instant now) {
        int added = 0;
        for (Addresses.Entry entry : entries) {
            boolean isNew = addresses.add(List.of(entry), from.remote().address(), HEARSAY, now);
            if (!isNew) continue;
            added++;
            log.debug(Category.ADDRMAN, "Added %s to new", entry.endpoint());
        }
        if (added == 0) return;
        log.debug(
                Category.ADDRMAN,
                "Added %d addresses (of %d) from peer=%d: %d tried, %d new",
                added,
                entries.size(),
                from.id(),
                addresses.size(Optional.empty(), Optional.of(false)),
                addresses.size(Optional.empty(), Optional.of(true)));
    }

    /**
     * Some addresses. All who ask at one place are told the same for about a day: or who asks often
     * would learn all there are, and who we are in another network.
     */
    @Override
    public List<Addresses.Entry> sample(Peer asker, Instant now) {
        if (asker.may(Permission.ADDR)) return fresh(now);
        String place =
                NetGroup.name(asker.remote().address())
                        + " "
                        + asker.local().address()
                        + " "
                        + asker.local().port();
        lock.lock();
        try {
            Answered answered = answers.get(place);
            if (answered == null || !answered.until.isAfter(now)) {
                Duration more = Duration.ofMillis(random.nextLong(ANSWER_MORE.toMillis()));
                answered = new Answered(fresh(now), now.plus(ANSWER_LEAST).plus(more));
                answers.put(place, answered);
            }
            return answered.entries;
        } finally {
            lock.unlock();
        }
    }

    private List<Addresses.Entry> fresh(Instant now) {
        return addresses.sample(TOLD_MAX, TOLD_PERCENT, Optional.empty(), true, now).stream()
                .filter(entry -> isUnblemished(entry.endpoint().address(), now))
                .collect(Collectors.toList());
    }

    private boolean isUnblemished(NetAddress address, Instant now) {
        return !bans.isBanned(address, now) && !bans.isDiscouraged(address);
    }

    @Override
    public void offers(Peer peer, Services offered) {
        addresses.services(peer.remote(), offered);
    }

    @Override
    public void connected(Peer peer, Services offered, Instant now) {
        addresses.connected(peer.remote(), now);
    }

    @Override
    public void good(Peer peer, Instant now) {
        addresses.good(peer.remote(), now);
    }

    @Override
    public Optional<Addresses.Entry> ours(Peer towards, Optional<NetEndpoint> seen, Instant now) {
        return own.towards(towards, seen)
                .map(where -> new Addresses.Entry(now.getEpochSecond(), services, where));
    }
}
