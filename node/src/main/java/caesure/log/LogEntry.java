// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that was said, before it is put into words.
 *
 * @param at the real time
 * @param mock what the node takes for the time, if that is another (-mocktime)
 * @param thread the name of the thread that said it; may be empty
 * @param place where in the source; empty if nobody needs it
 * @param category empty for what everybody is told
 * @param template as of {@link String#format}; if there are no values it is the text itself
 * @param values whatever fills the template
 */
record LogEntry(
        Instant at,
        Optional<Instant> mock,
        String thread,
        Optional<Place> place,
        Optional<Category> category,
        Level level,
        String template,
        List<Object> values) {

    /**
     * A place in the source.
     *
     * @param file with its package as folders
     * @param line 0 if unknown
     */
    record Place(String file, int line, String method) {
        private static final Pattern LAMBDA = Pattern.compile("^lambda\\$(.+)\\$\\d+$");

        static Place of(StackWalker.StackFrame frame) {
            String type = frame.getClassName();
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            String file = Objects.requireNonNullElse(frame.getFileName(), "unknown");
            return new Place(folder + file, frame.getLineNumber(), plain(frame.getMethodName()));
        }

        /** The method that a lambda stands in. */
        private static String plain(String method) {
            return LAMBDA.matcher(method).replaceFirst("$1");
        }
    }

    /** The message. A template that does not fit its values says so and throws nothing. */
    String text() {
        if (values.isEmpty()) return template;
        try {
            return String.format(Locale.ROOT, template, values.toArray());
        } catch (RuntimeException e) { // also of a value's own toString
            return "Error \"" + e + "\" while formatting log message: " + template;
        }
    }

    static List<Object> values(Object... values) {
        return Arrays.asList(values);
    }
}
