// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.chain.Chain;
import caesure.http.HttpReply;
import caesure.http.HttpRequest;
import caesure.http.Json;
import caesure.http.Route;
import caesure.node.ChainStatus;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * REST: blocks, headers and coins for whoever may connect, without a password. Targets, forms and
 * errors are bitcoind's (doc/REST-interface.md, rest.cpp).
 */
public final class Rest {
    /** What an address of ours begins with. */
    private static final String ROOT = "/rest/";

    private static final Set<String> METHODS = Set.of("GET", "POST");

    private final Map<String, Page> pages = new LinkedHashMap<>(); // the longer prefix first
    private volatile Optional<String> warmUp = Optional.of("RPC server started");

    /**
     * A door that answers "warming up" until {@link #ready}.
     *
     * @param chain there by then
     * @param status of that chain
     * @param mempool what getmempoolinfo shows
     */
    public Rest(Supplier<Chain> chain, ChainStatus status, Supplier<Json> mempool) {
        var blocks = new BlockPages(chain);
        var headers = new HeaderPages(chain);
        var state = new StatePages(chain, status, mempool);
        pages.put("tx/", StatePages::transaction);
        pages.put("block/notxdetails/", blocks::withoutDetails);
        pages.put("block/", blocks::whole);
        pages.put("blockpart/", blocks::part);
        pages.put("blockfilter/", HeaderPages::filter);
        pages.put("blockfilterheaders/", HeaderPages::filterHeaders);
        pages.put("chaininfo", state::chain);
        pages.put("mempool/", state::mempool);
        pages.put("headers/", headers::headers);
        pages.put("getutxos", new CoinPage(chain));
        pages.put("deploymentinfo/", state::deployments);
        pages.put("deploymentinfo", state::deployments);
        pages.put("blockhashbyheight/", headers::hash);
        pages.put("spenttxouts/", blocks::spent);
    }

    /** All of this as part of a server. */
    public List<Route> routes() {
        return List.of(new Route(ROOT, METHODS, Optional.empty(), this::answer));
    }

    /** Says what the node does before it can answer. */
    public void warmsUp(String status) {
        warmUp = Optional.of(status);
    }

    /** From now on requests are answered. */
    public void ready() {
        warmUp = Optional.empty();
    }

    private HttpReply answer(HttpRequest request) {
        for (Map.Entry<String, Page> each : pages.entrySet()) {
            String prefix = ROOT + each.getKey();
            if (request.target().startsWith(prefix)) {
                return answer(each.getValue(), Ask.of(request, prefix));
            }
        }
        return HttpReply.status(404);
    }

    private HttpReply answer(Page page, Ask ask) {
        try {
            if (warmUp.isPresent()) throw RestException.warmingUp(warmUp.get());
            return page.answer(ask);
        } catch (RestException e) {
            return e.reply();
        } catch (IOException e) { // the chain has told what is damaged
            return RestException.failed("I/O error reading the chain").reply();
        }
    }
}
