// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.BlockRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.crypto.Secp256k1;
import caesure.ledger.Ledger;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.script.ScriptVerifier;
import caesure.store.BlockDB;
import caesure.store.DataDir;
import caesure.store.VerdictLog;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A copy of the block chain: takes blocks, keeps those that may matter, and knows the best chain
 * and the coins after each of its blocks.
 *
 * <p>A block is stored when its header and all that needs no coins is right; its coins and scripts
 * are looked at when its branch has the most work. The ledgers of recent blocks are kept side by
 * side, so that a branch that turns out invalid, or is outgrown, is left by looking elsewhere.
 *
 * <p>Opening reads all stored blocks again and judges them as if they came from a stranger; only
 * the scripts of those in the {@link VerdictLog} are believed. What is damaged is passed over, and
 * taken again when somebody brings it.
 *
 * <p>Any number of threads may call; one at a time decides.
 */
public final class Chain implements AutoCloseable {
    /** Of how many blocks below the tip the ledgers are kept: a day's. */
    public static final int HORIZON_BLOCKS = 144;

    private final Params params;
    private final Secp256k1 secp;
    private final BlockDB blocks;
    private final VerdictLog verdicts;
    private final Verifier verifier;
    private final HeaderTree tree;
    private final Gate gate;
    private final Map<BlockHash, BlockDB.Location> stored = new ConcurrentHashMap<>();
    private final Map<HeaderNode, Ledger> worlds = new ConcurrentHashMap<>();
    private final Map<BlockHash, List<BlockDB.Location>> severed = new HashMap<>();
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile Tip tip;

    /** The end of the best chain and the coins after it. */
    public record Tip(HeaderNode node, Ledger ledger) {}

    private Chain(Params params, Secp256k1 secp, BlockDB blocks, VerdictLog log, int threads) {
        this.params = params;
        this.secp = secp;
        this.blocks = blocks;
        this.verdicts = log;
        this.verifier = new Verifier(new ScriptVerifier(secp), threads);
        this.tree = new HeaderTree(params.genesis().header());
        this.gate = new Gate(params, secp, tree, log);
        this.tip = new Tip(tree.genesis(), Ledger.genesis(params));
        worlds.put(tree.genesis(), tip.ledger());
    }

    /**
     * Opens the chain in a data directory, to write if that was opened to write.
     *
     * @param dir of the network of these params; it stays the caller's to close
     * @param threads for scripts, 1 or more; as many as there are cores is best
     * @throws IOException also if the files are another network's
     */
    public static Chain open(DataDir dir, Params params, Secp256k1 secp, int threads)
            throws IOException {
        boolean write = dir.isWritable();
        var file = dir.chainstate().resolve("verdicts.dat");
        VerdictLog log =
                write
                        ? VerdictLog.openWriter(file, params.magic())
                        : VerdictLog.openReader(file, params.magic());
        Chain chain = null;
        try {
            BlockDB blocks =
                    write
                            ? BlockDB.openWriter(dir.blocks(), params.magic())
                            : BlockDB.openReader(dir.blocks(), params.magic());
            chain = new Chain(params, secp, blocks, log, threads);
            blocks.forEach(chain::restore);
            return chain;
        } catch (IOException | RuntimeException | Error e) {
            if (chain != null) chain.close();
            else log.close();
            throw e;
        }
    }

    /** The end of the best chain, and its ledger, as of now. */
    public Tip tip() {
        return tip;
    }

    /** All headers. */
    public HeaderTree headers() {
        return tree;
    }

    public Params params() {
        return params;
    }

    /** The stored block of that hash, on whatever branch. */
    public Optional<Block> block(BlockHash hash) throws IOException {
        if (hash.equals(params.genesis().hash())) return Optional.of(params.genesis());
        if (!stored.containsKey(hash)) return Optional.empty();
        return Optional.of(read(tree.find(hash).orElseThrow()));
    }

    /**
     * The ledger as of a block of the best chain. Older than the horizon it is computed from the
     * stored blocks; nothing on disk changes.
     *
     * @return empty if the chain is not that high
     */
    public Optional<Ledger> ledgerAt(int height) throws IOException {
        Tip now = tip;
        if (height < 0 || height > now.node().height()) return Optional.empty();
        ArrayDeque<HeaderNode> path = new ArrayDeque<>();
        HeaderNode node = now.node().ancestor(height);
        Ledger ledger = worlds.get(node);
        while (ledger == null) {
            path.push(node);
            node = node.parent().orElseThrow();
            ledger = worlds.get(node);
        }
        for (HeaderNode next : path) {
            ledger =
                    switch (ledger.extend(read(next), next, params)) {
                        case Ledger.Extended(var after, _, _) -> after;
                        case Ledger.Refused(var reject) ->
                                throw new IllegalStateException(next + " was valid: " + reject);
                    };
        }
        return Optional.of(ledger);
    }

    /**
     * Takes a block from anywhere, in Core's order of checks (AcceptBlock, then ActivateBestChain).
     *
     * @param bytes one block and nothing else
     * @param nowS the time, in seconds since 1970
     * @throws IOException if it cannot be stored, or another cannot be read; never a verdict
     */
    public Verdict add(ByteString bytes, long nowS) throws IOException {
        try {
            return add(Block.parse(bytes), bytes, nowS);
        } catch (MalformedException e) {
            return new Verdict.Malformed(e.getMessage());
        }
    }

    /**
     * Takes a block that was parsed.
     *
     * @param bytes those of the block
     */
    Verdict add(Block block, ByteString bytes, long nowS) throws IOException {
        deciding.lock();
        try {
            Optional<Verdict> refused = gate.refuse(block, nowS);
            if (refused.isPresent()) return refused.get();
            Verdict verdict = keep(block, blocks.append(bytes));
            adopt(block.hash());
            return verdict;
        } finally {
            deciding.unlock();
        }
    }

