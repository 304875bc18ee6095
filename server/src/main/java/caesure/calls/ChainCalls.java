// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.node.ChainStatus;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.views.ChainView;
import caesure.views.DeploymentView;
import caesure.views.Difficulty;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Methods that show the chain as a whole: getblockchaininfo, getchainstates, getchaintips,
 * getchaintxstats, getdeploymentinfo, getindexinfo, pruneblockchain.
 */
public final class ChainCalls {
    private static final String BLOCKCHAIN = "blockchain";

    private static final Duration MONTH = Duration.ofDays(30);

    private final ChainLookup lookup;
    private final ChainStatus status;

    /**
     * Shows a chain.
     *
     * @param chain there by the time of the first call
     */
    public ChainCalls(Supplier<Chain> chain, ChainStatus status) {
        this.lookup = new ChainLookup(chain);
        this.status = status;
    }

    public List<Method> methods() {
        return List.of(
                getBlockchainInfo(),
                getChainStates(),
                getChainTips(),
                getChainTxStats(),
                getDeploymentInfo(),
                getIndexInfo(),
                pruneBlockchain());
    }

    private Method getBlockchainInfo() {
        return new Method(
                "getblockchaininfo",
                BLOCKCHAIN,
                "Returns the state of the chain: how long it is, and how far it is verified.",
                List.of(),
                List.of(ChainHelp.info()),
                Method.examples("getblockchaininfo", ""),
                _ -> {
                    HeaderNode tip = lookup.tip();
                    return ChainView.info(lookup.chain(), tip, state(tip));
                });
    }

    private ChainView.State state(HeaderNode tip) throws RpcException {
        try {
            return new ChainView.State(
                    status.progress(tip),
                    status.isInitialDownload(),
                    status.bytesOnDisk(),
                    status.warnings());
        } catch (IOException e) {
            throw new RpcException(
                    RpcException.INTERNAL_ERROR, "The block files cannot be seen: " + e);
        }
    }

    private Method getChainStates() {
        return new Method(
                "getchainstates",
                BLOCKCHAIN,
                "Returns the chainstates: the sets of coins that are kept, and how far each is."
                        + " Caesure keeps one.",
                List.of(),
                List.of(ChainHelp.states()),
                Method.examples("getchainstates", ""),
                _ ->
                        Json.object()
                                .with("headers", lookup.chain().headers().bestHeader().height())
                                .with("chainstates", Json.array(List.of(state())))
                                .build());
    }

    private Json state() {
        HeaderNode tip = lookup.tip();
        long bits = tip.header().bits();
        return Json.object()
                .with("blocks", tip.height())
                .with("bestblockhash", tip.hash().toString())
                .with("bits", Difficulty.bits(bits))
                .with("target", Difficulty.target(bits))
                .with("difficulty", Difficulty.json(bits))
                .with("verificationprogress", Json.ofDouble(status.progress(tip)))
                .with("coins_db_cache_bytes", 0) // all coins are in memory: nothing is a cache
                .with("coins_tip_cache_bytes", 0)
                .with("validated", true)
                .build();
    }

    private Method getChainTips() {
        return new Method(
                "getchaintips",
                BLOCKCHAIN,
                "Returns the ends of all branches that are known, of the best chain and of others.",
                List.of(),
                List.of(ChainHelp.tips()),
                Method.examples("getchaintips", ""),
                _ -> {
                    HeaderNode tip = lookup.tip();
                    List<HeaderNode> ends = new ArrayList<>(lookup.chain().headers().leaves());
                    ends.removeIf(end -> end.isAncestorOf(tip)); // a moment ago it was the tip
                    int place = 0;
                    while (place < ends.size() && ends.get(place).height() > tip.height()) place++;
                    ends.add(place, tip);
                    return Json.array(ends.stream().map(end -> tip(end, tip)).toList());
                });
    }

    private static Json tip(HeaderNode end, HeaderNode tip) {
        return Json.object()
                .with("height", end.height())
                .with("hash", end.hash().toString())
                .with("branchlen", end.height() - end.lastCommon(tip).height())
                .with("status", standing(end, tip))
                .build();
    }

    private static String standing(HeaderNode end, HeaderNode tip) {
        if (end == tip) return "active";
        if (end.isInvalid()) return "invalid";
        if (!end.isLinked()) return "headers-only";
        return end.facts().wasConnected() ? "valid-fork" : "valid-headers";
    }

