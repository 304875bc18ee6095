// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.chain.HeaderNode;
import caesure.crypto.Hash256;
import caesure.log.Category;
import caesure.log.Log;
import caesure.peers.Permission;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.transport.Frame;
import caesure.wire.ChainMessage;
import caesure.wire.CompactBlocks;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Serves headers and blocks to those who ask. */
final class BlockServer {
    /** So many blocks an answer to getblocks names. */
    static final int NAMES_MAX = 500;

    /** Of blocks so far below the tip single transactions are sent (MAX_BLOCKTXN_DEPTH). */
    private static final int TRANSACTIONS_DEPTH = 10;

    private final Room room;

    /** What one peer waits for. */
    static final class State {
        final Deque<InventoryItem> wanted = new ArrayDeque<>();

        /** When this block is asked for, the peer is told to ask for names again. */
        Optional<BlockHash> goesOnAfter = Optional.empty();
    }

    BlockServer(Room room) {
        this.room = room;
    }

    private Log log() {
        return room.log();
    }

    private ChainView chain() {
        return room.chain();
    }

    void getHeaders(Talk talk, ChainMessage.GetHeaders request) {
        HeaderNode tip = chain().tip();
        boolean isPoor = tip.work().compareTo(chain().minimumWork()) < 0;
        if (isPoor && !talk.peer.may(Permission.DOWNLOAD)) {
            // an answer, so that the peer does not take us for dead
            log().debug(
                            Category.NET,
                            "Ignoring getheaders from peer=%d because active chain has too little work;"
                                    + " sending empty response",
                            talk.id());
            room.voice().say(talk, new ChainMessage.Headers(List.of()));
            return;
        }
        List<HeaderNode> nodes;
        if (request.locator().isEmpty()) {
            Optional<HeaderNode> only = chain().find(request.stop());
            if (only.isEmpty()) return;
            if (!chain().mayBeShown(only.get())) {
                String what =
                        "ignoring request from peer=%d for old block header that isn't in the main"
                                + " chain";
                log().debug(Category.NET, what, talk.id());
                return;
            }
            nodes = List.of(only.get());
        } else {
            HeaderNode from = chain().fork(request.locator());
            nodes = upTo(request.stop(), chain().after(from, ChainMessage.HEADERS_MAX));
        }
        log().debug(
                        Category.NET,
                        "getheaders %d to %s from peer=%d",
                        nodes.isEmpty() ? -1 : nodes.getFirst().height(),
                        shown(request.stop()),
                        talk.id());
        // if there is nothing to send the peer has our tip
        talk.announcing.lastHeader = Optional.of(nodes.isEmpty() ? tip : nodes.getLast());
        List<Header> headers = nodes.stream().map(HeaderNode::header).toList();
        room.voice().say(talk, new ChainMessage.Headers(headers));
    }