    /** Waits until all that was told would outlive a loss of power: blocks first, then verdicts. */
    public void flush() throws IOException {
        blocks.force();
        verdicts.force();
    }

    @Override
    public void close() throws IOException {
        deciding.lock();
        try (verdicts;
                blocks) {
            verifier.close();
        } finally {
            deciding.unlock();
        }
    }

    /** Takes a block that the store already has. */
    private void restore(BlockDB.Location location, ByteString bytes) throws IOException {
        Block block;
        try {
            block = Block.parse(bytes);
        } catch (MalformedException e) {
            return; // damaged on disk: as if it had never come
        }
        Optional<Verdict> refused = gate.refuse(block, Gate.ALWAYS);
        if (refused.isEmpty()) {
            keep(block, location);
            adopt(block.hash());
        } else if (refused.get() instanceof Verdict.NoParent(_, BlockHash parent)) {
            severed.merge(parent, List.of(location), Chain::joined);
        }
    }

    /** Takes the stored blocks that waited for a damaged parent, and those that waited for them. */
    private void adopt(BlockHash parent) throws IOException {
        var waiting = new ArrayDeque<>(severed.getOrDefault(parent, List.of()));
        severed.remove(parent);
        for (BlockDB.Location location : waiting) restore(location, blocks.read(location));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Puts a stored block into the tree and follows the best chain to wherever that leads. */
    private Verdict keep(Block block, BlockDB.Location location) throws IOException {
        HeaderNode node = tree.add(block.header());
        stored.put(block.hash(), location);
        Map<HeaderNode, Reject> failed = new LinkedHashMap<>();
        while (tree.best() != tip.node()) connectUpTo(tree.best(), block, failed);
        if (node.isInvalid()) return rejected(node, failed);
        return node.isAncestorOf(tip.node())
                ? new Verdict.Connected(node.hash(), node.height())
                : new Verdict.Stored(node.hash(), node.height());
    }

    private Verdict rejected(HeaderNode node, Map<HeaderNode, Reject> failed) {
        if (failed.containsKey(node)) return rejection(node, failed.get(node), Optional.empty());
        HeaderNode ancestor =
                failed.keySet().stream().filter(n -> n.isAncestorOf(node)).findAny().orElseThrow();
        return rejection(
                node,
                Reject.of(Reject.Reason.BAD_PREVBLK, "builds on invalid " + ancestor),
                Optional.of(rejection(ancestor, failed.get(ancestor), Optional.empty())));
    }

    private static Verdict.Rejected rejection(
            HeaderNode node, Reject reject, Optional<Verdict.Rejected> ancestor) {
        return new Verdict.Rejected(node.hash(), Optional.of(node.height()), reject, ancestor);
    }

    /** Builds the worlds that lead to a block, as far as they exist. */
    private void connectUpTo(HeaderNode target, Block fresh, Map<HeaderNode, Reject> failed)
            throws IOException {
        var path = new ArrayDeque<HeaderNode>();
        for (HeaderNode n = target; !worlds.containsKey(n); n = n.parent().orElseThrow()) {
            path.push(n);
        }
        for (HeaderNode node : path) {
            Block block = node.hash().equals(fresh.hash()) ? fresh : read(node);
            Optional<Reject> reject = connect(node, block);
            if (reject.isPresent()) {
                verdicts.add(node.hash(), new VerdictLog.Invalid(reject.get().text()));
                tree.invalidate(node);
                failed.put(node, reject.get());
                return;
            }
            if (node.isBetterThan(tip.node())) tip = new Tip(node, worlds.get(node));
            forgetWorldsBelow(Math.min(node.height(), tip.node().height()) - HORIZON_BLOCKS);
        }
        tip = new Tip(target, worlds.get(target));
    }

    /** Makes the world after a block, if it is valid in all respects. */
    private Optional<Reject> connect(HeaderNode node, Block block) throws IOException {
        Ledger before = worlds.get(node.parent().orElseThrow());
        return switch (before.extend(block, node, params)) {
            case Ledger.Refused(var reject) -> Optional.of(reject);
            case Ledger.Extended(var after, var connected, _) -> {
                if (verdicts.of(node.hash()).isEmpty()) {
                    Optional<Reject> reject = verifier.verify(connected);
                    if (reject.isPresent()) yield reject;
                    verdicts.add(node.hash(), new VerdictLog.Valid());
                }
                worlds.put(node, after);
                yield Optional.empty();
            }
        };
    }

    private void forgetWorldsBelow(int height) {
        HeaderNode held = tip.node();
        worlds.keySet().removeIf(n -> n.height() < height && n.height() > 0 && n != held);
    }

    /**
     * A stored block, checked again: a file that went bad must not make a good block invalid.
     *
     * @throws IOException if it is not what was stored
     */
    private Block read(HeaderNode node) throws IOException {
        BlockDB.Location location = stored.get(node.hash());
        String where =
                "damaged: " + node + " at " + blocks.nameOf(location) + ":" + location.offset();
        try {
            Block block = Block.parse(blocks.read(location));
            boolean same = block.hash().equals(node.hash());
            if (same
                    && BlockRules.checkStructure(block, params, secp).isEmpty()
                    && BlockRules.checkContext(block, node.parent().orElseThrow(), params)
                            .isEmpty()) {
                return block;
            }
            throw new IOException(where);
        } catch (MalformedException e) {
            throw new IOException(where, e);
        }
    }
}
