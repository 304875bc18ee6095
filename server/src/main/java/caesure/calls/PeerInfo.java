// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.http.Json;
import caesure.net.Traffic;
import caesure.node.Peering;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.sync.PeerStatus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What getpeerinfo tells of a peer. */
final class PeerInfo {
    /** Digits behind the point of a time in seconds: microseconds, as Core counts them. */
    private static final int SECOND_DECIMALS = 6;

    private PeerInfo() {}

    static Json of(Peering.Seen seen) {
        Peer peer = seen.peer();
        PeerStatus status = seen.status();
        Json.Builder to = Json.object().with("id", peer.id()).with("addr", peer.name());
        if (peer.local().address().isValid()) to.with("addrbind", peer.local().toString());
        status.seesUsAt()
                .filter(endpoint -> endpoint.address().isValid())
                .ifPresent(endpoint -> to.with("addrlocal", endpoint.toString()));
        to.with("network", NetworkNames.of(peer.remote().address()))
                .with("services", status.services().toString())
                .with("servicesnames", Json.texts(status.services().names()))
                .with("relaytxes", status.relaysTransactions())
                .with("last_inv_sequence", 0) // transactions are not announced yet
                .with("inv_to_send", 0);
        traffic(seen, to);
        conversation(status, peer, to);
        to.with("permissions", permissions(peer))
                .with("minfeefilter", Json.ofBitcoins(0))
                .with("bytessent_per_msg", counts(seen.traffic().sentByCommand()))
                .with("bytesrecv_per_msg", counts(seen.traffic().receivedByCommand()))
                .with("connection_type", peer.type().shown())
                .with("transport_protocol_type", "v1")
                .with("session_id", "");
        return to.build();
    }

    private static void traffic(Peering.Seen seen, Json.Builder to) {
        Traffic traffic = seen.traffic();
        to.with("lastsend", secondsOf(traffic.lastSent()))
                .with("lastrecv", secondsOf(traffic.lastReceived()))
                .with("last_transaction", 0)
                .with("last_block", secondsOf(seen.status().lastBlock()))
                .with("bytessent", traffic.sent())
                .with("bytesrecv", traffic.received())
                .with("conntime", seen.peer().since().getEpochSecond());
    }

    private static void conversation(PeerStatus status, Peer peer, Json.Builder to) {
        to.with("timeoffset", status.timeOffsetS());
        status.ping().filter(Duration::isPositive).ifPresent(d -> to.with("pingtime", seconds(d)));
        status.pingLeast().ifPresent(d -> to.with("minping", seconds(d)));
        status.pingWait()
                .filter(Duration::isPositive)
                .ifPresent(d -> to.with("pingwait", seconds(d)));
        to.with("version", status.version())
                .with("subver", status.userAgent())
                .with("inbound", peer.isInbound())
                .with("bip152_hb_to", status.highBandwidthTo())
                .with("bip152_hb_from", status.highBandwidthFrom())
                .with("presynced_headers", status.presyncedHeight())
                .with("synced_headers", status.syncedHeaders())
                .with("synced_blocks", status.syncedBlocks())
                .with("inflight", Json.array(status.inFlight().stream().map(Json::of).toList()))
                .with("addr_relay_enabled", status.addresses().isOn())
                .with("addr_processed", status.addresses().processed())
                .with("addr_rate_limited", status.addresses().rateLimited());
    }

    private static long secondsOf(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(0L);
    }

