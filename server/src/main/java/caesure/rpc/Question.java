// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.util.Optional;

/**
 * One request of JSON-RPC, as far as it could be understood: even an answer to nonsense carries its
 * id, if it has one.
 *
 * @param id anything; empty if the member is absent
 * @param isSecond whether it is JSON-RPC 2.0; 1.0 and 1.1 are the same here
 * @param value what came
 */
record Question(Optional<Json> id, boolean isSecond, Json value) {

    /** What cannot even have an id. */
    static final Question NONE = new Question(Optional.of(Json.ofNull()), false, Json.ofNull());

    static Question of(Json value) {
        if (!(value instanceof Json.Obj object)) return NONE;
        return new Question(
                object.member("id"), object.get("jsonrpc").equals(Json.of("2.0")), value);
    }

    /** Whether nobody waits for an answer: a request of JSON-RPC 2.0 without id. */
    boolean isNotification() {
        return isSecond && id.isEmpty();
    }

    /** What to call, and with what. */
    record Wish(String method, Json params) {}

    /**
     * What is asked for.
     *
     * @throws RpcException in bitcoind's words, if that is unclear
     */
    Wish wish() throws RpcException {
        if (!(value instanceof Json.Obj object)) throw invalid("Invalid Request object");
        switch (object.get("jsonrpc")) {
            case Json.Null _ -> {} // 1.1 has no such member
            case Json.Str(String version) -> {
                if (!version.equals("1.0") && !version.equals("2.0")) {
                    throw invalid("JSON-RPC version not supported");
                }
            }
            default -> throw invalid("jsonrpc field must be a string");
        }
        String method =
                switch (object.get("method")) {
                    case Json.Null _ -> throw invalid("Missing method");
                    case Json.Str(String name) -> name;
                    default -> throw invalid("Method must be a string");
                };
        return switch (object.get("params")) {
            case Json.Arr params -> new Wish(method, params);
            case Json.Obj params -> new Wish(method, params);
            case Json.Null _ -> new Wish(method, Json.Arr.EMPTY);
            default -> throw invalid("Params must be an array or object");
        };
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_REQUEST, words);
    }

    /** The answer to this question, with a result. */
    Json answer(Json result) {
        Json.Builder answer = begun().with("result", result);
        if (!isSecond) answer.with("error", Json.ofNull());
        return ended(answer);
    }

    /** The answer to this question, with an error. */
    Json answer(RpcException error) {
        Json.Builder answer = begun();
        if (!isSecond) answer.with("result", Json.ofNull());
        Json words =
                Json.object()
                        .with("code", error.code())
                        .with("message", error.getMessage())
                        .build();
        return ended(answer.with("error", words));
    }

    private Json.Builder begun() {
        Json.Builder answer = Json.object();
        return isSecond ? answer.with("jsonrpc", "2.0") : answer;
    }

    private Json ended(Json.Builder answer) {
        id.ifPresent(value -> answer.with("id", value));
        return answer.build();
    }
}
