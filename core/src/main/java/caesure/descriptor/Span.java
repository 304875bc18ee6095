// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.bytes.MalformedException;

import java.util.Optional;

/** What is left of a text while it is taken apart from the front. */
final class Span {
    private final String text;
    private int at;

    Span(String text) {
        this.text = text;
    }

    boolean isEmpty() {
        return at == text.length();
    }

    private char next() {
        return text.charAt(at);
    }

    /** Steps over a text if it is what comes next. */
    boolean take(String what) {
        if (!text.startsWith(what, at)) return false;
        at += what.length();
        return true;
    }

    /**
     * Steps over a comma.
     *
     * @param orElse said before what there is instead; something is left
     */
    void requireComma(String orElse) throws MalformedException {
        if (!take(",")) throw new MalformedException(orElse + next() + "'");
    }

    /** Steps over all up to a comma or a closing bracket that belongs to nothing in it. */
    String expression() {
        int level = 0;
        int from = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean closing = c == ')' || c == '}';
            if (c == '(' || c == '{') {
                level++;
            } else if (level > 0 && closing) {
                level--;
            } else if (level == 0 && (closing || c == ',')) {
                break;
            }
        }
        return text.substring(from, at);
    }

    /** What stands between the brackets, if an expression is a call of that name. */
    static Optional<String> call(String name, String expression) {
        boolean fits =
                expression.length() >= name.length() + 2
                        && expression.startsWith(name)
                        && expression.charAt(name.length()) == '('
                        && expression.endsWith(")");
        return fits
                ? Optional.of(expression.substring(name.length() + 1, expression.length() - 1))
                : Optional.empty();
    }

    /** Whether a text is expressions with commas between them, and nothing else. */
    static boolean isList(String text) {
        var span = new Span(text);
        do {
            span.expression();
        } while (span.take(","));
        return span.isEmpty();
    }
}
