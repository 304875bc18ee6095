// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.log.Category;
import caesure.log.Log;
import caesure.peers.ConnectionType;
import caesure.primitives.BlockHash;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws in blocks from all peers at once: each is asked for a few of the next ones that nobody else
 * was asked for, within a window above what is here. Who holds up the window, or takes too long, is
 * left.
 */
final class Hoover {
    /** So many blocks one peer may be asked for at a time (MAX_BLOCKS_IN_TRANSIT_PER_PEER). */
    static final int IN_FLIGHT_MAX = 16;

    /** So far above the last block that we share with a peer its blocks are fetched, in blocks. */
    static final int WINDOW = 1_024;

    /** So many of its last blocks a limited peer serves, less two that may come meanwhile. */
    private static final int LIMITED_DEPTH = 288 - 2;

    /** For so long a peer may hold up the window, at first and at most. */
    static final Duration STALL_LEAST = Duration.ofSeconds(2);

    static final Duration STALL_MOST = Duration.ofSeconds(64);

    private final Room room;
    private final Map<BlockHash, Talk> inFlight = new HashMap<>(); // never gone through in order
    private Duration stallMax = STALL_LEAST;

    /** Blocks from one peer. */
    static final class State {
        final Map<BlockHash, HeaderNode> inFlight = new LinkedHashMap<>(); // in order of asking
        Instant since = Instant.EPOCH; // the first of them has been waited for
        Optional<Instant> stalling = Optional.empty();
        Optional<HeaderNode> common = Optional.empty(); // up to here all the peer has is here
        Optional<Instant> lastBlock = Optional.empty();

        /** Heights of what was asked for. */
        List<Integer> heights() {
            return inFlight.values().stream().map(HeaderNode::height).toList();
        }
    }

    Hoover(Room room) {
        this.room = room;
    }

    private Log log() {
        return room.log();
    }

    boolean isAsked(BlockHash hash) {
        return inFlight.containsKey(hash);
    }

    /** How many blocks were asked for, of all peers. */
    int inFlight() {
        return inFlight.size();
    }

    /** Whether blocks and all headers may be fetched from a peer while we are far behind. */
    boolean mayFetchFrom(Talk talk) {
        if (talk.isPreferred()) return true;
        if (!talk.servesBlocks()) return false;
        if (talk.peer.type() == ConnectionType.ADDR_FETCH) return false;
        return inFlight.isEmpty() || room.count(Talk::isPreferred) == 0;
    }

    private void mark(Talk talk, HeaderNode node, Instant now) {
        State state = talk.download;
        inFlight.put(node.hash(), talk);
        if (state.inFlight.isEmpty()) state.since = now;
        state.inFlight.put(node.hash(), node);
    }

    /** Nobody is waited for with a block any more. */
    void forget(BlockHash hash, Instant now) {
        Talk talk = inFlight.get(hash);
        if (talk != null) forget(hash, talk, now);
    }

    /** A peer is not waited for with a block any more. */
    void forget(BlockHash hash, Talk talk, Instant now) {
        if (inFlight.get(hash) != talk) return;
        inFlight.remove(hash);
        State state = talk.download;
        boolean wasFirst = state.inFlight.keySet().iterator().next().equals(hash);
        if (wasFirst && now.isAfter(state.since)) state.since = now;
        state.inFlight.remove(hash);
        state.stalling = Optional.empty();
    }

    /** A conversation has ended: others may be asked for what was expected of it. */
    void closed(Talk talk) {
        talk.download.inFlight.keySet().forEach(inFlight::remove);
        talk.download.inFlight.clear();
    }

    /** Blocks were connected: whoever holds up the window has less time again. */
    void advanced(int blocks) {
        for (int i = 0; i < blocks && stallMax.compareTo(STALL_LEAST) > 0; i++) {
            long seconds = stallMax.toSeconds() * 85 / 100;
            stallMax = Duration.ofSeconds(Math.max(seconds, STALL_LEAST.toSeconds()));
            String what = "Decreased stalling timeout to %d seconds";
            log().debug(Category.NET, what, stallMax.toSeconds());
        }
    }

