// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.Verdict;
import caesure.consensus.BlockRules;
import caesure.consensus.Reject;
import caesure.log.Category;
import caesure.log.Log;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.wire.InventoryItem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes blocks, and names of blocks, from peers. */
final class Intake {
    /** Of so many blocks that wait to be connected it is remembered who sent them. */
    private static final int SOURCES_MAX = 4_096;

    private final Room room;
    private final Hoover hoover;
    private final HeaderSync headers;
    private final Handshake handshake;
    private final Referee referee;

    /** Who sent a block that was stored and not connected yet. */
    private final Map<BlockHash, Long> sources = new LinkedHashMap<>();

    Intake(Room room, Hoover hoover, HeaderSync headers, Handshake handshake, Referee referee) {
        this.room = room;
        this.hoover = hoover;
        this.headers = headers;
        this.handshake = handshake;
        this.referee = referee;
    }

    private Log log() {
        return room.log();
    }

    /** A peer names what it has. */
    void named(Talk talk, List<InventoryItem> items, Instant now) {
        Optional<BlockHash> missing = Optional.empty();
        for (InventoryItem item : items) {
            boolean isOther =
                    item.type() == (talk.hello.namesByWtxid ? InventoryItem.TX : InventoryItem.WTX);
            if (isOther) continue;
            if (item.type() == InventoryItem.BLOCK) {
                var hash = new BlockHash(item.hash());
                boolean isNew = room.chain().find(hash).isEmpty();
                String what = "got inv: %s %s peer=%d";
                log().debug(Category.NET, what, item, isNew ? "new" : "have", talk.id());
                talk.has(hash, room.chain());
                if (isNew && !hoover.isAsked(hash)) missing = Optional.of(hash);
            } else if (!item.isTransaction()) {
                String what = "Unknown inv type \"%s\" received from peer=%d";
                log().debug(Category.NET, what, item, talk.id());
            } else if (handshake.refusesTransactions(talk)) {
                room.voice()
                        .leave(
                                talk,
                                "transaction (%s) inv sent in violation of protocol"
                                        .formatted(item.hash()));
                return;
            }
        }
        if (missing.isPresent()) headers.named(talk, missing.get(), now);
    }

    void transaction(Talk talk) {
        if (handshake.refusesTransactions(talk)) {
            room.voice().leave(talk, "transaction sent in violation of protocol");
        }
    }

    void block(Talk talk, Block block, Instant now) {
        BlockHash hash = block.hash();
        log().debug(Category.NET, "received block %s peer=%d", hash, talk.id());
        Optional<HeaderNode> parent = room.chain().find(block.header().previous());
        Optional<Reject> damage =
                parent.flatMap(
                        p -> BlockRules.findDamage(block, p.height() + 1, room.chain().params()));
        if (damage.isPresent()) {
            log().debug(Category.VALIDATION, "Block mutated: %s", damage.get());
            log().debug(Category.NET, "Received mutated block from peer=%d", talk.id());
            room.voice().misbehaves(talk, "mutated block");
            hoover.forget(hash, talk, now); // others may have it whole
            return;
        }
        boolean isAsked = hoover.isAsked(hash);
        hoover.forget(hash, talk, now);
        Chain.Source source = isAsked ? Chain.Source.REQUESTED : Chain.Source.UNREQUESTED;
        judged(talk, add(block, source, now), now);
    }

    private Verdict add(Block block, Chain.Source source, Instant now) {
        try {
            return room.chain().chain().add(block, block.bytes(), source, now.getEpochSecond());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judged(Talk talk, Verdict verdict, Instant now) {
        switch (verdict) {
            case Verdict.Connected(var hash, var _) -> taken(talk, hash, now);
            case Verdict.Stored(var hash, var _) -> {
                taken(talk, hash, now);
                remember(hash, talk);
            }
            case Verdict.Known(var hash, var _) -> hoover.forget(hash, now);
            case Verdict.Ignored(var hash, var _, var why) ->
                    log().debug(
                                    Category.NET,
                                    "ignoring block %s: %s, peer=%d",
                                    hash,
                                    why,
                                    talk.id());
            case Verdict.NoParent _ -> {
                log().debug(
                                Category.VALIDATION,
                                "ProcessNewBlock: AcceptBlock FAILED (prev-blk-not-found)");
                room.voice().misbehaves(talk, "");
            }
            case Verdict.Rejected rejected -> rejected(talk, rejected, now);
            case Verdict.Malformed(var what) ->
                    throw new IllegalStateException("a block that was read: " + what);
        }
    }

    private void taken(Talk talk, BlockHash hash, Instant now) {
        talk.download.lastBlock = Optional.of(now);
        hoover.forget(hash, now);
    }

    private void remember(BlockHash hash, Talk talk) {
        sources.putIfAbsent(hash, talk.id());
        if (sources.size() > SOURCES_MAX) sources.remove(sources.keySet().iterator().next());
    }

    private void rejected(Talk talk, Verdict.Rejected rejected, Instant now) {
        Reject reject = rejected.reject();
        log().debug(Category.VALIDATION, "AcceptBlock: %s, %s", rejected.hash(), reject);
        if (reject.reason() == Reject.Reason.TOO_LITTLE_CHAINWORK) {
            log().debug(
                            Category.VALIDATION,
                            "AcceptBlockHeader: not adding new block header %s, missing anti-dos"
                                    + " proof-of-work validation",
                            rejected.hash());
        }
        if (reject.blame() == Reject.Blame.BLOCK) hoover.forget(rejected.hash(), now);
        if (rejected.ancestor().isEmpty()) {
            referee.punish(talk, reject, "");
            return;
        }
        // an earlier block of the branch is bad: whoever sent that one is to blame
        Verdict.Rejected root = rejected.ancestor().get();
        Talk sender = room.talks().get(sources.getOrDefault(root.hash(), -1L));
        if (sender != null) referee.punish(sender, root.reject(), "");
    }

    /**
     * A compact block that nobody asked for: its header is taken, and the block is fetched whole.
     */
    void compact(Talk talk, Header header, Instant now) {
        ChainView chain = room.chain();
        Optional<HeaderNode> parent = chain.find(header.previous());
        if (parent.isEmpty()) {
            if (!chain.isInitial(now)) headers.ask(talk, chain.bestHeader(), now);
            return;
        }
        Work work = parent.get().work().plus(ChainView.workOf(header));
        if (work.compareTo(chain.leastWork()) < 0) {
            log().debug(Category.NET, "Ignoring low-work compact block from peer %d", talk.id());
            return;
        }
        boolean isNew = chain.find(header.hash()).isEmpty();
        Optional<Reject> reject = headers.add(List.of(header), now);
        if (reject.isPresent()) {
            referee.punishForCompact(talk, reject.get(), "invalid header via cmpctblock");
            return;
        }
        if (isNew) headers.tellNew(talk, chain.find(header.hash()).orElseThrow(), now);
        talk.has(header.hash(), chain);
    }
}
