// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import caesure.consensus.Params;
import caesure.options.Arguments;
import caesure.options.BadOption;
import caesure.options.ChainOptions;
import caesure.options.Configuration;
import caesure.options.Machine;
import caesure.options.Settings;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What a command was given.
 *
 * @param chain the network, the data directory and the like
 * @param settings for the command's own options
 * @param words those behind the command
 * @param warnings about bitcoin.conf, for the user
 */
public record Given(
        ChainOptions chain, Settings settings, List<String> words, List<String> warnings) {

    /**
     * Reads bitcoin.conf and everything that the command needs.
     *
     * @throws BadOption if something is missing or of no use
     */
    public static Given of(Arguments arguments, Machine machine) throws BadOption {
        arguments.checkComplete();
        Configuration configuration = Configuration.read(arguments, machine);
        return new Given(
                ChainOptions.of(configuration, machine),
                configuration.settings(),
                arguments.words(),
                configuration.warnings());
    }

    /** Of the network that was chosen. */
    public Params params() {
        return chain.params();
    }

    /** The root of the data directory. */
    public Path dataDir() {
        return chain.dataDir();
    }

    /** How many threads may compute at a time. */
    public int threads() {
        return chain.threads();
    }

    /** The time, or what -mocktime says instead. */
    public InstantSource clock() {
        if (chain.mockTimeS().isEmpty()) return InstantSource.system();
        return InstantSource.fixed(Instant.ofEpochSecond(chain.mockTimeS().getAsLong()));
    }

    /** The one word behind a command that takes one. */
    public String word() {
        return words.getFirst();
    }

    /**
     * Whether one JSON object is wished instead of lines.
     *
     * @throws BadOption if -json has a value that is neither yes nor no
     */
    public boolean json() throws BadOption {
        return settings.flag("json", false);
    }
}
