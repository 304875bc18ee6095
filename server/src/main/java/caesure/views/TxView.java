// SPDX-License-Identifier: BSD-2-Clause
package caesure.views;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.primitives.Coin;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How methods show transactions (Bitcoin Core's TxToUniv): the same names in the same order. */
public final class TxView {
    private TxView() {}

    /** How much is told of the coins that a transaction spends. */
    public enum Detail {
        /** Nothing. */
        PLAIN,
        /** The fee, if the coins are known. */
        FEE,
        /** The fee and each coin, if they are known. */
        PREVOUT
    }

    /**
     * A transaction with its bytes, to be extended.
     *
     * @param spent the coins that the inputs spend, in their order; empty if not known, as for a
     *     coinbase
     */
    public static Json.Builder json(
            Transaction transaction, Params params, Optional<List<Coin>> spent, Detail detail) {
        Json.Builder to = Json.object();
        write(transaction, params, spent, detail, to);
        return to;
    }

    /** Adds the same to what is already said. */
    public static void write(
            Transaction transaction,
            Params params,
            Optional<List<Coin>> spent,
            Detail detail,
            Json.Builder to) {
        Optional<List<Coin>> shown = detail == Detail.PLAIN ? Optional.empty() : spent;
        body(transaction, params.addresses(), shown, detail, to);
        to.with("hex", transaction.bytes().toString());
    }

    /** A transaction without its bytes. */
    public static Json.Obj decoded(Transaction transaction, Params params) {
        Json.Builder to = Json.object();
        body(transaction, params.addresses(), Optional.empty(), Detail.PLAIN, to);
        return to.build();
    }

    /** A virtual size: weight in bytes that are no witness, rounded up (BIP 141). */
    public static int vsize(int weight) {
        return (weight + Transaction.WITNESS_SCALE - 1) / Transaction.WITNESS_SCALE;
    }

    private static void body(
            Transaction transaction,
            AddressFormat format,
            Optional<List<Coin>> spent,
            Detail detail,
            Json.Builder to) {
        to.with("txid", transaction.txid().toString())
                .with("hash", transaction.wtxid().toString())
                .with("version", transaction.version())
                .with("size", transaction.size())
                .with("vsize", vsize(transaction.weight()))
                .with("weight", transaction.weight())
                .with("locktime", transaction.lockTime())
                .with("vin", inputs(transaction, format, spent, detail))
                .with("vout", outputs(transaction, format));
        spent.ifPresent(coins -> to.with("fee", Json.ofBitcoins(feeSats(transaction, coins))));
    }

    private static Json inputs(
            Transaction transaction,
            AddressFormat format,
            Optional<List<Coin>> spent,
            Detail detail) {
        var inputs = new ArrayList<Json>(transaction.inputs().size());
        for (int i = 0; i < transaction.inputs().size(); i++) {
            TxIn input = transaction.inputs().get(i);
            Json.Builder to = Json.object();
            if (transaction.isCoinbase()) {
                to.with("coinbase", input.scriptSig().toString());
            } else {
                to.with("txid", input.previous().txid().toString())
                        .with("vout", input.previous().index())
                        .with("scriptSig", ScriptView.spending(input.scriptSig()));
            }
            if (!input.witness().isEmpty()) to.with("txinwitness", items(input.witness()));
            if (detail == Detail.PREVOUT && spent.isPresent()) {
                to.with("prevout", coin(spent.get().get(i), format));
            }
            inputs.add(to.with("sequence", input.sequence()).build());
        }
        return Json.array(inputs);
    }

    private static Json items(List<ByteString> witness) {
        return Json.texts(witness.stream().map(ByteString::toString).toList());
    }

    private static Json coin(Coin coin, AddressFormat format) {
        return Json.object()
                .with("generated", coin.coinbase())
                .with("height", coin.height())
                .with("value", Json.ofBitcoins(coin.output().valueSats()))
                .with("scriptPubKey", ScriptView.json(coin.output().scriptPubKey(), format))
                .build();
    }

    private static Json outputs(Transaction transaction, AddressFormat format) {
        var outputs = new ArrayList<Json>(transaction.outputs().size());
        for (int i = 0; i < transaction.outputs().size(); i++) {
            TxOut output = transaction.outputs().get(i);
            outputs.add(
                    Json.object()
                            .with("value", Json.ofBitcoins(output.valueSats()))
                            .with("n", i)
                            .with("scriptPubKey", ScriptView.json(output.scriptPubKey(), format))
                            .build());
        }
        return Json.array(outputs);
    }

    private static long feeSats(Transaction transaction, List<Coin> spent) {
        long fee = 0;
        for (Coin coin : spent) fee += coin.output().valueSats();
        for (TxOut output : transaction.outputs()) fee -= output.valueSats();
        return fee;
    }
}