    /** Leaves a peer that holds up the window, or whose block does not come. */
    void watch(Talk talk, Instant now) {
        State state = talk.download;
        if (state.stalling.filter(s -> s.plus(stallMax).isBefore(now)).isPresent()) {
            room.voice().leaveLoudly(talk, "Peer is stalling block download");
            Duration next = stallMax.multipliedBy(2);
            if (next.compareTo(STALL_MOST) > 0) next = STALL_MOST;
            if (next.equals(stallMax)) return;
            stallMax = next;
            String what = "Increased stalling timeout temporarily to %d seconds";
            log().debug(Category.NET, what, stallMax.toSeconds());
            return;
        }
        if (state.inFlight.isEmpty()) return;
        int others = room.count(t -> !t.download.inFlight.isEmpty()) - 1;
        Duration max = room.chain().spacing().multipliedBy(2L + others).dividedBy(2);
        if (!now.isAfter(state.since.plus(max))) return;
        BlockHash first = state.inFlight.keySet().iterator().next();
        room.voice().leaveLoudly(talk, "Timeout downloading block " + first);
    }

    /** Asks for blocks that lead to a header which a peer just told of, if we are near the end. */
    void fetchAnnounced(Talk talk, HeaderNode last, Instant now) {
        ChainView chain = room.chain();
        if (talk.isOver || !chain.isNearEnd(now) || last.isInvalid()) return;
        if (chain.tip().work().compareTo(last.work()) > 0) return;
        var wanted = new ArrayList<HeaderNode>();
        HeaderNode node = last;
        while (!chain.isOnBest(node) && wanted.size() <= IN_FLIGHT_MAX) {
            if (!node.isHere() && !isAsked(node.hash()) && canServe(talk, node)) wanted.add(node);
            node = node.parent().orElseThrow();
        }
        if (!chain.isOnBest(node)) {
            String what = "Large reorg, won't direct fetch to %s (%d)";
            log().debug(Category.NET, what, last.hash(), last.height());
            return;
        }
        int count = Math.min(wanted.size(), budget(talk));
        List<HeaderNode> lowest = wanted.reversed().subList(0, count);
        if (count > 1) {
            String what = "Downloading blocks toward %s (%d) via headers direct fetch";
            log().debug(Category.NET, what, last.hash(), last.height());
        }
        ask(talk, lowest, now);
    }

    /**
     * Asks for the next blocks that a peer has.
     *
     * @param mayFetch whether it is one to fetch from while we are far behind
     */
    void fetch(Talk talk, boolean mayFetch, Instant now) {
        if (!talk.servesBlocks() || budget(talk) == 0) return;
        boolean isOne = mayFetch && !talk.isLimited();
        if (!isOne && room.chain().isInitial(now)) return;
        Search search = search(talk, budget(talk), now);
        ask(talk, search.wanted, now);
        if (!talk.download.inFlight.isEmpty() || search.staller.isEmpty()) return;
        Talk staller = search.staller.get();
        if (staller.download.stalling.isPresent()) return;
        staller.download.stalling = Optional.of(now);
        log().debug(Category.NET, "Stall started peer=%d", staller.id());
    }

    private static int budget(Talk talk) {
        return Math.max(0, IN_FLIGHT_MAX - talk.download.inFlight.size());
    }

    private boolean canServe(Talk talk, HeaderNode node) {
        return talk.servesWitnesses() || !room.chain().params().deployments().segwit(node.height());
    }

