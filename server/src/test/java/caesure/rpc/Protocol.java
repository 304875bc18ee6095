// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.bytes.ByteString;
import caesure.http.HttpReply;
import caesure.http.Json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The protocol without a server, with the methods about the server and a few for tests. */
final class Protocol {
    final List<String> log = new ArrayList<>();
    final AtomicLong nowNs = new AtomicLong(5_000_000_000L);
    final AtomicInteger stops = new AtomicInteger();
    final AtomicInteger counted = new AtomicInteger();
    final Methods methods;
    final JsonRpc rpc;

    Protocol(Whitelists whitelists) {
        var active = new ActiveCalls(nowNs::get);
        var control =
                new ControlCalls(
                        stops::incrementAndGet, active, Path.of("/node/debug.log"), nowNs::get);
        methods = new Methods(control.methods(), List.of(count(), fails(), typed(), options()));
        rpc = new JsonRpc(methods, whitelists, active, log::add);
        rpc.ready();
    }

    Protocol() {
        this(new Whitelists(Map.of(), true));
    }

    /** Answers how often it was called. */
    private Method count() {
        return method("count", List.of(), _ -> Json.of(counted.incrementAndGet()));
    }

    private static Method fails() {
        return method(
                "fails",
                List.of(Argument.required("code", Argument.Kind.NUM, "the error's number")),
                call -> {
                    throw new RpcException(call.number("code"), "as you wish");
                });
    }

    /** One argument of each kind; answers what a method sees of them. */
    private static Method typed() {
        return method(
                "typed",
                List.of(
                        Argument.required("hash|h", Argument.Kind.HEX, "a hash"),
                        Argument.defaulted("n", Argument.Kind.NUM, Json.of(7), "a number"),
                        Argument.hinted("flag", Argument.Kind.BOOL, "it depends", "a flag"),
                        Argument.optional("amount", Argument.Kind.AMOUNT, "some money"),
                        Argument.optional("list", Argument.Kind.ARR, "a list")
                                .with(Argument.optional("", Argument.Kind.STR, "an item")),
                        Argument.optional("object", Argument.Kind.OBJ, "an object")),
                call ->
                        Json.object()
                                .with("hash", call.text("hash"))
                                .with("n", call.number("n"))
                                .with("flag", call.has("flag") && call.flag("flag"))
                                .with("sats", call.has("amount") ? call.sats("amount") : -1)
                                .build());
    }

    /** An argument whose members can be named as if they were arguments. */
    private static Method options() {
        return method(
                "options",
                List.of(
                        Argument.optional("first", Argument.Kind.NUM, "a number"),
                        Argument.optional("options", Argument.Kind.OBJ_NAMED, "")
                                .with(
                                        Argument.optional("size", Argument.Kind.NUM, "how big"),
                                        Argument.optional("name", Argument.Kind.STR, "which"))),
                call -> Json.array(call.params()));
    }

    private static Method method(String name, List<Argument> arguments, Method.Body body) {
        return new Method(
                name,
                "tests",
                "Does something.",
                arguments,
                List.of(Result.of(Result.Kind.ANY, "something")),
                "",
                body);
    }

    HttpReply reply(String user, String request) throws InterruptedException {
        ByteString bytes = ByteString.wrap(request.getBytes(StandardCharsets.UTF_8));
        return rpc.answer(bytes, user, () -> false);
    }

    /** Status, a space and the body without its line break. */
    String answer(String user, String request) throws InterruptedException {
        HttpReply reply = reply(user, request);
        String body = new String(reply.body().toArray(), StandardCharsets.UTF_8);
        return (reply.status() + " " + body).strip();
    }

    String answer(String request) throws InterruptedException {
        return answer("user", request);
    }

    /** What a call gives: its result, or its error's code and words. */
    String call(String method, String params) throws InterruptedException {
        String reply =
                answer(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                                + method
                                + "\",\"params\":"
                                + params
                                + "}");
        return reply.replaceFirst("^200 \\{\"jsonrpc\":\"2.0\",\"(result|error)\":", "")
                .replaceFirst(",\"id\":1}$", "");
    }
}
