// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.http.Json;
import caesure.ledger.Ledger;
import caesure.ledger.Unspent;
import caesure.primitives.Coin;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** scantxoutset: looks at every coin of the tip. One scan at a time. */
public final class ScanCalls {
    private static final String NAME = "scantxoutset";
    private static final String EXAMPLE =
            "raw(76a91411b366edfc0a8b66feebae5c2e25a7b6a5d1cf3188ac)#fm24fxxy";

    /** Who calls is gone: RPC_CLIENT_NOT_CONNECTED. */
    private static final int NOT_CONNECTED = -9;

    private final Supplier<Chain> chain;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean abort;
    private volatile int progressPercent;

    public ScanCalls(Supplier<Chain> chain) {
        this.chain = chain;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        NAME,
                        "blockchain",
                        "Looks through all unspent outputs for those of given descriptors.\n"
                                + "Descriptors are for example addr(<address>), raw(<hex script>),"
                                + " combo(<pubkey>), pkh(<pubkey>), sh(multi(<n>,<pubkey>,...)),"
                                + " tr(<pubkey>), tr(<pubkey>,{pk(<pubkey>)}), rawtr(<pubkey>).\n"
                                + "A <pubkey> is hexadecimal, or an extended key with a path that may"
                                + " end in /* or /*h; then the range says how far to look.",
                        List.of(
                                Argument.required(
                                        "action",
                                        Argument.Kind.STR,
                                        "\"start\" for starting a scan\n"
                                                + "\"abort\" for ending the one that runs (true if"
                                                + " there is one)\n"
                                                + "\"status\" for how far it is, in %"),
                                ScanObjects.argument()),
                        results(),
                        Method.cliExample(NAME, "start '[\"" + EXAMPLE + "\"]'")
                                + Method.cliExample(NAME, "status")
                                + Method.cliExample(NAME, "abort")
                                + Method.curlExample(NAME, "\"start\", [\"" + EXAMPLE + "\"]"),
                        this::answer));
    }

    private static List<Result> results() {
        return List.of(
                Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.BOOL, "success", "Whether the scan came to its end"),
                                Result.of(Kind.NUM, "txouts", "How many outputs were looked at"),
                                Result.of(Kind.NUM, "height", "Of the tip that was scanned"),
                                Result.of(Kind.HEX, "bestblock", "The hash of that tip"),
                                Result.of(Kind.ARR, "unspents", "", unspent()),
                                Result.of(Kind.AMOUNT, "total_amount", "Of all found, in BTC"))
                        .when("when action=='start'; only returns after scan completes"),
                Result.of(Kind.BOOL, "success", "Whether there is a scan, which then ends soon")
                        .when("when action=='abort'"),
                Result.of(Kind.OBJ, "", Result.of(Kind.NUM, "progress", "In percent"))
                        .when("when action=='status' and a scan is currently in progress"),
                Result.of(Kind.NONE, "")
                        .when(
                                "when action=='status' and no scan is in progress - possibly"
                                        + " already completed"));
    }

    private static Result unspent() {
        return Result.of(
                Kind.OBJ,
                "",
                Result.of(Kind.HEX, "txid", "The transaction id"),
                Result.of(Kind.NUM, "vout", "The output number"),
                Result.of(Kind.HEX, "scriptPubKey", "The output's script"),
                Result.of(Kind.STR, "desc", "A descriptor of just this script"),
                Result.of(Kind.AMOUNT, "amount", "In BTC"),
                Result.of(Kind.BOOL, "coinbase", "Whether a coinbase made it"),
                Result.of(Kind.NUM, "height", "Of the block that made it"),
                Result.of(Kind.HEX, "blockhash", "The hash of that block"),
                Result.of(Kind.NUM, "confirmations", "Of that block, as of the scan"));
    }

    private Json answer(Call call) throws RpcException {
        String action = call.text("action");
        return switch (action) {
            case "status" ->
                    running.get()
                            ? Json.object().with("progress", progressPercent).build()
                            : Json.ofNull();
            case "abort" -> {
                boolean any = running.get();
                if (any) abort = true;
                yield Json.of(any);
            }
            case "start" -> start(call);
            default ->
                    throw new RpcException(
                            RpcException.INVALID_PARAMETER, "Invalid action '" + action + "'");
        };
    }

    private Json start(Call call) throws RpcException {
        if (!running.compareAndSet(false, true)) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Scan already in progress, use action \"abort\" or \"status\"");
        }
        try {
            abort = false;
            progressPercent = 0;
            if (!call.has("scanobjects")) {
                throw new RpcException(
                        RpcException.MISC_ERROR,
                        "scanobjects argument is required for the start action");
            }
            return scan(chain.get(), call);
        } finally {
            running.set(false);
        }
    }

    private Json scan(Chain now, Call call) throws RpcException {
        Map<ByteString, String> descriptors = new HashMap<>();
        for (Json object : call.list("scanobjects")) {
            ScanObjects.expand(
                    object,
                    now.params().addresses(),
                    derived -> descriptors.putIfAbsent(derived.script(), derived.descriptor()));
        }
        Chain.Tip tip = now.tip();
        var walk = new Walk(tip.ledger(), descriptors, call.stopping());
        boolean whole = walk.run();
        if (call.stopping().getAsBoolean()) throw new RpcException(NOT_CONNECTED, "Shutting down");
        walk.found.sort(ORDER);
        long total = 0;
        var unspents = new ArrayList<Json>(walk.found.size());
        for (Unspent unspent : walk.found) {
            total += unspent.coin().output().valueSats();
            unspents.add(view(unspent, descriptors, tip.node()));
        }
        return Json.object()
                .with("success", whole)
                .with("txouts", walk.count)
                .with("height", tip.node().height())
                .with("bestblock", tip.node().hash().toString())
                .with("unspents", Json.array(unspents))
                .with("total_amount", Json.ofBitcoins(total))
                .build();
    }

    /** By the bytes of the txid as they are, then by index. */
    private static final Comparator<Unspent> ORDER =
            Comparator.comparing((Unspent u) -> u.outPoint().txid().hash().toByteString())
                    .thenComparingLong(u -> u.outPoint().index());

    private static Json view(Unspent unspent, Map<ByteString, String> descriptors, HeaderNode tip) {
        Coin coin = unspent.coin();
        ByteString script = coin.output().scriptPubKey();
        return Json.object()
                .with("txid", unspent.outPoint().txid().toString())
                .with("vout", unspent.outPoint().index())
                .with("scriptPubKey", script.toString())
                .with("desc", descriptors.get(script))
                .with("amount", Json.ofBitcoins(coin.output().valueSats()))
                .with("coinbase", coin.coinbase())
                .with("height", coin.height())
                .with("blockhash", tip.ancestor(coin.height()).hash().toString())
                .with("confirmations", tip.height() - coin.height() + 1)
                .build();
    }

    /** One way through all coins. */
    private final class Walk {
        /** So seldom it is asked whether to go on. */
        private static final int STRIDE = 1 << 13;

        private final Ledger ledger;
        private final Map<ByteString, String> wanted;
        private final BooleanSupplier stopping;
        private final List<Unspent> found = new ArrayList<>();
        private long count;

        Walk(Ledger ledger, Map<ByteString, String> wanted, BooleanSupplier stopping) {
            this.ledger = ledger;
            this.wanted = wanted;
            this.stopping = stopping;
        }

        /** False if it was ended before. */
        boolean run() {
            try {
                ledger.forEachCoin(this::look);
                progressPercent = 100;
                return true;
            } catch (Ended _) {
                return false;
            }
        }

        private void look(Unspent unspent) {
            if (count % STRIDE == 0) {
                if (abort || stopping.getAsBoolean()) throw new Ended();
                progressPercent = (int) (100 * count / Math.max(1, ledger.coinCount()));
            }
            count++;
            if (wanted.containsKey(unspent.coin().output().scriptPubKey())) found.add(unspent);
        }
    }

    /** Leaves a walk that has no other way out. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("the scan was ended", null, false, false);
        }
    }
}
