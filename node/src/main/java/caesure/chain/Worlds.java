// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.ledger.Ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ledgers of recent blocks, side by side, and the way from them to all others: back through the
 * coins that blocks spent, forward through the blocks.
 *
 * <p>One thread at a time may change it; any may ask.
 */
final class Worlds {
    private final Params params;
    private final Archive archive;
    private final HeaderNode genesis;
    private final Map<HeaderNode, Ledger> held = new ConcurrentHashMap<>();

    Worlds(HeaderNode genesis, Archive archive, Params params) {
        this.params = params;
        this.archive = archive;
        this.genesis = genesis;
        held.put(genesis, Ledger.genesis(params));
    }

    /** The world after a block, if it is at hand. */
    Optional<Ledger> held(HeaderNode node) {
        return Optional.ofNullable(held.get(node));
    }

    void hold(HeaderNode node, Ledger ledger) {
        held.put(node, ledger);
    }

    void drop(HeaderNode node) {
        if (node != genesis) held.remove(node);
    }

    /** Lets go of what lies below a height, but for the first world and one more. */
    void forgetBelow(int height, HeaderNode kept) {
        held.keySet().removeIf(n -> n.height() < height && n != genesis && n != kept);
    }

    /**
     * The world after a block that was connected once. From the world that is nearest, or, if what
     * lies on that way is damaged, from the next nearest.
     *
     * @throws IOException if no way is left, with why each ended
     */
    Ledger at(HeaderNode wanted) throws IOException {
        Ledger known = held.get(wanted);
        if (known != null) return known;
        IOException failure = null;
        for (HeaderNode base : nearest(wanted)) {
            Ledger from = held.get(base);
            if (from == null) continue; // let go of in the meantime
            try {
                return walk(from, base, wanted);
            } catch (Archive.DamagedException e) {
                if (failure == null) failure = e;
                else failure.addSuppressed(e);
            }
        }
        throw failure == null ? new IOException("no world to begin with") : failure;
    }

    private List<HeaderNode> nearest(HeaderNode wanted) {
        record Base(HeaderNode node, long distance) {}
        List<Base> bases = new ArrayList<>();
        for (HeaderNode node : held.keySet()) {
            int common = node.lastCommon(wanted).height();
            bases.add(new Base(node, (long) node.height() + wanted.height() - 2L * common));
        }
        // of many that lie the same way only the nearest counts, and the first world as the last
        bases.sort(Comparator.comparingLong(Base::distance));
        List<HeaderNode> tried = new ArrayList<>();
        for (int i = 0; i < Math.min(2, bases.size()); i++) tried.add(bases.get(i).node());
        if (!tried.contains(genesis)) tried.add(genesis);
        return tried;
    }

    private Ledger walk(Ledger from, HeaderNode base, HeaderNode wanted) throws IOException {
        HeaderNode common = base.lastCommon(wanted);
        Ledger ledger = from;
        for (HeaderNode node = base; node != common; node = node.parent().orElseThrow()) {
            ledger = before(ledger, node);
        }
        var path = new ArrayDeque<HeaderNode>();
        for (HeaderNode node = wanted; node != common; node = node.parent().orElseThrow()) {
            path.push(node);
        }
        for (HeaderNode node : path) ledger = after(ledger, node);
        return ledger;
    }

    private Ledger before(Ledger ledger, HeaderNode node) throws IOException {
        try {
            return ledger.before(archive.body(node), archive.spent(node));
        } catch (MalformedException e) {
            throw new Archive.DamagedException(
                    "damaged: spent coins of " + node + ": " + e.getMessage(), e, Optional.empty());
        }
    }

    private Ledger after(Ledger ledger, HeaderNode node) throws IOException {
        return switch (ledger.extend(archive.body(node), node, params)) {
            case Ledger.Extended extended -> extended.ledger();
            case Ledger.Refused(var reject) -> throw contradiction(node, reject.text());
        };
    }

    /** A block that was valid is not valid any more: then it is the coins that are wrong. */
    static IOException contradiction(HeaderNode node, String text) {
        return new IOException(
                "the coins before "
                        + node
                        + " are not what they were ("
                        + text
                        + "): start with -reindex-chainstate");
    }
}
