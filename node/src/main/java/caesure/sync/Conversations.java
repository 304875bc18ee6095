// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.consensus.Params;
import caesure.log.Category;
import caesure.log.Log;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;
import caesure.wire.Addresses;
import caesure.wire.BlockFilters;
import caesure.wire.BloomFilters;
import caesure.wire.ChainMessage;
import caesure.wire.CompactBlocks;
import caesure.wire.Inventory;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.ProtocolVersion;
import caesure.wire.Services;
import caesure.wire.Version;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * All conversations of a node: what is said to whom, and when a peer is left. There are no sockets,
 * threads or clocks in here, and all randomness is from the given generator: the same calls give
 * the same answers.
 *
 * <p>Not for two threads at a time. Taking a block may take seconds. Where the chain cannot be
 * written or read, calls throw {@link UncheckedIOException}: the node cannot go on.
 *
 * <p>Behaviour as Bitcoin Core's net_processing, of a node that takes no transactions unless told,
 * with neither bloom nor compact filters, that does not offer compact blocks.
 */
public final class Conversations {
    private final Room room;
    private final Map<Long, Talk> talks; // by number, so that the order is always the same
    private final Handshake handshake;
    private final Pulse pulse;
    private final HeaderSync headers;
    private final Laggards laggards;
    private final Hoover hoover;
    private final Intake intake;
    private final BlockServer server;
    private final Announcer announcer;
    private final AddressTalk addresses;
    private HeaderNode tip; // when it was last looked at

    /**
     * What a user may choose.
     *
     * @param services that we offer
     * @param userAgent what we call ourselves
     * @param takesTransactions whether peers may send transactions
     * @param minimumWork which a chain must have to be looked at
     * @param peerTimeout within this time a peer must have said hello (-peertimeout)
     * @param reachable the kinds of network in which peers can be called
     */
    public record Settings(
            Services services,
            String userAgent,
            boolean takesTransactions,
            Work minimumWork,
            Duration peerTimeout,
            Set<NetKind> reachable) {
        /** How long the handshake may take when nobody says otherwise. */
        public static final Duration PEER_TIMEOUT = Duration.ofSeconds(60);

        public Settings {
            reachable = Set.copyOf(reachable);
        }

        /** Those of a network, for a node that serves the whole chain and takes no transactions. */
        public static Settings of(Params params, String userAgent) {
            return new Settings(
                    Services.NETWORK.with(Services.WITNESS).with(Services.NETWORK_LIMITED),
                    userAgent,
                    false,
                    params.minimumWork(),
                    PEER_TIMEOUT,
                    Set.of(NetKind.IPV4, NetKind.IPV6));
        }
    }

    /** Where addresses are kept. */
    public interface AddressBook {
        /** A peer told of these. */
        void learned(List<Addresses.Entry> entries, Peer from, Instant now);

        /** Some to tell a peer that asked, for a peer with {@link Permission#ADDR} any. */
        List<Addresses.Entry> sample(Peer asker, Instant now);

        /** A peer that we called does this for others, by its word. */
        default void offers(Peer peer, Services services) {}

        /** A peer that we called has just been there; not of those for blocks alone. */
        void connected(Peer peer, Services services, Instant now);

        /** A peer that we called is a node. */
        void good(Peer peer, Instant now);

        /**
         * Where a peer may tell others that we live; empty if nowhere.
         *
         * @param seen where the peer said that it sees us
         */
        Optional<Addresses.Entry> ours(Peer towards, Optional<NetEndpoint> seen, Instant now);
    }

    /**
     * How a wish for a block fared.
     *
     * @param refusal why it was not asked for, in bitcoind's words; empty if it was
     */
    public record Fetch(Optional<String> refusal, List<Answer> answers) {
        public Fetch {
            answers = List.copyOf(answers);
        }
    }

    public Conversations(
            Chain chain,
            InitialDownload initial,
            AddressBook book,
            Settings settings,
            RandomGenerator random,
            Log log) {
        var view = new ChainView(chain, initial, settings.minimumWork());
        this.talks = new TreeMap<>();
        this.room = new Room(view, settings, book, random, new Voice(log), talks);
        this.addresses = new AddressTalk(room);
        this.handshake = new Handshake(room, addresses);
        this.pulse = new Pulse(room);
        this.hoover = new Hoover(room);
        this.laggards = new Laggards(room);
        var referee = new Referee(room);
        this.headers = new HeaderSync(room, hoover, laggards, referee);
        laggards.askBy(headers);
        this.intake = new Intake(room, hoover, headers, handshake, referee);
        this.server = new BlockServer(room);
        this.announcer = new Announcer(room);
        this.tip = view.tip();
    }

    /** A connection was made. If we called, we speak first. */
    public List<Answer> opened(Peer peer, Instant now) {
        var talk = new Talk(peer);
        if (talks.putIfAbsent(peer.id(), talk) != null) {
            throw new IllegalStateException("peer " + peer.id() + " is here already");
        }
        if (!peer.isInbound()) handshake.sayVersion(talk, now);
        return room.voice().take();
    }

