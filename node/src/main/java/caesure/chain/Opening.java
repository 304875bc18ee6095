// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.ledger.Ledger;
import caesure.ledger.SavedLedger;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.store.BlockDB;
import caesure.store.BlockIndex;
import caesure.store.BlockIndex.Standing;
import caesure.store.Frames;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Brings a chain from the disk into memory: the index first, then the saved coins, then whatever
 * lies in the block files beyond the index. What is damaged is named, left out, and found again
 * where the block files allow it.
 */
final class Opening {
    private final Params params;
    private final HeaderTree tree;
    private final Archive archive;
    private final Gate gate;
    private final Chain.Reporter reporter;
    private final Map<BlockHash, List<Slotted>> parentless = new HashMap<>();
    private final Map<BlockHash, List<BlockDB.Location>> severed = new HashMap<>();
    private BlockDB.Extent known = BlockDB.Extent.NONE;
    private BlockDB.Extent settled = BlockDB.Extent.NONE; // all before it is in the index
    private BlockHash lastTip;
    private Optional<Ledger> saved = Optional.empty();
    private boolean savedIsUsed;

    /** An entry of the index and where it stands there. */
    private record Slotted(int slot, BlockIndex.Entry entry) {}

    Opening(Params params, HeaderTree tree, Archive archive, Gate gate, Chain.Reporter reporter) {
        this.params = params;
        this.tree = tree;
        this.archive = archive;
        this.gate = gate;
        this.reporter = reporter;
        this.lastTip = tree.genesis().hash();
    }

    /** Reads the index and opens the files that it is of. */
    void readIndex(Path blocks) throws IOException {
        BlockIndex index = archive.index();
        index.forEach(this::take);
        Optional<BlockIndex.State> state = index.state();
        state.ifPresent(s -> lastTip = s.tip());
        known = state.map(BlockIndex.State::extent).orElse(BlockDB.Extent.NONE);
        if (index.damaged() > 0) {
            reporter.damage(
                    index.damaged()
                            + " slots of blocks/index.dat are damaged or missing: all block files are"
                            + " read again");
            known = BlockDB.Extent.NONE;
        }
        settled = known;
        archive.open(blocks, known, spentEnds(), reporter);
        dropLost();
        long unknown = archive.blocks().bytesBehind(known);
        if (tree.all().size() == 1 && unknown > 0) {
            reporter.repaired(
                    "blocks/index.dat knows no block: "
                            + unknown
                            + " bytes of block files are read");
        }
    }

    /**
     * Reads the saved coins.
     *
     * @return the block that they are of, and they; empty if there are none that can be used now
     */
    Optional<Chain.Tip> readCoins(Path file) {
        try {
            saved = SavedLedger.load(file, params, () -> false);
        } catch (IOException e) {
            reporter.damage(e.getMessage() + ": the coins are computed anew from the blocks");
        }
        if (saved.isEmpty() && lastTip().height() > 0) {
            reporter.repaired("no saved coins in " + file + ": computed anew from the blocks");
        }
        Optional<Chain.Tip> base = base();
        tree.linkAll(node -> isUsable(node, base), lastTip());
        return base;
    }

    /**
     * Reads what lies in the block files beyond the index.
     *
     * @return false if it was stopped
     */
    boolean scan(BooleanSupplier stop, int height) throws IOException {
        long total = archive.blocks().bytesBehind(known);
        long beganNs = System.nanoTime();
        var visitor =
                new BlockDB.Visitor() {
                    private long done;

                    @Override
                    public boolean block(BlockDB.Location at, ByteString bytes) throws IOException {
                        restore(at, bytes);
                        done += bytes.length() + Frames.HEAD_BYTES;
                        var elapsed = Duration.ofNanos(System.nanoTime() - beganNs);
                        reporter.progress(
                                new CatchUp(CatchUp.Phase.READING, done, total, height, elapsed));
                        known = known.behind(at);
                        return !stop.getAsBoolean();
                    }

                    @Override
                    public void gap(String file, Frames.Gap gap) {
                        reporter.damage(
                                file
                                        + ": "
                                        + gap.bytes()
                                        + " bytes from byte "
                                        + gap.offset()
                                        + " hold no block ("
                                        + gap.reason()
                                        + ")");
                    }
                };
        boolean whole = archive.blocks().scan(known, visitor);
        if (whole) {
            known = archive.blocks().extent();
            archive.mend();
        }
        // what was read but waits for its parent is known in memory alone
        if (whole || severed.isEmpty()) settled = known;
        archive.noteExtent(settled, whole, tree.find(lastTip).orElse(tree.genesis()));
        return whole;
    }

    /**
     * Links what the scan has found, and looks once more whether the saved coins can be used.
     *
     * @return the block that they are of, if that is known only now
     */
    Optional<Chain.Tip> settle() throws IOException {
        Optional<Chain.Tip> late = savedIsUsed ? Optional.empty() : base();
        if (late.isPresent()) {
            for (HeaderNode n = late.get().node(); n.height() > 0; n = n.parent().orElseThrow()) {
                if (n.facts().standing() != Standing.UNKNOWN) continue;
                n.set(n.facts().with(Standing.ASSUMED, "")); // its slot was damaged
                archive.note(n);
            }
        }
        return late;
    }

    void link(Chain.Tip now) {
        tree.linkAll(node -> isUsable(node, Optional.of(now)), lastTip());
    }

