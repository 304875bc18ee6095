// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;
import caesure.http.JsonText;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** All methods of a server, by name. */
public final class Methods {
    private final Map<String, Method> all = new TreeMap<>();

    /**
     * Collects groups of methods.
     *
     * @throws IllegalArgumentException if two have one name
     */
    @SafeVarargs
    public Methods(List<Method>... groups) {
        for (List<Method> group : groups) {
            for (Method method : group) {
                if (all.put(method.name(), method) != null) {
                    throw new IllegalArgumentException("two methods " + method.name());
                }
            }
        }
    }

    public Optional<Method> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** The usage lines of all methods that are not hidden, category after category. */
    public String list() {
        List<Method> shown =
                all.values().stream()
                        .filter(method -> !method.category().equals(Method.HIDDEN))
                        .sorted(Comparator.comparing(method -> method.category() + method.name()))
                        .toList();
        StringBuilder text = new StringBuilder();
        String category = "";
        for (Method method : shown) {
            if (!method.category().equals(category)) {
                if (!text.isEmpty()) text.append('\n');
                category = method.category();
                String title = category.substring(0, 1).toUpperCase(Locale.ROOT);
                text.append("== ").append(title).append(category.substring(1)).append(" ==\n");
            }
            text.append(HelpText.usage(method)).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** The help of one method. */
    public String help(String name) {
        return find(name).map(HelpText::of).orElse("help: unknown command: " + name);
    }

    /**
     * For each argument of each method: method, position, name, and whether it is text. A client
     * that gets all arguments as text, as bitcoin-cli does, needs the last.
     */
    Json conversions() {
        List<Json> rows = new ArrayList<>();
        for (Method method : all.values()) {
            int position = 0;
            for (Argument argument : method.arguments()) {
                conversions(method, position, argument, rows);
                if (argument.kind() == Argument.Kind.OBJ_NAMED) {
                    for (Argument inner : argument.inner()) {
                        conversions(method, position, inner, rows);
                    }
                }
                position++;
            }
        }
        return Json.array(rows);
    }

    private static void conversions(
            Method method, int position, Argument argument, List<Json> rows) {
        boolean text = argument.kind() == Argument.Kind.STR || argument.kind() == Argument.Kind.HEX;
        for (String name : argument.names()) {
            rows.add(
                    Json.array(
                            List.of(
                                    Json.of(method.name()),
                                    Json.of(position),
                                    Json.of(name),
                                    Json.of(text))));
        }
    }

    /**
     * Calls a method, after its arguments were put in order and checked.
     *
     * @param params an array, or an object of named arguments
     * @throws RpcException if the call has an error for its answer
     */
    Json call(String name, Json params, ActiveCalls active, BooleanSupplier stopping)
            throws RpcException, InterruptedException {
        Method method =
                find(name)
                        .orElseThrow(() ->
                                new RpcException(
                                        RpcException.METHOD_NOT_FOUND, "Method not found"));
        List<Json> given =
                params instanceof Json.Obj named
                        ? NamedArguments.ordered(method, named)
                        : Arguments.list(params);
        if (given.size() < method.leastCount() || given.size() > method.arguments().size()) {
            throw new RpcException(RpcException.MISC_ERROR, HelpText.of(method));
        }
        checkTypes(method, given);
        return active.run(new Call(method, given, this, stopping));
    }

    private static void checkTypes(Method method, List<Json> given) throws RpcException {
        Json.Builder mismatches = Json.object();
        int position = 0;
        for (Argument argument : method.arguments()) {
            Json value = position < given.size() ? given.get(position) : Json.ofNull();
            position++;
            String where = "Position " + position + " (" + argument.nameList() + ")";
            argument.mismatch(value).ifPresent(words -> mismatches.with(where, words));
        }
        Json.Obj wrong = mismatches.build();
        if (!wrong.members().isEmpty()) {
            throw new RpcException(
                    RpcException.TYPE_ERROR, "Wrong type passed:\n" + JsonText.pretty(wrong));
        }
    }
}
