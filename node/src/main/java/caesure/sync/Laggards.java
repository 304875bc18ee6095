// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.log.Category;
import caesure.peers.ConnectionType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Peers that we chose and that know no chain as good as ours are left in the end, or somebody could
 * fill all our outgoing places with them (ConsiderEviction).
 */
final class Laggards {
    /** So long a peer may be behind what was our tip. */
    static final Duration BEHIND_MAX = Duration.ofMinutes(20);

    /** So many that were good once are kept whatever happens: we may be those who are wrong. */
    private static final int PROTECTED_MAX = 4;

    private final Room room;
    private HeaderSync headers;

    /** How far behind a peer is. */
    static final class State {
        boolean isProtected;
        Optional<Instant> deadline = Optional.empty(); // empty: it keeps up
        Optional<HeaderNode> mark = Optional.empty(); // our tip when the time began to run
        boolean isAsked; // for headers, when it was over
    }

    Laggards(Room room) {
        this.room = room;
    }

    /** The one asks the other. */
    void askBy(HeaderSync sync) {
        headers = sync;
    }

    /**
     * Headers of a peer were kept.
     *
     * @param mayHaveMore whether there may be more
     */
    void seen(Talk talk, boolean mayHaveMore, Instant now) {
        ChainView chain = room.chain();
        HeaderNode best = talk.best.orElseThrow();
        boolean isPoor = best.work().compareTo(chain.minimumWork()) < 0;
        if (!mayHaveMore && isPoor && chain.isInitial(now) && talk.isExchangeable()) {
            String what = "outbound peer headers chain has insufficient work";
            room.voice().leaveLoudly(talk, what);
        }
        if (talk.isOver || talk.peer.type() != ConnectionType.OUTBOUND_FULL_RELAY) return;
        boolean isGood = best.work().compareTo(chain.tip().work()) >= 0;
        if (!isGood || talk.chainSync.isProtected) return;
        if (room.count(t -> t.chainSync.isProtected) >= PROTECTED_MAX) return;
        String what = "Protecting outbound peer=%d from eviction";
        room.log().debug(Category.NET, what, talk.id());
        talk.chainSync.isProtected = true;
    }

    void watch(Talk talk, Instant now) {
        State state = talk.chainSync;
        if (state.isProtected || !talk.isExchangeable() || !talk.headers.isStarted) return;
        HeaderNode tip = room.chain().tip();
        if (reaches(talk, tip)) {
            state.deadline = Optional.empty();
            state.mark = Optional.empty();
            state.isAsked = false;
        } else if (state.deadline.isEmpty()
                || state.mark.filter(m -> reaches(talk, m)).isPresent()) {
            // behind for the first time, or not as far as it was: the time runs anew
            state.deadline = Optional.of(now.plus(BEHIND_MAX));
            state.mark = Optional.of(tip);
            state.isAsked = false;
        } else if (now.isAfter(state.deadline.get())) {
            late(talk, now);
        }
    }

    private static boolean reaches(Talk talk, HeaderNode node) {
        return talk.best.filter(b -> b.work().compareTo(node.work()) >= 0).isPresent();
    }

    private void late(Talk talk, Instant now) {
        State state = talk.chainSync;
        String best = talk.best.map(b -> b.hash().toString()).orElse("<none>");
        if (state.isAsked) {
            String what = "Outbound peer has old chain, best known block = " + best;
            room.voice().leaveLoudly(talk, what);
            return;
        }
        HeaderNode mark = state.mark.orElseThrow();
        headers.ask(talk, mark.parent().orElse(mark), now);
        room.log()
                .debug(
                        Category.NET,
                        "sending getheaders to outbound peer=%d to verify chain work (current best"
                                + " known block:%s, benchmark blockhash: %s)",
                        talk.id(),
                        best,
                        mark.hash());
        state.isAsked = true;
        state.deadline = Optional.of(now.plus(HeaderSync.ANSWER_MAX));
    }
}
