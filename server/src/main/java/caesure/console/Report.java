// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import caesure.consensus.Reject;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a command found out: named values in a fixed order, as one JSON object for programs or as
 * aligned lines for people.
 */
public final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();

    /** Said by the headline already. */
    private static final Set<String> VERDICT = Set.of("valid", "reject");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private String headline = ""; // first line of the text; none if empty

    /**
     * Adds a value.
     *
     * @param name as in JSON: lower case, with underscores
     * @param value a number, a text, a boolean or a list of texts
     * @return this
     */
    public Report with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** The verdict that all is well. */
    public Report valid() {
        headline = "valid";
        return with("valid", true);
    }

    /** The verdict that a rule is broken. */
    public Report invalid(Reject reject) {
        headline = reject.text();
        with("valid", false).with("reject", reject.text());
        return reject.detail().isEmpty() ? this : with("detail", reject.detail());
    }

    /** One JSON object on one line. */
    public String json() {
        return JSON.writeValueAsString(values);
    }

    /**
     * Prints it in the form that was asked for.
     *
     * @param json one JSON object, otherwise lines
     */
    public void print(Console console, boolean json) {
        if (json) {
            console.line(json());
            return;
        }
        if (!headline.isEmpty()) console.line(headline);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach((name, value) -> {
            if (!VERDICT.contains(name)) printText(console, pad(name, width), value);
        });
    }

    private static void printText(Console console, String label, Object value) {
        if (value instanceof Collection<?> items) {
            String first = label;
            for (Object item : items) {
                console.line(first + "  " + item);
                first = " ".repeat(label.length());
            }
        } else {
            console.line(label + "  " + text(value));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal amount -> amount.toPlainString();
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            default -> value.toString();
        };
    }

    private static String pad(String name, int width) {
        return name.replace('_', ' ') + " ".repeat(width - name.length());
    }
}
