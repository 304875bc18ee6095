// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All headers that keep the rules of headers, on all branches, and two ends among them: of the best
 * chain of headers, and of the best chain whose blocks are there. The best has most work and is not
 * known to be invalid; at equal work it is the one that was complete first.
 *
 * <p>One thread at a time may change it; any may look up.
 */
public final class HeaderTree {
    /**
     * For the chain that was the best when the node stopped (Core's SEQ_ID_BEST_CHAIN_FROM_DISK).
     */
    private static final long BEST_BEFORE = 0;

    /** For all others from the disk (SEQ_ID_INIT_FROM_DISK). */
    private static final long FROM_DISK = 1;

    private final Map<BlockHash, HeaderNode> nodes = new ConcurrentHashMap<>();
    private final List<HeaderNode> inOrder = new ArrayList<>(); // each after its parent
    private final HeaderNode genesis;
    private long nextSequence = FROM_DISK + 1;
    private long nextStored;
    private long nextPreferred = BEST_BEFORE - 1;
    private volatile HeaderNode bestHeader;
    private volatile HeaderNode best;

    public HeaderTree(Header genesis) {
        this.genesis = new HeaderNode(genesis);
        this.bestHeader = this.genesis;
        this.best = this.genesis;
        nodes.put(genesis.hash(), this.genesis);
        inOrder.add(this.genesis);
    }

    public HeaderNode genesis() {
        return genesis;
    }

    public Optional<HeaderNode> find(BlockHash hash) {
        return Optional.ofNullable(nodes.get(hash));
    }

    /** The end of the chain of headers with the most work, whether its blocks are here or not. */
    public HeaderNode bestHeader() {
        return bestHeader;
    }

    /** The end of the best chain among those whose blocks are all here. */
    public HeaderNode best() {
        return best;
    }

    /** All nodes, in no particular order. */
    public Collection<HeaderNode> all() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /** The ends of all branches, the highest first; at equal height in the order they came. */
    public List<HeaderNode> leaves() {
        return nodes.values().stream()
                .filter(HeaderNode::isLeaf)
                .sorted(
                        Comparator.comparingInt(HeaderNode::height)
                                .reversed()
                                .thenComparingInt(HeaderNode::arrival))
                .toList();
    }

    /**
     * Adds a header that was checked.
     *
     * @return its node, also if it was here before
     * @throws IllegalStateException if its parent is unknown
     */
    HeaderNode add(Header header) {
        Optional<HeaderNode> known = find(header.hash());
        if (known.isPresent()) return known.get();
        HeaderNode parent =
                find(header.previous())
                        .orElseThrow(() -> new IllegalStateException("no parent of " + header));
        HeaderNode node = new HeaderNode(header, parent, inOrder.size());
        parent.add(node);
        inOrder.add(node);
        nodes.put(node.hash(), node);
        if (!node.isInvalid() && node.work().compareTo(bestHeader.work()) > 0) bestHeader = node;
        return node;
    }

    /**
     * Links a block that was stored, and all stored blocks that waited for it, in the order in
     * which they were stored (ReceivedBlockTransactions).
     */
    void link(HeaderNode stored) {
        stored.setStored(nextStored++);
        var ready = new ArrayDeque<>(List.of(stored));
        while (!ready.isEmpty()) {
            HeaderNode node = ready.remove();
            boolean isNext = node.parent().map(HeaderNode::isLinked).orElse(false);
            if (!isNext || node.isLinked() || node.facts().transactions() == 0) continue;
            node.link(nextSequence++);
            if (!node.isInvalid() && node.isBetterThan(best)) best = node;
            node.children().stream()
                    .sorted(Comparator.comparingLong(HeaderNode::stored))
                    .forEach(ready::add);
        }
    }

    /**
     * Links all blocks anew, after a start.
     *
     * @param usable which of the blocks that were seen once can still be connected
     * @param lastTip the end of the best chain when the node stopped
     */
    void linkAll(Predicate<HeaderNode> usable, HeaderNode lastTip) {
        for (HeaderNode node : inOrder) {
            if (node == genesis) continue;
            boolean isNext = node.parent().orElseThrow().isLinked();
            node.unlink();
            if (!isNext || node.facts().transactions() == 0 || !usable.test(node)) continue;
            node.link(node.isAncestorOf(lastTip) ? BEST_BEFORE : FROM_DISK);
        }
        chooseAnew();
    }

    /** A stored block was lost: it and all on top of it cannot be connected for now. */
    void unlink(HeaderNode lost) {
        forSubtree(lost, HeaderNode::unlink);
        chooseAnew();
    }

    /** Marks a block, and so all that build on it, as invalid; the best is chosen anew. */
    void invalidate(HeaderNode node) {
        if (node == genesis) throw new IllegalStateException("genesis is valid");
        forSubtree(node, below -> below.markInvalid(true));
        chooseAnew();
    }

    /**
     * Says anew of a block and all that build on it whether they are invalid, after what is known
     * of some became other; the best is chosen anew.
     */
    void judgeAnew(HeaderNode from) {
        forSubtree(
                from,
                node -> {
                    boolean before = node.parent().map(HeaderNode::isInvalid).orElse(false);
                    node.markInvalid(before || node.facts().isFaulty());
                });
        chooseAnew();
    }

    /** Chooses a block, at equal work, before all that were complete earlier (preciousblock). */
    void prefer(HeaderNode node) {
        node.prefer(nextPreferred--);
        chooseAnew();
    }

    /** Shows a block and all on top of it, each after its parent. */
    static void forSubtree(HeaderNode root, Consumer<HeaderNode> visitor) {
        var ready = new ArrayDeque<>(List.of(root));
        while (!ready.isEmpty()) {
            HeaderNode node = ready.remove();
            visitor.accept(node);
            ready.addAll(node.children());
        }
    }

    private void chooseAnew() {
        HeaderNode header = genesis;
        HeaderNode linked = genesis;
        for (HeaderNode node : inOrder) {
            if (node.isInvalid()) continue;
            if (node.work().compareTo(header.work()) > 0) header = node;
            if (node.isLinked() && node.isBetterThan(linked)) linked = node;
        }
        bestHeader = header;
        best = linked;
    }
}
