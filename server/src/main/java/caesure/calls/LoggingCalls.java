// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.http.Json;
import caesure.log.Category;
import caesure.log.Log;
import caesure.rpc.Argument;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Result;
import caesure.rpc.RpcException;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The method logging: which categories the log has lines of. */
public final class LoggingCalls {
    private final Log log;

    public LoggingCalls(Log log) {
        this.log = log;
    }

    public List<Method> methods() {
        return List.of(logging());
    }

    private Method logging() {
        String names =
                Arrays.stream(Category.values())
                        .map(Category::toString)
                        .collect(Collectors.joining(", "));
        return new Method(
                "logging",
                "control",
                "Tells which categories are logged in detail, and changes that first if asked to.\n"
                        + "What is in \"exclude\" is switched off after what is in \"include\" is"
                        + " switched on.\n"
                        + "The valid logging categories are: "
                        + names
                        + "\nThese mean all of them:\n  - \"all\",  \"1\"",
                List.of(
                        categories("include", "The categories to switch on"),
                        categories("exclude", "The categories to switch off")),
                List.of(
                        Result.of(
                                Result.Kind.OBJ_DYN,
                                "every category",
                                Result.of(Result.Kind.BOOL, "category", "whether it is on"))),
                Method.cliExample("logging", "\"[\\\"all\\\"]\" \"[\\\"http\\\"]\"")
                        + Method.curlExample("logging", "[\"all\"], [\"leveldb\"]"),
                this::change);
    }

    private static Argument categories(String name, String help) {
        return Argument.optional(name, Argument.Kind.ARR, help)
                .with(Argument.optional(name + "_category", Argument.Kind.STR, "a valid category"));
    }

    private Json change(Call call) throws RpcException {
        if (call.has("include")) {
            for (Json word : call.list("include")) {
                Set<Category> more = named(word);
                log.filter(filter -> filter.with(more));
            }
        }
        if (call.has("exclude")) {
            for (Json word : call.list("exclude")) {
                Set<Category> fewer = named(word);
                log.filter(filter -> filter.without(fewer));
            }
        }
        var answer = Json.object();
        Set<Category> on = log.filter().on();
        for (Category each : Category.values()) answer.with(each.toString(), on.contains(each));
        return answer.build();
    }

    private static Set<Category> named(Json word) throws RpcException {
        String name = Arguments.text(word);
        return Category.named(name)
                .orElseThrow(() ->
                        new RpcException(
                                RpcException.INVALID_PARAMETER,
                                "unknown logging category " + name));
    }
}
