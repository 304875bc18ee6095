// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Trait;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command line, read by Bitcoin Core's rules (ArgsManager::ParseParameters).
 *
 * <pre>
 *   -regtest --datadir=/tmp/d import /tmp/a.dat -par=2
 * </pre>
 *
 * <p>One dash or two are the same. {@code -x=value} sets, {@code -nox} negates, {@code -nox=0}
 * negates twice. Unlike bitcoind's, options stand before or after words, the original's letters and
 * options of single commands may have their value in the next argument ({@code -b DIR}), and
 * {@code @FILE} stands for arguments out of a file. The first word is the command; after {@code --}
 * all are words.
 */
public final class Arguments {
    private final Map<String, List<Value>> options = new TreeMap<>();
    private final Map<String, String> names = new TreeMap<>(); // an option's name as it was given
    private final List<String> words = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private Optional<Command> command = Optional.empty();

    private Arguments() {}

    /**
     * Reads a command line.
     *
     * @throws BadOption if an option is unknown, not for the command, for later, or wrongly given
     */
    public static Arguments parse(List<String> given) throws BadOption {
        var arguments = new Arguments();
        try {
            arguments.take(ArgumentFiles.expand(given).iterator());
            arguments.refuseIncludes();
        } catch (BadOption e) {
            throw new BadOption("Error parsing command line arguments: " + e.getMessage());
        }
        arguments.findCommand();
        arguments.refuseUnsuitable();
        return arguments;
    }

    /** The command; none means the node itself. */
    public Optional<Command> command() {
        return command;
    }

    /** The words behind the command. */
    public List<String> words() {
        return List.copyOf(words);
    }

    /** What deserves a line in the log. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** Whether help is asked for. */
    public boolean wantsHelp() {
        return options.containsKey("help") || wantsAllHelp();
    }

    /** Whether help with every option is asked for. */
    public boolean wantsAllHelp() {
        return options.containsKey("help-debug");
    }

    /** Whether the version is asked for. */
    public boolean wantsVersion() {
        return options.containsKey("version") && !options.get("version").getLast().saysOff();
    }

    /**
     * Checks that the command has its words and the options that it needs. Apart from {@link
     * #parse}, because help needs none of them.
     *
     * @throws BadOption if one is missing, or there are too many words
     */
    public void checkComplete() throws BadOption {
        if (command.isEmpty()) return;
        Command c = command.get();
        if (words.size() < c.wordsMin()) {
            throw new BadOption(
                    c.name() + " needs " + c.words() + "; see caesure help " + c.name());
        }
        if (words.size() > c.wordsMax()) {
            throw new BadOption(
                    c.name()
                            + " does not take "
                            + words.get(c.wordsMax())
                            + "; see caesure help "
                            + c.name());
        }
        for (String name : c.needed()) {
            if (!options.containsKey(name)) {
                throw new BadOption(
                        c.name() + " needs -" + name + "; see caesure help " + c.name());
            }
        }
    }

    /** All that was given, in order, by first name. */
    Map<String, List<Value>> options() {
        return options;
    }

    private void take(Iterator<String> rest) throws BadOption {
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--")) {
                rest.forEachRemaining(words::add);
            } else if (argument.startsWith("-") && !argument.equals("-")) {
                option(argument, rest);
            } else {
                words.add(argument);
            }
        }
    }

    private void option(String argument, Iterator<String> rest) throws BadOption {
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        int equals = body.indexOf('=');
        String key = equals < 0 ? body : body.substring(0, equals);
        Optional<String> text =
                equals < 0 ? Optional.empty() : Optional.of(body.substring(equals + 1));
        boolean negated = key.startsWith("no");
        String name = negated ? key.substring(2) : key;
        Option option =
                OptionTable.find(name)
                        .orElseThrow(() -> new BadOption("Invalid parameter " + argument));
        if (option.is(Trait.SPACED) && !negated) {
            text = spaced(text, rest);
            if (text.isEmpty() || text.get().isEmpty()) throw Value.missing(name);
        }
        Value value = Value.read(option, name, negated, text);
        value.doubt(name, text).ifPresent(notices::add);
        options.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
        names.put(option.name(), name);
    }

    private static Optional<String> spaced(Optional<String> text, Iterator<String> rest) {
        if (text.isPresent() || !rest.hasNext()) return text;
        String next = rest.next();
        return next.startsWith("-") ? Optional.empty() : Optional.of(next);
    }

    /** Only {@code -noincludeconf} makes sense here: it says that nothing is to be included. */
    private void refuseIncludes() throws BadOption {
        List<Value> includes = Values.standing(options.getOrDefault("includeconf", List.of()));
        if (!includes.isEmpty()) {
            throw new BadOption(
                    "-includeconf cannot be used from commandline; -includeconf="
                            + includes.getFirst().json());
        }
    }

    private void findCommand() throws BadOption {
        if (words.isEmpty()) return;
        String name = words.removeFirst();
        command = Command.find(name);
        if (command.isEmpty()) throw new BadOption("no command " + name + "; see caesure help");
    }

    private void refuseUnsuitable() throws BadOption {
        for (var given : options.entrySet()) {
            Option option = OptionTable.row(given.getKey());
            String name = names.get(option.name());
            if (option.isLater()
                    && !Values.standing(given.getValue()).stream().allMatch(Value::saysOff)) {
                throw new BadOption(option.refusal(name));
            }
            if (command.isPresent() && !command.get().options().contains(option.name())) {
                throw new BadOption("option -" + name + " is not for " + command.get().name());
            }
            if (command.isEmpty() && option.category() == Option.Category.COMMAND) {
                throw new BadOption("option -" + name + " is for commands; see caesure help");
            }
        }
    }
}
