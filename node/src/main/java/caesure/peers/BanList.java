// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.log.Category;
import caesure.log.Log;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;
import caesure.wire.Subnet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * With whom we have nothing to do. For any number of threads. Source: Core's BanMan.
 *
 * <p>Bans are said by a person, hold for a time and outlive the node, in a file ({@link BanFile}).
 *
 * <p>Who breaks the rules is not banned but discouraged: we neither call him nor tell others of
 * him, and he is the first to go when places are short. That is kept in memory of fixed size for
 * the last 50,000 of them, and without an end: a list that grew with each address that misbehaves
 * would be a gift to whoever has many (CVE-2020-14198).
 */
public final class BanList {
    /** The name of its file. */
    public static final String FILE = "banlist.json";

    /** How long a ban holds if nothing is said (-bantime): a day. */
    public static final Duration BAN_TIME = Duration.ofHours(24);

    /** How many of the discouraged are surely remembered, and how many others are taken for one. */
    private static final int DISCOURAGED = 50_000;

    private static final double DISCOURAGED_FALSE_RATE = 0.000_001;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock saving = new ReentrantLock();
    private final Path file;
    private final Log log;
    private final TreeMap<Subnet, Ban> bans = new TreeMap<>();

    /**
     * How many bans there are of each network and length: an address is held to each length once.
     */
    private final Map<NetKind, int[]> lengths = new EnumMap<>(NetKind.class);

    private final RollingFilter discouraged;
    private boolean changed; // since it was saved

    private BanList(Path file, RandomGenerator random, Log log) {
        this.file = file;
        this.log = log;
        this.discouraged = new RollingFilter(DISCOURAGED, DISCOURAGED_FALSE_RATE, random);
        for (NetKind kind : NetKind.values()) {
            lengths.put(kind, new int[kind.addressBytes() * Byte.SIZE + 1]);
        }
    }

    /**
     * Reads a file, and writes a new one where there is none or it cannot be read: the log says so,
     * and the start goes on.
     *
     * @param random must be one that strangers cannot foresee
     */
    public static BanList open(Path file, RandomGenerator random, Log log, Instant now) {
        var list = new BanList(file, random, log);
        Optional<List<Ban>> read = Optional.empty();
        try {
            read = BanFile.read(file, log);
        } catch (IOException e) {
            log.warning("Cannot load banlist %s", e.getMessage());
        }
        if (read.isEmpty()) {
            log.info("Recreating the banlist database");
            list.changed = true;
        }
        read.orElse(List.of()).forEach(list::keep);
        list.save(now);
        return list;
    }

    /** What a ban came to. */
    public enum Outcome {
        BANNED,
        /** There is one that holds for as long, or longer. */
        HELD_ALREADY,
        /** There are 100,000 of them. */
        FULL
    }

    /** Bans addresses until a time, and saves that. */
    public Outcome ban(Subnet subnet, Instant until, Instant now) {
        var ban = new Ban(subnet, atSecond(now.getEpochSecond()), atSecond(until.getEpochSecond()));
        Outcome outcome = locked(() -> put(ban, now));
        if (outcome == Outcome.BANNED) save(now);
        return outcome;
    }

    private Outcome put(Ban ban, Instant now) {
        sweep(now);
        Ban old = bans.get(ban.subnet());
        if (old != null && !old.until().isBefore(ban.until())) return Outcome.HELD_ALREADY;
        if (old == null && bans.size() >= BanFile.BANS_MAX) return Outcome.FULL;
        keep(ban);
        changed = true;
        return Outcome.BANNED;
    }

    private void keep(Ban ban) {
        Subnet subnet = ban.subnet();
        if (bans.put(subnet, ban) == null) lengths.get(subnet.kind())[subnet.prefixBits()]++;
    }

    private boolean drop(Subnet subnet) {
        if (bans.remove(subnet) == null) return false;
        lengths.get(subnet.kind())[subnet.prefixBits()]--;
        changed = true;
        return true;
    }

    /** Ends the ban of exactly these addresses, and saves that; false if there is none. */
    public boolean unban(Subnet subnet, Instant now) {
        boolean was = locked(() -> drop(subnet));
        if (was) save(now);
        return was;
    }

    /** Ends all bans, and saves that. */
    public void clear(Instant now) {
        locked(() -> {
            List.copyOf(bans.keySet()).forEach(this::drop);
            changed = true;
            return true;
        });
        save(now);
    }

    /** Whether an address is banned, by itself or in a range. */
    public boolean isBanned(NetAddress address, Instant now) {
        if (address.kind().isEmpty() || !address.isValid()) return false;
        NetKind kind = address.kind().get();
        return locked(() -> {
            int[] counts = lengths.get(kind);
            for (int bits = 0; bits < counts.length; bits++) {
                if (counts[bits] == 0) continue;
                Ban ban = bans.get(new Subnet(kind, address.bytes(), bits));
                if (ban != null && ban.isOn(now)) return true;
            }
            return false;
        });
    }

    /** Whether exactly these addresses are banned. */
    public boolean isBanned(Subnet subnet, Instant now) {
        return locked(() ->
                Optional.ofNullable(bans.get(subnet)).filter(ban -> ban.isOn(now)).isPresent());
    }

    /** All bans that hold, by their addresses. */
    public List<Ban> bans(Instant now) {
        return locked(() -> {
            sweep(now);
            return List.copyOf(bans.values());
        });
    }

    /** Takes away what is over. */
    private void sweep(Instant now) {
        Collection<Ban> over = bans.values().stream().filter(ban -> !ban.isOn(now)).toList();
        for (Ban ban : over) {
            drop(ban.subnet());
            log.debug(Category.NET, "Removed banned node address/subnet: %s", ban.subnet());
        }
    }

    /**
     * Writes the bans to the file if they changed. If that fails the log says so, and the next time
     * it is tried again. To be called every 15 minutes and at the end.
     */
    public void save(Instant now) {
        saving.lock(); // or an older list could take the place of a newer
        try {
            Optional<List<Ban>> all =
                    locked(() -> {
                        sweep(now);
                        if (!changed) return Optional.<List<Ban>>empty();
                        changed = false;
                        return Optional.of(List.copyOf(bans.values()));
                    });
            if (all.isPresent()) write(all.get());
        } finally {
            saving.unlock();
        }
    }

    private void write(List<Ban> all) {
        try {
            BanFile.write(file, all);
        } catch (IOException e) {
            log.error("Cannot write banlist %s: %s", file, e);
            locked(() -> changed = true);
        }
    }

    /** Notes that somebody there broke the rules. */
    public void discourage(NetAddress address) {
        ByteString key = key(address);
        locked(() -> {
            discouraged.add(key);
            return true;
        });
    }

    /** Whether somebody there broke the rules lately; in one of a million cases nobody did. */
    public boolean isDiscouraged(NetAddress address) {
        ByteString key = key(address);
        return locked(() -> discouraged.contains(key));
    }

    private static ByteString key(NetAddress address) {
        return new ByteWriter().u8(address.network()).bytes(address.bytes()).toByteString();
    }

    /** A time in whole seconds; before 1970 and beyond the calendar, the next that there is. */
    static Instant atSecond(long second) {
        return Instant.ofEpochSecond(Math.clamp(second, 0, Instant.MAX.getEpochSecond()));
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
