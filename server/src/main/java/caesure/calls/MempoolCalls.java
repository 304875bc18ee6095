// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.util.List;

/**
 * Methods about transactions that wait for a block: getmempoolinfo, getrawmempool. Caesure keeps
 * none yet: the pool is empty, and the limits are bitcoind's defaults, which programs read to
 * choose fees.
 */
public final class MempoolCalls {
    private static final String BLOCKCHAIN = "blockchain";

    /** -maxmempool: 300 MB. */
    private static final long POOL_BYTES_MAX = 300_000_000;

    /** -minrelaytxfee and -incrementalrelayfee: satoshis for 1,000 virtual bytes. */
    private static final long FEE_RATE_MIN_SATS = 100;

    /** -datacarriersize: as much as the largest standard transaction has. */
    private static final int DATA_CARRIER_BYTES_MAX = 100_000;

    /** -limitclustercount. */
    private static final int CLUSTER_COUNT_MAX = 64;

    /** -limitclustersize: 101 kvB. */
    private static final int CLUSTER_VBYTES_MAX = 101_000;

    /** Core counts from 1. */
    private static final int FIRST_SEQUENCE = 1;

    public List<Method> methods() {
        return List.of(getMempoolInfo(), getRawMempool());
    }

    /** What getmempoolinfo and /rest/mempool/info show. */
    public static Json.Obj info() {
        return Json.object()
                .with("loaded", true)
                .with("size", 0)
                .with("bytes", 0)
                .with("usage", 0)
                .with("total_fee", Json.ofBitcoins(0))
                .with("maxmempool", POOL_BYTES_MAX)
                .with("mempoolminfee", Json.ofBitcoins(FEE_RATE_MIN_SATS))
                .with("minrelaytxfee", Json.ofBitcoins(FEE_RATE_MIN_SATS))
                .with("incrementalrelayfee", Json.ofBitcoins(FEE_RATE_MIN_SATS))
                .with("unbroadcastcount", 0)
                .with("permitbaremultisig", true)
                .with("maxdatacarriersize", DATA_CARRIER_BYTES_MAX)
                .with("limitclustercount", CLUSTER_COUNT_MAX)
                .with("limitclustersize", CLUSTER_VBYTES_MAX)
                .with("optimal", true)
                .build();
    }

    private static Method getMempoolInfo() {
        return new Method(
                "getmempoolinfo",
                BLOCKCHAIN,
                "Returns the state of the pool of transactions that wait for a block.",
                List.of(),
                List.of(infoFields()),
                Method.examples("getmempoolinfo", ""),
                _ -> info());
    }

    private static Result infoFields() {
        return Fields.whole(
                Fields.flag("loaded", "Whether the pool of the last run was read"),
                Fields.num("size", "How many transactions"),
                Fields.num("bytes", "Their virtual bytes (BIP 141)"),
                Fields.num("usage", "The memory that the pool takes, in bytes"),
                Fields.amount("total_fee", "Their fees in BTC"),
                Fields.num("maxmempool", "The most memory, in bytes"),
                Fields.amount("mempoolminfee", "The least fee to be taken, in BTC/kvB"),
                Fields.amount("minrelaytxfee", "The least fee to be sent on, in BTC/kvB"),
                Fields.num("incrementalrelayfee", "What a replacement must pay more, in BTC/kvB"),
                Fields.num("unbroadcastcount", "How many no peer has asked for yet"),
                Fields.flag("permitbaremultisig", "Whether bare multisig outputs are taken"),
                Fields.num("maxdatacarriersize", "The most bytes of OP_RETURN outputs"),
                Fields.num("limitclustercount", "The most transactions of a cluster"),
                Fields.num("limitclustersize", "The most virtual bytes of a cluster"),
                Fields.flag("optimal", "Whether the best order is known"));
    }

    private static Method getRawMempool() {
        return new Method(
                "getrawmempool",
                BLOCKCHAIN,
                "Returns the ids of the transactions that wait for a block.",
                List.of(
                        Argument.defaulted(
                                "verbose",
                                Argument.Kind.BOOL,
                                Json.of(false),
                                "true for an object that tells of each, false for ids alone"),
                        Argument.defaulted(
                                "mempool_sequence",
                                Argument.Kind.BOOL,
                                Json.of(false),
                                "With ids alone: an object that has the pool's sequence, too")),
                List.of(
                        Fields.array("", "", Fields.hex("", "The transaction id"))
                                .when("for verbose = false"),
                        Result.of(Result.Kind.OBJ_DYN, "", Fields.object("transactionid", ""))
                                .when("for verbose = true"),
                        Fields.whole(
                                        Fields.array(
                                                "txids", "", Fields.hex("", "The transaction id")),
                                        Fields.num("mempool_sequence", "The pool's sequence"))
                                .when("for verbose = false and mempool_sequence = true")),
                Method.examples("getrawmempool", "true"),
                MempoolCalls::raw);
    }

    private static Json raw(Call call) throws RpcException {
        boolean verbose = call.flag("verbose");
        if (!call.flag("mempool_sequence")) return verbose ? Json.Obj.EMPTY : Json.Arr.EMPTY;
        if (verbose) {
            throw new RpcException(
                    RpcException.INVALID_PARAMETER,
                    "Verbose results cannot contain mempool sequence values.");
        }
        return Json.object()
                .with("txids", Json.Arr.EMPTY)
                .with("mempool_sequence", FIRST_SEQUENCE)
                .build();
    }
}