    /** The stored blocks that waited for a damaged parent, and those that waited for them. */
    void adopt(BlockHash parent) throws IOException {
        var ready = new ArrayDeque<BlockHash>(List.of(parent));
        while (!ready.isEmpty()) {
            BlockHash hash = ready.remove();
            ready.addAll(putChildren(hash));
            List<BlockDB.Location> places = severed.remove(hash);
            for (var at : places == null ? List.<BlockDB.Location>of() : places) {
                restoreOne(at, archive.blocks().read(at)).ifPresent(ready::add);
            }
        }
    }

    private HeaderNode lastTip() {
        return tree.find(lastTip).orElse(tree.genesis());
    }

    /** The saved coins with their block, if that is known and stands where they say. */
    private Optional<Chain.Tip> base() {
        if (saved.isEmpty()) return Optional.empty();
        int height = saved.get().height();
        Optional<HeaderNode> node =
                tree.find(saved.get().block()).filter(n -> n.height() == height);
        savedIsUsed = node.isPresent();
        return node.map(n -> new Chain.Tip(n, saved.get()));
    }

    /** Whether a block that was seen can be connected again, or need not be. */
    private static boolean isUsable(HeaderNode node, Optional<Chain.Tip> base) {
        return node.facts().body().isPresent()
                || base.map(b -> node.isAncestorOf(b.node())).orElse(false);
    }

    /** Slots are used again: an entry may stand before that of its parent. */
    private void take(int slot, BlockIndex.Entry entry) {
        BlockHash parent = entry.header().previous();
        if (tree.find(parent).isEmpty()) {
            parentless.merge(parent, List.of(new Slotted(slot, entry)), Opening::joined);
            return;
        }
        put(slot, entry);
        var ready = new ArrayDeque<BlockHash>(List.of(entry.header().hash()));
        while (!ready.isEmpty()) ready.addAll(putChildren(ready.remove()));
    }

    /** Puts the entries that waited for a block into the tree; their hashes. */
    private List<BlockHash> putChildren(BlockHash parent) {
        List<Slotted> children = parentless.remove(parent);
        if (children == null) return List.of();
        for (Slotted child : children) put(child.slot(), child.entry());
        return children.stream().map(child -> child.entry().header().hash()).toList();
    }

    private void put(int slot, BlockIndex.Entry entry) {
        HeaderNode node = tree.add(entry.header());
        if (node.slot() >= 0) return; // it came again meanwhile, and more is known of it
        node.setSlot(slot);
        node.set(
                new Facts(
                        entry.block(),
                        entry.spent(),
                        entry.transactions(),
                        entry.standing(),
                        entry.fault()));
        if (node.facts().isFaulty()) HeaderTree.forSubtree(node, n -> n.markInvalid(true));
    }

    /**
     * Where the last spent coins of each file end, of all blocks that the index knows: also of
     * those that wait for a parent whose slot is damaged.
     */
    private Map<Integer, Long> spentEnds() {
        Stream<Optional<BlockDB.Location>> linked =
                tree.all().stream().map(node -> node.facts().spent());
        Stream<Optional<BlockDB.Location>> waiting =
                parentless.values().stream().flatMap(List::stream).map(w -> w.entry().spent());
        Map<Integer, Long> ends = new HashMap<>();
        Stream.concat(linked, waiting)
                .flatMap(Optional::stream)
                .forEach(at -> ends.merge(at.file(), at.offset() + at.size(), Math::max));
        return ends;
    }

    /** Forgets where blocks lay whose files are gone or have become shorter. */
    private void dropLost() throws IOException {
        Map<String, Integer> lost = new java.util.TreeMap<>();
        for (HeaderNode node : tree.all()) {
            Optional<BlockDB.Location> at = node.facts().body();
            if (at.isEmpty() || archive.blocks().holds(at.get())) continue;
            lost.merge(archive.blocks().nameOf(at.get()), 1, Integer::sum);
            node.set(node.facts().withoutBody());
            archive.note(node);
        }
        lost.forEach((file, count) ->
                reporter.damage(
                        count
                                + " blocks are not in "
                                + file
                                + " any more; importing them again fills the gap"));
    }

    private void restore(BlockDB.Location at, ByteString bytes) throws IOException {
        Optional<BlockHash> hash = restoreOne(at, bytes);
        if (hash.isPresent()) adopt(hash.get());
    }

    /** The hash of a stored block that is in the tree now and was not before. */
    private Optional<BlockHash> restoreOne(BlockDB.Location at, ByteString bytes)
            throws IOException {
        Block block;
        try {
            block = Block.parse(bytes);
        } catch (MalformedException e) {
            String where = archive.blocks().nameOf(at) + ":" + at.offset();
            reporter.damage("no block at " + where + ": " + e.getMessage());
            return Optional.empty(); // as if it had never come
        }
        Optional<HeaderNode> here = tree.find(block.hash());
        if (here.isPresent() && here.get().facts().body().equals(Optional.of(at))) {
            return Optional.empty(); // the index knew more than how far it was
        }
        HeaderNode genesis = tree.genesis();
        switch (gate.judge(block, Chain.Source.FILE, genesis, Gate.ALWAYS)) {
            case Gate.Passed(HeaderNode node) -> {
                node.set(node.facts().withBody(at, block.transactions().size()));
                archive.note(node);
                return Optional.of(node.hash());
            }
            case Gate.Stopped(Verdict.NoParent(_, BlockHash parent)) ->
                    severed.merge(parent, List.of(at), Opening::joined);
            case Gate.Stopped(Verdict.Rejected rejected) ->
                    reporter.damage(
                            archive.blocks().nameOf(at)
                                    + ":"
                                    + at.offset()
                                    + ": "
                                    + rejected.reject());
            case Gate.Stopped _ -> {}
        }
        return Optional.empty();
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** As if no coins had been saved. */
    void forgetCoins() {
        saved = Optional.empty();
    }
}
