// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.Services;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom there is to call and whom to let in, as the {@link Hub} asks for it; from any thread. */
public interface Book {
    /**
     * Somebody to call.
     *
     * @param services what somebody says they offer
     * @param seen when they were last heard of
     * @param lastTry when they were last called; {@link Instant#EPOCH} if never
     */
    record Target(NetEndpoint endpoint, Services services, Instant seen, Instant lastTry) {}

    /**
     * One that is connected, where another wants in.
     *
     * @param isDiscouraged whether it was when it came: it goes before others
     * @param isThroughOnion whether it came through Tor
     */
    record Guest(Peer peer, boolean isDiscouraged, boolean isThroughOnion) {}

    /** An address at random: for a feeler one that nobody has reached yet. */
    Optional<Target> pick(ConnectionType wanted, Instant now);

    /** An address that was reached once and is in the way of another: to be tested by a feeler. */
    default Optional<Target> collision(Instant now) {
        return Optional.empty();
    }

    /** Decides about addresses that were in the way and have been tested. */
    default void resolveCollisions(Instant now) {}

    /**
     * Notes that an address is being called.
     *
     * @param countFailure whether it speaks against the address if nobody is there: not while we
     *     may be offline ourselves
     */
    void attempt(NetEndpoint endpoint, boolean countFailure, Instant now);

    /** Notes that somebody lives there. */
    void good(NetEndpoint endpoint, Instant now);

    /** Takes in what a source tells. */
    void add(List<Addresses.Entry> entries, NetAddress source, Instant now);

    boolean isBanned(NetAddress address);

    boolean isDiscouraged(NetAddress address);

    /**
     * What somebody may beyond others.
     *
     * @param bind where they called; of those that we call, empty
     */
    Set<Permission> permissions(NetAddress remote, ConnectionType type, Optional<Bind> bind);

    /** Who has to go for another that wants in; empty if nobody has to. */
    default Optional<Long> evict(List<Guest> guests) {
        return Optional.empty();
    }

    /** How many addresses it holds. */
    int size();

    /** What addresses have in common that are easily in one hand. */
    ByteString group(NetAddress address);

    /** Whether it is worth while to call somebody who offers this. */
    default boolean isEnough(Services services, ConnectionType wanted) {
        boolean isNode = services.has(Services.NETWORK);
        return wanted == ConnectionType.FEELER
                ? isNode || services.has(Services.NETWORK_LIMITED)
                : isNode && services.has(Services.WITNESS);
    }
}
