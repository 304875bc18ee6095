// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What went wrong in a file of vectors: all cases run before the test fails. */
final class Failures {
    private static final int SHOWN_MAX = 20;

    private final List<String> failures = new ArrayList<>();

    void expect(String name, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            failures.add(name + ": expected " + expected + ", was " + actual);
        }
    }

    /** Throws if anything failed; the first twenty are named. */
    void check() {
        if (failures.isEmpty()) return;
        throw new AssertionError(
                failures.size()
                        + " fail:\n"
                        + String.join(
                                "\n", failures.subList(0, Math.min(SHOWN_MAX, failures.size()))));
    }
}
