// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.JsonText;

import java.util.List;
import java.util.stream.Collectors;

/** The help of a method, laid out as bitcoind does. bitcoin-cli -named and scripts read it. */
final class HelpText {
    private static final int ARGUMENT_INDENT = 5;

    private HelpText() {}

    /** The method's name and its arguments; those in round brackets may be left out. */
    static String usage(Method method) {
        StringBuilder line = new StringBuilder(method.name());
        boolean optional = false;
        for (Argument argument : method.arguments()) {
            if (argument.look().hidden()) break; // and those behind it
            line.append(' ');
            if (argument.isOptional() && !optional) line.append("( ");
            if (!argument.isOptional() && optional) line.append(") ");
            optional = argument.isOptional();
            line.append(form(argument, true));
        }
        return optional ? line.append(" )").toString() : line.toString();
    }

    /** All that is to say about a method. */
    static String of(Method method) {
        StringBuilder text = new StringBuilder(usage(method));
        text.append("\n\n").append(method.help().strip()).append('\n');
        arguments(method, text);
        for (Result result : method.results()) {
            Sections sections = new Sections();
            result(result, Around.NOTHING, 0, sections);
            String when = result.condition();
            text.append(when.isEmpty() ? "\nResult:\n" : "\nResult (" + when + "):\n");
            text.append(sections);
        }
        if (!method.examples().isEmpty()) {
            text.append("\nExamples:\n").append(method.examples());
        }
        return text.toString();
    }

    private static void arguments(Method method, StringBuilder text) {
        Sections sections = new Sections();
        Sections named = new Sections();
        int position = 0;
        for (Argument argument : method.arguments()) {
            if (argument.look().hidden()) break;
            position++;
            sections.add(position + ". " + argument.name(), words(argument, true));
            parts(argument, ARGUMENT_INDENT, Around.NOTHING, sections);
            if (argument.kind() == Argument.Kind.OBJ_NAMED) {
                for (Argument inner : argument.inner()) {
                    named.add(inner.name(), words(inner, true));
                    parts(inner, ARGUMENT_INDENT, Around.NOTHING, named);
                }
            }
        }
        if (!sections.isEmpty()) text.append("\nArguments:\n").append(sections);
        if (!named.isEmpty()) text.append("\nNamed Arguments:\n").append(named);
    }

    /** What stands around a part of a value. */
    private enum Around {
        NOTHING,
        ARRAY,
        OBJECT
    }

    private static void parts(Argument argument, int indent, Around around, Sections to) {
        boolean top = around == Around.NOTHING;
        boolean member = around == Around.OBJECT;
        String space = " ".repeat(indent);
        String comma = top ? "" : ",";
        switch (argument.kind()) {
            case STR, HEX, NUM, AMOUNT, RANGE, BOOL, OBJ_NAMED -> {
                if (top) return; // its own line says all
                String form = member ? memberForm(argument, false) : form(argument, false);
                if (member && !argument.look().left().isEmpty()) {
                    form = "\"" + argument.name() + "\": " + argument.look().left();
                }
                to.add(space + form + ",", words(argument, member));
            }
            case OBJ, OBJ_USER, ARR -> {
                boolean array = argument.kind() == Argument.Kind.ARR;
                String key = member ? "\"" + argument.name() + "\": " : "";
                to.add(space + key + (array ? "[" : "{"), top ? "" : words(argument, member));
                for (Argument inner : argument.inner()) {
                    parts(inner, indent + 2, array ? Around.ARRAY : Around.OBJECT, to);
                }
                if (argument.kind() != Argument.Kind.OBJ) to.add(space + "  ...", "");
                to.add(space + (array ? "]" : "}") + comma, "");
            }
        }
    }

