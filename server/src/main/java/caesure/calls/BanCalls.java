// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static caesure.calls.NetworkCalls.CATEGORY;
import static caesure.rpc.Method.cliExample;
import static caesure.rpc.Method.curlExample;
import static caesure.rpc.Method.examples;

import caesure.http.Json;
import caesure.node.NodeClock;
import caesure.node.Peering;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Methods about banned addresses. */
final class BanCalls {
    /** The last second that can be told; a longer ban ends there. */
    private static final long LAST_S = Instant.MAX.getEpochSecond();

    private final Supplier<Peering> peering;
    private final NodeClock clock;
    private final Duration banTime;

    BanCalls(Supplier<Peering> peering, NodeClock clock, Duration banTime) {
        this.peering = peering;
        this.clock = clock;
        this.banTime = banTime;
    }

    List<Method> methods() {
        return List.of(setBan(), listBanned(), clearBanned());
    }

    private Method setBan() {
        return new Method(
                "setban",
                CATEGORY,
                "Bans an address or a subnet, or takes that back.",
                List.of(
                        Argument.required(
                                "subnet",
                                Argument.Kind.STR,
                                "The address (see getpeerinfo), perhaps with a netmask; without,"
                                        + " it is this address alone"),
                        Argument.required(
                                "command",
                                Argument.Kind.STR,
                                "'add' to ban it, 'remove' to take that back"),
                        Argument.defaulted(
                                "bantime",
                                Argument.Kind.NUM,
                                Json.of(0),
                                "how long the ban lasts in seconds, or with [absolute] until when;"
                                        + " 0 for the usual time (-bantime, 24 hours)"),
                        Argument.defaulted(
                                "absolute",
                                Argument.Kind.BOOL,
                                Json.of(false),
                                "Whether bantime is a moment, in seconds since 1970")),
                List.of(Result.of(Kind.NONE, "")),
                cliExample("setban", "\"192.168.0.6\" \"add\" 86400")
                        + cliExample("setban", "\"192.168.0.0/24\" \"add\"")
                        + curlExample("setban", "\"192.168.0.6\", \"add\", 86400"),
                call -> {
                    switch (call.text("command")) {
                        case "add" -> ban(call, peering.get());
                        case "remove" -> unban(call, peering.get());
                        default ->
                                throw new RpcException(
                                        RpcException.MISC_ERROR, call.methods().help("setban"));
                    }
                    return Json.ofNull();
                });
    }

    private void ban(Call call, Peering peers) throws RpcException {
        String text = call.text("subnet");
        Instant until = until(call);
        switch (peers.ban(text, until)) {
            case DONE -> {}
            case NO_SUBNET -> throw noSubnet();
            case NO_CHANGE ->
                    throw new RpcException(
                            RpcException.NODE_ALREADY_ADDED, "Error: IP/Subnet already banned");
        }
    }

    private Instant until(Call call) throws RpcException {
        long number = call.longNumber("bantime");
        long nowS = clock.nowS();
        if (call.flag("absolute")) {
            if (number < nowS) {
                throw new RpcException(
                        RpcException.INVALID_PARAMETER, "Error: Absolute timestamp is in the past");
            }
            return Instant.ofEpochSecond(Math.min(number, LAST_S));
        }
        long lengthS = number <= 0 ? banTime.toSeconds() : number;
        return Instant.ofEpochSecond(lengthS < LAST_S - nowS ? nowS + lengthS : LAST_S);
    }

    private static void unban(Call call, Peering peers) throws RpcException {
        switch (peers.unban(call.text("subnet"))) {
            case DONE -> {}
            case NO_SUBNET -> throw noSubnet();
            case NO_CHANGE ->
                    throw new RpcException(
                            RpcException.INVALID_IP_OR_SUBNET,
                            "Error: Unban failed. Requested address/subnet was not previously"
                                    + " manually banned.");
        }
    }

    private static RpcException noSubnet() {
        return new RpcException(RpcException.INVALID_IP_OR_SUBNET, "Error: Invalid IP/Subnet");
    }

    private Method listBanned() {
        return new Method(
                "listbanned",
                CATEGORY,
                "Lists what was banned by hand.",
                List.of(),
                List.of(
                        Result.of(
                                Kind.ARR,
                                "",
                                Result.of(
                                        Kind.OBJ,
                                        "",
                                        Result.of(Kind.STR, "address", "The address or subnet"),
                                        time("ban_created", "When it was banned"),
                                        time("banned_until", "When the ban ends"),
                                        Result.of(
                                                Kind.TIME,
                                                "ban_duration",
                                                "How long the ban lasts, in seconds"),
                                        Result.of(
                                                Kind.TIME,
                                                "time_remaining",
                                                "How long until it ends, in seconds")))),
                examples("listbanned", ""),
                _ -> {
                    long nowS = clock.nowS();
                    return Json.array(
                            peering.get().bans().stream().map(ban -> ban(ban, nowS)).toList());
                });
    }

    private static Result time(String key, String help) {
        return Result.of(Kind.TIME, key, help + ", in seconds since 1970");
    }

    private static Json ban(Peering.Ban ban, long nowS) {
        long createdS = ban.created().getEpochSecond();
        long untilS = ban.until().getEpochSecond();
        return Json.object()
                .with("address", ban.subnet())
                .with("ban_created", createdS)
                .with("banned_until", untilS)
                .with("ban_duration", untilS - createdS)
                .with("time_remaining", untilS - nowS)
                .build();
    }

    private Method clearBanned() {
        return new Method(
                "clearbanned",
                CATEGORY,
                "Takes all bans back.",
                List.of(),
                List.of(Result.of(Kind.NONE, "")),
                examples("clearbanned", ""),
                _ -> {
                    peering.get().clearBans();
                    return Json.ofNull();
                });
    }
}
