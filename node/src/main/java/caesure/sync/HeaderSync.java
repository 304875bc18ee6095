// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.consensus.HeaderRules;
import caesure.consensus.Reject;
import caesure.crypto.Hash256;
import caesure.log.Category;
import caesure.log.Log;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.wire.ChainMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Learns the headers that peers have (ProcessHeadersMessage). */
final class HeaderSync {
    /** For how long a getheaders may stay unanswered before another is sent. */
    static final Duration ANSWER_MAX = Duration.ofMinutes(2);

    /** The first peer has so long, and for each header a little more, to send all headers. */
    private static final Duration ALL_MAX = Duration.ofMinutes(15);

    private static final Duration EACH_MAX = Duration.ofMillis(1);

    /** If the best header is younger than this, headers are asked of all peers at once. */
    private static final Duration NEAR = Duration.ofHours(24);

    private static final BlockHash NO_STOP = new BlockHash(Hash256.ZERO);

    private final Room room;
    private final Hoover hoover;
    private final Laggards laggards;
    private final Referee referee;
    private Instant presyncTold = Instant.EPOCH;
    private Optional<BlockHash> lastInvAsked = Optional.empty();

    /** Headers from one peer. */
    static final class State {
        boolean isStarted; // it was asked for all it has
        boolean isInvAsked; // it was asked because of an inv, before that
        Optional<Instant> asked = Optional.empty(); // empty: nothing is out
        Optional<Instant> deadline = Optional.empty(); // of the first answers
        Optional<HeaderPresync> presync = Optional.empty();
    }

    HeaderSync(Room room, Hoover hoover, Laggards laggards, Referee referee) {
        this.room = room;
        this.hoover = hoover;
        this.laggards = laggards;
        this.referee = referee;
    }

    private Log log() {
        return room.log();
    }

    private ChainView chain() {
        return room.chain();
    }

    /** Asks for the headers after a block, unless an answer is still to come. */
    boolean ask(Talk talk, HeaderNode after, Instant now) {
        return ask(talk, ChainView.locator(after), now);
    }

    private boolean ask(Talk talk, List<BlockHash> locator, Instant now) {
        Optional<Instant> asked = talk.headers.asked;
        if (asked.isPresent() && !asked.get().plus(ANSWER_MAX).isBefore(now)) return false;
        room.voice().say(talk, new ChainMessage.GetHeaders(locator, NO_STOP));
        talk.headers.asked = Optional.of(now);
        return true;
    }

    /**
     * Asks a peer for all its headers, once: of one peer at a time until we are near the present.
     *
     * @param isFetchedFrom whether blocks may be fetched there
     */
    void begin(Talk talk, boolean isFetchedFrom, Instant now) {
        if (talk.headers.isStarted || !talk.servesBlocks()) return;
        HeaderNode best = chain().bestHeader();
        boolean isNear = ChainView.timeOf(best).isAfter(now.minus(NEAR));
        boolean isFirst = isFetchedFrom && room.count(t -> t.headers.isStarted) == 0;
        if (!isFirst && !isNear) return;
        // from the one before, so that an honest answer is never empty and shows what the peer has
        HeaderNode from = best.parent().orElse(best);
        if (!ask(talk, from, now)) return;
        log().debug(Category.NET, "initial getheaders (%d) to peer=%d", from.height(), talk.id());
        long missing =
                Math.max(0, Duration.between(ChainView.timeOf(best), now).toSeconds())
                        / chain().spacing().toSeconds();
        talk.headers.isStarted = true;
        talk.headers.deadline = Optional.of(now.plus(ALL_MAX).plus(EACH_MAX.multipliedBy(missing)));
    }

    /** Leaves the first peer if it takes too long to send its headers, and there are others. */
    void watch(Talk talk, Instant now) {
        State state = talk.headers;
        if (!state.isStarted || state.deadline.isEmpty()) return;
        if (ChainView.timeOf(chain().bestHeader()).isAfter(now.minus(NEAR))) {
            state.deadline = Optional.empty(); // it has come to the end once
            return;
        }
        boolean isOnly = room.count(t -> t.headers.isStarted) == 1;
        boolean hasOthers = room.count(t -> t != talk && t.isPreferred()) > 0;
        if (!now.isAfter(state.deadline.get()) || !isOnly || !hasOthers) return;
        if (!talk.peer.may(Permission.NOBAN)) {
            room.voice().leaveLoudly(talk, "Timeout downloading headers");
            return;
        }
        String what = "Timeout downloading headers from noban peer, not disconnecting peer=%d";
        log().info(what, talk.id());
        state.isStarted = false;
        state.deadline = Optional.empty();
    }

