// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.util.List;

/** What one source says of one option: several values, of which a negation clears the earlier. */
final class Values {
    private Values() {}

    /** Those behind the last negation. */
    static List<Value> standing(List<Value> values) {
        return values.subList(negated(values), values.size());
    }

    /** How many a negation cleared, itself included. */
    static int negated(List<Value> values) {
        for (int i = values.size(); i > 0; i--) {
            if (values.get(i - 1).isOff()) return i;
        }
        return 0;
    }

    /** Whether the last word is a negation. */
    static boolean endNegated(List<Value> values) {
        return !values.isEmpty() && values.getLast().isOff();
    }
}
