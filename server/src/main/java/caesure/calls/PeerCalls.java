// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static caesure.calls.NetworkCalls.CATEGORY;
import static caesure.rpc.Method.cliExample;
import static caesure.rpc.Method.curlExample;
import static caesure.rpc.Method.examples;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.node.Peering;
import caesure.peers.ConnectionType;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;
import caesure.wire.Services;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Methods about single peers. */
final class PeerCalls {
    /** Peers added by hand that are connected at once; Core's MAX_ADDNODE_CONNECTIONS. */
    private static final int ADDED_MAX = 8;

    /** Longest name of a message, in bytes: it has so many in a message's head. */
    private static final int COMMAND_BYTES_MAX = 12;

    private final Supplier<Peering> peering;
    private final boolean mayCallAnyhow;

    PeerCalls(Supplier<Peering> peering, boolean mayCallAnyhow) {
        this.peering = peering;
        this.mayCallAnyhow = mayCallAnyhow;
    }

    List<Method> methods() {
        return List.of(
                getPeerInfo(),
                addNode(),
                getAddedNodeInfo(),
                disconnectNode(),
                addConnection(),
                sendMsgToPeer());
    }

    private Method getPeerInfo() {
        return new Method(
                "getpeerinfo",
                CATEGORY,
                "Returns all about each connected peer.",
                List.of(),
                List.of(PeerInfo.result()),
                examples("getpeerinfo", ""),
                _ -> Json.array(peering.get().peers().stream().map(PeerInfo::of).toList()));
    }

    private Method addNode() {
        return new Method(
                "addnode",
                CATEGORY,
                """
                Adds a peer to the list of those that are kept connected, takes it off that list,
                or calls it once. Peers of the list are not dropped for what they lack or send.
                At most %d of them are connected at a time; -maxconnections does not count them.
                """
                        .formatted(ADDED_MAX),
                List.of(
                        Argument.required(
                                "node",
                                Argument.Kind.STR,
                                "The peer's address or name, with :port if it is not the usual"),
                        Argument.required(
                                "command",
                                Argument.Kind.STR,
                                "'add' to put it on the list, 'remove' to take it off, 'onetry' to"
                                        + " call it once"),
                        Argument.hinted(
                                "v2transport",
                                Argument.Kind.BOOL,
                                "set by -v2transport",
                                "Whether to speak encrypted (BIP 324); not looked at by 'remove'")),
                List.of(Result.of(Kind.NONE, "")),
                cliExample("addnode", "\"192.168.0.6:8333\" \"onetry\"")
                        + curlExample("addnode", "\"192.168.0.6:8333\", \"onetry\""),
                call -> {
                    addNode(call, peering.get());
                    return Json.ofNull();
                });
    }

    private static void addNode(Call call, Peering peers) throws RpcException {
        String command = call.text("command");
        if (!List.of("add", "remove", "onetry").contains(command)) {
            throw new RpcException(RpcException.MISC_ERROR, call.methods().help("addnode"));
        }
        String node = call.text("node");
        if (node.isBlank()) { // it would never be reached, and tried for ever
            throw invalid("Error: Node address cannot be empty");
        }
        if (call.has("v2transport") && call.flag("v2transport") && !isV2(peers)) {
            throw invalid("Error: v2transport requested but not enabled (see -v2transport)");
        }
        switch (command) {
            case "add" -> {
                if (!peers.add(node)) {
                    throw new RpcException(
                            RpcException.NODE_ALREADY_ADDED, "Error: Node already added");
                }
            }
            case "remove" -> {
                if (!peers.remove(node)) {
                    throw new RpcException(
                            RpcException.NODE_NOT_ADDED,
                            "Error: Node could not be removed. It has not been added previously.");
                }
            }
            default -> peers.tryOnce(node);
        }
    }

    private static boolean isV2(Peering peers) {
        return peers.self().services().has(Services.P2P_V2);
    }

    private Method getAddedNodeInfo() {
        return new Method(
                "getaddednodeinfo",
                CATEGORY,
                "Returns the peers that were added by hand, or one of them. Those that were only"
                        + " called once are not among them.",
                List.of(
                        Argument.hinted(
                                "node",
                                Argument.Kind.STR,
                                "all nodes",
                                "The peer, as it was added")),
                List.of(
                        Result.of(
                                Kind.ARR,
                                "",
                                Result.of(
                                        Kind.OBJ,
                                        "",
                                        Result.of(Kind.STR, "addednode", "As it was added"),
                                        Result.of(Kind.BOOL, "connected", "If connected"),
                                        Result.of(
                                                Kind.ARR,
                                                "addresses",
                                                "Only when connected = true",
                                                link())))),
                examples("getaddednodeinfo", "\"192.168.0.201\""),
                call -> {
                    List<Peering.Added> added = peering.get().added();
                    Optional<String> node = call.optionalText("node");
                    if (node.isPresent()) {
                        added =
                                added.stream()
                                        .filter(each -> each.node().equals(node.get()))
                                        .limit(1)
                                        .toList();
                        if (added.isEmpty()) {
                            throw new RpcException(
                                    RpcException.NODE_NOT_ADDED, "Error: Node has not been added.");
                        }
                    }
                    return Json.array(added.stream().map(PeerCalls::added).toList());
                });
    }

    private static Result link() {
        return Result.of(
                Kind.OBJ,
                "",
                Result.of(Kind.STR, "address", "Where it is, with its port"),
                Result.of(Kind.STR, "connected", "connection, inbound or outbound"));
    }

