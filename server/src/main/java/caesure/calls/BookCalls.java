// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static caesure.calls.NetworkCalls.CATEGORY;
import static caesure.rpc.Method.cliExample;
import static caesure.rpc.Method.curlExample;
import static caesure.rpc.Method.examples;

import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.node.Peering;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Methods about the address book: who else there is. */
final class BookCalls {
    private static final int PORT_MAX = 0xffff;

    private final Supplier<Peering> peering;

    BookCalls(Supplier<Peering> peering) {
        this.peering = peering;
    }

    List<Method> methods() {
        return List.of(getNodeAddresses(), addPeerAddress(), getAddrmanInfo(), getRawAddrman());
    }

    private Method getNodeAddresses() {
        return new Method(
                "getnodeaddresses",
                CATEGORY,
                """
                Returns known addresses that seem good and were seen lately, at random.
                There may be more than are returned.
                """,
                List.of(
                        Argument.defaulted(
                                "count",
                                Argument.Kind.NUM,
                                Json.of(1),
                                "How many at most; 0 for all."),
                        Argument.hinted(
                                "network",
                                Argument.Kind.STR,
                                "all networks",
                                "Only those of this network: " + NetworkNames.ALL + ".")),
                List.of(
                        Result.of(
                                Kind.ARR,
                                "",
                                Result.of(
                                        Kind.OBJ,
                                        "",
                                        Result.of(
                                                Kind.TIME,
                                                "time",
                                                "When it was last seen, in seconds since 1970"),
                                        Result.of(Kind.NUM, "services", "The services it offers"),
                                        Result.of(Kind.STR, "address", "The address of the node"),
                                        Result.of(Kind.NUM, "port", "The port of the node"),
                                        Result.of(
                                                Kind.STR,
                                                "network",
                                                "Its network (" + NetworkNames.ALL + ")")))),
                examples("getnodeaddresses", "8")
                        + cliExample("getnodeaddresses", "4 \"i2p\"")
                        + cliExample("-named getnodeaddresses", "network=onion count=12")
                        + curlExample("getnodeaddresses", "4, \"i2p\""),
                call -> {
                    int count = call.number("count");
                    if (count < 0) throw invalid("Address count out of range");
                    int max = count == 0 ? Integer.MAX_VALUE : count;
                    List<Peering.Known> known = peering.get().known(max, network(call));
                    return Json.array(known.stream().map(BookCalls::known).toList());
                });
    }

    private static Optional<NetKind> network(Call call) throws RpcException {
        Optional<String> name = call.optionalText("network");
        if (name.isEmpty()) return Optional.empty();
        return Optional.of(
                NetworkNames.parse(name.get())
                        .orElseThrow(() -> invalid("Network not recognized: " + name.get())));
    }

    private static Json known(Peering.Known known) {
        return Json.object()
                .with("time", known.seen().getEpochSecond())
                .with("services", unsigned(known))
                .with("address", known.endpoint().address().toString())
                .with("port", known.endpoint().port())
                .with("network", NetworkNames.of(known.endpoint().address()))
                .build();
    }

    private static Json unsigned(Peering.Known known) {
        return new Json.Num(Long.toUnsignedString(known.services().bits()));
    }

