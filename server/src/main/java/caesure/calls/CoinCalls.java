// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.crypto.Hash256;
import caesure.http.Json;
import caesure.ledger.Ledger;
import caesure.ledger.UtxoCounts;
import caesure.ledger.UtxoStats;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Txid;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;
import caesure.views.ScriptView;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Methods that show coins of the last block: gettxout, gettxoutsetinfo. */
public final class CoinCalls {
    private static final String BLOCKCHAIN = "blockchain";

    private static final long UINT32_MAX = 0xffff_ffffL;

    private static final String DEFAULT_HASH = "hash_serialized_3";

    private final Supplier<Chain> chain;
    private final ReentrantLock counting = new ReentrantLock();

    /**
     * Shows the coins of a chain.
     *
     * @param chain there by the time of the first call
     */
    public CoinCalls(Supplier<Chain> chain) {
        this.chain = chain;
    }

    public List<Method> methods() {
        return List.of(getTxOut(), getTxOutSetInfo());
    }

    private Method getTxOut() {
        return new Method(
                "gettxout",
                BLOCKCHAIN,
                "Returns an output that is not spent, or null if there is none.",
                List.of(
                        Argument.required("txid", Argument.Kind.STR, "The transaction id"),
                        Argument.required("n", Argument.Kind.NUM, "Which output, from 0"),
                        Argument.defaulted(
                                "include_mempool",
                                Argument.Kind.BOOL,
                                Json.of(true),
                                "Whether transactions that wait for a block count, too. There are"
                                        + " none here yet.")),
                List.of(Fields.nothing().when("If the UTXO was not found"), coinFields()),
                Method.examples("gettxout", "\"txid\", 1"),
                this::coin);
    }

    private static Result coinFields() {
        return Fields.whole(
                        Fields.hex("bestblock", "The hash of the last block"),
                        Fields.num("confirmations", "How many blocks confirm the output"),
                        Fields.amount("value", "Its value in BTC"),
                        Fields.object(
                                "scriptPubKey",
                                "",
                                Fields.text("asm", "The script, taken apart"),
                                Fields.text("desc", "A descriptor of the script"),
                                Fields.hex("hex", "The bytes of the script"),
                                Fields.text("type", "The kind of script"),
                                Fields.text("address", "The address, if it has one").maybe()),
                        Fields.flag("coinbase", "Whether a coinbase made it"))
                .when("Otherwise");
    }

    private Json coin(Call call) throws RpcException {
        Hash256 txid = call.hash("txid");
        long index = Arguments.number(call.get("n"), 0, UINT32_MAX);
        Chain.Tip tip = chain.get().tip();
        Optional<Coin> found = tip.ledger().coin(new OutPoint(new Txid(txid), index));
        if (found.isEmpty()) return Json.ofNull();
        Coin coin = found.get();
        return Json.object()
                .with("bestblock", tip.node().hash().toString())
                .with("confirmations", tip.node().height() - coin.height() + 1)
                .with("value", Json.ofBitcoins(coin.output().valueSats()))
                .with(
                        "scriptPubKey",
                        ScriptView.json(
                                coin.output().scriptPubKey(), chain.get().params().addresses()))
                .with("coinbase", coin.coinbase())
                .build();
    }

    private Method getTxOutSetInfo() {
        return new Method(
                "gettxoutsetinfo",
                BLOCKCHAIN,
                "Returns how many coins there are, what they are worth, and a hash of all. It looks"
                        + " at each of them, which takes its time.",
                List.of(
                        Argument.defaulted(
                                "hash_type",
                                Argument.Kind.STR,
                                Json.of(DEFAULT_HASH),
                                "Which hash: 'hash_serialized_3' (the older), 'muhash', 'none'."),
                        Argument.hinted(
                                        "hash_or_height",
                                        Argument.Kind.NUM,
                                        "the current best block",
                                        "The block whose coins to show; needs an index, which"
                                                + " Caesure does not have yet.")
                                .unchecked()
                                .typed("", "string or numeric"),
                        Argument.defaulted(
                                "use_index",
                                Argument.Kind.BOOL,
                                Json.of(true),
                                "Whether to use that index, if it is there.")),
                List.of(setFields()),
                Method.examples("gettxoutsetinfo", "")
                        + Method.examples("gettxoutsetinfo", "\"none\""),
                this::set);
    }

    private static Result setFields() {
        return Fields.whole(
                Fields.num("height", "The height of the last block"),
                Fields.hex("bestblock", "Its hash"),
                Fields.num("txouts", "How many coins"),
                Fields.num("bogosize", "A measure of their size that depends on no database"),
                Fields.hex("hash_serialized_3", "Their hash, if it was asked for").maybe(),
                Fields.hex("muhash", "Their hash, if it was asked for").maybe(),
                Fields.amount("total_amount", "What they are worth in BTC"),
                Fields.num("transactions", "How many transactions have one").maybe(),
                Fields.num("disk_size", "The bytes that they take on disk, about").maybe());
    }

    /** One count at a time: each holds much in memory. */
    private Json set(Call call) throws RpcException, InterruptedException {
        counting.lockInterruptibly();
        try {
            return count(call);
        } finally {
            counting.unlock();
        }
    }

    private Json count(Call call) throws RpcException {
        String type = call.text("hash_type");
        if (!List.of(DEFAULT_HASH, "muhash", "none").contains(type)) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER, "'" + type + "' is not a valid hash_type");
        }
        if (call.has("hash_or_height")) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Querying specific block heights requires coinstatsindex");
        }
        Ledger ledger = chain.get().tip().ledger();
        UtxoCounts counts = UtxoCounts.of(ledger);
        Json.Builder json =
                Json.object()
                        .with("height", ledger.height())
                        .with("bestblock", ledger.block().toString())
                        .with("txouts", ledger.coinCount())
                        .with("bogosize", counts.bogoSize());
        switch (type) {
            case "muhash" -> json.with(type, UtxoStats.muhash(ledger).toString());
            case DEFAULT_HASH -> json.with(type, UtxoStats.hashSerialized3(ledger).toString());
            default -> {} // none
        }
        return json.with("total_amount", Json.ofBitcoins(ledger.amountSats()))
                .with("transactions", counts.transactions())
                .with("disk_size", counts.savedBytes())
                .build();
    }
}
