// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.http.Json;
import caesure.rpc.Argument;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.Result.Kind;
import caesure.rpc.RpcException;

import java.util.List;

/** getmemoryinfo. */
public final class MemoryCalls {
    private MemoryCalls() {}

    public static List<Method> methods() {
        return List.of(
                new Method(
                        "getmemoryinfo",
                        "control",
                        "Tells how much memory is locked so that no secret is swapped to disk. In"
                                + " Caesure it is none, for it keeps no secrets.",
                        List.of(
                                Argument.defaulted(
                                        "mode",
                                        Argument.Kind.STR,
                                        Json.of("stats"),
                                        "\"stats\"; \"mallocinfo\" is not available here")),
                        List.of(
                                Result.of(
                                                Kind.OBJ,
                                                "",
                                                Result.of(
                                                        Kind.OBJ,
                                                        "locked",
                                                        "The locked memory",
                                                        Result.of(Kind.NUM, "used", "Bytes in use"),
                                                        Result.of(Kind.NUM, "free", "Bytes free"),
                                                        Result.of(Kind.NUM, "total", "Both"),
                                                        Result.of(
                                                                Kind.NUM,
                                                                "locked",
                                                                "Of these, locked"),
                                                        Result.of(
                                                                Kind.NUM,
                                                                "chunks_used",
                                                                "Pieces in use"),
                                                        Result.of(
                                                                Kind.NUM,
                                                                "chunks_free",
                                                                "Pieces free")))
                                        .when("mode \"stats\"")),
                        Method.examples("getmemoryinfo", ""),
                        MemoryCalls::answer));
    }

    private static Json answer(Call call) throws RpcException {
        String mode = call.text("mode");
        if (mode.equals("mallocinfo")) throw invalid("mallocinfo mode not available");
        if (!mode.equals("stats")) throw invalid("unknown mode " + mode);
        Json.Builder none = Json.object();
        for (String name :
                List.of("used", "free", "total", "locked", "chunks_used", "chunks_free")) {
            none.with(name, 0);
        }
        return Json.object().with("locked", none.build()).build();
    }

    private static RpcException invalid(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
