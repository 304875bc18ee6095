// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A book that knows what a test wrote into it, and keeps what it was told. */
final class TestBook implements Book {
    static final Services FULL = Services.NETWORK.with(Services.WITNESS);

    final List<Target> known = new CopyOnWriteArrayList<>();
    final List<NetEndpoint> attempts = new CopyOnWriteArrayList<>();
    final List<Addresses.Entry> learned = new CopyOnWriteArrayList<>();
    final List<NetAddress> sources = new CopyOnWriteArrayList<>();
    final Set<NetAddress> banned = new ConcurrentSkipListSet<>();
    final Set<NetAddress> discouraged = new ConcurrentSkipListSet<>();
    volatile Set<Permission> permissions = Set.of();
    volatile boolean evictsFirst;
    volatile int picks;

    void know(NetEndpoint endpoint) {
        known.add(new Target(endpoint, FULL, Instant.EPOCH, Instant.EPOCH));
    }

    @Override
    public Optional<Target> pick(ConnectionType wanted, Instant now) {
        if (known.isEmpty()) return Optional.empty();
        int pick = picks;
        picks = pick + 1; // by one thread alone
        return Optional.of(known.get(pick % known.size()));
    }

    @Override
    public void attempt(NetEndpoint endpoint, boolean countFailure, Instant now) {
        attempts.add(endpoint);
    }

    @Override
    public void good(NetEndpoint endpoint, Instant now) {
        // no test looks
    }

    @Override
    public void add(List<Addresses.Entry> entries, NetAddress source, Instant now) {
        learned.addAll(entries);
        sources.add(source);
    }

    @Override
    public boolean isBanned(NetAddress address) {
        return banned.contains(address);
    }

    @Override
    public boolean isDiscouraged(NetAddress address) {
        return discouraged.contains(address);
    }

    @Override
    public Set<Permission> permissions(
            NetAddress remote, ConnectionType type, Optional<Bind> bind) {
        return permissions;
    }

    @Override
    public Optional<Long> evict(List<Guest> guests) {
        return guests.stream().map(guest -> guest.peer().id()).findFirst().filter(_ -> evictsFirst);
    }

    @Override
    public int size() {
        return known.size() + learned.size();
    }

    @Override
    public ByteString group(NetAddress address) {
        return address.is(NetKind.IPV4) ? address.bytes().slice(0, 2) : address.bytes();
    }
}
