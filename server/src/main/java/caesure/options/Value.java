// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Kind;
import caesure.options.Option.Meaning;
import caesure.options.Option.Trait;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an option was given: a text ({@code -x=text}, empty for {@code -x}), off ({@code -nox}), or
 * on ({@code -nox=0}).
 */
record Value(Form form, String text) {
    enum Form {
        TEXT,
        OFF,
        ON
    }

    static final Value OFF = new Value(Form.OFF, "0");
    static final Value ON = new Value(Form.ON, "1");

    /** What counts as a number. Nine digits are enough for every switch. */
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?[0-9]{1,9}\\s*");

    static Value of(String text) {
        return new Value(Form.TEXT, text);
    }

    /**
     * Reads what stands behind an option's name, by the rules of bitcoind's InterpretValue.
     * Stricter than bitcoind in what it takes for a number: there a switch with the value {@code
     * true} is off, and {@code -nox=garbage} is on.
     *
     * @param name the option's name as given, without dashes and {@code no}
     * @param negated whether {@code no} stood before it
     * @param text what stood behind the equals sign, if there was one
     * @throws BadOption if the row does not allow that
     */
    static Value read(Option option, String name, boolean negated, Optional<String> text)
            throws BadOption {
        if (negated) {
            if (option.is(Trait.NO_NEGATION)) {
                throw new BadOption(
                        "Negating of -" + name + " is meaningless and therefore forbidden");
            }
            return text.isEmpty() || isOn("no" + name, text.get()) ? OFF : ON;
        }
        if (option.is(Trait.NO_ELISION) && text.isEmpty()) throw missing(name);
        if (option.kind() == Kind.FLAG && option.meaning() == Meaning.EFFECTIVE) {
            isOn(name, text.orElse(""));
        }
        return of(text.orElse(""));
    }

    /**
     * What to say of {@code -nox=0}, which means on: in bitcoind's words.
     *
     * @param name the option's name as given, without dashes and {@code no}
     * @param text what stood behind the equals sign
     */
    Optional<String> doubt(String name, Optional<String> text) {
        return form == Form.ON
                ? Optional.of(
                        "Parsed potentially confusing double-negative -"
                                + name
                                + "="
                                + text.orElse(""))
                : Optional.empty();
    }

    static BadOption missing(String name) {
        return new BadOption(
                "Can not set -"
                        + name
                        + " with no value. Please specify value with -"
                        + name
                        + "=value.");
    }

    /** Whether a switch with this value is on: none, or a number that is not zero. */
    static boolean isOn(String name, String text) throws BadOption {
        if (text.isEmpty()) return true;
        if (WHOLE.matcher(text).matches()) return Integer.parseInt(text.strip()) != 0;
        throw new BadOption("-" + name + "=" + text + ": a switch takes no value but 0 or 1");
    }

    boolean isOff() {
        return form == Form.OFF;
    }

    /** Whether it means nothing but off, whatever the option's kind. */
    boolean saysOff() {
        return isOff() || text.equals("0");
    }

    /** As bitcoind logs it: false, true, or a JSON string. */
    String json() {
        return switch (form) {
            case OFF -> "false";
            case ON -> "true";
            case TEXT -> quoted(text);
        };
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        json.append('\\').append((char) c);
                    } else if (c < ' ') {
                        json.append(String.format("\\u%04x", c));
                    } else {
                        json.append((char) c);
                    }
                });
        return json.append('"').toString();
    }
}
