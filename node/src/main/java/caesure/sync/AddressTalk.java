// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.crypto.Hash256;
import caesure.crypto.SipHash;
import caesure.log.Category;
import caesure.log.Log;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.wire.Addresses;
import caesure.wire.Message;
import caesure.wire.NetEndpoint;
import caesure.wire.Services;
import caesure.wire.Version;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where nodes live: what peers tell us of it, and we them. */
final class AddressTalk {
    /** So many addresses a second of one peer are looked at (MAX_ADDR_RATE_PER_SECOND). */
    private static final double PER_SECOND = 0.1;

    /** So many may come at once after a long silence. */
    private static final double BUCKET = 1_000;

    /** A message of at most so many addresses is news, and passed on. */
    private static final int NEWS_MAX = 10;

    /** An address seen within this time is news. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** What the time is taken for that cannot be right. */
    private static final Duration UNKNOWN_AGE = Duration.ofDays(5);

    /** Times before this one, in seconds since 1970, cannot be right. */
    private static final long TIME_LEAST_S = 100_000_000;

    /** For how long an address goes to the same peers. */
    private static final Duration ROTATION = Duration.ofHours(24);

    /** From one message of addresses to the next, on average. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** From one announcement of our own address to the next, on average. */
    private static final Duration OWN_PAUSE = Duration.ofHours(24);

    private final Room room;
    private final SipHash secret;

    /** Addresses to and from one peer. */
    static final class State {
        Optional<Seen> seen = Optional.empty(); // empty: addresses are not spoken of
        final List<Addresses.Entry> toSend = new ArrayList<>();
        boolean hasAsked; // we, and the answer may come
        boolean wasAsked; // by the peer
        double bucket = 1;
        Optional<Instant> filled = Optional.empty();
        Optional<Instant> nextOwn = Optional.empty();
        Instant next = Instant.EPOCH;
        long processed;
        long limited;

        boolean isOn() {
            return seen.isPresent();
        }
    }

    AddressTalk(Room room) {
        this.room = room;
        this.secret = new SipHash(room.random().nextLong(), room.random().nextLong());
    }

    private Log log() {
        return room.log();
    }

    /**
     * Whether addresses may be spoken of. To peers for blocks alone they are not: it would show.
     */
    private boolean begin(Talk talk) {
        ConnectionType type = talk.peer.type();
        if (type == ConnectionType.BLOCK_RELAY_ONLY || type == ConnectionType.FEELER) return false;
        if (!talk.addresses.isOn()) talk.addresses.seen = Optional.of(new Seen(secret));
        return true;
    }

    /** Asks a peer that we called, once, for what it knows. */
    void greet(Talk talk, Instant now) {
        if (!begin(talk)) return;
        room.voice().say(talk, new Message.GetAddr());
        talk.addresses.hasAsked = true;
        talk.addresses.filled = Optional.of(talk.addresses.filled.orElse(now));
        talk.addresses.bucket += Addresses.ENTRIES_MAX;
    }

    /** Only who called us is answered: others could learn by it which addresses we were told. */
    void asked(Talk talk, Instant now) {
        State state = talk.addresses;
        if (!talk.peer.isInbound()) {
            String what = "Ignoring \"getaddr\" from %s connection. peer=%d";
            log().debug(Category.NET, what, talk.peer.type().shown(), talk.id());
            return;
        }
        begin(talk);
        if (state.wasAsked) {
            log().debug(Category.NET, "Ignoring repeated \"getaddr\". peer=%d", talk.id());
            return;
        }
        state.wasAsked = true;
        state.toSend.clear();
        room.book().sample(talk.peer, now).forEach(entry -> push(talk, entry));
    }

    private void push(Talk talk, Addresses.Entry entry) {
        State state = talk.addresses;
        NetEndpoint endpoint = entry.endpoint();
        if (!endpoint.address().isValid() || state.seen.orElseThrow().has(endpoint)) return;
        if (!talk.hello.takesAddrV2 && !endpoint.address().hasLegacyForm()) return;
        if (state.toSend.size() < Addresses.ENTRIES_MAX) state.toSend.add(entry);
        else state.toSend.set(room.random().nextInt(state.toSend.size()), entry);
    }

