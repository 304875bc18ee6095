// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.Chain;
import caesure.log.Category;
import caesure.log.Level;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.node.NodeSettings;
import caesure.node.NodeSettings.Reindex;
import caesure.options.BadOption;
import caesure.options.ChainOptions;
import caesure.options.LogOptions;
import caesure.options.NodeOptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes of what the user said what the node wants to know. */
final class NodeSetup {
    /** What is told by -v. */
    private static final Set<Category> VERBOSE =
            Set.of(Category.NET, Category.VALIDATION, Category.BLOCKSTORAGE, Category.REINDEX);

    private NodeSetup() {}

    /**
     * @param version of this program
     * @param more a warning beside those about options
     */
    static NodeSettings of(NodeOptions options, String version, Optional<String> more)
            throws BadOption {
        var warnings = new ArrayList<>(options.warnings());
        more.ifPresent(warnings::add);
        warnings.addAll(options.notices());
        return new NodeSettings(
                options.dataDir(),
                options.params(),
                limits(options),
                switch (options.reindex()) {
                    case NONE -> Reindex.NONE;
                    case CHAINSTATE -> Reindex.CHAINSTATE;
                    case ALL -> Reindex.ALL;
                },
                options.loadBlocks(),
                log(options),
                filter(options),
                time(options.mockTimeS()),
                options.peers().tipAgeMax(),
                Optional.of(
                        PeerSetup.of(
                                options.peers(),
                                options.params(),
                                PeerSetup.userAgent(version, options.peers().comments()))),
                preface(options, version),
                warnings.stream().flatMap(String::lines).toList());
    }

    private static Chain.Settings limits(NodeOptions options) {
        ChainOptions chain = options.chain();
        return new Chain.Settings(
                chain.threads(),
                chain.assumeValid(),
                chain.minimumWork(),
                options.stopAtHeight().orElse(0));
    }

    /** With -v it is shown on the screen, too. */
    private static LogSettings log(NodeOptions options) {
        LogOptions log = options.log();
        var form =
                new LogSettings.Form(
                        log.timestamps(),
                        log.micros(),
                        log.threadNames(),
                        log.sourceLocations(),
                        log.levelAlways());
        boolean shown = log.console() || options.verbose();
        return new LogSettings(log.file(), shown, form, log.rateLimit(), log.shrink());
    }

    private static LogFilter filter(NodeOptions options) {
        LogOptions log = options.log();
        LogFilter filter = LogFilter.NONE.from(level(log.level()));
        for (String name : log.categories()) {
            filter = filter.with(Category.named(name).orElseThrow());
        }
        for (var one : log.levels().entrySet()) {
            filter = filter.from(Category.named(one.getKey()).orElseThrow(), level(one.getValue()));
        }
        return options.verbose() ? filter.with(VERBOSE) : filter;
    }

    private static Level level(LogOptions.Level level) {
        return switch (level) {
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    private static Optional<Instant> time(OptionalLong seconds) {
        return seconds.isPresent()
                ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
                : Optional.empty();
    }

    /** As in bitcoind's log. */
    private static List<String> preface(NodeOptions options, String version) {
        var lines = new ArrayList<String>();
        lines.add("Caesure version " + version);
        lines.add("Config file: " + options.confFile().map(NodeSetup::found).orElse("<disabled>"));
        lines.addAll(options.given());
        return lines;
    }

    private static String found(Path file) {
        return Files.exists(file) ? file.toString() : file + " (not found, skipping)";
    }
}
