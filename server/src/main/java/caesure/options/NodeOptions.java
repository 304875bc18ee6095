// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.consensus.Network;
import caesure.consensus.Params;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the running node is told.
 *
 * @param chain network, data directory and the like
 * @param log how to write the log
 * @param peers with whom it talks
 * @param rpc which doors stand open
 * @param commands that are run when something happens
 * @param confFile the bitcoin.conf that counts, whether it is there or not; empty after -noconf
 * @param loadBlocks files with blocks that are read at start
 * @param reindex what is to be found again
 * @param stopAtHeight the node ends when the best chain is that long
 * @param blockVersion of blocks that are made on regtest, instead of that of the soft forks
 * @param background whether it leaves the terminal
 * @param verbose whether it tells more of what it does
 * @param pidFile where the number of the process is kept; empty: nowhere
 * @param warnings for stderr, and for the log; an element may have several lines
 * @param notices for the log, as warnings
 * @param given all that was set, a line for each, without secrets, for the log
 */
public record NodeOptions(
        ChainOptions chain,
        LogOptions log,
        PeerOptions peers,
        RpcOptions rpc,
        NotifyOptions commands,
        Optional<Path> confFile,
        List<Path> loadBlocks,
        Reindex reindex,
        OptionalInt stopAtHeight,
        OptionalInt blockVersion,
        Background background,
        boolean verbose,
        Optional<Path> pidFile,
        List<String> warnings,
        List<String> notices,
        List<String> given) {

    private static final String PID = "caesure.pid";

    /** What is to be found again. */
    public enum Reindex {
        NONE,
        /** The coins, from the stored blocks. */
        CHAINSTATE,
        /** All but the blocks. */
        ALL
    }

    /** Whether the node leaves the terminal. */
    public enum Background {
        NONE,
        /** The command returns at once. */
        DAEMON,
        /** The command returns when the node is ready. */
        DAEMON_WAIT
    }

    public NodeOptions {
        loadBlocks = List.copyOf(loadBlocks);
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
        given = List.copyOf(given);
    }

    /**
     * Reads bitcoin.conf and all that concerns the node.
     *
     * @throws BadOption if something is of no use
     */
    public static NodeOptions of(Arguments arguments, Machine machine) throws BadOption {
        return of(Configuration.read(arguments, machine), machine);
    }

    /**
     * Reads all that concerns the node.
     *
     * @throws BadOption if a value is of no use
     */
    public static NodeOptions of(Configuration configuration, Machine machine) throws BadOption {
        Settings settings = configuration.settings();
        Network network = configuration.network();
        refuseMisplaced(settings, network);
        ChainOptions chain = ChainOptions.of(configuration, machine);
        Path folder = configuration.dataDir().resolve(network.folder());
        var warnings = new ArrayList<>(obsolete(settings));
        warnings.addAll(configuration.warnings());
        warnings.addAll(unknownTests(settings));
        return new NodeOptions(
                chain,
                LogOptions.of(settings, folder),
                PeerOptions.of(settings, chain.params()),
                RpcOptions.of(settings, chain.params(), folder),
                NotifyOptions.of(settings),
                configuration.confFile(),
                loadBlocks(settings),
                reindex(settings),
                stopAtHeight(settings),
                blockVersion(settings),
                background(settings),
                settings.flag("verbose", false),
                pidFile(settings, folder),
                warnings,
                configuration.notices(),
                settings.lines());
    }

    public Params params() {
        return chain.params();
    }

    /** The root of the data directory. */
    public Path dataDir() {
        return chain.dataDir();
    }

    /** Instead of the clock, in seconds since 1970. */
    public OptionalLong mockTimeS() {
        return chain.mockTimeS();
    }

    /** The network's folder in the data directory. */
    public Path folder() {
        return dataDir().resolve(params().network().folder());
    }

    /** bitcoind names each on a line of its own; one line is enough. */
    private static void refuseMisplaced(Settings settings, Network network) throws BadOption {
        List<String> names = settings.misplaced(network == Network.MAIN);
        if (names.isEmpty()) return;
        throw new BadOption(
                "Config setting for -"
                        + String.join(", -", names)
                        + " only applied on "
                        + network.chain()
                        + " network when in ["
                        + network.chain()
                        + "] section.");
    }

    /** Of options that did something once. */
    private static List<String> obsolete(Settings settings) {
        var lines = new ArrayList<String>();
        for (String name : List.of("checkpoints", "limitancestorsize", "limitdescendantsize")) {
            if (settings.isSet(name)) {
                lines.add(
                        "Option '-"
                                + name
                                + "' is set, but nothing is left of it. It has no"
                                + " effect.");
            }
        }
        return lines;
    }

    private static List<String> unknownTests(Settings settings) {
        List<String> known =
                List.of("bip94", "addrman", "reindex_after_failure_noninteractive_yes");
        return settings.list("test").stream()
                .filter(name -> !known.contains(name))
                .map(name -> "Unrecognised option \"" + name + "\" provided in -test=<option>.")
                .toList();
    }

    private static List<Path> loadBlocks(Settings settings) throws BadOption {
        var files = new ArrayList<Path>();
        for (String text : settings.list("loadblock")) {
            if (text.isEmpty()) throw Value.missing("loadblock");
            files.add(Paths.absolute(text));
        }
        return files;
    }

    private static Reindex reindex(Settings settings) throws BadOption {
        boolean coins = settings.flag("reindex-chainstate", false);
        if (settings.flag("reindex", false)) return Reindex.ALL;
        return coins ? Reindex.CHAINSTATE : Reindex.NONE;
    }

    private static OptionalInt stopAtHeight(Settings settings) throws BadOption {
        int height = (int) settings.number("stopatheight", 0, Integer.MAX_VALUE).orElse(0);
        return height == 0 ? OptionalInt.empty() : OptionalInt.of(height);
    }

    private static OptionalInt blockVersion(Settings settings) throws BadOption {
        OptionalLong version =
                settings.number("blockversion", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return version.isPresent()
                ? OptionalInt.of((int) version.getAsLong())
                : OptionalInt.empty();
    }

    private static Background background(Settings settings) throws BadOption {
        boolean daemon = settings.flag("daemon", false);
        if (settings.flag("daemonwait", false)) return Background.DAEMON_WAIT;
        return daemon ? Background.DAEMON : Background.NONE;
    }

    private static Optional<Path> pidFile(Settings settings, Path folder) throws BadOption {
        if (settings.isNegated("pid")) return Optional.empty();
        String text = settings.text("pid").orElse("");
        return Optional.of(Paths.in(folder, text.isEmpty() ? PID : text));
    }
}
