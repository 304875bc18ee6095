// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.http.JsonText;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls methods as a client does, without a server between. */
public final class Asking {
    private final Methods methods;

    public Asking(List<Method> methods) {
        this.methods = new Methods(methods);
    }

    /**
     * What a call gives: its result as text, or its error's code, a space and its words.
     *
     * @param params an array or an object, as JSON
     */
    public String call(String method, String params) throws InterruptedException {
        try {
            return JsonText.of(value(method, params));
        } catch (RpcException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    /** The result of a call. */
    public Json value(String method, String params) throws RpcException, InterruptedException {
        try {
            ByteString text = ByteString.wrap(params.getBytes(StandardCharsets.UTF_8));
            var active = new ActiveCalls(System::nanoTime);
            return methods.call(method, JsonText.parse(text), active, () -> false);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(params, e);
        }
    }

    public String help(String method) {
        return methods.help(method);
    }

    /** The usage lines of all that is not hidden. */
    public String list() {
        return methods.list();
    }
}
