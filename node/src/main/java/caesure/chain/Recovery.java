// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Params;
import caesure.ledger.Ledger;
import caesure.ledger.SpentCoins;
import caesure.store.BlockDB;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Makes anew what was stored of a block, is damaged, and follows from the blocks. */
final class Recovery {
    private final Params params;
    private final Worlds worlds;
    private final Archive archive;
    private final ReentrantLock deciding;
    private final Chain.Reporter reporter;

    /**
     * @param deciding held by the thread that decides for the chain
     */
    Recovery(
            Params params,
            Worlds worlds,
            Archive archive,
            ReentrantLock deciding,
            Chain.Reporter reporter) {
        this.params = params;
        this.worlds = worlds;
        this.archive = archive;
        this.deciding = deciding;
        this.reporter = reporter;
    }

    /**
     * Computes the coins that a block spent, and stores them again.
     *
     * @param why what was found
     */
    SpentCoins spent(HeaderNode node, String why) throws IOException {
        Ledger before = worlds.at(node.parent().orElseThrow());
        return switch (before.extend(archive.body(node), node, params)) {
            case Ledger.Refused(var reject) -> throw Worlds.contradiction(node, reject.text());
            case Ledger.Extended extended -> {
                restore(node, extended.spent(), why);
                yield extended.spent();
            }
        };
    }

    private void restore(HeaderNode node, SpentCoins coins, String why) throws IOException {
        deciding.lock();
        try {
            Optional<BlockDB.Location> at = archive.keep(node, coins);
            if (at.isEmpty()) return;
            node.set(node.facts().withSpent(at.get()));
            archive.note(node);
            reporter.repaired(why + ": computed anew");
        } finally {
            deciding.unlock();
        }
    }
}
