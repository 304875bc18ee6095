// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.store.DiskUse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What a node tells of its chain that the chain does not know itself. */
public final class ChainStatus {
    private final Supplier<Chain> chain;
    private final Supplier<InitialDownload> download;
    private final NodeClock clock;
    private final Path folder;
    private final Supplier<List<String>> warnings;

    /**
     * Looks at a chain.
     *
     * @param chain there by the time of the first question, as is the download
     * @param folder of the network
     * @param warnings for the user
     */
    public ChainStatus(
            Supplier<Chain> chain,
            Supplier<InitialDownload> download,
            NodeClock clock,
            Path folder,
            Supplier<List<String>> warnings) {
        this.chain = chain;
        this.download = download;
        this.clock = clock;
        this.folder = folder;
        this.warnings = warnings;
    }

    /** How much of the chain up to now is verified if it ends with a block, 0 to 1. */
    public double progress(HeaderNode block) {
        Chain open = chain.get();
        int best = open.headers().bestHeader().height();
        return Verification.of(open.params()).progress(block, best, clock.nowS());
    }

    /** Whether the node is still far behind the network. */
    public boolean isInitialDownload() {
        return download.get().isOn(clock.instant());
    }

    /** Of blocks, and of the coins that they spent. */
    public long bytesOnDisk() throws IOException {
        return DiskUse.blocks(folder);
    }

    public List<String> warnings() {
        return warnings.get();
    }
}