    /** Type, fallback and meaning of an argument. */
    private static String words(Argument argument, boolean named) {
        String type = argument.look().right();
        StringBuilder text =
                new StringBuilder("(").append(type.isEmpty() ? argument.kind().word : type);
        text.append(
                switch (argument.fallback()) {
                    case Argument.Fallback.Hint(String words) -> ", optional, default=" + words;
                    case Argument.Fallback.Default(var value) ->
                            ", optional, default=" + JsonText.of(value);
                    case Argument.Fallback.Omitted _ -> named ? ", optional" : "";
                    case Argument.Fallback.Required _ -> ", required";
                });
        text.append(')');
        if (argument.kind() == Argument.Kind.OBJ_NAMED) {
            text.append(" Options object that can be used to pass named arguments, listed below.");
        }
        if (!argument.help().isEmpty()) text.append(' ').append(argument.help());
        return text.toString();
    }

    /** How an argument is written. */
    private static String form(Argument argument, boolean oneLine) {
        if (oneLine && !argument.look().oneLine().isEmpty()) return argument.look().oneLine();
        return switch (argument.kind()) {
            case STR, HEX -> "\"" + argument.name() + "\"";
            case NUM, RANGE, AMOUNT, BOOL -> argument.name();
            case OBJ -> "{" + members(argument, oneLine) + "}";
            case OBJ_NAMED, OBJ_USER -> "{" + members(argument, oneLine) + ",...}";
            case ARR ->
                    argument.inner().stream()
                            .map(inner -> form(inner, oneLine) + ",")
                            .collect(Collectors.joining("", "[", "...]"));
        };
    }

    private static String members(Argument argument, boolean oneLine) {
        return argument.inner().stream()
                .map(inner -> memberForm(inner, oneLine))
                .collect(Collectors.joining(","));
    }

    /** How a member of an object is written. */
    private static String memberForm(Argument argument, boolean oneLine) {
        String key = "\"" + argument.name() + (oneLine ? "\":" : "\": ");
        return key
                + switch (argument.kind()) {
                    case STR -> "\"str\"";
                    case HEX -> "\"hex\"";
                    case NUM -> "n";
                    case RANGE -> "n or [n,n]";
                    case AMOUNT -> "amount";
                    case BOOL -> "bool";
                    case ARR, OBJ, OBJ_NAMED, OBJ_USER -> form(argument, oneLine);
                };
    }

    private static void result(Result result, Around around, int indent, Sections to) {
        String space = " ".repeat(indent);
        String comma = around == Around.NOTHING ? "" : ",";
        if (!result.elision().isEmpty()) {
            to.add(space + "..." + comma, result.elision());
            return;
        }
        String key = around == Around.OBJECT ? "\"" + result.key() + "\" : " : "";
        String example = result.kind().example;
        switch (result.kind()) {
            case ARR, ARR_FIXED -> {
                to.add(space + key + example, words(result, result.kind().word));
                inner(result, Around.ARRAY, indent, to);
                to.add(space + "]" + comma, "");
            }
            case OBJ, OBJ_DYN -> {
                if (result.inner().isEmpty()) {
                    to.add(space + key + "{}", words(result, "empty JSON object"));
                    return;
                }
                to.add(space + key + example, words(result, result.kind().word));
                inner(result, Around.OBJECT, indent, to);
                to.add(space + "}" + comma, "");
            }
            default -> to.add(space + key + example + comma, words(result, result.kind().word));
        }
    }

    private static void inner(Result result, Around around, int indent, Sections to) {
        List<Result> inner = result.inner();
        for (Result part : inner) result(part, around, indent + 2, to);
        boolean goesOn =
                switch (result.kind()) {
                    case ARR -> inner.isEmpty() || inner.getLast().elision().isEmpty();
                    case OBJ_DYN -> true;
                    default -> false;
                };
        if (goesOn) {
            to.add(" ".repeat(indent + 2) + "...", "");
        } else {
            to.dropComma();
        }
    }

    private static String words(Result result, String type) {
        String text = "(" + type + (result.isOptional() ? ", optional)" : ")");
        return result.help().isEmpty() ? text : text + " " + result.help();
    }
}
