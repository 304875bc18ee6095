// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the cases of a vector file to the end, and then names those that failed. */
public final class Cases {
    private static final int NAMED_MAX = 20;

    private final List<String> failed = new ArrayList<>();
    private int ran;

    /** One case: it fails by throwing. */
    public interface Case {
        void run() throws Exception;
    }

    public void run(String name, Case one) {
        ran++;
        try {
            one.run();
        } catch (Exception | AssertionError e) {
            failed.add(name + ": " + e);
        }
    }

    /** One case: two values are equal. */
    public void expect(String name, Object expected, Object actual) {
        ran++;
        if (!Objects.equals(expected, actual)) {
            failed.add(name + ": expected " + expected + ", was " + actual);
        }
    }

    /**
     * Ends the file.
     *
     * @return how many cases ran
     * @throws AssertionError that names the first of those that failed
     */
    public int end() {
        if (!failed.isEmpty()) {
            List<String> first = failed.subList(0, Math.min(NAMED_MAX, failed.size()));
            throw new AssertionError(
                    failed.size() + " of " + ran + " failed:\n" + String.join("\n", first));
        }
        return ran;
    }
}
