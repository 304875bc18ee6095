// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.Chain;
import caesure.consensus.Params;
import caesure.log.LogFilter;
import caesure.log.LogSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node is told at its start.
 *
 * @param dataDir the root of the data directory; the network's folder lies in it
 * @param chain the threads, the limits, and {@code stopAtHeight}: the node ends when the best chain
 *     is that long; 0: never
 * @param reindex what is to be found again
 * @param loadBlocks files with blocks that are read when the chain has caught up
 * @param log where the log goes; a file in the network's folder, most of the time
 * @param filter what it tells
 * @param mockTime stands in for the clock
 * @param tipAgeMax how old the tip may be without the node being behind
 * @param peers how it deals with them; empty: it has none
 * @param preface lines for the beginning of the log: version, options
 * @param warnings that belong there, too
 */
public record NodeSettings(
        Path dataDir,
        Params params,
        Chain.Settings chain,
        Reindex reindex,
        List<Path> loadBlocks,
        LogSettings log,
        LogFilter filter,
        Optional<Instant> mockTime,
        Duration tipAgeMax,
        Optional<PeerSettings> peers,
        List<String> preface,
        List<String> warnings) {

    /** What is to be found again. */
    public enum Reindex {
        NONE,
        /** The coins, and with them what the index tells of blocks: all is checked again. */
        CHAINSTATE,
        /** All but the blocks themselves. */
        ALL
    }

    public NodeSettings {
        loadBlocks = List.copyOf(loadBlocks);
        preface = List.copyOf(preface);
        warnings = List.copyOf(warnings);
    }
}
