// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.crypto.Hash256;
import caesure.http.HttpReply;
import caesure.http.Json;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.views.BlockView;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Headers and hashes of the best chain; filters, of which there are none. */
final class HeaderPages {
    /** Most headers of one answer; Core's MAX_REST_HEADERS_RESULTS. */
    private static final int HEADERS_MAX = 2000;

    private static final String HEADERS_USUAL = "5";

    /** What is left of words that are said back; Core's SAFE_CHARS_URI. */
    private static final String UNSAFE = "[^a-zA-Z0-9!*'();:@&=+$,/?#\\[\\]\\-_.~%]";

    private final Supplier<Chain> chain;

    HeaderPages(Supplier<Chain> chain) {
        this.chain = chain;
    }

    /** {@code /rest/headers/HASH?count=N}, or the older {@code /rest/headers/N/HASH}. */
    HttpReply headers(Ask ask) throws RestException {
        List<String> parts = ask.parts();
        int count =
                switch (parts.size()) {
                    case 1 -> count(ask.query("count").orElse(HEADERS_USUAL));
                    case 2 -> count(parts.getFirst());
                    default ->
                            throw RestException.bad(
                                    "Invalid URI format. Expected"
                                            + " /rest/headers/<hash>.<ext>?count=<count>");
                };
        HeaderNode tip = chain.get().tip().node();
        List<HeaderNode> found = from(Ask.hash(parts.getLast()), count, tip);
        if (ask.format() == Format.JSON) {
            List<Json> shown = new ArrayList<>();
            for (HeaderNode node : found) shown.add(BlockView.header(node, tip));
            return Ask.json(Json.array(shown), Ask.Lasting.CHANGES);
        }
        var out = new ByteWriter(found.size() * Header.BYTES);
        for (HeaderNode node : found) node.header().write(out);
        return ask.bytes(out.toByteString(), Ask.Lasting.CHANGES);
    }

    private static int count(String text) throws RestException {
        return Ask.number(text, HEADERS_MAX)
                .filter(number -> number > 0)
                .orElseThrow(() ->
                        RestException.bad(
                                "Header count is invalid or out of acceptable range (1-%d): %s"
                                        .formatted(HEADERS_MAX, text)))
                .intValue();
    }

    /** A block of the best chain and those after it; none if it is not there. */
    private List<HeaderNode> from(Hash256 hash, int count, HeaderNode tip) {
        Optional<HeaderNode> first =
                chain.get()
                        .headers()
                        .find(new BlockHash(hash))
                        .filter(node -> node.isAncestorOf(tip));
        if (first.isEmpty()) return List.of();
        int last = Math.min(tip.height(), first.get().height() + count - 1);
        var nodes = new ArrayList<HeaderNode>();
        HeaderNode node = tip.ancestor(last);
        while (node != first.get()) {
            nodes.add(node);
            node = node.parent().orElseThrow();
        }
        nodes.add(node);
        return nodes.reversed();
    }

    /** {@code /rest/blockhashbyheight/N}. */
    HttpReply hash(Ask ask) throws RestException {
        long height =
                Ask.number(ask.param(), Integer.MAX_VALUE)
                        .orElseThrow(() ->
                                RestException.bad(
                                        "Invalid height: " + ask.param().replaceAll(UNSAFE, "")));
        HeaderNode tip = chain.get().tip().node();
        if (height > tip.height()) throw RestException.notFound("Block height out of range");
        BlockHash hash = tip.ancestor((int) height).hash();
        return switch (ask.format()) {
            case JSON ->
                    Ask.json(
                            Json.object().with("blockhash", hash.toString()).build(),
                            Ask.Lasting.CHANGES);
            case HEX -> ask.text(hash.toString(), Ask.Lasting.CHANGES); // last byte first
            case BIN, NONE -> ask.bytes(hash.hash().toByteString(), Ask.Lasting.CHANGES);
        };
    }

    /** {@code /rest/blockfilter/TYPE/HASH}: filters are not kept. */
    static HttpReply filter(Ask ask) throws RestException {
        List<String> parts = ask.parts();
        if (parts.size() != 2) {
            throw RestException.bad(
                    "Invalid URI format. Expected /rest/blockfilter/<filtertype>/<blockhash>");
        }
        throw noFilters(parts);
    }

    /** {@code /rest/blockfilterheaders/TYPE/HASH?count=N}, or the older {@code TYPE/N/HASH}. */
    static HttpReply filterHeaders(Ask ask) throws RestException {
        List<String> parts = ask.parts();
        String count =
                switch (parts.size()) {
                    case 2 -> ask.query("count").orElse(HEADERS_USUAL);
                    case 3 -> parts.get(1);
                    default ->
                            throw RestException.bad(
                                    "Invalid URI format. Expected /rest/blockfilterheaders/"
                                            + "<filtertype>/<blockhash>.<ext>?count=<count>");
                };
        count(count);
        throw noFilters(parts);
    }

    private static RestException noFilters(List<String> parts) throws RestException {
        Ask.hash(parts.getLast());
        String type = parts.getFirst();
        return RestException.bad(
                (type.equals("basic")
                                ? "Index is not enabled for filtertype "
                                : "Unknown filtertype ")
                        + type);
    }
}