    private static Json added(Peering.Added added) {
        List<Json> addresses =
                added.link().stream()
                        .<Json>map(link ->
                                Json.object()
                                        .with("address", link.address().toString())
                                        .with(
                                                "connected",
                                                link.isInbound() ? "inbound" : "outbound")
                                        .build())
                        .toList();
        return Json.object()
                .with("addednode", added.node())
                .with("connected", added.link().isPresent())
                .with("addresses", Json.array(addresses))
                .build();
    }

    private Method disconnectNode() {
        return new Method(
                "disconnectnode",
                CATEGORY,
                """
                Ends the connection to a peer, which is named either by 'address' or by 'nodeid'.
                To name it by 'nodeid' alone, give an empty 'address' or name the argument.
                """,
                List.of(
                        Argument.hinted(
                                "address",
                                Argument.Kind.STR,
                                "fallback to nodeid",
                                "The peer's address and port, as getpeerinfo shows it"),
                        Argument.hinted(
                                "nodeid",
                                Argument.Kind.NUM,
                                "fallback to address",
                                "The peer's number, as getpeerinfo shows it")),
                List.of(Result.of(Kind.NONE, "")),
                examples("disconnectnode", "\"192.168.0.6:8333\"")
                        + cliExample("disconnectnode", "\"\" 1")
                        + curlExample("disconnectnode", "\"\", 1"),
                call -> {
                    if (!disconnect(call, peering.get())) {
                        throw new RpcException(
                                RpcException.NODE_NOT_CONNECTED,
                                "Node not found in connected nodes");
                    }
                    return Json.ofNull();
                });
    }

    private static boolean disconnect(Call call, Peering peers) throws RpcException {
        Optional<String> address = call.optionalText("address");
        boolean byId = call.has("nodeid");
        if (address.isPresent() && !byId) return peers.disconnect(address.get());
        if (byId && address.orElse("").isEmpty()) {
            return peers.disconnect(call.longNumber("nodeid"));
        }
        throw new RpcException(
                RpcException.INVALID_PARAMS, "Only one of address and nodeid should be provided.");
    }

    private Method addConnection() {
        return new Method(
                "addconnection",
                Method.HIDDEN,
                "Calls a peer in a given way. For tests.",
                List.of(
                        Argument.required(
                                "address", Argument.Kind.STR, "The address and port to call"),
                        Argument.required(
                                "connection_type",
                                Argument.Kind.STR,
                                "How to call (\"outbound-full-relay\", \"block-relay-only\","
                                        + " \"addr-fetch\" or \"feeler\")."),
                        Argument.required(
                                "v2transport",
                                Argument.Kind.BOOL,
                                "Whether to speak encrypted (BIP 324)")),
                List.of(
                        Result.of(
                                Kind.OBJ,
                                "",
                                Result.of(Kind.STR, "address", "Whom was called."),
                                Result.of(Kind.STR, "connection_type", "How."))),
                cliExample("addconnection", "\"192.168.0.6:8333\" \"outbound-full-relay\" false")
                        + curlExample(
                                "addconnection",
                                "\"192.168.0.6:8333\", \"outbound-full-relay\", false"),
                call -> addConnection(call, peering.get()));
    }

    private Json addConnection(Call call, Peering peers) throws RpcException {
        if (!mayCallAnyhow) {
            throw new RpcException(
                    RpcException.MISC_ERROR,
                    "addconnection is for regression testing (-regtest mode) only.");
        }
        String address = call.text("address");
        String name = call.text("connection_type").strip();
        ConnectionType type =
                Stream.of(
                                ConnectionType.OUTBOUND_FULL_RELAY,
                                ConnectionType.BLOCK_RELAY_ONLY,
                                ConnectionType.ADDR_FETCH,
                                ConnectionType.FEELER)
                        .filter(each -> each.shown().equals(name))
                        .findFirst()
                        .orElseThrow(() -> invalid(call.methods().help("addconnection")));
        if (call.flag("v2transport") && !isV2(peers)) {
            throw invalid(
                    "Error: Adding v2transport connections requires -v2transport init flag to be"
                            + " set.");
        }
        if (!peers.connect(address, type)) {
            throw new RpcException(
                    RpcException.NODE_CAPACITY_REACHED,
                    "Error: Already at capacity for specified connection type.");
        }
        return Json.object().with("address", address).with("connection_type", name).build();
    }

    private Method sendMsgToPeer() {
        return new Method(
                "sendmsgtopeer",
                Method.HIDDEN,
                "Sends any message to a peer. For tests. The message's head is made here.",
                List.of(
                        Argument.required("peer_id", Argument.Kind.NUM, "The peer's number."),
                        Argument.required(
                                "msg_type",
                                Argument.Kind.STR,
                                "The kind of message (maximum length " + COMMAND_BYTES_MAX + ")"),
                        Argument.required(
                                "msg",
                                Argument.Kind.HEX,
                                "The message without its head, in hexadecimal")),
                List.of(Result.of(Kind.OBJ, "")),
                examples("sendmsgtopeer", "0 \"addr\" \"ffffff\""),
                call -> {
                    long peer = call.longNumber("peer_id");
                    String command = call.text("msg_type");
                    if (command.getBytes(StandardCharsets.UTF_8).length > COMMAND_BYTES_MAX) {
                        throw invalid(
                                "Error: msg_type too long, max length is " + COMMAND_BYTES_MAX);
                    }
                    if (!peering.get().send(peer, command, payload(call.text("msg")))) {
                        throw new RpcException(
                                RpcException.MISC_ERROR, "Error: Could not send message to peer");
                    }
                    return Json.Obj.EMPTY;
                });
    }

    private static ByteString payload(String hex) throws RpcException {
        try {
            return ByteString.fromHex(hex);
        } catch (MalformedException e) {
            throw invalid("Error parsing input for msg");
        }
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
