// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line as bitcoind's users write it, made into the one form in which the parser
 * understands nothing else than was meant.
 *
 * <pre>
 *   before: -regtest /tmp/a.dat import --datadir /tmp/d
 *   after : import --regtest --datadir=/tmp/d -- /tmp/a.dat
 * </pre>
 *
 * <p>Rules: one dash or two are the same (Core's ParseParameters). Options stand before or after
 * words. A value follows {@code =} or is the next argument. A switch may be {@code -x}, {@code
 * -x=1}, {@code -x=0}, {@code -nox}. After {@code --} all are words. The first word is the command.
 *
 * <p>Why not leave it to picocli: it takes {@code -sever} for {@code -s ever}.
 */
final class Arguments {
    private static final String ON = "=true";
    private static final String OFF = "=false";

    private final CommandSpec top;
    private final Map<String, OptionSpec> known = new LinkedHashMap<>(); // of all commands

    private Arguments(CommandSpec top) {
        this.top = top;
        known.putAll(options(top));
        top.subcommands().values().forEach(sub -> known.putAll(options(sub.getCommandSpec())));
    }

    /**
     * What of the arguments is for which.
     *
     * @param options name without dashes, and its value for those that take one
     */
    private record Sorted(List<Map.Entry<String, String>> options, List<String> words) {}

    /**
     * @param top the specification of all commands: what options there are and which take values
     * @return the command, its options, and its words behind {@code --}; without a command, what
     *     options there are
     * @throws BadInput if an option is unknown, or a value is missing or of no use
     */
    static List<String> normalise(List<String> arguments, CommandSpec top) throws BadInput {
        return new Arguments(top).normalise(arguments);
    }

    private List<String> normalise(List<String> arguments) throws BadInput {
        Sorted sorted = sort(arguments);
        if (sorted.words.isEmpty()) return options(sorted, top, "for no command; see caesure help");
        String name = sorted.words.getFirst();
        var command = top.subcommands().get(name);
        if (command == null) throw new BadInput("no command " + name + "; see caesure help");
        var normal = new ArrayList<String>();
        normal.add(name);
        normal.addAll(options(sorted, command.getCommandSpec(), "not for " + name));
        normal.add("--");
        normal.addAll(sorted.words.subList(1, sorted.words.size()));
        return normal;
    }

    private static List<String> options(Sorted sorted, CommandSpec command, String otherwise)
            throws BadInput {
        Map<String, OptionSpec> allowed = options(command);
        var normal = new ArrayList<String>();
        for (var option : sorted.options) {
            String name = option.getKey();
            OptionSpec known = allowed.get(name);
            if (known == null) throw new BadInput("option -" + name + " is " + otherwise);
            normal.add(known.longestName() + option.getValue());
        }
        return normal;
    }

    private Sorted sort(List<String> arguments) throws BadInput {
        var options = new ArrayList<Map.Entry<String, String>>();
        var words = new ArrayList<String>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--")) {
                rest.forEachRemaining(words::add);
            } else if (argument.startsWith("-") && !argument.equals("-")) {
                options.add(option(argument, rest));
            } else {
                words.add(argument);
            }
        }
        return new Sorted(options, words);
    }

    private Map.Entry<String, String> option(String argument, Iterator<String> rest)
            throws BadInput {
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(body.substring(equals + 1));
        if (isSwitch(name)) return Map.entry(name, switched(argument, value, ON, OFF));
        if (known.containsKey(name)) return Map.entry(name, "=" + value(argument, value, rest));
        if (name.startsWith("no") && isSwitch(name.substring(2))) {
            return Map.entry(name.substring(2), switched(argument, value, OFF, ON));
        }
        throw new BadInput("unknown option -" + name);
    }

    private boolean isSwitch(String name) {
        OptionSpec option = known.get(name);
        return option != null && option.arity().max() == 0;
    }

    private static String switched(String argument, Optional<String> value, String yes, String no)
            throws BadInput {
        return switch (value.orElse("1")) {
            case "1" -> yes;
            case "0" -> no;
            default -> throw new BadInput(argument + ": a switch takes no value but 0 or 1");
        };
    }

    private static String value(String argument, Optional<String> given, Iterator<String> rest)
            throws BadInput {
        if (given.isEmpty() && rest.hasNext()) {
            String next = rest.next();
            if (!next.startsWith("-")) return next;
        }
        return given.filter(text -> !text.isEmpty())
                .orElseThrow(() ->
                        new BadInput(
                                "option " + argument.replaceFirst("=$", "") + " needs a value"));
    }

    /** The options of a command by their names without dashes. */
    private static Map<String, OptionSpec> options(CommandSpec command) {
        var named = new LinkedHashMap<String, OptionSpec>();
        for (OptionSpec option : command.options()) {
            for (String name : option.names()) named.put(name.replaceFirst("^--?", ""), option);
        }
        return named;
    }
}
