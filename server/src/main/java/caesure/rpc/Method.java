// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A method that clients can call, declared once: from the declaration come the checks of a call,
 * the named arguments and the help.
 *
 * @param category under which the help lists it; {@link #HIDDEN} is not listed
 * @param help what it does, for people
 * @param examples lines made by {@link #cliExample} and {@link #curlExample}; may be empty
 * @param body what it does
 */
public record Method(
        String name,
        String category,
        String help,
        List<Argument> arguments,
        List<Result> results,
        String examples,
        Body body) {
    /** The category that no list shows. */
    public static final String HIDDEN = "hidden";

    public Method {
        arguments = List.copyOf(arguments);
        results = List.copyOf(results);
        Set<String> names = new HashSet<>();
        for (Argument argument : arguments) {
            for (String each : argument.names()) {
                if (!names.add(each)) throw new IllegalArgumentException(name + ": two " + each);
            }
        }
    }

    /** Answers a call whose arguments have the declared number and types. */
    @FunctionalInterface
    public interface Body {
        Json answer(Call call) throws RpcException, InterruptedException;
    }

    /** How a call looks in a shell. */
    public static String cliExample(String name, String arguments) {
        return "> bitcoin-cli " + name + " " + arguments + "\n";
    }

    /** How a call looks over HTTP. */
    public static String curlExample(String name, String arguments) {
        return "> curl --user myusername --data-binary '{\"jsonrpc\": \"2.0\", \"id\": \"curltest\","
                + " \"method\": \""
                + name
                + "\", \"params\": ["
                + arguments
                + "]}' -H 'content-type: application/json' http://127.0.0.1:8332/\n";
    }

    /** A call in a shell and over HTTP, where both look alike. */
    public static String examples(String name, String arguments) {
        return cliExample(name, arguments) + curlExample(name, arguments);
    }

    /** Fewest arguments of a call: up to the last that must be given. */
    int leastCount() {
        int count = arguments.size();
        while (count > 0 && arguments.get(count - 1).isOptional()) count--;
        return count;
    }

    /** The position of an argument by its first name. */
    int position(String argument) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).name().equals(argument)) return i;
        }
        throw new IllegalArgumentException(name + " declares no argument " + argument);
    }
}