    private Method addPeerAddress() {
        return new Method(
                "addpeeraddress",
                Method.HIDDEN,
                "Adds an address to the address book. For tests.",
                List.of(
                        Argument.required(
                                "address", Argument.Kind.STR, "The IP address of the peer"),
                        Argument.required("port", Argument.Kind.NUM, "The port of the peer"),
                        Argument.defaulted(
                                "tried",
                                Argument.Kind.BOOL,
                                Json.of(false),
                                "Whether to add it as one that was reached")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.BOOL, "success", "whether it was added"),
                                Result.of(Kind.STR, "error", "why it was not").maybe())),
                cliExample("addpeeraddress", "\"1.2.3.4\" 8333 true")
                        + curlExample("addpeeraddress", "\"1.2.3.4\", 8333, true"),
                call -> {
                    int port = (int) Arguments.number(call.get("port"), 0, PORT_MAX);
                    var endpoint = new NetEndpoint(address(call.text("address")), port);
                    Optional<String> error = peering.get().learn(endpoint, call.flag("tried"));
                    Json.Builder answer = Json.object();
                    error.ifPresent(words -> answer.with("error", words));
                    return answer.with("success", error.isEmpty()).build();
                });
    }

    private static NetAddress address(String text) throws RpcException {
        try {
            return NetAddress.parse(text);
        } catch (MalformedException e) {
            throw new RpcException(RpcException.INVALID_IP_OR_SUBNET, "Invalid IP address");
        }
    }

    private Method getAddrmanInfo() {
        return new Method(
                "getaddrmaninfo",
                CATEGORY,
                "Returns how many addresses are known of each network and in all.",
                List.of(),
                List.of(
                        Result.of(
                                Kind.OBJ_DYN,
                                "json object with network type as keys",
                                Result.of(
                                        Kind.OBJ,
                                        "network",
                                        "the network (" + NetworkNames.ALL + ", all_networks)",
                                        Result.of(
                                                Kind.NUM,
                                                "new",
                                                "addresses that were heard of and not reached"),
                                        Result.of(
                                                Kind.NUM,
                                                "tried",
                                                "addresses that were reached once"),
                                        Result.of(Kind.NUM, "total", "both together")))),
                examples("getaddrmaninfo", ""),
                _ -> {
                    Peering.Book book = peering.get().book();
                    Json.Builder to = Json.object();
                    for (NetKind kind : NetKind.values()) {
                        to.with(NetworkNames.of(kind), sizes(book, address -> address.is(kind)));
                    }
                    return to.with("all_networks", sizes(book, _ -> true)).build();
                });
    }

    private static Json sizes(Peering.Book book, Predicate<NetAddress> which) {
        long heard = count(book.heard(), which);
        long tried = count(book.tried(), which);
        return Json.object()
                .with("new", heard)
                .with("tried", tried)
                .with("total", heard + tried)
                .build();
    }

    /** How many addresses; one may stand at several places. */
    private static long count(List<Peering.Placed> table, Predicate<NetAddress> which) {
        return table.stream()
                .map(placed -> placed.address().endpoint())
                .filter(endpoint -> which.test(endpoint.address()))
                .distinct()
                .count();
    }

    private Method getRawAddrman() {
        return new Method(
                "getrawaddrman",
                Method.HIDDEN,
                "Returns the whole address book as it lies. For tests.",
                List.of(),
                List.of(
                        Result.of(
                                Kind.OBJ_DYN,
                                "",
                                Result.of(
                                        Kind.OBJ_DYN,
                                        "table",
                                        "a table of the address book ( new, tried )",
                                        Result.of(
                                                Kind.OBJ,
                                                "bucket/position",
                                                "the place in the table (<bucket>/<position>)",
                                                placedFields())))),
                examples("getrawaddrman", ""),
                _ -> {
                    Peering.Book book = peering.get().book();
                    return Json.object()
                            .with("new", table(book.heard()))
                            .with("tried", table(book.tried()))
                            .build();
                });
    }

    private static Result[] placedFields() {
        String networks = " (" + NetworkNames.ALL + ")";
        return new Result[] {
            Result.of(Kind.STR, "address", "The address of the node"),
            Result.of(Kind.NUM, "port", "The port of the node"),
            Result.of(Kind.STR, "network", "The network of the address" + networks),
            Result.of(Kind.NUM, "services", "The services it offers"),
            Result.of(Kind.TIME, "time", "When it was last seen, in seconds since 1970"),
            Result.of(Kind.STR, "source", "The address of who told of it"),
            Result.of(Kind.STR, "source_network", "The network of that" + networks)
        };
    }

    private static Json table(List<Peering.Placed> places) {
        Json.Builder to = Json.object();
        for (Peering.Placed placed : places) {
            to.with(placed.bucket() + "/" + placed.position(), placed(placed));
        }
        return to.build();
    }

    private static Json placed(Peering.Placed placed) {
        NetEndpoint endpoint = placed.address().endpoint();
        return Json.object()
                .with("address", endpoint.address().toString())
                .with("port", endpoint.port())
                .with("services", unsigned(placed.address()))
                .with("time", placed.address().seen().getEpochSecond())
                .with("network", NetworkNames.of(endpoint.address()))
                .with("source", placed.source().toString())
                .with("source_network", NetworkNames.of(placed.source()))
                .build();
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
