// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.util.Locale;

/** Text for logs and terminals. Strangers choose it: it must not forge a line or steer a screen. */
public final class Printable {
    private Printable() {}

    /**
     * The text with every character that is not for reading written as its number, {@code \\u001b}:
     * controls, direction marks, line separators, private and unassigned characters, halves of
     * pairs.
     */
    public static String of(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) return text;
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (isReadable(c)) {
                        safe.appendCodePoint(c);
                    } else {
                        safe.append(String.format(Locale.ROOT, "\\u%04x", c));
                    }
                });
        return safe.toString();
    }

    private static boolean isReadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
