// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

/** Where a door says what happened, one line at a time. It is called from many threads. */
@FunctionalInterface
public interface LogLines {
    /**
     * Takes a line.
     *
     * @param text without line break; what strangers sent in it is cleaned by the sender
     */
    void line(String text);

    /** Words of a stranger as they may stand in a log: printable ASCII, and not too many. */
    static String clean(String words) {
        int end = Math.min(words.length(), 200);
        StringBuilder text = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = words.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.toString();
    }
}
