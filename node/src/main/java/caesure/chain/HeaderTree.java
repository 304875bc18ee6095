// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All headers that keep the rules of headers, on all branches, and which of them ends the best
 * chain: the one with most work that is not known to be invalid; at equal work the one seen first.
 *
 * <p>One thread at a time may change it; any may look up.
 */
public final class HeaderTree {
    private final Map<BlockHash, HeaderNode> nodes = new ConcurrentHashMap<>();
    private final HeaderNode genesis;
    private volatile HeaderNode best;

    public HeaderTree(Header genesis) {
        this.genesis = new HeaderNode(genesis);
        this.best = this.genesis;
        nodes.put(genesis.hash(), this.genesis);
    }

    public HeaderNode genesis() {
        return genesis;
    }

    public Optional<HeaderNode> find(BlockHash hash) {
        return Optional.ofNullable(nodes.get(hash));
    }

    /** The end of the best chain. */
    public HeaderNode best() {
        return best;
    }

    /** All nodes, in no particular order. */
    public Collection<HeaderNode> all() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /**
     * Adds a header that was checked.
     *
     * @return its node, also if it was here before
     * @throws IllegalStateException if its parent is unknown
     */
    public HeaderNode add(Header header) {
        Optional<HeaderNode> known = find(header.hash());
        if (known.isPresent()) return known.get();
        HeaderNode parent =
                find(header.previous())
                        .orElseThrow(() -> new IllegalStateException("no parent of " + header));
        HeaderNode node = new HeaderNode(header, parent, nodes.size());
        parent.children().add(node);
        nodes.put(node.hash(), node);
        if (!node.isInvalid() && node.isBetterThan(best)) best = node;
        return node;
    }

    /** Marks a block, and so all that build on it, as invalid; the best is chosen anew. */
    public void invalidate(HeaderNode node) {
        if (node == genesis) throw new IllegalStateException("genesis is valid");
        var toMark = new ArrayDeque<HeaderNode>();
        toMark.add(node);
        while (!toMark.isEmpty()) {
            HeaderNode next = toMark.remove();
            next.markInvalid();
            toMark.addAll(next.children());
        }
        if (best.isInvalid()) best = bestOfAll();
    }

    private HeaderNode bestOfAll() {
        HeaderNode found = genesis;
        for (HeaderNode node : nodes.values()) {
            if (!node.isInvalid() && node.isBetterThan(found)) found = node;
        }
        return found;
    }
}
