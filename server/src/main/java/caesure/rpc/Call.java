// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.crypto.Hash256;
import caesure.http.Json;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One call of a method, with arguments of the declared types.
 *
 * @param params in the declared order; those not given at the end are absent, others the literal
 *     null
 * @param methods all that can be called
 * @param stopping true once the server wants to stop: who waits for something, waits no longer
 */
public record Call(Method method, List<Json> params, Methods methods, BooleanSupplier stopping) {

    public Call {
        params = List.copyOf(params);
    }

    /** An argument by its first name, or its default value, or the literal null. */
    public Json get(String name) {
        int position = method.position(name);
        Json given = position < params.size() ? params.get(position) : Json.ofNull();
        return given.isNull()
                        && method.arguments().get(position).fallback()
                                instanceof Argument.Fallback.Default(Json value)
                ? value
                : given;
    }

    /** Whether an argument was given, and not as null. */
    public boolean has(String name) {
        int position = method.position(name);
        return position < params.size() && !params.get(position).isNull();
    }

    /**
     * The text of an argument that must be given or has a default.
     *
     * @throws RpcException if it is no text; only {@link Argument#unchecked} ones can be
     */
    public String text(String name) throws RpcException {
        return Arguments.text(get(name));
    }

    public Optional<String> optionalText(String name) throws RpcException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public boolean flag(String name) throws RpcException {
        return Arguments.flag(get(name));
    }

    /**
     * The whole number of an argument that must be given or has a default.
     *
     * @throws RpcException as bitcoind's, if it is none or beyond 32 bits with sign
     */
    public int number(String name) throws RpcException {
        return (int) Arguments.number(get(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The hash of an argument that must be given.
     *
     * @throws RpcException as bitcoind's, if it is none
     */
    public Hash256 hash(String name) throws RpcException {
        return Arguments.hash(get(name), name);
    }

    /** As {@link #number}, with 64 bits. */
    public long longNumber(String name) throws RpcException {
        return Arguments.number(get(name), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * The amount of an argument that must be given, in satoshis.
     *
     * @throws RpcException if it is none between 0 and 21 million bitcoins
     */
    public long sats(String name) throws RpcException {
        return Arguments.sats(get(name));
    }

    public List<Json> list(String name) throws RpcException {
        return Arguments.list(get(name));
    }

    public Json.Obj object(String name) throws RpcException {
        return Arguments.object(get(name));
    }
}