    private void ask(Talk talk, List<HeaderNode> nodes, Instant now) {
        if (nodes.isEmpty()) return;
        long type = talk.servesWitnesses() ? InventoryItem.WITNESS_BLOCK : InventoryItem.BLOCK;
        var items = new ArrayList<InventoryItem>();
        for (HeaderNode node : nodes) {
            items.add(new InventoryItem(type, node.hash().hash()));
            forget(node.hash(), now);
            mark(talk, node, now);
            log().debug(
                            Category.NET,
                            "Requesting block %s (%d) peer=%d",
                            node.hash(),
                            node.height(),
                            talk.id());
        }
        room.voice().say(talk, new Inventory.GetData(items));
    }

    /**
     * Asks one peer for one block, because a person wants it (getblockfrompeer).
     *
     * @return why not, in bitcoind's words
     */
    Optional<String> fetchOne(Talk talk, HeaderNode node, Instant now) {
        if (!talk.servesWitnesses()) return Optional.of("Pre-SegWit peer");
        ask(talk, List.of(node), now);
        return Optional.empty();
    }

    /**
     * @param staller who holds up the window, if that is all that keeps us from asking for more
     */
    private record Search(List<HeaderNode> wanted, Optional<Talk> staller) {
        static final Search NOTHING = new Search(List.of(), Optional.empty());
    }

    /** The next blocks that a peer has and nobody was asked for (FindNextBlocksToDownload). */
    private Search search(Talk talk, int count, Instant now) {
        ChainView chain = room.chain();
        talk.refresh(chain);
        HeaderNode tip = chain.tip();
        if (talk.best.isEmpty()) return Search.NOTHING;
        HeaderNode best = talk.best.get();
        if (best.work().compareTo(tip.work()) < 0) return Search.NOTHING;
        if (best.work().compareTo(chain.minimumWork()) < 0) return Search.NOTHING;
        HeaderNode fork = best.lastCommon(tip);
        Optional<HeaderNode> known = talk.download.common;
        boolean holds =
                known.filter(HeaderNode::isLinked) // not if one of its blocks was lost since
                        .filter(c -> c.isAncestorOf(best) && c.work().compareTo(fork.work()) >= 0)
                        .isPresent();
        if (!holds) talk.download.common = Optional.of(fork);
        HeaderNode from = talk.download.common.get();
        if (from == best) return Search.NOTHING;
        return walk(talk, from, best, count, now);
    }

    /**
     * Whether a block that somebody else was asked for is asked for again, here. A stranger who
     * tells of a new block first and keeps it for himself would hold it back for ten minutes
     * (CVE-2024-52922); one of those whom we chose gets it after two seconds.
     */
    private boolean isLateFor(Talk talk, Talk asked, Instant now) {
        return talk.isPreferred()
                && !asked.isPreferred()
                && now.isAfter(asked.download.since.plus(STALL_LEAST))
                && !room.chain().isInitial(now);
    }

    private Search walk(Talk talk, HeaderNode from, HeaderNode best, int count, Instant now) {
        int windowEnd = from.height() + WINDOW;
        int top = Math.min(best.height(), windowEnd + 1); // one more, to see who holds it up
        var wanted = new ArrayList<HeaderNode>();
        Optional<Talk> first = Optional.empty(); // who was asked for the lowest in flight
        for (HeaderNode node : ChainView.path(best, from.height() + 1, top)) {
            if (node.isInvalid() || !canServe(talk, node)) break;
            if (node.isHere() || room.chain().isOnBest(node)) {
                if (node.isLinked()) talk.download.common = Optional.of(node);
                continue;
            }
            Talk asked = inFlight.get(node.hash());
            if (asked != null && !isLateFor(talk, asked, now)) {
                if (first.isEmpty()) first = Optional.of(asked);
                continue;
            }
            if (node.height() > windowEnd) {
                boolean isHeldUp = wanted.isEmpty() && first.filter(t -> t != talk).isPresent();
                return new Search(wanted, isHeldUp ? first : Optional.empty());
            }
            if (talk.isLimited() && best.height() - node.height() >= LIMITED_DEPTH) continue;
            wanted.add(node);
            if (wanted.size() == count) break;
        }
        return new Search(wanted, Optional.empty());
    }
}
