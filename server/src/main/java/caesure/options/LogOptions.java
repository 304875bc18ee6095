// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the log is to be written.
 *
 * @param file where to; empty: nowhere
 * @param console whether to stdout too
 * @param timestamps whether lines begin with the time
 * @param micros whether that has microseconds
 * @param threadNames whether they name the thread
 * @param sourceLocations whether they name the place in the source
 * @param levelAlways whether they name category and level even where that says nothing
 * @param rateLimit whether what one place may log in an hour is bounded
 * @param shrink whether a large file is cut at start
 * @param categories those that were asked for and not excluded
 * @param level how much they tell
 * @param levels those that tell another amount, by category
 */
public record LogOptions(
        Optional<Path> file,
        boolean console,
        boolean timestamps,
        boolean micros,
        boolean threadNames,
        boolean sourceLocations,
        boolean levelAlways,
        boolean rateLimit,
        boolean shrink,
        Set<String> categories,
        Level level,
        Map<String, Level> levels) {

    /** bitcoind's categories. */
    public static final Set<String> CATEGORIES =
            Set.of(
                    "addrman",
                    "bench",
                    "blockstorage",
                    "cmpctblock",
                    "coindb",
                    "estimatefee",
                    "http",
                    "i2p",
                    "ipc",
                    "kernel",
                    "leveldb",
                    "mempool",
                    "mempoolrej",
                    "net",
                    "privatebroadcast",
                    "proxy",
                    "prune",
                    "qt",
                    "rand",
                    "reindex",
                    "rpc",
                    "scan",
                    "selectcoins",
                    "tor",
                    "txpackages",
                    "txreconciliation",
                    "validation",
                    "walletdb",
                    "zmq");

    /** A category that bitcoind had, and still takes. */
    private static final String GONE = "libevent";

    /** No category has a shorter name. */
    private static final int CATEGORY_MIN = 3;

    private static final String NAME = "debug.log";

    /** How much a category tells. */
    public enum Level {
        INFO,
        DEBUG,
        TRACE
    }

    public LogOptions {
        categories = Set.copyOf(categories);
        levels = Map.copyOf(levels);
    }

    /**
     * Reads them.
     *
     * @param folder the network's folder, to which a relative file belongs
     * @throws BadOption if a category or a level is none
     */
    static LogOptions of(Settings settings, Path folder) throws BadOption {
        Set<String> categories = categories(settings);
        Map<String, Level> levels = new TreeMap<>();
        Level level = Level.DEBUG;
        for (String text : settings.list("loglevel")) {
            if (text.indexOf(':', CATEGORY_MIN) < 0) {
                level = level(text).orElseThrow(() -> badLevel(text));
            } else {
                readLevel(text, text.indexOf(':'), levels);
            }
        }
        return new LogOptions(
                file(settings, folder),
                settings.flag("printtoconsole", false),
                settings.flag("logtimestamps", true),
                settings.flag("logtimemicros", false),
                settings.flag("logthreadnames", false),
                settings.flag("logsourcelocations", false),
                settings.flag("loglevelalways", false),
                settings.flag("logratelimit", true),
                settings.flag("shrinkdebugfile", categories.isEmpty()),
                categories,
                level,
                levels);
    }

    private static Optional<Path> file(Settings settings, Path folder) throws BadOption {
        if (settings.isNegated("debuglogfile")) return Optional.empty();
        String text = settings.text("debuglogfile").orElse("");
        return Optional.of(Paths.in(folder, text.isEmpty() ? NAME : text));
    }

    private static Set<String> categories(Settings settings) throws BadOption {
        var chosen = new TreeSet<String>();
        List<String> texts = settings.list("debug");
        int forgotten = Math.max(texts.lastIndexOf("0"), texts.lastIndexOf("none")) + 1;
        for (String text : texts.subList(forgotten, texts.size())) {
            chosen.addAll(named("debug", text));
        }
        for (String text : settings.list("debugexclude")) {
            chosen.removeAll(named("debugexclude", text));
        }
        return chosen;
    }

    private static Set<String> named(String option, String text) throws BadOption {
        if (text.isEmpty() || text.equals("1") || text.equals("all")) return CATEGORIES;
        if (CATEGORIES.contains(text)) return Set.of(text);
        if (text.equals(GONE)) return Set.of();
        throw new BadOption("Unsupported logging category -" + option + "=" + text + ".");
    }

    private static void readLevel(String text, int colon, Map<String, Level> levels)
            throws BadOption {
        String category = text.substring(0, colon);
        Level level = level(text.substring(colon + 1)).orElseThrow(() -> badCategoryLevel(text));
        if (!isCategory(category)) throw badCategoryLevel(text);
        for (String each : named("loglevel", category)) levels.put(each, level);
    }

    private static boolean isCategory(String text) {
        return text.isEmpty()
                || text.equals("1")
                || text.equals("all")
                || text.equals(GONE)
                || CATEGORIES.contains(text);
    }

    private static Optional<Level> level(String text) {
        return switch (text) {
            case "info" -> Optional.of(Level.INFO);
            case "debug" -> Optional.of(Level.DEBUG);
            case "trace" -> Optional.of(Level.TRACE);
            default -> Optional.empty();
        };
    }

    private static BadOption badLevel(String text) {
        return new BadOption(
                "Unsupported global logging level -loglevel="
                        + text
                        + ". Valid values: info, debug, trace.");
    }

    private static BadOption badCategoryLevel(String text) {
        List<String> all = new ArrayList<>(new TreeSet<>(CATEGORIES));
        return new BadOption(
                "Unsupported category-specific logging level -loglevel="
                        + text
                        + ". Expected -loglevel=<category>:<loglevel>. Valid categories: "
                        + String.join(", ", all)
                        + ". Valid loglevels: info, debug, trace.");
    }
}