    /** A peer said something. Not while {@link #isBusy}. Of peers that are not here, nothing. */
    public List<Answer> on(long peer, Message message, Instant now) {
        Talk talk = talks.get(peer);
        if (talk == null || talk.isOver) return List.of();
        talk.pulse.heard = true;
        hear(talk, message, now);
        look(now);
        attend(talk, now);
        return room.voice().take();
    }

    /** A peer said something that cannot be read. That costs it nothing but the message. */
    public List<Answer> malformed(long peer, String command, String what, Instant now) {
        Talk talk = talks.get(peer);
        if (talk == null || talk.isOver) return List.of();
        talk.pulse.heard = true;
        String name = Printable.of(command);
        if (isTooEarly(talk, command)) return room.voice().take();
        String line = "ProcessMessages(%s): '%s' from peer=%d";
        room.log().debug(Category.NET, line, name, Printable.of(what), peer);
        return room.voice().take();
    }

    /** A peer said what no peer may say (wire.ViolationException). */
    public List<Answer> violated(long peer, String command, String what, Instant now) {
        Talk talk = talks.get(peer);
        if (talk == null || talk.isOver) return List.of();
        talk.pulse.heard = true;
        String why = Printable.of(what);
        if (!isTooEarly(talk, command)) {
            switch (command) {
                case "getblocks", "getheaders", "feature", "getblocktxn" ->
                        room.voice().leave(talk, why);
                case "filterload", "filteradd", "filterclear" -> leaveForBloom(talk, command);
                default -> room.voice().misbehaves(talk, why);
            }
        }
        return room.voice().take();
    }

    /** Whether a peer waits for what it asked for: then {@link #proceed} goes before its words. */
    public boolean isBusy(long peer) {
        Talk talk = talks.get(peer);
        return talk != null && !talk.isOver && !talk.serving.wanted.isEmpty();
    }

    /** Goes on with what a peer waits for: at most one block. */
    public List<Answer> proceed(long peer, Instant now) {
        if (isBusy(peer)) server.proceed(talks.get(peer));
        return room.voice().take();
    }

    /** A connection has ended. */
    public List<Answer> closed(long peer, Instant now) {
        Talk talk = talks.remove(peer);
        if (talk == null) return List.of();
        hoover.closed(talk);
        ConnectionType type = talk.peer.type();
        boolean isTold = !talk.peer.isInbound() && type != ConnectionType.BLOCK_RELAY_ONLY;
        if (talk.hello.isDone && isTold) {
            room.book().connected(talk.peer, talk.hello.services, now);
        }
        room.log().debug(Category.NET, "Cleared nodestate for peer=%d", peer);
        return room.voice().take();
    }

    /**
     * Time has passed, or the best chain has moved: pings, announcements, new requests, and the end
     * of patience.
     */
    public List<Answer> tick(Instant now) {
        look(now);
        for (Talk talk : talks.values()) attend(talk, now);
        return room.voice().take();
    }

    /** Has a ping sent to each peer, with the next {@link #tick}. */
    public List<Answer> ping() {
        talks.values().forEach(talk -> talk.pulse.isAsked = true);
        return room.voice().take();
    }

    /** Asks a peer for a block whose header is known (getblockfrompeer). */
    public Fetch fetch(BlockHash hash, long peer, Instant now) {
        Optional<HeaderNode> node = room.chain().find(hash);
        if (node.isEmpty()) return refused("Block header missing");
        if (node.get().isHere()) return refused("Block already downloaded");
        Talk talk = talks.get(peer);
        if (talk == null || talk.isOver) return refused("Peer does not exist");
        return new Fetch(hoover.fetchOne(talk, node.get(), now), room.voice().take());
    }

    private static Fetch refused(String why) {
        return new Fetch(Optional.of(why), List.of());
    }

    /** What the conversations have come to, in the order in which they began. */
    public List<PeerStatus> statuses(Instant now) {
        return talks.values().stream().map(talk -> Statuses.of(talk, now)).toList();
    }

    /** Looks whether the best chain has moved. */
    private void look(Instant now) {
        HeaderNode before = tip;
        tip = room.chain().tip();
        if (tip == before) return;
        hoover.advanced(tip.height() - before.lastCommon(tip).height());
        if (!room.chain().isInitial(now)) announcer.moved(before, tip);
    }

    /** Says and asks whatever is due with one peer (SendMessages). */
    private void attend(Talk talk, Instant now) {
        if (talk.isOver) return;
        pulse.watch(talk, now);
        if (!talk.isReady()) return;
        pulse.attend(talk, now);
        if (talk.isOver) return;
        addresses.attend(talk, now);
        sayHowToAnnounce(talk);
        boolean mayFetch = hoover.mayFetchFrom(talk);
        headers.begin(talk, mayFetch, now);
        announcer.attend(talk);
        hoover.watch(talk, now);
        if (!talk.isOver) headers.watch(talk, now);
        if (!talk.isOver) laggards.watch(talk, now);
        if (!talk.isOver) hoover.fetch(talk, mayFetch, now);
    }

