// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all sources together say: the command line, then the network's section of bitcoin.conf, then
 * what stands there before the first section.
 *
 * <p>By Bitcoin Core's rules (common/settings.cpp), odd ones included: of several values on the
 * command line the last counts, of several in bitcoin.conf the first, unless they choose the
 * network; a negation clears what came before it in its source and hides all lesser sources, unless
 * a value follows on the command line, which brings a list's values in the file back.
 */
public final class Settings {
    private final Map<String, List<Value>> commandLine;
    private final Map<String, Map<String, List<Value>>> file = new TreeMap<>(); // by section
    private String section = "";

    Settings(Map<String, List<Value>> commandLine) {
        this.commandLine = commandLine;
    }

    /** Of which section of bitcoin.conf the settings count, beside those before the first. */
    void choose(String section) {
        this.section = section;
    }

    /** One more line of bitcoin.conf. */
    void add(String section, String name, Value value) {
        file.computeIfAbsent(section, _ -> new TreeMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>())
                .add(value);
    }

    /** What bitcoin.conf says in a section; {@code ""} is the part before the first. */
    List<Value> inFile(String section, String name) {
        return file.getOrDefault(section, Map.of()).getOrDefault(name, List.of());
    }

    boolean isOnCommandLine(String name) {
        return commandLine.containsKey(name);
    }

    /** Whether -noincludeconf says that nothing is to be included. */
    boolean mayInclude() {
        return !isOnCommandLine("includeconf");
    }

    /** Whether any source says something that counts. */
    public boolean isSet(String name) {
        return value(name).isPresent();
    }

    /** Whether what counts is a negation. */
    public boolean isNegated(String name) {
        return value(name).filter(Value::isOff).isPresent();
    }

    /** The text that counts: {@code 0} if negated, empty if there is none. */
    public Optional<String> text(String name) {
        return value(name).map(Value::text);
    }

    /**
     * Whether a switch is on.
     *
     * @param otherwise if no source says
     * @throws BadOption if the value is no number
     */
    public boolean flag(String name, boolean otherwise) throws BadOption {
        Optional<Value> value = value(name);
        return value.isEmpty() ? otherwise : isOn(name, value.get());
    }

    /**
     * A whole number. bitcoind takes {@code 12abc} for 12 and {@code abc} for 0; this does not.
     *
     * @throws BadOption if the value is none, or out of range
     */
    public OptionalLong number(String name, long min, long max) throws BadOption {
        Optional<String> text = text(name);
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            long number = Long.parseLong(text.get().strip());
            if (number >= min && number <= max) return OptionalLong.of(number);
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadOption(
                "-" + name + "=" + text.get() + ": it takes a number from " + min + " to " + max);
    }

    /** All values of an option that takes several: the command line's first. */
    public List<String> list(String name) {
        var result = new ArrayList<String>();
        List<Value> typed = commandLine.getOrDefault(name, List.of());
        Values.standing(typed).forEach(value -> result.add(value.text()));
        boolean done = Values.negated(typed) > 0;
        boolean silenced = Values.endNegated(typed) && result.isEmpty();
        for (String part : parts(name, false)) {
            List<Value> values = inFile(part, name);
            if (!done || !silenced) {
                Values.standing(values).forEach(value -> result.add(value.text()));
            }
            done |= Values.negated(values) > 0;
            silenced |= Values.endNegated(values) && result.isEmpty();
        }
        return List.copyOf(result);
    }

    /**
     * Whether a switch that chooses the network is on: such switches count only before the first
     * section, and the last one counts. Unlike bitcoind, where {@code -noregtest} on the command
     * line is passed over in silence, it undoes what bitcoin.conf says.
     */
    boolean choosesNetwork(String name) throws BadOption {
        for (List<Value> values :
                List.of(commandLine.getOrDefault(name, List.of()), inFile("", name))) {
            if (!values.isEmpty()) return isOn(name, values.getLast());
        }
        return false;
    }

    /** Options that count nowhere, because they stand before the first section of bitcoin.conf. */
    List<String> misplaced(boolean mainNetwork) {
        if (mainNetwork) return List.of();
        return OptionTable.rows().stream()
                .filter(option -> option.is(Trait.NETWORK_ONLY))
                .map(Option::name)
                .filter(name -> stands(inFile("", name)))
                .filter(name -> !stands(commandLine.getOrDefault(name, List.of())))
                .filter(name -> !stands(inFile(section, name)))
                .sorted()
                .toList();
    }

    /** What was given, as bitcoind writes it into its log; secrets are not shown. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        file.forEach((part, settings) ->
                lines(
                        "Config file arg: " + (part.isEmpty() ? "" : "[" + part + "] "),
                        settings,
                        lines));
        lines("Command-line arg: ", commandLine, lines);
        return lines;
    }

    /** The names of all options that bitcoin.conf sets where it counts. */
    SortedSet<String> namesInFile() {
        var names = new TreeSet<>(file.getOrDefault("", Map.of()).keySet());
        names.addAll(file.getOrDefault(section, Map.of()).keySet());
        return names;
    }

    private Optional<Value> value(String name) {
        List<Value> typed = commandLine.getOrDefault(name, List.of());
        if (!typed.isEmpty()) return Optional.of(typed.getLast());
        for (String part : parts(name, true)) {
            List<Value> values = inFile(part, name);
            if (Values.endNegated(values)) return Optional.of(Value.OFF);
            if (part.isEmpty() && isDeafToDefault(name)) continue;
            if (!values.isEmpty()) return Optional.of(Values.standing(values).getFirst());
        }
        return Optional.empty();
    }

    /** The sections that count for an option, the stronger first. */
    private List<String> parts(String name, boolean defaultAlways) {
        var parts = new ArrayList<String>();
        if (!section.isEmpty()) parts.add(section);
        if (defaultAlways || !isDeafToDefault(name)) parts.add("");
        return parts;
    }

    /** Whether what stands before the first section does not concern the option here. */
    private boolean isDeafToDefault(String name) {
        return !section.equals("main") && OptionTable.row(name).is(Trait.NETWORK_ONLY);
    }

    private static boolean stands(List<Value> values) {
        return !Values.standing(values).isEmpty();
    }

    private static boolean isOn(String name, Value value) throws BadOption {
        return switch (value.form()) {
            case ON -> true;
            case OFF -> false;
            case TEXT -> Value.isOn(name, value.text());
        };
    }

    private static void lines(String prefix, Map<String, List<Value>> from, List<String> to) {
        from.forEach((name, values) -> {
            boolean secret = OptionTable.row(name).is(Trait.SENSITIVE);
            for (Value value : values) {
                to.add(prefix + name + "=" + (secret ? "****" : value.json()));
            }
        });
    }
}
