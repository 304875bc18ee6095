// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Category;
import caesure.options.Option.Kind;
import caesure.options.Option.Meaning;
import caesure.options.Option.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The table of options and commands, for people to read. */
public final class Help {
    private static final int WIDTH = 79; // columns, as bitcoind's help
    private static final int INDENT = 27; // where explanations begin

    private final List<String> lines = new ArrayList<>();

    private Help() {}

    /** The commands and the usual options. */
    public static List<String> usual() {
        return all(option -> isUsual(option));
    }

    /** The commands and every option, with those that do nothing here marked. */
    public static List<String> complete() {
        return all(option -> true);
    }

    /** How to use one command. */
    public static List<String> of(Command command) {
        var help = new Help();
        help.lines.add(
                ("Usage: caesure " + command.name() + " [OPTIONS] " + command.words()).strip());
        help.lines.add("");
        help.lines.add(command.header());
        for (String paragraph : command.description()) {
            help.lines.add("");
            help.wrap("", paragraph, 0);
        }
        help.groups(option -> command.options().contains(option.name()) && isUsual(option));
        return help.lines;
    }

    private static List<String> all(Predicate<Option> shown) {
        var help = new Help();
        help.lines.add("Usage: caesure [OPTIONS]            the node itself");
        help.lines.add("       caesure COMMAND [OPTIONS] [WORDS]");
        help.lines.add("");
        help.lines.add("Commands:");
        for (Command command : Command.ALL) {
            help.row((command.name() + " " + command.words()).strip(), command.header());
        }
        help.groups(option -> shown.test(option) && option.category() != Category.COMMAND);
        help.lines.add("");
        help.wrap(
                "",
                "Options: one dash or two are the same; -nox or -x=0 says that x is off. @FILE stands for"
                        + " the lines of FILE. bitcoin.conf in the data directory may hold options"
                        + " too. -help-debug lists all options, bitcoind's that do nothing here"
                        + " among them; caesure help COMMAND tells of a command. The exit code is"
                        + " 0 if all is well, 1 if not.",
                0);
        return help.lines;
    }

    private static boolean isUsual(Option option) {
        return option.meaning() == Meaning.EFFECTIVE
                && !option.is(Trait.DEBUG)
                && !option.is(Trait.HIDDEN);
    }

    private void groups(Predicate<Option> shown) {
        for (Category category : Category.values()) {
            List<Option> rows =
                    OptionTable.rows().stream()
                            .filter(option -> option.category() == category)
                            .filter(option -> !option.is(Trait.HIDDEN))
                            .filter(shown)
                            .toList();
            if (rows.isEmpty()) continue;
            lines.add("");
            lines.add(category.title() + ":");
            rows.forEach(option -> row(names(option), text(option)));
        }
    }

    /** {@code -datadir=DIR, -b DIR}. */
    private static String names(Option option) {
        var names = new ArrayList<String>();
        for (String name : option.names()) {
            String between = name.length() == 1 ? " " : "=";
            names.add("-" + name + (option.label().isEmpty() ? "" : between + option.label()));
        }
        return String.join(", ", names);
    }

    private static String text(Option option) {
        String text = option.help();
        boolean off = option.kind() == Kind.FLAG && option.fallback().equals("0");
        if (!off && !option.fallback().isEmpty()) text += " (default: " + option.fallback() + ")";
        return switch (option.meaning()) {
            case EFFECTIVE -> text;
            case NO_EFFECT -> text + " (accepted, no effect here)";
            case LATER, LATER_GUARD -> text + " (not there yet)";
        };
    }

    private void row(String left, String right) {
        String start = "  " + left;
        if (start.length() > INDENT - 2) {
            lines.add(start);
            start = "";
        }
        wrap(start + " ".repeat(INDENT - start.length()), right, INDENT);
    }

    /** Breaks a text into lines at its blanks. */
    private void wrap(String start, String text, int indent) {
        var line = new StringBuilder(start);
        boolean empty = true; // whether the line has no word yet
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                empty = true;
            }
            if (!empty) line.append(' ');
            line.append(word);
            empty = false;
        }
        lines.add(line.toString());
    }
}
