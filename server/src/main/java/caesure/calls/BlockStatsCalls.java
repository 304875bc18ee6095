// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.views.BlockView;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The method getblockstats. */
public final class BlockStatsCalls {
    private final ChainLookup lookup;

    /**
     * Counts in the blocks of a chain.
     *
     * @param chain there by the time of the first call
     */
    public BlockStatsCalls(Supplier<Chain> chain) {
        this.lookup = new ChainLookup(chain);
    }

    public List<Method> methods() {
        return List.of(getBlockStats());
    }

    private Method getBlockStats() {
        return new Method(
                "getblockstats",
                "blockchain",
                "Computes figures of a block. All amounts are in satoshis.",
                List.of(
                        Argument.required(
                                        "hash_or_height",
                                        Argument.Kind.NUM,
                                        "The block hash, or the height on the best chain")
                                .unchecked()
                                .typed("", "string or numeric"),
                        Argument.hinted(
                                        "stats",
                                        Argument.Kind.ARR,
                                        "all values",
                                        "Which figures to show, by name")
                                .with(
                                        Argument.optional(
                                                "height", Argument.Kind.STR, "One of them"),
                                        Argument.optional("time", Argument.Kind.STR, "One of them"))
                                .oneLine("stats")),
                List.of(fields()),
                Method.examples("getblockstats", "1000, [\"minfeerate\",\"avgfeerate\"]"),
                this::stats);
    }

    private Json stats(Call call) throws RpcException {
        HeaderNode node = lookup.findHashOrHeight(call.get("hash_or_height"));
        SortedSet<String> wanted = new TreeSet<>(); // Core shows them sorted
        if (call.has("stats")) {
            for (Json each : call.list("stats")) wanted.add(Arguments.text(each));
        }
        Block block = lookup.block(node);
        Json.Obj all =
                new BlockStats(
                                block,
                                node,
                                lookup.chain().params(),
                                BlockView.byTransaction(block, spent(node, block)))
                        .json();
        if (wanted.isEmpty()) return all;
        Json.Builder some = Json.object();
        for (String name : wanted) {
            if (!all.has(name)) {
                throw new RpcException(
                        RpcException.INVALID_PARAMETER,
                        "Invalid selected statistic '" + name + "'");
            }
            some.with(name, all.get(name));
        }
        return some.build();
    }

    private SpentCoins spent(HeaderNode node, Block block) throws RpcException {
        Optional<SpentCoins> spent;
        try {
            spent = lookup.spent(node, block);
        } catch (IOException e) {
            throw new RpcException(RpcException.MISC_ERROR, "Can't read undo data from disk");
        }
        return spent.orElseThrow(
                () -> new RpcException(RpcException.MISC_ERROR, "Undo data not available"));
    }

    private static Result fields() {
        Result percentiles =
                Result.of(
                        Result.Kind.ARR_FIXED,
                        "feerate_percentiles",
                        "Fee rates that 10, 25, 50, 75 and 90 percent of the weight do not exceed,"
                                + " in satoshis per virtual byte",
                        Arrays.stream(new String[] {"10th", "25th", "50th", "75th", "90th"})
                                .map(name -> Fields.num(name + "_percentile_feerate", ""))
                                .toArray(Result[]::new));
        return Fields.whole(
                some("avgfee", "Mean fee"),
                some("avgfeerate", "Mean fee rate, in satoshis per virtual byte"),
                some("avgtxsize", "Mean size of transactions"),
                Fields.hex("blockhash", "The block hash").maybe(),
                percentiles.maybe(),
                some("height", "The height of the block"),
                some("ins", "Inputs, but for the coinbase's"),
                some("maxfee", "Highest fee"),
                some("maxfeerate", "Highest fee rate, in satoshis per virtual byte"),
                some("maxtxsize", "Size of the largest transaction"),
                some("medianfee", "Median of the fees, cut off"),
                some("mediantime", "The median of the last 11 times"),
                some("mediantxsize", "Median of the sizes of transactions, cut off"),
                some("minfee", "Lowest fee"),
                some("minfeerate", "Lowest fee rate, in satoshis per virtual byte"),
                some("mintxsize", "Size of the smallest transaction"),
                some("outs", "Outputs"),
                some("subsidy", "What the block may make from nothing"),
                some("swtotal_size", "Size of all transactions with witness"),
                some("swtotal_weight", "Weight of all transactions with witness"),
                some("swtxs", "Transactions with witness"),
                some("time", "The time that the miner claims"),
                some("total_out", "Sum of all outputs, but for the coinbase's"),
                some("total_size", "Size of all transactions but the coinbase"),
                some("total_weight", "Weight of all transactions but the coinbase"),
                some("totalfee", "Sum of all fees"),
                some("txs", "Transactions, with the coinbase"),
                some("utxo_increase", "Outputs more than inputs"),
                some("utxo_size_inc", "Bytes of these more than of those"),
                some("utxo_increase_actual", "Coins more than before"),
                some("utxo_size_inc_actual", "Bytes of coins more than before"));
    }

    private static Result some(String key, String help) {
        return Fields.num(key, help).maybe();
    }
}
