// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.HttpReply;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.http.LogLines;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The protocol: the body of a request becomes that of a reply. Versions 1.0 and 1.1 of JSON-RPC say
 * errors with the status of HTTP too, version 2.0 only within the reply; several requests in an
 * array always give status 200. Source: Bitcoin Core, doc/JSON-RPC-interface.md, and its answers.
 */
public final class JsonRpc {
    /** Most requests of one array. */
    static final int BATCH_MAX = 100_000;

    /** Once the answers to an array take so much, in bytes, the rest of it is refused. */
    static final int BATCH_REPLY_MAX_BYTES = 256 << 20;

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    private final Methods methods;
    private final Whitelists whitelists;
    private final ActiveCalls active;
    private final LogLines log;
    private volatile Optional<String> warmup = Optional.of("RPC server started");

    /**
     * A protocol that answers every call with "warming up" until {@link #ready}.
     *
     * @param active is told of each call
     */
    JsonRpc(Methods methods, Whitelists whitelists, ActiveCalls active, LogLines log) {
        this.methods = methods;
        this.whitelists = whitelists;
        this.active = active;
        this.log = log;
    }

    /** Says what the node does before it can answer. */
    void warmsUp(String status) {
        warmup = Optional.of(status);
    }

    /** From now on calls are answered. */
    void ready() {
        warmup = Optional.empty();
    }

    /**
     * Answers a request.
     *
     * @param user whose request it is
     * @param stopping true once the server wants to stop
     */
    HttpReply answer(ByteString body, String user, BooleanSupplier stopping)
            throws InterruptedException {
        Json request;
        try {
            request = JsonText.parse(body);
        } catch (MalformedException e) {
            return failed(Question.NONE, parseError("Parse error"));
        }
        if (whitelists.isShutOut(user)) return forbidden(user, "any methods");
        return switch (request) {
            case Json.Obj _ -> single(Question.of(request), user, stopping);
            case Json.Arr(List<Json> requests) -> batch(requests, user, stopping);
            default -> failed(Question.NONE, parseError("Top-level object parse error"));
        };
    }

    private HttpReply single(Question question, String user, BooleanSupplier stopping)
            throws InterruptedException {
        Question.Wish wish;
        try {
            wish = question.wish();
        } catch (RpcException e) {
            return failed(question, e);
        }
        if (!whitelists.allows(user, wish.method())) return forbidden(user, wish.method());
        Json answer;
        try {
            answer = question.answer(call(wish, stopping));
        } catch (RpcException e) {
            if (!question.isSecond()) return failed(question, e);
            answer = question.answer(e);
        }
        return question.isNotification()
                ? HttpReply.status(NO_CONTENT)
                : new HttpReply(OK, HttpReply.JSON, bytes(answer));
    }

    private HttpReply batch(List<Json> requests, String user, BooleanSupplier stopping)
            throws InterruptedException {
        if (requests.size() > BATCH_MAX) {
            return failed(
                    Question.NONE,
                    new RpcException(
                            RpcException.INVALID_REQUEST,
                            "More than " + BATCH_MAX + " requests at once"));
        }
        try {
            Optional<String> forbidden = forbidden(requests, user);
            if (forbidden.isPresent()) return forbidden(user, forbidden.get());
        } catch (RpcException e) {
            return failed(Question.NONE, e);
        }
        var bytes = new ByteArrayOutputStream();
        bytes.write('[');
        for (Json request : requests) {
            Question question = Question.of(request);
            Json answer =
                    bytes.size() < BATCH_REPLY_MAX_BYTES
                            ? answer(question, stopping)
                            : question.answer(tooMuch());
            if (question.isNotification()) continue;
            if (bytes.size() > 1) bytes.write(',');
            JsonText.write(answer, bytes);
        }
        if (bytes.size() == 1 && !requests.isEmpty()) return HttpReply.status(NO_CONTENT);
        bytes.write(']');
        bytes.write('\n');
        return new HttpReply(OK, HttpReply.JSON, ByteString.wrap(bytes.toByteArray()));
    }

    private static RpcException tooMuch() {
        return new RpcException(
                RpcException.MISC_ERROR,
                "Not executed: the answers to this batch exceed "
                        + BATCH_REPLY_MAX_BYTES
                        + " bytes");
    }

    /** The first method of several requests that the user may not call. */
    private Optional<String> forbidden(List<Json> requests, String user) throws RpcException {
        if (!whitelists.methods().containsKey(user)) return Optional.empty();
        for (Json request : requests) {
            if (!(request instanceof Json.Obj object)) {
                throw new RpcException(RpcException.INVALID_REQUEST, "Invalid Request object");
            }
            Json method = object.get("method");
            if (!(method instanceof Json.Str(String name))) {
                throw parseError(Argument.typeError(method, "string").orElseThrow());
            }
            if (!whitelists.allows(user, name)) return Optional.of(name);
        }
        return Optional.empty();
    }

    private Json answer(Question question, BooleanSupplier stopping) throws InterruptedException {
        try {
            return question.answer(call(question.wish(), stopping));
        } catch (RpcException e) {
            return question.answer(e);
        }
    }

    private Json call(Question.Wish wish, BooleanSupplier stopping)
            throws RpcException, InterruptedException {
        Optional<String> status = warmup;
        if (status.isPresent()) throw new RpcException(RpcException.IN_WARMUP, status.get());
        try {
            return methods.call(wish.method(), wish.params(), active, stopping);
        } catch (RuntimeException e) { // a fault of ours must not end the connection
            log.line("Internal bug in " + LogLines.clean(wish.method()) + ": " + e);
            throw new RpcException(
                    RpcException.MISC_ERROR, "Internal bug detected: " + e.getMessage());
        }
    }

    private HttpReply forbidden(String user, String what) {
        log.line(
                "RPC User "
                        + LogLines.clean(user)
                        + " not allowed to call "
                        + LogLines.clean(what));
        return HttpReply.status(FORBIDDEN);
    }

    private static RpcException parseError(String words) {
        return new RpcException(RpcException.PARSE_ERROR, words);
    }

    private static HttpReply failed(Question question, RpcException error) {
        int status =
                switch (error.code()) {
                    case RpcException.INVALID_REQUEST -> BAD_REQUEST;
                    case RpcException.METHOD_NOT_FOUND -> NOT_FOUND;
                    default -> FAILED;
                };
        return new HttpReply(status, HttpReply.JSON, bytes(question.answer(error)));
    }

    private static ByteString bytes(Json answer) {
        var bytes = new ByteArrayOutputStream();
        JsonText.write(answer, bytes);
        bytes.write('\n');
        return ByteString.wrap(bytes.toByteArray());
    }
}
