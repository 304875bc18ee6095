// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts arguments that were given by name into the declared order. Positional ones may stand before
 * them, as an array named {@code args}. Source: Bitcoin Core, doc/JSON-RPC-interface.md, "Parameter
 * passing", and its answers.
 */
final class NamedArguments {
    private static final String POSITIONAL = "args";

    private final Map<String, Json> left = new LinkedHashMap<>(); // not yet placed
    private final List<Json> placed = new ArrayList<>();
    private int skipped; // declared arguments since the last placed one that were not given
    private int skippedFirst; // of these, those before the first placed one
    private String first = ""; // all names of the first placed one; empty if there is none

    private NamedArguments() {}

    static List<Json> ordered(Method method, Json.Obj given) throws RpcException {
        var arguments = new NamedArguments();
        for (Json.Member member : given.members()) {
            if (arguments.left.put(member.name(), member.value()) != null) {
                throw wrong("Parameter " + member.name() + " specified multiple times");
            }
        }
        for (Argument argument : method.arguments()) arguments.place(argument);
        return arguments.afterPositional();
    }

    private void place(Argument argument) throws RpcException {
        Json.Obj options =
                argument.kind() == Argument.Kind.OBJ_NAMED ? options(argument) : Json.Obj.EMPTY;
        String name = argument.names().stream().filter(left::containsKey).findFirst().orElse("");
        boolean hasOptions = !options.members().isEmpty();
        if (name.isEmpty() && !hasOptions) {
            skipped++;
            if (placed.isEmpty()) skippedFirst = skipped;
            return;
        }
        if (!name.isEmpty() && hasOptions) {
            throw wrong(
                    "Parameter "
                            + name
                            + " conflicts with parameter "
                            + options.members().getFirst().name());
        }
        for (; skipped > 0; skipped--) placed.add(Json.ofNull());
        if (first.isEmpty()) first = argument.nameList();
        placed.add(hasOptions ? options : left.remove(name));
    }

    /** The members of an options object that were given as if they were arguments. */
    private Json.Obj options(Argument argument) {
        Json.Builder options = Json.object();
        for (Argument inner : argument.inner()) {
            inner.names().stream()
                    .filter(left::containsKey)
                    .findFirst()
                    .ifPresent(name -> options.with(name, left.remove(name)));
        }
        return options.build();
    }

    private List<Json> afterPositional() throws RpcException {
        List<Json> all = placed;
        // anything but an array is passed over, as bitcoind does
        if (left.remove(POSITIONAL) instanceof Json.Arr(List<Json> items)) {
            if (!first.isEmpty() && skippedFirst < items.size()) {
                throw wrong(
                        "Parameter "
                                + first
                                + " specified twice both as positional and named argument");
            }
            all = new ArrayList<>(items);
            for (int i = items.size(); i < placed.size(); i++) all.add(placed.get(i));
        }
        if (!left.isEmpty()) {
            throw wrong("Unknown named parameter " + left.keySet().iterator().next());
        }
        return all;
    }

    private static RpcException wrong(String words) {
        return new RpcException(RpcException.INVALID_PARAMETER, words);
    }
}
