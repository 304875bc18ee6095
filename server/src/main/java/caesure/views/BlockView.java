// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.chain.HeaderNode;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Headers and blocks as JSON, with bitcoind's fields in its order. */
public final class BlockView {
    private BlockView() {}

    /** What is shown of the transactions of a block. */
    public enum Detail {
        TXIDS,
        /** Each in full, and its fee if the coins that it spent are known. */
        TRANSACTIONS,
        /** These coins, too. */
        PREVOUTS
    }

    /**
     * A header (blockheaderToJSON).
     *
     * @param tip of the best chain: from there the confirmations count
     */
    public static Json.Obj header(HeaderNode node, HeaderNode tip) {
        return begun(node, tip).build();
    }

    private static Json.Builder begun(HeaderNode node, HeaderNode tip) {
        Header header = node.header();
        Optional<HeaderNode> next = next(node, tip);
        Json.Builder json =
                Json.object()
                        .with("hash", node.hash().toString())
                        .with("confirmations", confirmations(node, tip))
                        .with("height", node.height())
                        .with("version", header.version())
                        .with("versionHex", String.format(Locale.ROOT, "%08x", header.version()))
                        .with("merkleroot", header.merkleRoot().toString())
                        .with("time", header.time())
                        .with("mediantime", node.medianTimePast())
                        .with("nonce", header.nonce())
                        .with("bits", Difficulty.bits(header.bits()))
                        .with("target", Difficulty.target(header.bits()))
                        .with("difficulty", Difficulty.json(header.bits()))
                        .with("chainwork", node.work().toString())
                        .with("nTx", node.facts().transactions());
        node.parent().ifPresent(parent -> json.with("previousblockhash", parent.hash().toString()));
        next.ifPresent(after -> json.with("nextblockhash", after.hash().toString()));
        return json;
    }

    /**
     * How many blocks of the best chain confirm a block, itself included; -1 if it is not there.
     */
    public static int confirmations(HeaderNode node, HeaderNode tip) {
        return node.isAncestorOf(tip) ? tip.height() - node.height() + 1 : -1;
    }

    /** The block after another on the chain that ends with the tip. */
    private static Optional<HeaderNode> next(HeaderNode node, HeaderNode tip) {
        return node.height() < tip.height() && node.isAncestorOf(tip)
                ? Optional.of(tip.ancestor(node.height() + 1))
                : Optional.empty();
    }

    /**
     * A block (blockToJSON).
     *
     * @param spent the coins that it spent, if they are known; not looked at for txids
     * @throws IllegalArgumentException if these are not as many as it has inputs
     */
    public static Json.Obj block(
            Block block,
            HeaderNode node,
            HeaderNode tip,
            Params params,
            Detail detail,
            Optional<SpentCoins> spent) {
        return begun(node, tip)
                .with("strippedsize", block.strippedSize())
                .with("size", block.size())
                .with("weight", block.weight())
                .with("coinbase_tx", coinbase(block.transactions().getFirst()))
                .with("tx", transactions(block, params, detail, spent))
                .build();
    }

    /** What of the coinbase is shown at all details (coinbaseTxToJSON). */
    private static Json coinbase(Transaction transaction) {
        TxIn input = transaction.inputs().getFirst();
        Json.Builder json =
                Json.object()
                        .with("version", transaction.version())
                        .with("locktime", transaction.lockTime())
                        .with("sequence", input.sequence())
                        .with("coinbase", input.scriptSig().toString());
        if (!input.witness().isEmpty()) json.with("witness", input.witness().getFirst().toString());
        return json.build();
    }

    private static Json transactions(
            Block block, Params params, Detail detail, Optional<SpentCoins> spent) {
        List<Json> all = new ArrayList<>(block.transactions().size());
        if (detail == Detail.TXIDS) {
            for (Transaction each : block.transactions()) {
                all.add(Json.of(each.txid().toString()));
            }
            return Json.array(all);
        }
        Optional<List<List<Coin>>> coins = spent.map(known -> byTransaction(block, known));
        TxView.Detail shown = detail == Detail.PREVOUTS ? TxView.Detail.PREVOUT : TxView.Detail.FEE;
        for (int i = 0; i < block.transactions().size(); i++) {
            int at = i;
            Optional<List<Coin>> own =
                    i == 0 ? Optional.empty() : coins.map(known -> known.get(at));
            all.add(TxView.json(block.transactions().get(i), params, own, shown).build());
        }
        return Json.array(all);
    }

    /**
     * The coins that each transaction of a block spent, in the order of its inputs; none for the
     * coinbase.
     *
     * @throws IllegalArgumentException if these are not as many as the block has inputs
     */
    public static List<List<Coin>> byTransaction(Block block, SpentCoins spent) {
        List<List<Coin>> all = new ArrayList<>(block.transactions().size());
        int from = 0;
        for (Transaction each : block.transactions()) {
            int count = each.isCoinbase() ? 0 : each.inputs().size();
            if (count > spent.spent().size() - from) break;
            all.add(spent.spent().subList(from, from + count));
            from += count;
        }
        if (all.size() < block.transactions().size() || from != spent.spent().size()) {
            throw new IllegalArgumentException("not the spent coins of " + block.hash());
        }
        return all;
    }
}
