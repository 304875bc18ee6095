// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static caesure.rpc.Method.examples;

import caesure.http.Json;
import caesure.node.NodeClock;
import caesure.node.Peering;
import caesure.rpc.Argument;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Methods about the network and the peers. Source: Core's rpc/net.cpp. */
public final class NetworkCalls {
    static final String CATEGORY = "network";

    /**
     * With which version of bitcoind programs may expect to deal; docs/decisions/0016. Two digits
     * each for major, minor, build.
     */
    static final int LIKE_VERSION = 31_99_00;

    /** The cycle of an upload target, in seconds: a day. There is no target here. */
    private static final long UPLOAD_CYCLE_S = Duration.ofDays(1).toSeconds();

    /** Transactions that a peer may be told of in a second; Core's DEFAULT_TX_SEND_RATE. */
    private static final int TX_SEND_RATE = 14;

    /** What an idle bucket of Core's holds: 30 seconds' worth of transactions and of bytes. */
    private static final int BUCKET_TRANSACTIONS = 30 * TX_SEND_RATE;

    private static final int BUCKET_BYTES = 12_000_000;

    /** Core's DEFAULT_MIN_RELAY_TX_FEE and DEFAULT_INCREMENTAL_RELAY_FEE, in satoshis per kvB. */
    private static final long FEE_RATE_SATS = 100;

    private final Supplier<Peering> peering;
    private final Supplier<List<String>> warnings;
    private final NodeClock clock;
    private final List<Method> others;

    /**
     * Calls about a node's peers.
     *
     * @param peering asked for anew by each call
     * @param mayCallAnyhow whether addconnection works: on regtest
     * @param banTime how long a ban lasts by default (-bantime)
     * @param warnings for the user, as of now
     */
    public NetworkCalls(
            Supplier<Peering> peering,
            NodeClock clock,
            boolean mayCallAnyhow,
            Duration banTime,
            Supplier<List<String>> warnings) {
        this.warnings = warnings;
        this.peering = peering;
        this.clock = clock;
        this.others =
                Stream.of(
                                new PeerCalls(peering, mayCallAnyhow).methods(),
                                new BanCalls(peering, clock, banTime).methods(),
                                new BookCalls(peering).methods())
                        .flatMap(List::stream)
                        .toList();
    }

    /** All of the category, and the hidden ones that go with it. */
    public List<Method> methods() {
        Stream<Method> own =
                Stream.of(
                        getConnectionCount(),
                        ping(),
                        getNetTotals(),
                        getNetworkInfo(),
                        setNetworkActive());
        return Stream.concat(own, others.stream()).toList();
    }

    private Method getConnectionCount() {
        return new Method(
                "getconnectioncount",
                CATEGORY,
                "Returns how many peers are connected.",
                List.of(),
                List.of(Result.of(Kind.NUM, "The connection count")),
                examples("getconnectioncount", ""),
                _ -> Json.of(peering.get().peers().size()));
    }

    private Method ping() {
        return new Method(
                "ping",
                CATEGORY,
                """
                Sends each peer a ping. What comes of it is in getpeerinfo, as pingtime and pingwait.
                A peer answers in the order in which it was spoken to, so its other work is measured, too.
                """,
                List.of(),
                List.of(Result.of(Kind.NONE, "")),
                examples("ping", ""),
                _ -> {
                    peering.get().ping();
                    return Json.ofNull();
                });
    }

