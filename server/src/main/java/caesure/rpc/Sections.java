// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import java.util.ArrayList;
import java.util.List;

/** Lines of a help in two columns: what to write, and what it means. */
final class Sections {
    private static final int GAP = 4;

    private record Line(String left, String right) {}

    private final List<Line> lines = new ArrayList<>();

    /** Adds a line; its right side may be empty, or have several lines of its own. */
    void add(String left, String right) {
        lines.add(new Line(left, right));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Removes the comma behind the last member: JSON wants none there. */
    void dropComma() {
        Line last = lines.removeLast();
        add(last.left.substring(0, last.left.length() - 1), last.right);
    }

    @Override
    public String toString() {
        int width = lines.stream().mapToInt(line -> line.left.length()).max().orElse(0) + GAP;
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.left);
            if (!line.right.isEmpty()) {
                text.repeat(" ", width - line.left.length());
                String next = "\n" + " ".repeat(width);
                text.append(line.right.replaceAll("\n *(?=[^ \n])", next));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
