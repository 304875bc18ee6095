// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.consensus.Network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A command line and the bitcoin.conf that belongs to it, put together.
 *
 * @param network the one that was chosen
 * @param dataDir the root of the data directory, absolute; it may still be absent, but the folder
 *     in which it is to lie is there
 * @param confFile the bitcoin.conf that counts, whether it is there or not; empty after -noconf
 * @param warnings what is wrong but stops nothing, for stderr and log; an element may have several
 *     lines
 * @param notices what deserves a line in the log
 */
public record Configuration(
        Settings settings,
        Network network,
        Path dataDir,
        Optional<Path> confFile,
        List<String> warnings,
        List<String> notices) {

    public Configuration {
        warnings = List.copyOf(warnings);
        notices = List.copyOf(notices);
    }

    /**
     * Reads bitcoin.conf and what it includes.
     *
     * @throws BadOption if a file cannot be read or understood, the data directory has no place, or
     *     the network is none
     */
    public static Configuration read(Arguments arguments, Machine machine) throws BadOption {
        return new ConfReader(arguments, machine).read();
    }
}
