// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.peers.AddressTables.CountFailure;
import caesure.store.WholeFile;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The addresses of nodes that we heard of, and of those that we reached. Made so that nobody, with
 * however many addresses in few networks, can fill it with his own. For any number of threads.
 * Source: Core's AddrMan.
 *
 * <ul>
 *   <li>What we heard of stands in the new table: 1,024 buckets of 64 places. Which bucket is
 *       chosen by the group ({@link NetGroup}) of who told us, and that of the address: one group
 *       of tellers reaches no more than 64 buckets. An address may stand in up to 8.
 *   <li>What answered stands in the tried table: 256 buckets of 64 places, of which one group of
 *       addresses reaches 8.
 *   <li>A new address takes the place of another only if that is of no use any more. In the tried
 *       table the old one is called first ({@link #pickCollision}), and stays if it answers.
 * </ul>
 */
public final class AddressManager {
    /** The name of its file. */
    public static final String FILE = "peers.dat";

    /** The key of Core's tests (-test=addrman), with which places can be foretold. */
    public static final Hash256 TEST_KEY = Hash256.ONE;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock saving = new ReentrantLock();
    private final AddressTables tables;

    private AddressManager(AddressTables tables) {
        this.tables = tables;
    }

    /**
     * Nobody known, and a new key.
     *
     * @param random must be one that strangers cannot foresee
     */
    public static AddressManager empty(RandomGenerator random) {
        byte[] key = new byte[Hash256.BYTES];
        random.nextBytes(key);
        return empty(Hash256.of(key), random);
    }

    /** Nobody known, under a given key: {@link #TEST_KEY}. */
    public static AddressManager empty(Hash256 key, RandomGenerator random) {
        return new AddressManager(new AddressTables(new Buckets(key), random));
    }

    /**
     * Reads what {@link #save} wrote; {@link #empty} if there is no file.
     *
     * @param magic of the network
     * @param key of what is begun anew; empty: a random one
     * @throws IOException if it cannot be read, or is damaged or another network's: what is wrong
     *     and what helps, in the words of bitcoind
     */
    public static AddressManager load(
            Path file, ByteString magic, Optional<Hash256> key, RandomGenerator random)
            throws IOException {
        Optional<AddressTables> tables = AddressFile.load(file, magic, random);
        return tables.map(AddressManager::new)
                .or(() -> key.map(given -> empty(given, random)))
                .orElseGet(() -> empty(random));
    }

    /**
     * Writes everything to a file, in place of the one that is there.
     *
     * @throws IOException if it cannot be; the old file is still there
     */
    public void save(Path file, ByteString magic) throws IOException {
        saving.lock(); // one at a time, and others may go on meanwhile
        try {
            WholeFile.write(file, locked(() -> AddressFile.bytes(tables, magic)));
        } finally {
            saving.unlock();
        }
    }

    /**
     * Takes in what somebody told.
     *
     * @param source who
     * @param penalty by how much less lately they count as seen, unless somebody told of himself
     * @return whether at least one got a place, or another place
     */
    public boolean add(
            List<Addresses.Entry> entries, NetAddress source, Duration penalty, Instant now) {
        return locked(() -> {
            boolean added = false;
            for (Addresses.Entry entry : entries) {
                added |= tables.add(entry, source, penalty, now.getEpochSecond());
            }
            return added;
        });
    }

    /**
     * Notes that a node answered, and shook hands.
     *
     * @return whether it moved to the tried table now; if another stands in its place, that has to
     *     be tested first
     */
    public boolean good(NetEndpoint endpoint, Instant now) {
        return locked(() -> tables.good(endpoint, now.getEpochSecond()));
    }

    /**
     * Notes that we call.
     *
     * @param countFailure whether it speaks against the node until it answers
     */
    public void attempt(NetEndpoint endpoint, boolean countFailure, Instant now) {
        CountFailure count = countFailure ? CountFailure.YES : CountFailure.NO;
        with(endpoint, one -> tables.attempt(one, count, now.getEpochSecond()));
    }

    /**
     * Notes that it was there until now. To be called when a connection ends: what is told to
     * others must not say whom we talk to.
     */
    public void connected(NetEndpoint endpoint, Instant now) {
        with(endpoint, one -> tables.connected(one, now.getEpochSecond()));
    }

    /** Notes what a node says it does. */
    public void services(NetEndpoint endpoint, Services services) {
        with(endpoint, one -> one.services = services);
    }

    /**
     * An address to call.
     *
     * @param seen when it was last seen, as far as we heard
     * @param lastTry when we last called; {@link Instant#EPOCH} if never since the start
     */
    public record Pick(NetEndpoint endpoint, Services services, Instant seen, Instant lastTry) {
        private static Pick of(Known one) {
            return new Pick(
                    one.endpoint,
                    one.services,
                    Instant.ofEpochSecond(one.seenS),
                    Instant.ofEpochSecond(one.lastTryS));
        }
    }

    /**
     * Chooses an address to call: by chance, less likely if we called lately or in vain.
     *
     * @param newOnly only from the new table; otherwise from either, with equal chance
     * @param networks only of these; of all, if empty
     */
    public Optional<Pick> pick(boolean newOnly, Set<NetKind> networks, Instant now) {
        Set<NetKind> some = Set.copyOf(networks);
        return locked(() -> tables.pick(newOnly, some, now.getEpochSecond()).map(Pick::of));
    }

    /**
     * Chooses one in the tried table whose place another wants: to be called, to see if it lives.
     *
     * @param now does not matter to the choice
     */
    public Optional<Pick> pickCollision(Instant now) {
        return locked(() -> tables.pickCollision().map(Pick::of));
    }

    /** Decides who keeps a place of the tried table, as far as that is known by now. */
    public void resolveCollisions(Instant now) {
        locked(() -> {
            tables.resolveCollisions(now.getEpochSecond());
            return true;
        });
    }

    /**
     * Random addresses, to tell others.
     *
     * @param max at most so many; all if 0
     * @param percent at most this part of all, 0 to 100; all if 0
     * @param network only of this one
     * @param filtered leaves out those of no use
     */
    public List<Addresses.Entry> sample(
            int max, int percent, Optional<NetKind> network, boolean filtered, Instant now) {
        if (max < 0 || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("max " + max + ", percent " + percent);
        }
        return locked(() -> {
            int part = percent == 0 ? tables.size() : percent * tables.size() / 100;
            int most = max == 0 ? part : Math.min(max, part);
            List<Known> sample = tables.sample(most, network, filtered, now.getEpochSecond());
            return sample.stream().map(Known::entry).toList();
        });
    }

    /** How many addresses are known. */
    public int size() {
        return size(Optional.empty(), Optional.empty());
    }

    /**
     * How many addresses are known.
     *
     * @param network of this one; of all, if empty
     * @param inNew in the new table, or else in the tried; in both, if empty
     */
    public int size(Optional<NetKind> network, Optional<Boolean> inNew) {
        Set<NetKind> networks = network.map(Set::of).orElse(Set.of());
        return locked(() -> {
            int fresh = inNew.orElse(true) ? tables.newCount(networks) : 0;
            return fresh + (inNew.orElse(false) ? 0 : tables.triedCount(networks));
        });
    }

    /**
     * A place in a table that is taken (getrawaddrman).
     *
     * @param bucket 0 to 1023 in the new table, 0 to 255 in the tried
     * @param position 0 to 63
     * @param source who first told of the address
     */
    public record Place(int bucket, int position, Addresses.Entry entry, NetAddress source) {}

    /** All places of the new table, or else of the tried, that are taken, in their order. */
    public List<Place> places(boolean inNew) {
        return locked(() -> {
            var places = new ArrayList<Place>();
            for (int bucket = 0; bucket < (inNew ? Buckets.NEW : Buckets.TRIED); bucket++) {
                for (int slot = 0; slot < Buckets.SLOTS; slot++) {
                    Optional<Known> there =
                            inNew ? tables.newAt(bucket, slot) : tables.triedAt(bucket, slot);
                    if (there.isEmpty()) continue;
                    Known one = there.get();
                    places.add(new Place(bucket, slot, one.entry(), one.source));
                }
            }
            return List.copyOf(places);
        });
    }

    private void with(NetEndpoint endpoint, Consumer<Known> act) {
        locked(() -> {
            tables.find(endpoint).ifPresent(act);
            return true;
        });
    }

    private <T> T locked(Supplier<T> act) {
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }
}
