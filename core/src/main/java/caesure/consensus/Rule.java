// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A row in a table of rules: what must hold of a subject.
 *
 * @param <T> what the rule is about
 */
@FunctionalInterface
interface Rule<T> {
    /** Empty if the rule holds. */
    Optional<Reject> check(T subject);

    /**
     * A rule that either holds or does not.
     *
     * @param detail what to tell a person when it does not
     */
    static <T> Rule<T> must(Predicate<T> holds, Reject.Reason reason, String detail) {
        Optional<Reject> broken = Optional.of(Reject.of(reason, detail));
        return subject -> holds.test(subject) ? Optional.empty() : broken;
    }

    /** Checks in the order of the table and stops at the first rule that does not hold. */
    static <T> Optional<Reject> firstBroken(List<Rule<T>> rules, T subject) {
        for (Rule<T> rule : rules) {
            Optional<Reject> broken = rule.check(subject);
            if (broken.isPresent()) return broken;
        }
        return Optional.empty();
    }
}