    private Method getNetTotals() {
        return new Method(
                "getnettotals",
                CATEGORY,
                "Returns how many bytes went to and came from peers, and the system's time.",
                List.of(),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.NUM, "totalbytesrecv", "Total bytes received"),
                                Result.of(Kind.NUM, "totalbytessent", "Total bytes sent"),
                                Result.of(
                                        Kind.TIME,
                                        "timemillis",
                                        "The system's time, in milliseconds since 1970"),
                                uploadTarget())),
                examples("getnettotals", ""),
                _ -> {
                    Peering.Totals totals = peering.get().totals();
                    return Json.object()
                            .with("totalbytesrecv", totals.received())
                            .with("totalbytessent", totals.sent())
                            .with("timemillis", clock.real().toEpochMilli())
                            .with("uploadtarget", noUploadTarget())
                            .build();
                });
    }

    private static Result uploadTarget() {
        return Result.of(
                Kind.OBJ,
                "uploadtarget",
                "",
                Result.of(Kind.NUM, "timeframe", "How long is measured, in seconds"),
                Result.of(Kind.NUM, "target", "Most bytes in that time; 0 if there is no limit"),
                Result.of(Kind.BOOL, "target_reached", "Whether so many were sent"),
                Result.of(Kind.BOOL, "serve_historical_blocks", "Whether old blocks are served"),
                Result.of(Kind.NUM, "bytes_left_in_cycle", "Bytes that may still be sent"),
                Result.of(Kind.NUM, "time_left_in_cycle", "Seconds until it starts anew"));
    }

    private static Json noUploadTarget() {
        return Json.object()
                .with("timeframe", UPLOAD_CYCLE_S)
                .with("target", 0)
                .with("target_reached", false)
                .with("serve_historical_blocks", true)
                .with("bytes_left_in_cycle", 0)
                .with("time_left_in_cycle", 0)
                .build();
    }

    private Method setNetworkActive() {
        return new Method(
                "setnetworkactive",
                CATEGORY,
                "Lets all traffic with peers begin or end.",
                List.of(
                        Argument.required(
                                "state",
                                Argument.Kind.BOOL,
                                "true to talk to peers, false to stop that")),
                List.of(Result.of(Kind.BOOL, "The value that was passed in")),
                "",
                call -> {
                    Peering peers = peering.get();
                    peers.setActive(call.flag("state"));
                    return Json.of(peers.isActive());
                });
    }

    private Method getNetworkInfo() {
        return new Method(
                "getnetworkinfo",
                CATEGORY,
                "Returns what this node is to its peers, and how it can be reached.",
                List.of(),
                List.of(Result.of(Kind.OBJ, "", networkInfoFields())),
                examples("getnetworkinfo", ""),
                _ -> networkInfo(peering.get()));
    }

    private static Result[] networkInfoFields() {
        return new Result[] {
            Result.of(Kind.NUM, "version", "the version of bitcoind that this behaves like"),
            Result.of(Kind.STR, "subversion", "what this node calls itself"),
            Result.of(Kind.NUM, "protocolversion", "the highest protocol version spoken"),
            Result.of(Kind.HEX, "localservices", "the services offered to peers"),
            Result.of(
                    Kind.ARR,
                    "localservicesnames",
                    "the services offered to peers, by name",
                    Result.of(Kind.STR, "SERVICE_NAME", "the service name")),
            Result.of(Kind.BOOL, "localrelay", "whether peers are asked for transactions"),
            Result.of(Kind.NUM, "timeoffset", "how far peers' clocks are ahead, in seconds"),
            Result.of(
                    Kind.NUM,
                    "tx_send_rate",
                    "how many transactions a second inbound peers are told of at most"),
            Result.of(
                    Kind.OBJ_DYN,
                    "inv_buckets",
                    "",
                    Result.of(
                            Kind.OBJ,
                            "inbound/outbound",
                            "who called",
                            Result.of(Kind.NUM, "backlog", "transactions yet to be told of"),
                            Result.of(Kind.NUM, "count_tok", "how many may be told of now"),
                            Result.of(Kind.NUM, "size_tok", "of how many bytes together"))),
            Result.of(Kind.NUM, "connections", "how many peers are connected"),
            Result.of(Kind.NUM, "connections_in", "of these, how many called"),
            Result.of(Kind.NUM, "connections_out", "of these, how many were called"),
            Result.of(Kind.BOOL, "networkactive", "whether peers are talked to"),
            Result.of(Kind.ARR, "networks", "information per network", network()),
            Result.of(Kind.NUM, "relayfee", "least fee rate that is relayed, in BTC/kvB"),
            Result.of(Kind.NUM, "incrementalfee", "least step of the fee rate, in BTC/kvB"),
            Result.of(
                    Kind.ARR,
                    "localaddresses",
                    "addresses of this node",
                    Result.of(
                            Kind.OBJ,
                            "",
                            Result.of(Kind.STR, "address", "network address"),
                            Result.of(Kind.NUM, "port", "network port"),
                            Result.of(Kind.NUM, "score", "how sure it is"))),
            Result.of(
                    Kind.ARR,
                    "warnings",
                    "anything that an operator should know",
                    Result.of(Kind.STR, "", "warning"))
        };
    }

    private static Result network() {
        return Result.of(
                Kind.OBJ,
                "",
                Result.of(Kind.STR, "name", "network (" + NetworkNames.ALL + ")"),
                Result.of(Kind.BOOL, "limited", "whether it is left out by -onlynet"),
                Result.of(Kind.BOOL, "reachable", "whether it can be reached"),
                Result.of(Kind.STR, "proxy", "(\"host:port\") its proxy; empty if none"),
                Result.of(
                        Kind.BOOL,
                        "proxy_randomize_credentials",
                        "whether each connection has its own credentials"));
    }

    private Json networkInfo(Peering peers) {
        Peering.Self self = peers.self();
        List<Peering.Seen> seen = peers.peers();
        long inbound = seen.stream().filter(each -> each.peer().isInbound()).count();
        Json bucket =
                Json.object()
                        .with("backlog", 0)
                        .with("count_tok", BUCKET_TRANSACTIONS)
                        .with("size_tok", BUCKET_BYTES)
                        .build();
        return Json.object()
                .with("version", LIKE_VERSION)
                .with("subversion", self.userAgent())
                .with("protocolversion", self.protocolVersion())
                .with("localservices", self.services().toString())
                .with("localservicesnames", Json.texts(self.services().names()))
                .with("localrelay", self.relaysTransactions())
                .with("timeoffset", self.timeOffsetS())
                .with("tx_send_rate", TX_SEND_RATE)
                .with(
                        "inv_buckets",
                        Json.object().with("inbound", bucket).with("outbound", bucket).build())
                .with("networkactive", peers.isActive())
                .with("connections", seen.size())
                .with("connections_in", inbound)
                .with("connections_out", seen.size() - inbound)
                .with("networks", networks(peers))
                .with("relayfee", Json.ofBitcoins(FEE_RATE_SATS))
                .with("incrementalfee", Json.ofBitcoins(FEE_RATE_SATS))
                .with("localaddresses", ownAddresses(peers))
                .with("warnings", Json.texts(warnings.get()))
                .build();
    }

    private static Json networks(Peering peers) {
        return Json.array(
                peers.networks().stream()
                        .map(reach ->
                                Json.object()
                                        .with("name", NetworkNames.of(reach.network()))
                                        .with("limited", reach.isLimited())
                                        .with("reachable", reach.isReachable())
                                        .with("proxy", "") // there are no proxies
                                        .with("proxy_randomize_credentials", false)
                                        .build())
                        .toList());
    }

    private static Json ownAddresses(Peering peers) {
        return Json.array(
                peers.ownAddresses().stream()
                        .map(own ->
                                Json.object()
                                        .with("address", own.endpoint().address().toString())
                                        .with("port", own.endpoint().port())
                                        .with("score", own.score())
                                        .build())
                        .toList());
    }
}
