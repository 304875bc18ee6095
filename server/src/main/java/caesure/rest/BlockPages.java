// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.HttpReply;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.views.BlockView;
import caesure.views.ScriptView;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Blocks, parts of them, and the coins that they spent. */
final class BlockPages {
    private final Supplier<Chain> chain;

    BlockPages(Supplier<Chain> chain) {
        this.chain = chain;
    }

    /** {@code /rest/block/HASH}: with all transactions and what they spent. */
    HttpReply whole(Ask ask) throws RestException, IOException {
        return block(ask, BlockView.Detail.PREVOUTS);
    }

    /** {@code /rest/block/notxdetails/HASH}: in JSON with the ids of transactions alone. */
    HttpReply withoutDetails(Ask ask) throws RestException, IOException {
        return block(ask, BlockView.Detail.TXIDS);
    }

    private HttpReply block(Ask ask, BlockView.Detail detail) throws RestException, IOException {
        Chain open = chain.get();
        HeaderNode tip = open.tip().node();
        HeaderNode node = stored(ask.param());
        if (ask.format() != Format.JSON) {
            return ask.bytes(bytes(node), Ask.Lasting.FOR_EVER);
        }
        Block block = parsed(node);
        Optional<SpentCoins> spent =
                detail == BlockView.Detail.TXIDS ? Optional.empty() : open.spent(node.hash());
        Json json = BlockView.block(block, node, tip, open.params(), detail, spent);
        return Ask.json(json, Ask.Lasting.CHANGES); // confirmations and the next block do
    }

    /** {@code /rest/blockpart/HASH?offset=N&size=N}: some bytes of a block. */
    HttpReply part(Ask ask) throws RestException {
        Optional<Long> offset = Ask.number(ask.query("offset").orElse(""), Long.MAX_VALUE);
        if (offset.isEmpty()) throw RestException.bad("Block part offset missing or invalid");
        Optional<Long> size = Ask.number(ask.query("size").orElse(""), Long.MAX_VALUE);
        if (size.isEmpty()) throw RestException.bad("Block part size missing or invalid");
        ByteString block = bytes(stored(ask.param()));
        long from = offset.get();
        if (size.get() == 0 || from > block.length() || size.get() > block.length() - from) {
            throw RestException.bad(
                    "Bad block part offset/size %d/%d for %s"
                            .formatted(from, size.get(), ask.param()));
        }
        if (ask.format() == Format.JSON) {
            throw RestException.bad("JSON output is not supported for this request type");
        }
        ByteString part = block.slice((int) from, (int) (from + size.get()));
        return ask.bytes(part, Ask.Lasting.FOR_EVER);
    }

    private HeaderNode stored(String shown) throws RestException {
        HeaderNode node = known(shown);
        if (node.isHere()) return node;
        throw RestException.notFound(shown + " not available (not fully downloaded)");
    }

    private HeaderNode known(String shown) throws RestException {
        return chain.get()
                .headers()
                .find(new BlockHash(Ask.hash(shown)))
                .orElseThrow(() -> RestException.notFound(shown + " not found"));
    }

    private ByteString bytes(HeaderNode node) throws RestException {
        try {
            return chain.get().bytes(node.hash()).orElseThrow(() -> unreadable(node));
        } catch (IOException e) { // the chain has told what is damaged
            throw unreadable(node);
        }
    }

    private Block parsed(HeaderNode node) throws RestException {
        try {
            return chain.get().block(node.hash()).orElseThrow(() -> unreadable(node));
        } catch (IOException e) {
            throw unreadable(node);
        }
    }

    private static RestException unreadable(HeaderNode node) {
        return RestException.failed("I/O error reading " + node.hash());
    }

    /**
     * {@code /rest/spenttxouts/HASH}: the outputs that each transaction of a block spent.
     *
     * <pre>
     *   spent-outputs = count(compact size) { count(compact size) { output } }
     * </pre>
     */
    HttpReply spent(Ask ask) throws RestException {
        if (ask.parts().size() != 1) {
            throw RestException.bad("Invalid URI format. Expected /rest/spenttxouts/<hash>.<ext>");
        }
        HeaderNode node = known(ask.param());
        List<List<Coin>> coins = spent(node);
        return ask.format() == Format.JSON
                ? Ask.json(json(coins), Ask.Lasting.FOR_EVER)
                : ask.bytes(serialized(coins), Ask.Lasting.FOR_EVER);
    }

    private List<List<Coin>> spent(HeaderNode node) throws RestException {
        RestException none = RestException.notFound(node.hash() + " undo not available");
        try {
            SpentCoins spent = chain.get().spent(node.hash()).orElseThrow(() -> none);
            return BlockView.byTransaction(parsed(node), spent);
        } catch (IOException e) { // the chain has told what is damaged
            throw none;
        }
    }

    private static ByteString serialized(List<List<Coin>> coins) {
        ByteSink out = new ByteWriter();
        out.compactSize(coins.size());
        for (List<Coin> each : coins) {
            out.compactSize(each.size());
            each.forEach(coin -> coin.output().write(out));
        }
        return ((ByteWriter) out).toByteString();
    }

    private Json json(List<List<Coin>> coins) {
        return Json.array(
                coins.stream()
                        .map(each -> Json.array(each.stream().map(this::json).toList()))
                        .toList());
    }

    private Json json(Coin coin) {
        return Json.object()
                .with("value", Json.ofBitcoins(coin.output().valueSats()))
                .with(
                        "scriptPubKey",
                        ScriptView.json(
                                coin.output().scriptPubKey(), chain.get().params().addresses()))
                .build();
    }
}
