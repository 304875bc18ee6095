// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteSink;
import caesure.chain.HeaderNode;
import caesure.consensus.Params;
import caesure.consensus.Repetition;
import caesure.consensus.Subsidy;
import caesure.http.Json;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.Script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What getblockstats computes of a block. All amounts are in satoshis, all rates per vbyte. */
final class BlockStats {
    /** What Core counts for a coin beside its output: outpoint, height and coinbase. */
    private static final int COIN_OVERHEAD_BYTES = OutPoint.BYTES + 4;

    /** The shares of the weight, in percent, at which rates are told. */
    private static final int[] PERCENTILES = {10, 25, 50, 75, 90};

    /** One transaction that is no coinbase. */
    private record Row(long feeSats, long rate, int size, int weight, boolean hasWitness) {}

    private final Block block;
    private final HeaderNode node;
    private final Params params;
    private final List<Row> rows = new ArrayList<>();
    private long ins;
    private long outs;
    private long coins; // made, and kept in the ledger
    private long totalOut;
    private long madeBytes;
    private long keptBytes;
    private long spentBytes;

    /**
     * Looks at a block.
     *
     * @param spent the coins that each of its transactions spent
     */
    BlockStats(Block block, HeaderNode node, Params params, List<List<Coin>> spent) {
        this.block = block;
        this.node = node;
        this.params = params;
        for (int i = 0; i < block.transactions().size(); i++) {
            add(block.transactions().get(i), spent.get(i));
        }
    }

    private void add(Transaction transaction, List<Coin> spent) {
        long paid = 0;
        for (TxOut output : transaction.outputs()) {
            paid += output.valueSats();
            addOutput(output, transaction.isCoinbase());
        }
        if (transaction.isCoinbase()) return;
        long taken = 0;
        for (Coin coin : spent) {
            taken += coin.output().valueSats();
            spentBytes += bytes(coin.output());
        }
        ins += transaction.inputs().size();
        totalOut += paid;
        long fee = taken - paid;
        int weight = transaction.weight();
        long rate = fee * Transaction.WITNESS_SCALE / weight;
        rows.add(new Row(fee, rate, transaction.size(), weight, transaction.hasWitness()));
    }

    private void addOutput(TxOut output, boolean isCoinbase) {
        outs++;
        madeBytes += bytes(output);
        // the first coinbase never became a coin, two others took the place of earlier ones
        boolean adds = node.height() > 0 && !(isCoinbase && Repetition.isRepeater(node));
        if (!adds || Script.isUnspendable(output.scriptPubKey())) return;
        coins++;
        keptBytes += bytes(output);
    }

    private static long bytes(TxOut output) {
        int script = output.scriptPubKey().length();
        int prefix = ByteSink.compactSizeLength(script);
        return (long) Long.BYTES + prefix + script + COIN_OVERHEAD_BYTES;
    }

    /** All figures, in bitcoind's order. */
    Json.Obj json() {
        int count = rows.size();
        long fees = rows.stream().mapToLong(Row::feeSats).sum();
        long size = rows.stream().mapToLong(Row::size).sum();
        long weight = rows.stream().mapToLong(Row::weight).sum();
        List<Row> segwit = rows.stream().filter(Row::hasWitness).toList();
        List<Long> fee = sorted(rows.stream().map(Row::feeSats).toList());
        List<Long> rate = sorted(rows.stream().map(Row::rate).toList());
        List<Long> sizes = sorted(rows.stream().map(row -> (long) row.size()).toList());
        return Json.object()
                .with("avgfee", count == 0 ? 0 : fees / count)
                .with("avgfeerate", count == 0 ? 0 : fees * Transaction.WITNESS_SCALE / weight)
                .with("avgtxsize", count == 0 ? 0 : size / count)
                .with("blockhash", node.hash().toString())
                .with("feerate_percentiles", percentiles(weight))
                .with("height", node.height())
                .with("ins", ins)
                .with("maxfee", last(fee))
                .with("maxfeerate", last(rate))
                .with("maxtxsize", last(sizes))
                .with("medianfee", median(fee))
                .with("mediantime", node.medianTimePast())
                .with("mediantxsize", median(sizes))
                .with("minfee", first(fee))
                .with("minfeerate", first(rate))
                .with("mintxsize", first(sizes))
                .with("outs", outs)
                .with("subsidy", Subsidy.at(node.height(), params))
                .with("swtotal_size", segwit.stream().mapToLong(Row::size).sum())
                .with("swtotal_weight", segwit.stream().mapToLong(Row::weight).sum())
                .with("swtxs", segwit.size())
                .with("time", node.header().time())
                .with("total_out", totalOut)
                .with("total_size", size)
                .with("total_weight", weight)
                .with("totalfee", fees)
                .with("txs", block.transactions().size())
                .with("utxo_increase", outs - ins)
                .with("utxo_size_inc", madeBytes - spentBytes)
                .with("utxo_increase_actual", coins - ins)
                .with("utxo_size_inc_actual", keptBytes - spentBytes)
                .build();
    }

    private static List<Long> sorted(List<Long> values) {
        return values.stream().sorted().toList();
    }

    private static long first(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.getFirst();
    }

    private static long last(List<Long> sorted) {
        return sorted.isEmpty() ? 0 : sorted.getLast();
    }

    /** The middle one, or the mean of the two in the middle, cut off (CalculateTruncatedMedian). */
    private static long median(List<Long> sorted) {
        int half = sorted.size() / 2;
        if (sorted.isEmpty()) return 0;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The rates that so much of the weight does not exceed (CalculatePercentilesByWeight). */
    private Json percentiles(long totalWeight) {
        List<Row> byRate =
                rows.stream()
                        .sorted(Comparator.comparingLong(Row::rate).thenComparingInt(Row::weight))
                        .toList();
        List<Json> rates = new ArrayList<>();
        long weight = 0;
        for (Row row : byRate) {
            weight += row.weight();
            while (rates.size() < PERCENTILES.length
                    && weight * 100 >= totalWeight * PERCENTILES[rates.size()]) {
                rates.add(Json.of(row.rate()));
            }
        }
        while (rates.size() < PERCENTILES.length) rates.add(Json.of(0));
        return Json.array(rates);
    }
}