    /** Asks for headers as announcements, once we know what the peer has. */
    private void sayHowToAnnounce(Talk talk) {
        if (talk.hello.saidSendHeaders) return;
        if (talk.hello.common < ProtocolVersion.SEND_HEADERS) return;
        Work minimum = room.chain().minimumWork();
        if (talk.best.filter(b -> b.work().compareTo(minimum) > 0).isEmpty()) return;
        room.voice().say(talk, new Negotiation.SendHeaders());
        talk.hello.saidSendHeaders = true;
    }

    private boolean isTooEarly(Talk talk, String command) {
        if (command.equals("version")) return false;
        return handshake.isTooEarly(talk, command, isPartOfHandshake(command));
    }

    private static boolean isPartOfHandshake(String command) {
        return switch (command) {
            case "verack", "sendheaders", "sendcmpct", "wtxidrelay", "sendaddrv2" -> true;
            case "feature", "sendtxrcncl" -> true;
            default -> false;
        };
    }

    private void hear(Talk talk, Message message, Instant now) {
        if (isTooEarly(talk, message.command())) return;
        switch (message) {
            case Version version -> handshake.version(talk, version, now);
            case Negotiation negotiation -> handshake.negotiate(talk, negotiation);
            case Addresses told -> addresses.received(talk, told, now);
            case Message.GetAddr _ -> addresses.asked(talk, now);
            case Inventory.Inv inv -> intake.named(talk, inv.items(), now);
            case Inventory.GetData wanted -> server.getData(talk, wanted.items());
            case Inventory.NotFound _ -> {} // concerns transactions, of which none was asked for
            case ChainMessage.GetBlocks request -> server.getBlocks(talk, request);
            case ChainMessage.GetHeaders request -> server.getHeaders(talk, request);
            case ChainMessage.Headers told -> headers.received(talk, told.headers(), now);
            case Message.FullBlock(var block) -> intake.block(talk, block, now);
            case Message.Tx _ -> intake.transaction(talk);
            case Message.Mempool _ -> mempool(talk);
            case Message.Ping ping -> pulse.pinged(talk, ping);
            case Message.Pong pong -> pulse.ponged(talk, pong, now);
            case CompactBlocks compact -> compact(talk, compact, now);
            case BloomFilters bloom -> bloom(talk, bloom);
            case BlockFilters filters -> filters(talk, filters);
            case Message.UnknownMessage unknown -> unknown(talk, unknown.command());
        }
    }

    private void compact(Talk talk, CompactBlocks message, Instant now) {
        switch (message) {
            case CompactBlocks.SendCmpct(boolean unasked, long version) -> {
                if (version == CompactBlocks.VERSION) talk.hello.wantsCompactBlocks = unasked;
            }
            case CompactBlocks.CmpctBlock block -> intake.compact(talk, block.header(), now);
            case CompactBlocks.GetBlockTxn request -> server.getTransactions(talk, request);
            case CompactBlocks.BlockTxn _ ->
                    room.log()
                            .debug(
                                    Category.NET,
                                    "Peer %d sent us block transactions for block we weren't"
                                            + " expecting",
                                    talk.id());
        }
    }

    private void mempool(Talk talk) {
        boolean isTrusted = talk.peer.may(Permission.MEMPOOL) || talk.peer.may(Permission.NOBAN);
        if (isTrusted) return; // there is nothing to tell
        room.voice().leave(talk, "mempool request with bloom filters disabled");
    }

    private void bloom(Talk talk, BloomFilters message) {
        switch (message) {
            case BloomFilters.MerkleBlock _ -> unknown(talk, message.command());
            case BloomFilters.FilterLoad _, BloomFilters.FilterAdd _, BloomFilters.FilterClear _ ->
                    leaveForBloom(talk, message.command());
        }
    }

    private void leaveForBloom(Talk talk, String command) {
        room.voice().leave(talk, command + " received despite not offering bloom services");
    }

    private void filters(Talk talk, BlockFilters message) {
        switch (message) {
            case BlockFilters.GetCFilters request -> leaveForType(talk, request.filterType());
            case BlockFilters.GetCFHeaders request -> leaveForType(talk, request.filterType());
            case BlockFilters.GetCFCheckpt request -> leaveForType(talk, request.filterType());
            case BlockFilters.CFilter _, BlockFilters.CFHeaders _, BlockFilters.CFCheckpt _ ->
                    unknown(talk, message.command());
        }
    }

    private void leaveForType(Talk talk, int type) {
        room.voice().leave(talk, "peer requested unsupported block filter type: " + type);
    }

    private void unknown(Talk talk, String command) {
        String what = "Unknown message type \"%s\" from peer=%d";
        room.log().debug(Category.NET, what, Printable.of(command), talk.id());
    }
}