    /** A peer named blocks that are not known: asks for their headers. */
    void named(Talk talk, BlockHash last, Instant now) {
        State state = talk.headers;
        boolean isNewCause = !state.isInvAsked && lastInvAsked.filter(last::equals).isEmpty();
        if (!state.isStarted && !isNewCause) return;
        HeaderNode best = chain().bestHeader();
        if (ask(talk, best, now)) {
            String what = "getheaders (%d) %s to peer=%d";
            log().debug(Category.NET, what, best.height(), last, talk.id());
        }
        if (state.isStarted) return;
        state.isInvAsked = true;
        lastInvAsked = Optional.of(last);
    }

    /** A peer tells of headers: an answer, or news. */
    void received(Talk talk, List<Header> received, Instant now) {
        State state = talk.headers;
        if (received.isEmpty()) { // the peer has no more
            state.presync = Optional.empty();
            state.asked = Optional.empty();
            return;
        }
        if (!areSound(talk, received)) return;
        Optional<List<Header>> ready = advance(talk, received, now);
        List<Header> headers = ready.orElse(received);
        if (headers.isEmpty()) return;
        Optional<HeaderNode> base = chain().find(headers.getFirst().previous());
        if (base.isEmpty()) {
            unconnected(talk, headers, now);
            return;
        }
        if (state.presync.isEmpty()) state.asked = Optional.empty(); // this was the answer
        boolean isProven =
                ready.isPresent()
                        || talk.peer.may(Permission.NOBAN)
                        || chain().find(headers.getLast().hash())
                                .filter(chain()::isOnBestOfEither)
                                .isPresent();
        if (!isProven && isTooLittle(talk, base.get(), headers, now)) return;
        boolean isFull = received.size() == ChainMessage.HEADERS_MAX;
        keep(talk, headers, isFull, now);
    }

    private boolean areSound(Talk talk, List<Header> headers) {
        for (Header header : headers) {
            if (HeaderRules.checkProofOfWork(header, chain().params()).isEmpty()) continue;
            room.voice().misbehaves(talk, "header with invalid proof of work");
            return false;
        }
        for (int i = 1; i < headers.size(); i++) {
            if (headers.get(i).previous().equals(headers.get(i - 1).hash())) continue;
            room.voice().misbehaves(talk, "non-continuous headers sequence");
            return false;
        }
        return true;
    }

    /**
     * Goes on with reading a chain that has not shown enough work yet.
     *
     * @return which headers may be kept now; empty if none is being read, or these do not belong to
     *     it
     */
    private Optional<List<Header>> advance(Talk talk, List<Header> headers, Instant now) {
        State state = talk.headers;
        if (state.presync.isEmpty()) return Optional.empty();
        HeaderPresync presync = state.presync.get();
        HeaderPresync.Outcome outcome = presync.take(headers);
        if (outcome.fits()) state.asked = Optional.empty();
        if (outcome.wantsMore()) {
            List<BlockHash> locator = presync.locator();
            ask(talk, locator, now);
            String what = "more getheaders (from %s) to peer=%d";
            log().debug(Category.NET, what, locator.getFirst(), talk.id());
        }
        if (presync.phase() == HeaderPresync.Phase.FIRST) tellPresync(presync, now);
        if (presync.phase() == HeaderPresync.Phase.ENDED) state.presync = Optional.empty();
        return outcome.fits() ? Optional.of(outcome.ready()) : Optional.empty();
    }

    /** Headers that build on nothing known: perhaps a block was announced, and some are missing. */
    private void unconnected(Talk talk, List<Header> headers, Instant now) {
        HeaderNode best = chain().bestHeader();
        if (ask(talk, best, now)) {
            Header first = headers.getFirst();
            log().debug(
                            Category.NET,
                            "received header %s: missing prev block %s, sending getheaders (%d) to end"
                                    + " (peer=%d)",
                            first.hash(),
                            first.previous(),
                            best.height(),
                            talk.id());
        }
        talk.has(headers.getLast().hash(), chain());
    }

