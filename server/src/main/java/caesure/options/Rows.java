// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.options.Option.Category;
import caesure.options.Option.Kind;
import caesure.options.Option.Meaning;
import caesure.options.Option.Trait;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Rows of one category, written one below the other. */
final class Rows {
    private final Category category;
    private final List<Option> rows = new ArrayList<>();

    Rows(Category category) {
        this.category = category;
    }

    /** A row that does what it says. */
    Rows works(
            String names, Kind kind, String label, String fallback, String help, Trait... traits) {
        return row(names, kind, label, fallback, Meaning.EFFECTIVE, help, traits);
    }

    /** A row of a part that does not exist yet. */
    Rows later(String names, Kind kind, String label, String help, Trait... traits) {
        return row(names, kind, label, "", Meaning.LATER, help, traits);
    }

    /** A row of a part that does not exist yet, on which somebody's privacy may rest. */
    Rows guard(String names, Kind kind, String label, String help, Trait... traits) {
        return row(names, kind, label, "", Meaning.LATER_GUARD, help, traits);
    }

    /** A row that is accepted and does nothing. */
    Rows idle(String names, Kind kind, String label, String help, Trait... traits) {
        return row(names, kind, label, "", Meaning.NO_EFFECT, help, traits);
    }

    List<Option> list() {
        return List.copyOf(rows);
    }

    private Rows row(
            String names,
            Kind kind,
            String label,
            String fallback,
            Meaning meaning,
            String help,
            Trait... traits) {
        rows.add(
                new Option(
                        List.of(names.split(" ")),
                        kind,
                        label,
                        fallback,
                        category,
                        meaning,
                        Set.copyOf(Arrays.asList(traits)),
                        help));
        return this;
    }
}