    private static Json seconds(Duration time) {
        BigDecimal seconds =
                BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMicros(time.toNanos()), SECOND_DECIMALS);
        return new Json.Num(seconds.stripTrailingZeros().toPlainString());
    }

    private static Json permissions(Peer peer) {
        List<String> shown =
                Arrays.stream(Permission.values()) // in Core's order
                        .filter(peer::may)
                        .map(Permission::shown)
                        .toList();
        return Json.texts(shown);
    }

    private static Json counts(Map<String, Long> byCommand) {
        Json.Builder to = Json.object();
        new TreeMap<>(byCommand)
                .forEach((command, bytes) -> {
                    if (bytes > 0) to.with(command, bytes);
                });
        return to.build();
    }

    /** The fields, for the help. */
    static Result result() {
        Result[] fields =
                Stream.of(whoFields(), trafficFields(), conversationFields(), lastFields())
                        .flatMap(Stream::of)
                        .toArray(Result[]::new);
        return Result.of(Kind.ARR, "", Result.of(Kind.OBJ, "", fields));
    }

    private static Result[] whoFields() {
        String networks = NetworkNames.ALL + ", " + NetworkNames.UNROUTABLE;
        return new Result[] {
            num("id", "The peer's number"),
            Result.of(Kind.STR, "addr", "(host:port) Where the peer is, or as whom it was added"),
            Result.of(Kind.STR, "addrbind", "(ip:port) Our end of the connection").maybe(),
            Result.of(Kind.STR, "addrlocal", "(ip:port) Where the peer says it sees us").maybe(),
            Result.of(Kind.STR, "network", "Network (" + networks + ")"),
            Result.of(Kind.HEX, "services", "The services offered"),
            Result.of(
                    Kind.ARR,
                    "servicesnames",
                    "the services offered, by name",
                    Result.of(Kind.STR, "SERVICE_NAME", "the service's name")),
            Result.of(Kind.BOOL, "relaytxes", "Whether it wants to hear of transactions"),
            num("last_inv_sequence", "State of the mempool when it was last told of transactions"),
            num("inv_to_send", "How many transactions it is yet to be told of")
        };
    }

    private static Result[] trafficFields() {
        return new Result[] {
            time("lastsend", "When something was last sent"),
            time("lastrecv", "When something was last received"),
            time("last_transaction", "When it last sent a valid transaction that was new"),
            time("last_block", "When it last sent a block that was new"),
            num("bytessent", "The total bytes sent"),
            num("bytesrecv", "The total bytes received"),
            time("conntime", "When the connection was made")
        };
    }

    private static Result[] conversationFields() {
        return new Result[] {
            num("timeoffset", "How far its clock is ahead, in seconds"),
            num("pingtime", "The last round trip in seconds, if any").maybe(),
            num("minping", "The shortest round trip in seconds, if any").maybe(),
            num("pingwait", "For how many seconds an answer has been missing, if it is").maybe(),
            num("version", "The protocol version it speaks, such as 70016"),
            Result.of(Kind.STR, "subver", "What it calls itself"),
            Result.of(Kind.BOOL, "inbound", "Whether it called (true) or was called (false)"),
            Result.of(Kind.BOOL, "bip152_hb_to", "Whether it was asked for compact blocks unasked"),
            Result.of(Kind.BOOL, "bip152_hb_from", "Whether it asked for compact blocks unasked"),
            num("presynced_headers", "Up to where its headers were looked at and not kept, or -1"),
            num("synced_headers", "The last header that it and we have"),
            num("synced_blocks", "The last block that it and we have"),
            Result.of(
                    Kind.ARR,
                    "inflight",
                    "",
                    num("n", "The heights of blocks that it was asked for")),
            Result.of(Kind.BOOL, "addr_relay_enabled", "Whether addresses are exchanged with it"),
            num("addr_processed", "How many addresses of its were looked at"),
            num("addr_rate_limited", "How many came too fast and were dropped")
        };
    }

    private static Result[] lastFields() {
        String permissions =
                Arrays.stream(Permission.values())
                        .map(Permission::shown)
                        .collect(Collectors.joining(", "));
        String types =
                Arrays.stream(ConnectionType.values())
                        .map(ConnectionType::shown)
                        .collect(Collectors.joining(", "));
        return new Result[] {
            Result.of(
                    Kind.ARR,
                    "permissions",
                    "What it may beyond others",
                    Result.of(Kind.STR, "permission_type", "One of " + permissions)),
            num("minfeefilter", "The lowest fee rate of transactions that it takes"),
            Result.of(
                    Kind.OBJ_DYN,
                    "bytessent_per_msg",
                    "",
                    num("msg", "Bytes sent of each kind of message, if there were any")),
            Result.of(
                    Kind.OBJ_DYN,
                    "bytesrecv_per_msg",
                    "",
                    num(
                            "msg",
                            "Bytes received of each kind of message, if there were any; of unknown"
                                    + " kinds together under '*other*'")),
            Result.of(Kind.STR, "connection_type", "Why the connection is there: " + types),
            Result.of(
                    Kind.STR, "transport_protocol_type", "v1: what is said can be read on the way"),
            Result.of(Kind.STR, "session_id", "Empty: v1 has none")
        };
    }

    private static Result num(String key, String help) {
        return Result.of(Kind.NUM, key, help);
    }

    private static Result time(String key, String help) {
        return Result.of(Kind.TIME, key, help + ", in seconds since 1970");
    }
}
