// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.primitives.BlockHash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where a node has to be that was told this and that about a {@link ForkTree}, computed anew each
 * time and without a shortcut: most work wins, at equal work the branch that was complete first
 * (Core: CBlockIndexWorkComparator, ReceivedBlockTransactions, FindMostWorkChain, InvalidateBlock,
 * ResetBlockFailureFlags).
 */
public final class PlainChoice {
    private static final long BEST_BEFORE = 0;
    private static final long FROM_DISK = 1;

    private final Map<BlockHash, Entry> entries = new LinkedHashMap<>();
    private final Map<Entry, List<Entry>> waiting = new HashMap<>();
    private long next = FROM_DISK + 1;

    /** A header that the node knows. The first is its own parent. */
    private static final class Entry {
        final ForkTree.Grown grown;
        final Entry parent;
        boolean stored;
        boolean linked;
        boolean failed;
        boolean waitedAtAStart;
        long sequence;

        Entry(ForkTree.Grown grown, Entry parent) {
            this.grown = grown;
            this.parent = parent == null ? this : parent;
        }

        int height() {
            return grown.place().height();
        }

        boolean leadsTo(Entry other) {
            Entry at = other;
            while (at.height() > height()) at = at.parent;
            return at == this;
        }
    }

    /** A node that has the trunk. */
    public PlainChoice(ForkTree tree) {
        var root = new Entry(tree.grown().getFirst(), null);
        root.stored = true;
        root.linked = true;
        entries.put(root.grown.place().hash(), root);
    }

    public boolean knows(BlockHash hash) {
        return entries.containsKey(hash);
    }

    public boolean isStored(ForkTree.Grown block) {
        return knows(block.place().hash()) && entry(block).stored;
    }

    /** Whether this block, or one before it, is known as one that does not count. */
    public boolean isFailed(ForkTree.Grown block) {
        ends(); // finds faults
        if (knows(block.place().hash()) && entry(block).failed) return true;
        BlockHash parent = block.block().header().previous();
        return knows(parent) && entries.get(parent).failed;
    }

    /** A header came; whether it is taken. */
    public boolean header(ForkTree.Grown block) {
        if (knows(block.place().hash())) return !entry(block).failed;
        Entry parent = entries.get(block.block().header().previous());
        if (parent == null || parent.failed) return false;
        entries.put(block.place().hash(), new Entry(block, parent));
        return true;
    }

    /** A block came and was stored. */
    public void stored(ForkTree.Grown block) {
        header(block);
        Entry entry = entry(block);
        if (entry.stored) return;
        entry.stored = true;
        if (!entry.parent.linked) {
            waiting.computeIfAbsent(entry.parent, _ -> new ArrayList<>()).add(entry);
            return;
        }
        List<Entry> linked = link(entry);
        if (linked.stream().anyMatch(e -> e.waitedAtAStart)) {
            linked.forEach(e -> e.sequence = entry.sequence); // their order was not written down
        }
    }

    private List<Entry> link(Entry first) {
        var ready = new ArrayDeque<>(List.of(first));
        List<Entry> linked = new ArrayList<>();
        while (!ready.isEmpty()) {
            Entry whole = ready.remove();
            whole.linked = true;
            whole.sequence = next++;
            linked.add(whole);
            if (waiting.containsKey(whole)) ready.addAll(waiting.remove(whole));
        }
        return linked;
    }

    /** Blocks came in an order that nobody knows; each after those that it builds on. */
    public void storedSomehow(Collection<ForkTree.Grown> blocks) {
        long together = next;
        blocks.forEach(this::stored);
        for (Entry entry : entries.values()) {
            if (entry.sequence > together) entry.sequence = together;
        }
    }

    /** A block was found to break a rule before it was stored. */
    public void refused(ForkTree.Grown block) {
        if (header(block)) invalidate(block);
    }

    /** A person said that it does not count, nor what builds on it. */
    public void invalidate(ForkTree.Grown block) {
        Entry from = entry(block);
        for (Entry entry : entries.values()) {
            if (from.leadsTo(entry)) entry.failed = true;
        }
    }

    /** Whatever was said or found of this block, those before and those after is forgotten. */
    public void reconsider(ForkTree.Grown block) {
        Entry at = entry(block);
        for (Entry entry : entries.values()) {
            if (at.leadsTo(entry) || entry.leadsTo(at)) entry.failed = false;
        }
    }

    /** The node was stopped, or killed, and started: of all it knew it knows the tip best. */
    public void restarted(ForkTree.Grown tip) {
        Entry end = entry(tip);
        waiting.values().forEach(some -> some.forEach(e -> e.waitedAtAStart = true));
        for (Entry entry : entries.values()) {
            entry.sequence = entry.leadsTo(end) ? BEST_BEFORE : FROM_DISK;
        }
    }

    /** A block of which the node knows the header; not the trunk's. */
    public ForkTree.Grown any(SplittableRandom random, ForkTree.Grown otherwise) {
        if (entries.size() == 1) return otherwise;
        int skipped = 1 + random.nextInt(entries.size() - 1);
        return entries.values().stream().skip(skipped).findFirst().orElseThrow().grown;
    }

    /** Those that do not count. */
    public List<ForkTree.Grown> failed() {
        return entries.values().stream().filter(e -> e.failed).map(e -> e.grown).toList();
    }

    /**
     * Where the node may be: at one block, or at one of several between which nothing decides. What
     * had to be found faulty on the way is marked.
     */
    public List<ForkTree.Grown> ends() {
        while (true) {
            List<Entry> best = new ArrayList<>();
            for (Entry entry : entries.values()) {
                if (!entry.linked || entry.failed) continue;
                int order = best.isEmpty() ? 1 : compare(entry, best.getFirst());
                if (order > 0) best.clear();
                if (order >= 0) best.add(entry);
            }
            List<ForkTree.Grown> valid =
                    best.stream().map(e -> e.grown).filter(ForkTree.Grown::valid).toList();
            if (!valid.isEmpty()) return valid;
            best.forEach(this::fail);
        }
    }

    private static int compare(Entry a, Entry b) {
        return a.height() != b.height()
                ? Integer.compare(a.height(), b.height())
                : Long.compare(b.sequence, a.sequence);
    }

    /** Marks the first block on the way that is not valid, and all on top of it. */
    private void fail(Entry end) {
        Entry first = end;
        while (!first.parent.grown.valid()) first = first.parent;
        invalidate(first.grown);
    }

    private Entry entry(ForkTree.Grown block) {
        return entries.get(block.place().hash());
    }
}
