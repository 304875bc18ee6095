// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a bitcoin.conf, not yet understood.
 *
 * <pre>
 *   file    = { line "\n" }
 *   line    = [ section | setting ] [ "#" anything ]      ; blanks around everything are cut
 *   section = "[" name "]"                                ; for the settings below it
 *   setting = [ name "." ] name "=" value                 ; name before the point: a section
 * </pre>
 *
 * @param settings in the order of the file
 * @param sections each place where a section is named
 */
record ConfFile(List<Setting> settings, List<Section> sections) {
    private static final String SECRET = "rpcpassword";

    /** A line that sets something. The key has its section before a point, if it is in one. */
    record Setting(String key, String value, int line) {}

    /** A line that names a section, counted from 1. */
    record Section(String name, int line) {}

    /**
     * Reads the lines.
     *
     * @throws BadOption in bitcoind's words, with the number of the first line that is none
     */
    static ConfFile parse(String text) throws BadOption {
        var file = new ConfFile(new ArrayList<>(), new ArrayList<>());
        String section = "";
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int hash = lines[i].indexOf('#');
            String line = trimmed(hash < 0 ? lines[i] : lines[i].substring(0, hash));
            if (line.isEmpty()) continue;
            if (line.startsWith("[") && line.endsWith("]")) {
                String name = line.length() == 1 ? "" : line.substring(1, line.length() - 1);
                file.sections.add(new Section(name, i + 1));
                section = name + ".";
            } else {
                file.set(line, section, hash >= 0, i + 1);
            }
        }
        return file;
    }

    private void set(String line, String section, boolean commented, int number) throws BadOption {
        int equals = line.indexOf('=');
        if (line.startsWith("-") || equals < 0) throw wrong(line, number);
        String key = section + trimmed(line.substring(0, equals));
        if (commented && key.contains(SECRET)) {
            throw new BadOption(
                    "parse error on line "
                            + number
                            + ", using # in rpcpassword can be ambiguous and should be avoided");
        }
        settings.add(new Setting(key, trimmed(line.substring(equals + 1)), number));
        int point = key.lastIndexOf('.');
        if (point >= section.length()) sections.add(new Section(key.substring(0, point), number));
    }

    private static BadOption wrong(String line, int number) {
        String what = "parse error on line " + number + ": " + line;
        if (line.startsWith("-")) {
            what += ", options in configuration file must be specified without leading -";
        } else if (line.startsWith("no")) {
            what += ", if you intended to specify a negated option, use " + line + "=1 instead";
        }
        return new BadOption(what);
    }

    /** Without the blanks that bitcoind knows. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) from++;
        while (to > from && isBlank(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
