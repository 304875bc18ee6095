// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which lines below {@link Level#INFO} are wanted: those of a category that is switched on, from
 * its own level on, or from the common one if it has none.
 *
 * @param on the categories that are switched on
 * @param level for those without a level of their own
 * @param levels of single categories, whether they are on or not
 */
public record LogFilter(Set<Category> on, Level level, Map<Category, Level> levels) {
    /** No category is on; of one that is switched on later, everything but traces. */
    public static final LogFilter NONE = new LogFilter(Set.of(), Level.DEBUG, Map.of());

    public LogFilter {
        on = Set.copyOf(on);
        levels = Map.copyOf(levels);
    }

    /** With these switched on too. */
    public LogFilter with(Set<Category> more) {
        var changed = EnumSet.noneOf(Category.class);
        changed.addAll(on);
        changed.addAll(more);
        return new LogFilter(changed, level, levels);
    }

    /** With these switched off. */
    public LogFilter without(Set<Category> fewer) {
        var changed = EnumSet.noneOf(Category.class);
        changed.addAll(on);
        changed.removeAll(fewer);
        return new LogFilter(changed, level, levels);
    }

    /** With another common level. */
    public LogFilter from(Level least) {
        return new LogFilter(on, least, levels);
    }

    /** With another level for these categories. */
    public LogFilter from(Set<Category> categories, Level least) {
        var changed = new EnumMap<Category, Level>(Category.class);
        changed.putAll(levels);
        categories.forEach(category -> changed.put(category, least));
        return new LogFilter(on, level, changed);
    }

    /** Whether a line is to be written. */
    public boolean wants(Category category, Level of) {
        if (of.compareTo(Level.INFO) >= 0) return true;
        return on.contains(category) && of.compareTo(levels.getOrDefault(category, level)) >= 0;
    }
}
