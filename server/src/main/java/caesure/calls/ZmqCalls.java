// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.http.Json;
import caesure.rpc.Method;
import caesure.rpc.Result;

import java.util.List;
import java.util.function.Supplier;

/** The method getzmqnotifications. */
public final class ZmqCalls {
    private static final String NAME = "getzmqnotifications";

    private final Supplier<List<Notification>> active;

    /**
     * A notification that is published.
     *
     * @param type pubhashblock and the like
     * @param address where subscribers connect to
     * @param highWaterMark so many messages may wait
     */
    public record Notification(String type, String address, int highWaterMark) {}

    /**
     * @param active those that are published now, in the order of their types
     */
    public ZmqCalls(Supplier<List<Notification>> active) {
        this.active = active;
    }

    public List<Method> methods() {
        return List.of(
                new Method(
                        NAME,
                        "zmq",
                        "Returns the ZeroMQ notifications that are published.",
                        List.of(),
                        List.of(
                                Result.of(
                                        Result.Kind.ARR,
                                        "",
                                        Result.of(
                                                Result.Kind.OBJ,
                                                "",
                                                Result.of(Result.Kind.STR, "type", "its type"),
                                                Result.of(
                                                        Result.Kind.STR,
                                                        "address",
                                                        "where it is published"),
                                                Result.of(
                                                        Result.Kind.NUM,
                                                        "hwm",
                                                        "how many messages may wait")))),
                        Method.examples(NAME, ""),
                        _ -> Json.array(active.get().stream().map(ZmqCalls::json).toList())));
    }

    private static Json json(Notification each) {
        return Json.object()
                .with("type", each.type())
                .with("address", each.address())
                .with("hwm", each.highWaterMark())
                .build();
    }
}
