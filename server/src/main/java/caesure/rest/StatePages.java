// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.HttpReply;
import caesure.http.Json;
import caesure.node.ChainStatus;
import caesure.primitives.BlockHash;
import caesure.views.ChainView;
import caesure.views.DeploymentView;

import java.io.IOException;
import java.util.function.Supplier;

/** The state of the chain, and of the mempool, which is empty. */
final class StatePages {
    /** State of a mempool in which nothing ever happened; Core counts from 1. */
    private static final int FIRST_SEQUENCE = 1;

    private final Supplier<Chain> chain;
    private final ChainStatus status;
    private final Supplier<Json> mempool;

    StatePages(Supplier<Chain> chain, ChainStatus status, Supplier<Json> mempool) {
        this.chain = chain;
        this.status = status;
        this.mempool = mempool;
    }

    /** {@code /rest/chaininfo.json}: as getblockchaininfo. */
    HttpReply chain(Ask ask) throws RestException, IOException {
        ask.jsonOnly();
        HeaderNode tip = chain.get().tip().node();
        var state =
                new ChainView.State(
                        status.progress(tip),
                        status.isInitialDownload(),
                        status.bytesOnDisk(),
                        status.warnings());
        return Ask.json(ChainView.info(chain.get(), tip, state), Ask.Lasting.CHANGES);
    }

    /** {@code /rest/deploymentinfo.json}, or {@code /rest/deploymentinfo/HASH.json}. */
    HttpReply deployments(Ask ask) throws RestException {
        ask.jsonOnly();
        Chain open = chain.get();
        if (ask.param().isEmpty()) {
            Json json = DeploymentView.json(open.tip().node(), open.params());
            return Ask.json(json, Ask.Lasting.CHANGES);
        }
        HeaderNode node =
                open.headers()
                        .find(new BlockHash(Ask.hash(ask.param())))
                        .orElseThrow(() -> RestException.bad("Block not found"));
        return Ask.json(DeploymentView.json(node, open.params()), Ask.Lasting.FOR_EVER);
    }

    /** {@code /rest/mempool/info.json} and {@code /rest/mempool/contents.json}. */
    HttpReply mempool(Ask ask) throws RestException {
        boolean isContents = ask.param().equals("contents");
        if (!isContents && !ask.param().equals("info")) {
            throw RestException.bad(
                    "Invalid URI format. Expected /rest/mempool/<info|contents>.json");
        }
        ask.jsonOnly();
        return Ask.json(isContents ? contents(ask) : mempool.get(), Ask.Lasting.CHANGES);
    }

    private static Json contents(Ask ask) throws RestException {
        boolean verbose = flag(ask, "verbose", "true");
        boolean sequence = flag(ask, "mempool_sequence", "false");
        if (verbose && sequence) {
            throw RestException.bad(
                    "Verbose results cannot contain mempool sequence values. (hint: set"
                            + " \"verbose=false\")");
        }
        if (verbose) return Json.Obj.EMPTY;
        if (!sequence) return Json.Arr.EMPTY;
        return Json.object()
                .with("txids", Json.Arr.EMPTY)
                .with("mempool_sequence", FIRST_SEQUENCE)
                .build();
    }

    private static boolean flag(Ask ask, String name, String usual) throws RestException {
        return switch (ask.query(name).orElse(usual)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw RestException.bad(
                            "The \"%s\" query parameter must be either \"true\" or \"false\"."
                                    .formatted(name));
        };
    }

    /** {@code /rest/tx/TXID}: there is neither a mempool nor an index to find one in. */
    static HttpReply transaction(Ask ask) throws RestException {
        Ask.hash(ask.param());
        throw RestException.notFound(ask.param() + " not found");
    }
}