    /** Whether headers have shown too little work to be kept; if there may be more, reads on. */
    private boolean isTooLittle(Talk talk, HeaderNode base, List<Header> headers, Instant now) {
        Work claimed = base.work();
        for (Header header : headers) claimed = claimed.plus(ChainView.workOf(header));
        Work wanted = chain().leastWork();
        if (claimed.compareTo(wanted) >= 0) return false;
        if (headers.size() < ChainMessage.HEADERS_MAX) {
            int height = base.height() + headers.size();
            String what = "Ignoring low-work chain (height=%d) from peer=%d";
            log().debug(Category.NET, what, height, talk.id());
            return true;
        }
        var scale = HeaderPresync.Scale.of(chain().params().network());
        talk.headers.presync =
                Optional.of(
                        new HeaderPresync(
                                talk.id(),
                                base,
                                wanted,
                                scale,
                                chain().params(),
                                room.random(),
                                now,
                                log()));
        advance(talk, headers, now);
        return true;
    }

    private void keep(Talk talk, List<Header> headers, boolean isFull, Instant now) {
        BlockHash lastHash = headers.getLast().hash();
        boolean isNew = chain().find(lastHash).isEmpty();
        HeaderNode bestBefore = chain().bestHeader();
        Optional<Reject> reject = add(headers, now);
        if (reject.isPresent()) {
            warn(talk, reject.get());
            referee.punish(talk, reject.get(), "invalid header received");
            return;
        }
        HeaderNode last = chain().find(lastHash).orElseThrow();
        if (isNew) tellNew(talk, last, now);
        if (chain().bestHeader() != bestBefore) tellProgress("Synchronizing", last, now);
        if (isFull && talk.headers.presync.isEmpty() && ask(talk, last, now)) {
            String what = "more getheaders (%d) to end to peer=%d";
            log().debug(Category.NET, what, last.height(), talk.id());
        }
        talk.has(lastHash, chain());
        laggards.seen(talk, isFull, now);
        hoover.fetchAnnounced(talk, last, now);
    }

    /** Keeps headers whose chain has shown enough work. */
    Optional<Reject> add(List<Header> headers, Instant now) {
        try {
            return chain().chain().addHeaders(headers, Chain.Source.PROVEN, now.getEpochSecond());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void warn(Talk talk, Reject reject) {
        boolean isKnown = reject.reason() == Reject.Reason.DUPLICATE_INVALID;
        if (!isKnown || talk.peer.type() == ConnectionType.INBOUND) return;
        log().warning(
                        "peer=%d, which we chose, builds on a block that is invalid here (%s). If all"
                                + " peers do, the data here may be damaged (-reindex may help), or the"
                                + " network has changed its rules",
                        talk.id(), reject);
    }

    /** Says of a header that it is new: who saw it when shows who hides blocks. */
    void tellNew(Talk talk, HeaderNode node, Instant now) {
        String line = "Saw new header hash=%s height=%d peer=%d";
        Object[] values = {node.hash(), node.height(), talk.id()};
        if (chain().isInitial(now)) log().debug(Category.VALIDATION, line, values);
        else log().info(line, values);
    }

    private void tellPresync(HeaderPresync presync, Instant now) {
        if (!chain().isInitial(now) || presyncTold.plusSeconds(1).isAfter(now)) return;
        presyncTold = now;
        tell("Pre-synchronizing", presync.height(), presync.timeS(), now);
    }

    private void tellProgress(String what, HeaderNode node, Instant now) {
        if (chain().isInitial(now)) tell(what, node.height(), node.header().time(), now);
    }

    private void tell(String what, int height, long timeS, Instant now) {
        long left = Math.max(0, now.getEpochSecond() - timeS) / chain().spacing().toSeconds();
        double percent = 100.0 * height / Math.max(1, height + left);
        log().info("%s blockheaders, height: %d (~%.2f%%)", what, height, percent);
    }
}