    private Method getChainTxStats() {
        return new Method(
                "getchaintxstats",
                BLOCKCHAIN,
                "Computes how many transactions the chain has, and how fast they came.",
                List.of(
                        Argument.hinted(
                                "nblocks",
                                Argument.Kind.NUM,
                                "one month",
                                "Over how many blocks the rate is taken"),
                        Argument.hinted(
                                "blockhash",
                                Argument.Kind.HEX,
                                "chain tip",
                                "The hash of the last of these blocks")),
                List.of(ChainHelp.txStats()),
                Method.examples("getchaintxstats", "")
                        + Method.cliExample("getchaintxstats", "2016"),
                this::txStats);
    }

    private Json txStats(Call call) throws RpcException {
        HeaderNode last = windowEnd(call);
        int count = window(call, last);
        HeaderNode first = last.ancestor(last.height() - count);
        Json.Builder json = Json.object().with("time", last.header().time());
        if (last.isLinked()) json.with("txcount", last.chainTransactions());
        json.with("window_final_block_hash", last.hash().toString())
                .with("window_final_block_height", last.height())
                .with("window_block_count", count);
        if (count == 0) return json.build();
        long tookS = last.medianTimePast() - first.medianTimePast();
        json.with("window_interval", tookS);
        if (!last.isLinked() || !first.isLinked()) return json.build();
        long transactions = last.chainTransactions() - first.chainTransactions();
        json.with("window_tx_count", transactions);
        if (tookS > 0) json.with("txrate", Json.ofDouble((double) transactions / tookS));
        return json.build();
    }

    private HeaderNode windowEnd(Call call) throws RpcException {
        HeaderNode tip = lookup.tip();
        if (!call.has("blockhash")) return tip;
        HeaderNode last = lookup.named(call);
        if (last.isAncestorOf(tip)) return last;
        throw new RpcException(RpcException.INVALID_PARAMETER, "Block is not in main chain");
    }

    private int window(Call call, HeaderNode last) throws RpcException {
        if (!call.has("nblocks")) {
            long month = MONTH.toSeconds() / lookup.chain().params().proofOfWork().spacingS();
            return (int) Math.max(0, Math.min(month, last.height() - 1));
        }
        int count = call.number("nblocks");
        if (count < 0 || count > 0 && count >= last.height()) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Invalid block count: should be between 0 and the block's height - 1");
        }
        return count;
    }

    private Method getDeploymentInfo() {
        return new Method(
                "getdeploymentinfo",
                BLOCKCHAIN,
                "Returns which changes of consensus are in force. Those that hold from the first"
                        + " block on are not listed.",
                List.of(
                        Argument.defaulted(
                                "blockhash",
                                Argument.Kind.HEX,
                                Json.of("hash of current chain tip"),
                                "The hash of the block for which to look")),
                List.of(ChainHelp.deployments()),
                Method.examples("getdeploymentinfo", ""),
                call ->
                        DeploymentView.json(
                                call.has("blockhash") ? lookup.named(call) : lookup.tip(),
                                lookup.chain().params()));
    }

    private static Method getIndexInfo() {
        return new Method(
                "getindexinfo",
                "util",
                "Returns how far the indexes are that are switched on. Caesure has none yet.",
                List.of(
                        Argument.optional(
                                "index_name", Argument.Kind.STR, "Only the index of this name")),
                List.of(
                        Result.of(
                                Result.Kind.OBJ_DYN,
                                "",
                                Fields.object(
                                        "name",
                                        "The name of an index",
                                        Fields.flag("synced", "Whether it has caught up"),
                                        Fields.num("best_block_height", "How far it has come")))),
                Method.examples("getindexinfo", "")
                        + Method.examples("getindexinfo", "\"txindex\""),
                _ -> Json.Obj.EMPTY);
    }

    private static Method pruneBlockchain() {
        return new Method(
                "pruneblockchain",
                BLOCKCHAIN,
                "Deletes old blocks from the disk where that was switched on at the start, which"
                        + " Caesure cannot do yet: it keeps all.",
                List.of(
                        Argument.required(
                                "height",
                                Argument.Kind.NUM,
                                "Up to which height, or, if it is more than a billion, up to which"
                                        + " time of blocks, "
                                        + Fields.EPOCH)),
                List.of(Fields.num("", "The height of the last block that was deleted")),
                Method.examples("pruneblockchain", "1000"),
                _ -> {
                    throw new RpcException(
                            RpcException.MISC_ERROR,
                            "Cannot prune blocks because node is not in prune mode.");
                });
    }
}
