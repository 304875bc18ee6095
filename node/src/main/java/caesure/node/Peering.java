// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.bytes.ByteString;
import caesure.net.Traffic;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.primitives.BlockHash;
import caesure.sync.PeerStatus;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The peers of a running node, for those who look at them or steer them by hand. */
public interface Peering {
    /** A peer, in whole. */
    record Seen(Peer peer, Traffic traffic, PeerStatus status) {}

    /** Sums since the start, in bytes. */
    record Totals(long received, long sent) {}

    /** A peer that a person added. */
    record Added(String node, Optional<Link> link) {}

    /** How an added peer is connected. */
    record Link(NetEndpoint address, boolean isInbound) {}

    /** A kind of network. */
    record Reach(NetKind network, boolean isLimited, boolean isReachable) {}

    /** An address of our own. */
    record OwnAddress(NetEndpoint endpoint, int score) {}

    /**
     * What we say of ourselves.
     *
     * @param protocolVersion the highest that we speak
     */
    record Self(
            int protocolVersion,
            Services services,
            String userAgent,
            boolean relaysTransactions,
            long timeOffsetS) {}

    /** Those with whom a connection exists now, in the order in which they came. */
    List<Seen> peers();

    /** How many there are. */
    default int count() {
        return peers().size();
    }

    Totals totals();

    Self self();

    List<Reach> networks();

    List<OwnAddress> ownAddresses();

    boolean isActive();

    /** Ends all connections and makes no more, or begins to again (setnetworkactive). */
    void setActive(boolean active);

    /**
     * Keeps a peer connected, from now on.
     *
     * @return false if that was done before
     */
    boolean add(String node);

    /**
     * Takes that back; a connection stays.
     *
     * @return false if it was not added
     */
    boolean remove(String node);

    /** Tries a peer once, and does not wait for it. */
    void tryOnce(String node);

    List<Added> added();

    /**
     * Calls a peer in a given way, for tests (addconnection).
     *
     * @return false if there are as many of the kind as there may be
     */
    boolean connect(String node, ConnectionType type);

    /**
     * Ends a connection.
     *
     * @return false if there is none
     */
    boolean disconnect(long id);

    /** As {@link #disconnect(long)}, by the name under which it is shown. */
    boolean disconnect(String name);

    /** Ends those to addresses of a subnet. */
    void disconnectBanned();

    /** Asks each peer to answer a ping. */
    void ping();

    /**
     * Asks a peer for a block (getblockfrompeer).
     *
     * @return why not, in bitcoind's words; empty if it was asked
     */
    Optional<String> fetch(BlockHash block, long peer);

    /**
     * Sends any bytes to a peer, for tests (sendmsgtopeer).
     *
     * @return false if there is no such peer
     */
    boolean send(long peer, String command, ByteString payload);

    /**
     * Addresses of others, as getnodeaddresses gives them: a random choice.
     *
     * @param max most; {@link Integer#MAX_VALUE} for all
     */
    List<Known> known(int max, Optional<NetKind> network);

    /** An address of somebody else. */
    record Known(NetEndpoint endpoint, Services services, Instant seen) {}

    /**
     * Adds an address to the book, for tests (addpeeraddress): as one that tells of itself now and
     * serves blocks with witnesses.
     *
     * @param tried as one that was reached
     * @return why not, in bitcoind's words ({@code failed-adding-to-new}, {@code
     *     failed-adding-to-tried}); empty if it was added
     */
    Optional<String> learn(NetEndpoint endpoint, boolean tried);

    /** All of the address book (getaddrmaninfo, getrawaddrman). */
    Book book();

    /**
     * The address book's two tables. In that of addresses that were only heard of one may stand
     * several times.
     *
     * @param heard in the order of buckets and positions
     * @param tried those that were reached, likewise
     */
    record Book(List<Placed> heard, List<Placed> tried) {
        public Book {
            heard = List.copyOf(heard);
            tried = List.copyOf(tried);
        }
    }

    /**
     * An address at its place in a table.
     *
     * @param source who told of it
     */
    record Placed(int bucket, int position, Known address, NetAddress source) {}

    /** The bans in force. */
    List<Ban> bans();

    /**
     * A ban.
     *
     * @param subnet as bitcoind prints it
     */
    record Ban(String subnet, Instant created, Instant until) {}

    /** How a ban fared. */
    enum BanOutcome {
        DONE,
        /** The text is neither address nor subnet. */
        NO_SUBNET,
        /** It is banned already, or when unbanning was not banned. */
        NO_CHANGE
    }

    /** Bans an address or subnet, and ends its connections. */
    BanOutcome ban(String subnet, Instant until);

    BanOutcome unban(String subnet);

    void clearBans();

    /** Kinds of network that are known here. */
    default Set<NetKind> kinds() {
        return Set.of(NetKind.values());
    }
}