    void received(Talk talk, Addresses message, Instant now) {
        if (!begin(talk)) {
            String what = "ignoring %s message from %s peer=%d";
            String type = talk.peer.type().shown();
            log().debug(Category.NET, what, message.command(), type, talk.id());
            return;
        }
        State state = talk.addresses;
        fill(talk, now);
        int size = message.entries().size();
        boolean isNews = !state.hasAsked && size <= NEWS_MAX;
        long processed = 0;
        long limited = 0;
        var learned = new ArrayList<Addresses.Entry>();
        var shuffled = new ArrayList<>(message.entries());
        Collections.shuffle(shuffled, room.random()); // so that the limit spares none for its place
        for (Addresses.Entry told : shuffled) {
            if (state.bucket >= 1) {
                state.bucket -= 1;
            } else if (!talk.peer.may(Permission.ADDR)) {
                limited++;
                continue;
            }
            if (!isUseful(told.services())) continue;
            Addresses.Entry entry = withTime(told, now);
            state.seen.orElseThrow().add(entry.endpoint());
            processed++;
            boolean isFresh = entry.timeS() > now.minus(FRESH).getEpochSecond();
            if (isNews && isFresh && entry.endpoint().address().isRoutable())
                relay(talk, entry, now);
            if (isReachable(entry.endpoint())) learned.add(entry);
        }
        state.processed += processed;
        state.limited += limited;
        String what = "Received addr: %d addresses (%d processed, %d rate-limited) from peer=%d";
        log().debug(Category.NET, what, size, processed, limited, talk.id());
        room.book().learned(learned, talk.peer, now);
        if (size < Addresses.ENTRIES_MAX) state.hasAsked = false;
        if (talk.peer.type() == ConnectionType.ADDR_FETCH && size > 1) {
            room.voice().leave(talk, "addrfetch connection completed");
        }
    }

    private static void fill(Talk talk, Instant now) {
        State state = talk.addresses;
        Instant filled = state.filled.orElse(talk.peer.since());
        double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
        if (state.bucket < BUCKET) {
            state.bucket = Math.min(state.bucket + seconds * PER_SECOND, BUCKET);
        }
        state.filled = Optional.of(now);
    }

    /** Whether whoever lives there may serve blocks. */
    private static boolean isUseful(Services services) {
        return services.has(Services.NETWORK) || services.has(Services.NETWORK_LIMITED);
    }

    private static Addresses.Entry withTime(Addresses.Entry entry, Instant now) {
        long latestS = now.plus(FRESH).getEpochSecond();
        if (entry.timeS() > TIME_LEAST_S && entry.timeS() <= latestS) return entry;
        long guessS = Math.max(0, now.minus(UNKNOWN_AGE).getEpochSecond());
        return new Addresses.Entry(guessS, entry.services(), entry.endpoint());
    }

    private boolean isReachable(NetEndpoint endpoint) {
        return endpoint.address().kind().filter(room.settings().reachable()::contains).isPresent();
    }

    /** Passes an address on to one or two peers: to the same ones all day. */
    private void relay(Talk from, Addresses.Entry entry, Instant now) {
        long address = secret.hash(entry.endpoint().address().bytes()) + entry.endpoint().port();
        long seconds = now.getEpochSecond() + (address >>> 1);
        var chooser = new SipHash(address, seconds / ROTATION.toSeconds());
        boolean isTwo = isReachable(entry.endpoint()) || (address & 1) != 0;
        room.talks().values().stream()
                .filter(t -> t != from && t.addresses.isOn() && t.isReady())
                .sorted(Comparator.comparingLong(t -> chooser.hash(Hash256.ZERO, t.id())))
                .limit(isTwo ? 2 : 1)
                .forEach(t -> push(t, entry));
    }

    void attend(Talk talk, Instant now) {
        State state = talk.addresses;
        if (!state.isOn()) return;
        announceOurs(talk, now);
        if (!now.isAfter(state.next)) return;
        state.next = now.plus(random(PAUSE));
        var unknown = new ArrayList<Addresses.Entry>();
        for (Addresses.Entry entry : state.toSend) {
            if (state.seen.orElseThrow().has(entry.endpoint())) continue;
            state.seen.orElseThrow().add(entry.endpoint());
            unknown.add(entry);
        }
        state.toSend.clear();
        if (!unknown.isEmpty()) send(talk, unknown);
    }

    private void announceOurs(Talk talk, Instant now) {
        State state = talk.addresses;
        if (state.nextOwn.filter(next -> !next.isBefore(now)).isPresent()) return;
        if (room.chain().isInitial(now)) return;
        boolean isFirst = state.nextOwn.isEmpty();
        if (!isFirst) state.seen.orElseThrow().clear(); // or it would not be told again
        state.nextOwn = Optional.of(now.plus(random(OWN_PAUSE)));
        Optional<NetEndpoint> seen = talk.hello.theirs.map(Version::receiver);
        Optional<Addresses.Entry> ours = room.book().ours(talk.peer, seen, now);
        if (ours.isEmpty()) return;
        NetEndpoint where = ours.get().endpoint();
        log().debug(Category.NET, "Advertising address %s to peer=%d", where, talk.id());
        if (!isFirst) {
            push(talk, ours.get());
        } else if (talk.hello.takesAddrV2 || ours.get().endpoint().address().hasLegacyForm()) {
            send(talk, List.of(ours.get())); // alone: the peer may look at one address only
        }
    }

    private void send(Talk talk, List<Addresses.Entry> entries) {
        Addresses message =
                talk.hello.takesAddrV2
                        ? new Addresses.AddrV2(entries)
                        : new Addresses.Addr(entries);
        room.voice().say(talk, message);
    }

    /** A random time, of which nobody can tell what remains of it. */
    private Duration random(Duration mean) {
        double factor = -Math.log(1 - room.random().nextDouble());
        return Duration.ofNanos((long) (mean.toNanos() * factor));
    }
}
