// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.Transaction;
import caesure.primitives.Txid;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.views.TxView;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** getrawtransaction. */
public final class RawTransactionCalls {
    private static final String NAME = "getrawtransaction";

    private static final String WALLET = ". Use gettransaction for wallet transactions.";

    private final Supplier<Chain> chain;

    public RawTransactionCalls(Supplier<Chain> chain) {
        this.chain = chain;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        NAME,
                        "rawtransactions",
                        "Returns a transaction of a block that is named. There is no index of all"
                                + " transactions.",
                        List.of(
                                Argument.required("txid", Argument.Kind.HEX, "The transaction id"),
                                Argument.defaulted(
                                                "verbosity|verbose",
                                                Argument.Kind.NUM,
                                                Json.of(0),
                                                "0 for the bytes in hexadecimal, 1 for a JSON"
                                                        + " object, 2 for one with fee and coins")
                                        .unchecked(),
                                Argument.optional(
                                        "blockhash",
                                        Argument.Kind.HEX,
                                        "The block in which to look for the transaction")),
                        results(),
                        Method.cliExample(NAME, "\"mytxid\" 0 \"myblockhash\"")
                                + Method.cliExample(NAME, "\"mytxid\" 1 \"myblockhash\"")
                                + Method.cliExample(NAME, "\"mytxid\" 2 \"myblockhash\"")
                                + Method.curlExample(NAME, "\"mytxid\", 1, \"myblockhash\""),
                        this::answer));
    }

    private static List<Result> results() {
        List<Result> around =
                List.of(
                        Result.of(
                                        Kind.BOOL,
                                        "in_active_chain",
                                        "Whether the block that was named is of the best chain")
                                .maybe(),
                        Result.of(Kind.HEX, "blockhash", "The block").maybe(),
                        Result.of(Kind.NUM, "confirmations", "How many blocks confirm it").maybe(),
                        Result.of(Kind.TIME, "blocktime", "When the block was made").maybe(),
                        Result.of(Kind.NUM, "time", "Same as \"blocktime\"").maybe(),
                        Result.of(Kind.HEX, "hex", "The transaction's bytes"));
        Result fee =
                Result.of(Kind.NUM, "fee", "In BTC; absent if the coins are not known").maybe();
        List<Result> whole = List.of(around(around));
        return List.of(
                Result.of(Kind.STR, "data", "The transaction's bytes in hexadecimal")
                        .when("if verbosity is not set or set to 0"),
                Result.of(Kind.OBJ, "", around(around)).when("if verbosity is set to 1"),
                Result.of(Kind.OBJ, "", TransactionHelp.together(whole, List.of(fee)))
                        .when("for verbosity = 2"));
    }

    private static Result[] around(List<Result> around) {
        return TransactionHelp.together(around, TransactionHelp.transaction());
    }

    private Json answer(Call call) throws RpcException {
        Txid txid = new Txid(HexArguments.hash(call.get("txid"), "parameter 1"));
        Chain now = chain.get();
        if (txid.hash().equals(now.headers().genesis().header().merkleRoot())) {
            throw unknown(
                    "The genesis block coinbase is not considered an ordinary transaction and"
                            + " cannot be retrieved");
        }
        int verbosity = verbosity(call.get("verbosity"));
        if (!call.has("blockhash")) {
            throw unknown(
                    "No such mempool transaction. Use -txindex or provide a block hash to enable"
                            + " blockchain transaction queries"
                            + WALLET);
        }
        HeaderNode node =
                StoredBlocks.find(
                        now, call.get("blockhash"), "parameter 3", "Block hash not found");
        Block block = StoredBlocks.read(now, node, "Block not available");
        Transaction transaction =
                block.transactions().stream()
                        .filter(each -> each.txid().equals(txid))
                        .findFirst()
                        .orElseThrow(() ->
                                unknown(
                                        "No such transaction found in the provided block"
                                                + WALLET));
        if (verbosity <= 0) return Json.of(transaction.bytes().toString());
        Optional<List<Coin>> spent =
                verbosity == 1 ? Optional.empty() : spent(now, node, block, transaction);
        return view(now, node, transaction, spent);
    }

    private static int verbosity(Json given) throws RpcException {
        if (given instanceof Json.Bool(boolean flag)) return flag ? 1 : 0;
        return (int) Arguments.number(given, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static Json view(
            Chain chain, HeaderNode node, Transaction transaction, Optional<List<Coin>> spent) {
        HeaderNode tip = chain.tip().node();
        boolean active = node.isAncestorOf(tip);
        Json.Builder to = Json.object().with("in_active_chain", active);
        TxView.write(transaction, chain.params(), spent, TxView.Detail.PREVOUT, to);
        to.with("blockhash", node.hash().toString());
        if (!active) return to.with("confirmations", 0).build();
        return to.with("confirmations", 1 + tip.height() - node.height())
                .with("time", node.header().time())
                .with("blocktime", node.header().time())
                .build();
    }

    /** The coins that a transaction of a block spent; empty if they are not known. */
    private static Optional<List<Coin>> spent(
            Chain chain, HeaderNode node, Block block, Transaction transaction)
            throws RpcException {
        if (transaction.isCoinbase()) return Optional.empty();
        Optional<SpentCoins> all;
        try {
            all = chain.spent(node.hash());
        } catch (IOException _) {
            throw new RpcException(
                    RpcException.INTERNAL_ERROR,
                    "Undo data expected but can't be read. This could be due to disk corruption or"
                            + " a conflict with a pruning event.");
        }
        int from = 0;
        for (Transaction each : block.transactions()) {
            if (each.equals(transaction)) break;
            if (!each.isCoinbase()) from += each.inputs().size();
        }
        int first = from;
        int end = from + transaction.inputs().size();
        return all.map(coins -> coins.spent().subList(first, end));
    }

    private static RpcException unknown(String words) {
        return new RpcException(RpcException.INVALID_ADDRESS_OR_KEY, words);
    }
}
