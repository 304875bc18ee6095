// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Methods;
import caesure.rpc.RpcException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Calls methods as the server does after it has looked at the arguments' number and types. */
final class Caller {
    private final Methods methods;
    private final BooleanSupplier stopping;

    Caller(List<Method> methods, BooleanSupplier stopping) {
        this.methods = new Methods(methods);
        this.stopping = stopping;
    }

    Caller(List<Method> methods) {
        this(methods, () -> false);
    }

    /**
     * The result.
     *
     * @param params a JSON array
     */
    Json call(String name, String params) throws RpcException, InterruptedException {
        List<Json> given;
        try {
            byte[] text = params.getBytes(StandardCharsets.UTF_8);
            given = ((Json.Arr) JsonText.parse(ByteString.wrap(text))).items();
        } catch (MalformedException e) {
            throw new IllegalArgumentException(params, e);
        }
        return call(name, given);
    }

    Json call(String name, List<Json> params) throws RpcException, InterruptedException {
        Method method = methods.find(name).orElseThrow();
        return method.body().answer(new Call(method, params, methods, stopping));
    }

    String text(String name, String params) throws RpcException, InterruptedException {
        return JsonText.of(call(name, params));
    }

    void refuses(String name, String params, int code, String words) {
        RpcException refusal = assertThrows(RpcException.class, () -> call(name, params));
        assertEquals(words, refusal.getMessage());
        assertEquals(code, refusal.code());
    }
}
