// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import caesure.log.LogSettings.Form;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The text of a line, as bitcoind's.
 *
 * <pre>
 *   line    = [time SP ["(mocktime: " time ") "]] ["[" thread "] "] ["[" file ":" number "] [" method "] "]
 *             ["[" [category] [[":"] level] "] "] message LF
 *   time    = 2026-11-22T21:00:00Z | 2026-11-22T21:00:00.123456Z
 * </pre>
 *
 * <p>Category and level are left out where they say nothing: debug of a category, info of none. All
 * that stands in a line is {@link Printable}: bitcoind's {@code \x1b} is {@code \\u001b} here.
 */
record TextForm(Form form) {
    /** A message is cut behind so many characters: 64 KiB of Latin. */
    static final int MESSAGE_CHARS_MAX = 1 << 16;

    private static final DateTimeFormatter SECONDS = stamp("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter MICROS = stamp("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private static DateTimeFormatter stamp(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** A time as in the log, to the second. */
    static String time(Instant at) {
        return SECONDS.format(at);
    }

    String line(LogEntry entry) {
        var line = new StringBuilder(128);
        if (form.time()) {
            line.append((form.micros() ? MICROS : SECONDS).format(entry.at()));
            entry.mock()
                    .ifPresent(mock -> line.append(" (mocktime: ").append(time(mock)).append(')'));
            line.append(' ');
        }
        if (form.thread()) {
            String name = entry.thread().isEmpty() ? "unknown" : entry.thread();
            line.append('[').append(Printable.of(name)).append("] ");
        }
        if (form.place()) {
            entry.place()
                    .ifPresent(place ->
                            line.append('[')
                                    .append(place.file())
                                    .append(':')
                                    .append(place.line())
                                    .append("] [")
                                    .append(place.method())
                                    .append("] "));
        }
        appendKind(line, entry);
        return line.append(message(entry)).append('\n').toString();
    }

    private void appendKind(StringBuilder line, LogEntry entry) {
        boolean category = form.levelAlways() || entry.category().isPresent();
        if (!category && entry.level() == Level.INFO) return;
        line.append('[');
        if (category) line.append(entry.category().map(Category::toString).orElse("all"));
        if (form.levelAlways() || !category || entry.level() != Level.DEBUG) {
            if (category) line.append(':');
            line.append(entry.level());
        }
        line.append("] ");
    }

    private static String message(LogEntry entry) {
        String text = entry.text();
        if (text.length() <= MESSAGE_CHARS_MAX) return Printable.of(text);
        return Printable.of(text.substring(0, MESSAGE_CHARS_MAX))
                + "... ("
                + (text.length() - MESSAGE_CHARS_MAX)
                + " characters more)";
    }
}
