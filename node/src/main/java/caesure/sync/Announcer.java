// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.log.Category;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.wire.ChainMessage;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tells peers of new blocks: by their headers if they asked for that and can place them. */
final class Announcer {
    /** So many headers announce blocks at most; of more, the last is named (BIP 130). */
    static final int HEADERS_MAX = 8;

    private final Room room;

    /** What one peer is to be told of. */
    static final class State {
        /**
         * Blocks that joined the best chain; one more than may be announced shows there are more.
         */
        final Deque<HeaderNode> fresh = new ArrayDeque<>();

        final List<BlockHash> named = new ArrayList<>(); // to be named by inv

        /** The last header that was sent: the peer has it and all before it. */
        Optional<HeaderNode> lastHeader = Optional.empty();
    }

    Announcer(Room room) {
        this.room = room;
    }

    /** The best chain ends elsewhere. */
    void moved(HeaderNode from, HeaderNode to) {
        int common = from.lastCommon(to).height();
        int first = Math.max(common, to.height() - HEADERS_MAX) + 1;
        for (HeaderNode node : ChainView.path(to, first, to.height())) {
            room.talks().values().forEach(talk -> add(talk.announcing.fresh, node));
        }
    }

    private static void add(Deque<HeaderNode> fresh, HeaderNode node) {
        fresh.add(node);
        if (fresh.size() > HEADERS_MAX + 1) fresh.remove();
    }

    void attend(Talk talk) {
        State state = talk.announcing;
        if (!state.fresh.isEmpty()) {
            talk.refresh(room.chain());
            if (!announceByHeaders(talk)) announceByName(talk, state.fresh.getLast());
            state.fresh.clear();
        }
        if (state.named.isEmpty()) return;
        var items = new ArrayList<InventoryItem>();
        for (BlockHash hash : state.named) {
            items.add(new InventoryItem(InventoryItem.BLOCK, hash.hash()));
        }
        state.named.clear();
        room.voice().say(talk, new Inventory.Inv(items));
    }

    /** Whether the peer knows of all fresh blocks now. */
    private boolean announceByHeaders(Talk talk) {
        State state = talk.announcing;
        if (!talk.hello.prefersHeaders || state.fresh.size() > HEADERS_MAX) return false;
        var headers = new ArrayList<Header>();
        Optional<HeaderNode> before = Optional.empty();
        for (HeaderNode node : state.fresh) {
            if (!room.chain().isOnBest(node)) return false; // it has left the best chain again
            if (before.isPresent() && node.parent().orElseThrow() != before.get()) return false;
            before = Optional.of(node);
            if (!headers.isEmpty()) {
                headers.add(node.header());
            } else if (!talk.knows(node)) {
                if (!node.parent().map(talk::knows).orElse(true)) return false; // cannot place it
                headers.add(node.header());
            }
        }
        if (headers.isEmpty()) return true;
        room.log()
                .debug(
                        Category.NET,
                        "SendMessages: %d headers to %s, to peer=%d",
                        headers.size(),
                        headers.getLast().hash(),
                        talk.id());
        room.voice().say(talk, new ChainMessage.Headers(headers));
        state.lastHeader = before;
        return true;
    }

    private void announceByName(Talk talk, HeaderNode node) {
        if (talk.knows(node)) return;
        talk.announcing.named.add(node.hash());
        String what = "SendMessages: sending inv peer=%d hash=%s";
        room.log().debug(Category.NET, what, talk.id(), node.hash());
    }
}