    private static List<HeaderNode> upTo(BlockHash stop, List<HeaderNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).hash().equals(stop)) return nodes.subList(0, i + 1);
        }
        return nodes;
    }

    private static String shown(BlockHash stop) {
        return stop.hash().isZero() ? "end" : stop.toString();
    }

    /** Names blocks for those who do not know headers. */
    void getBlocks(Talk talk, ChainMessage.GetBlocks request) {
        List<HeaderNode> nodes = chain().after(chain().fork(request.locator()), NAMES_MAX);
        log().debug(
                        Category.NET,
                        "getblocks %d to %s limit %d from peer=%d",
                        nodes.isEmpty() ? -1 : nodes.getFirst().height(),
                        shown(request.stop()),
                        NAMES_MAX,
                        talk.id());
        for (int i = 0; i < nodes.size(); i++) {
            BlockHash hash = nodes.get(i).hash();
            if (hash.equals(request.stop())) return;
            talk.announcing.named.add(hash);
            if (i == NAMES_MAX - 1) talk.serving.goesOnAfter = Optional.of(hash);
        }
    }

    void getData(Talk talk, List<InventoryItem> items) {
        log().debug(Category.NET, "received getdata (%d invsz) peer=%d", items.size(), talk.id());
        if (!items.isEmpty()) {
            String what = "received getdata for: %s peer=%d";
            log().debug(Category.NET, what, items.getFirst(), talk.id());
        }
        talk.serving.wanted.addAll(items);
        proceed(talk);
    }

    /** Goes on with what a peer asked for: transactions, of which there are none, and one block. */
    void proceed(Talk talk) {
        Deque<InventoryItem> wanted = talk.serving.wanted;
        var missing = new ArrayList<InventoryItem>();
        while (!wanted.isEmpty() && wanted.getFirst().isTransaction()) {
            InventoryItem item = wanted.remove();
            if (talk.hello.relaysTransactions) missing.add(item);
        }
        if (!wanted.isEmpty()) {
            InventoryItem item = wanted.remove();
            if (item.isBlock()) sendBlock(talk, item);
        }
        if (talk.isOver) wanted.clear();
        if (!missing.isEmpty()) room.voice().say(talk, new Inventory.NotFound(missing));
    }

    private void sendBlock(Talk talk, InventoryItem item) {
        if (item.type() == InventoryItem.FILTERED_BLOCK) {
            String what = "filtered block request received when NODE_BLOOM service disabled";
            room.voice().leave(talk, what);
            return;
        }
        Optional<HeaderNode> node = chain().find(new BlockHash(item.hash()));
        if (node.isEmpty()) return;
        if (!chain().mayBeShown(node.get())) {
            String what =
                    "ignoring request from peer=%d for old block that isn't in the main chain";
            log().debug(Category.NET, what, talk.id());
            return;
        }
        if (!node.get().isHere()) return;
        try {
            boolean whole = item.type() != InventoryItem.BLOCK;
            Optional<ByteString> bytes = whole ? stored(node.get()) : stripped(node.get());
            if (bytes.isEmpty()) return;
            room.voice().say(talk, new Frame("block", bytes.get()));
        } catch (IOException e) {
            log().error("Cannot load block from disk: %s", e);
            room.voice().leave(talk, "Cannot load block from disk");
            return;
        }
        if (talk.serving.goesOnAfter.filter(node.get().hash()::equals).isEmpty()) return;
        talk.serving.goesOnAfter = Optional.empty();
        Hash256 tip = chain().tip().hash().hash();
        List<InventoryItem> items = List.of(new InventoryItem(InventoryItem.BLOCK, tip));
        room.voice().say(talk, new Inventory.Inv(items));
    }

    private Optional<ByteString> stored(HeaderNode node) throws IOException {
        return chain().chain().bytes(node.hash());
    }

    /** For peers from before witnesses. */
    private Optional<ByteString> stripped(HeaderNode node) throws IOException {
        return chain().chain().block(node.hash()).map(BlockServer::stripped);
    }

    private static ByteString stripped(Block block) {
        var out = new ByteWriter(block.strippedSize());
        block.header().write(out);
        out.compactSize(block.transactions().size());
        block.transactions().forEach(transaction -> transaction.writeStripped(out));
        return out.toByteString();
    }

    /** Sends transactions of a block; the block itself if it is old. */
    void getTransactions(Talk talk, CompactBlocks.GetBlockTxn request) {
        Optional<HeaderNode> node = chain().find(request.block()).filter(HeaderNode::isHere);
        if (node.isEmpty()) {
            String what = "Peer %d sent us a getblocktxn for a block we don't have";
            log().debug(Category.NET, what, talk.id());
            return;
        }
        if (node.get().height() < chain().tip().height() - TRANSACTIONS_DEPTH) {
            String what = "Peer %d sent us a getblocktxn for a block > %d deep";
            log().debug(Category.NET, what, talk.id(), TRANSACTIONS_DEPTH);
            Hash256 hash = request.block().hash();
            talk.serving.wanted.add(new InventoryItem(InventoryItem.WITNESS_BLOCK, hash));
            return;
        }
        try {
            List<Transaction> all =
                    chain().chain().block(request.block()).orElseThrow().transactions();
            if (request.indexes().getLast() >= all.size()) {
                String what = "getblocktxn with out-of-bounds tx indices";
                room.voice().misbehaves(talk, what);
                return;
            }
            List<Transaction> chosen = request.indexes().stream().map(all::get).toList();
            room.voice().say(talk, new CompactBlocks.BlockTxn(request.block(), chosen));
        } catch (IOException e) {
            log().error("Cannot load block from disk: %s", e);
            room.voice().leave(talk, "Cannot load block from disk");
        }
    }
}
