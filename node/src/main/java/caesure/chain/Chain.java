// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.crypto.Secp256k1;
import caesure.ledger.Ledger;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.script.ScriptVerifier;
import caesure.store.BlockDB;
import caesure.store.BlockIndex.Standing;
import caesure.store.DataDir;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A copy of the block chain: takes headers and blocks, keeps those that may matter, and knows the
 * best chain and the coins after each of its blocks.
 *
 * <p>A block is stored when its header and all that needs no coins is right; its coins and scripts
 * are looked at when its branch has the most work. The ledgers of recent blocks are kept side by
 * side, so that a branch that turns out invalid, or is outgrown, is left by looking elsewhere.
 *
 * <p>What was told of a block is on disk: it survives the end of the process at any moment. After a
 * start {@link #catchUp} goes on where the last one ended.
 *
 * <p>Any number of threads may call; one at a time decides.
 */
public final class Chain implements AutoCloseable {
    /** Of how many blocks below the tip the ledgers are kept: a day's. */
    public static final int HORIZON_BLOCKS = 144;

    private final Params params;
    private final Archive archive;
    private final Verifier verifier;
    private final HeaderTree tree;
    private final Worlds worlds;
    private final Gate gate;
    private final Opening opening;
    private final Activation activation;
    private final Overrule word;
    private final Recovery recovery;
    private final Trial trial;
    private final Subscriptions subscriptions;
    private final Saver saver;
    private final Reporter reporter;
    private final Optional<BlockHash> assumeValid;
    private final ReentrantLock deciding;
    private boolean closed;

    /** The end of the best chain and the coins after it. */
    public record Tip(HeaderNode node, Ledger ledger) {}

    /**
     * What a user may choose.
     *
     * @param threads for scripts, 1 or more; as many as there are cores is best
     * @param assumeValid scripts up to this block need not be run, under Core's conditions
     * @param minimumWork a chain of headers from strangers with less is not kept
     * @param stopAtHeight the tip does not go beyond this block height; 0: no limit
     */
    public record Settings(
            int threads, Optional<BlockHash> assumeValid, Work minimumWork, int stopAtHeight) {

        /** Those of a network; all scripts are run. */
        public static Settings of(Params params, int threads) {
            return new Settings(threads, Optional.empty(), params.minimumWork(), 0);
        }
    }

    /** From where a block or a header comes: what is to be expected of it. */
    public enum Source {
        /** A file that a person chose; the header is judged first, as Core does there. */
        FILE,
        /** A person or a miner, by hand. */
        SUBMITTED,
        /** A peer that was asked for it. */
        REQUESTED,
        /** A peer that was not: it is kept only within the limits of Core's AcceptBlock. */
        UNREQUESTED,
        /** A peer that has shown before that its whole chain has enough work: headers alone. */
        PROVEN;

        boolean isVouched() {
            return this == FILE || this == SUBMITTED || this == PROVEN;
        }
    }

    /** Hears what a start finds and does. */
    public interface Reporter {
        void progress(CatchUp progress);

        /** Something on disk is not what it was. What and where, for a person. */
        void damage(String what);

        /** Something that was damaged is whole again. */
        void repaired(String what);

        /** From a block on scripts are run for this reason, in bitcoind's words; empty: not run. */
        default void scripts(HeaderNode from, Optional<String> reason) {}
    }

    private Chain(DataDir dir, Params params, Secp256k1 secp, Settings settings, Reporter reporter)
            throws IOException {
        this.params = params;
        this.reporter = reporter;
        this.assumeValid = settings.assumeValid();
        this.deciding = new ReentrantLock();
        this.subscriptions = new Subscriptions();
        this.archive = new Archive(dir, params, secp);
        this.verifier = new Verifier(new ScriptVerifier(secp), settings.threads());
        this.tree = new HeaderTree(params.genesis().header());
        this.worlds = new Worlds(tree.genesis(), archive, params);
        this.gate = new Gate(params, settings.minimumWork(), secp, tree, archive);
        this.opening = new Opening(params, tree, archive, gate, reporter);
        this.saver = new Saver(Saver.fileIn(dir), params.magic(), archive, reporter);
        var parts =
                new Activation.Parts(
                        params, tree, worlds, archive, verifier, subscriptions, saver, reporter);
        var first = new Tip(tree.genesis(), worlds.held(tree.genesis()).orElseThrow());
        this.activation = new Activation(parts, settings, first);
        this.word = new Overrule(tree, worlds, archive);
        this.recovery = new Recovery(params, worlds, archive, deciding, reporter);
        this.trial = new Trial(params, verifier, activation::tip);
    }

    /**
     * Opens the chain in a data directory, to write if that was opened to write: reads the index
     * and the saved coins. {@link #catchUp} does the rest.
     *
     * @param dir of the network of these params; it stays the caller's to close
     * @throws IOException also if the files are another network's
     */
    public static Chain open(
            DataDir dir, Params params, Secp256k1 secp, Settings settings, Reporter reporter)
            throws IOException {
        var chain = new Chain(dir, params, secp, settings, reporter);
        try {
            chain.opening.readIndex(dir.blocks());
            chain.opening.readCoins(Saver.fileIn(dir)).ifPresent(chain::begin);
            return chain;
        } catch (IOException | RuntimeException | Error e) {
            try {
                chain.release();
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    private void begin(Tip saved) {
        activation.begin(saved.node(), saved.ledger());
        saver.found(saved.ledger());
    }

    /**
     * Brings the chain to where its files allow: finds blocks that the index does not know, and
     * connects up to the best. Scripts that were run before are not run again.
     *
     * @param stop asked before each block
     * @return false if it was stopped before the end
     */
    public boolean catchUp(BooleanSupplier stop) throws IOException {
        deciding.lock();
        try {
            boolean whole = opening.scan(stop, tip().node().height());
            opening.settle().ifPresent(this::begin);
            opening.link(tip());
            if (!whole) return false;
            HeaderNode target = tree.best();
            int total = target.height() - target.lastCommon(tip().node()).height();
            long before = activation.connected();
            long beganNs = System.nanoTime();
            var stopped = new AtomicBoolean();
            activation.run(
                    Optional.empty(),
                    () -> {
                        long done = activation.connected() - before;
                        var elapsed = Duration.ofNanos(System.nanoTime() - beganNs);
                        int height = tip().node().height();
                        reporter.progress(
                                new CatchUp(
                                        CatchUp.Phase.CONNECTING, done, total, height, elapsed));
                        if (stop.getAsBoolean()) stopped.set(true);
                        return stopped.get();
                    });
            return !stopped.get();
        } finally {
            deciding.unlock();
        }
    }

    /**
     * Forgets all that was computed from blocks, before {@link #catchUp}: the coins, and which
     * scripts were run (-reindex-chainstate). What a person said of blocks stays.
     */
    public void forgetCoins() throws IOException {
        deciding.lock();
        try {
            for (HeaderNode node : tree.all()) {
                worlds.drop(node);
                if (node.height() == 0 || !node.facts().isConnected()) continue;
                node.set(node.facts().with(Standing.UNKNOWN, "").withoutSpent());
                archive.note(node);
            }
            HeaderNode genesis = tree.genesis();
            activation.begin(genesis, worlds.held(genesis).orElseThrow());
            saver.forget();
            opening.forgetCoins();
        } finally {
            deciding.unlock();
        }
    }

    /** Below which block scripts may be left out. */
    Optional<BlockHash> assumeValid() {
        return assumeValid;
    }

    /** The end of the best chain, and its ledger, as of now. */
    public Tip tip() {
        return activation.tip();
    }

    /** All headers. */
    public HeaderTree headers() {
        return tree;
    }

    public Params params() {
        return params;
    }

    /**
     * The stored block of that hash, on whatever branch.
     *
     * @return empty if it is not stored
     * @throws IOException if it cannot be read, or is not what was stored
     */
    public Optional<Block> block(BlockHash hash) throws IOException {
        Optional<HeaderNode> node = tree.find(hash).filter(HeaderNode::isHere);
        if (node.isEmpty()) return Optional.empty();
        return Optional.of(watch(() -> archive.body(node.get())));
    }

    /** The bytes of a stored block, for others: only its header is looked at. */
    public Optional<ByteString> bytes(BlockHash hash) throws IOException {
        Optional<HeaderNode> node = tree.find(hash).filter(HeaderNode::isHere);
        if (node.isEmpty()) return Optional.empty();
        return Optional.of(watch(() -> archive.bytes(node.get())));
    }

    /** Reads from disk what may be damaged. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Reads, and forgets a block that turns out not to be where it was. */
    private <T> T watch(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (Archive.DamagedException e) {
            if (e.lost().isPresent()) lose(e);
            throw e;
        }
    }

    private void lose(Archive.DamagedException damage) throws IOException {
        deciding.lock();
        try {
            activation.lose(damage.lost().orElseThrow(), damage.at(), damage.getMessage());
        } finally {
            deciding.unlock();
        }
    }

    /**
     * The coins that a block spent, in the order of its inputs. If they are damaged they are
     * computed anew.
     *
     * @return empty if the block was never connected
     */
    public Optional<SpentCoins> spent(BlockHash hash) throws IOException {
        Optional<HeaderNode> node = tree.find(hash).filter(n -> n.facts().wasConnected());
        if (node.isEmpty()) return Optional.empty();
        try {
            return Optional.of(archive.spent(node.get()));
        } catch (Archive.DamagedException e) {
            return Optional.of(watch(() -> recovery.spent(node.get(), e.getMessage())));
        }
    }

    /**
     * The ledger as of a block of the best chain. Older than the horizon it is computed from the
     * coins that the blocks above have spent.
     *
     * @return empty if the chain is not that high
     */
    public Optional<Ledger> ledgerAt(int height) throws IOException {
        HeaderNode top = tip().node();
        if (height < 0 || height > top.height()) return Optional.empty();
        return Optional.of(watch(() -> worlds.at(top.ancestor(height))));
    }

    /**
     * The ledger as of a block of any branch.
     *
     * @return empty if the block is unknown or was never connected
     */
    public Optional<Ledger> ledgerAt(BlockHash hash) throws IOException {
        Optional<HeaderNode> node = tree.find(hash).filter(n -> n.facts().isConnected());
        return node.isEmpty() ? Optional.empty() : Optional.of(watch(() -> worlds.at(node.get())));
    }

    /**
     * Takes a block from anywhere, in Core's order of checks.
     *
     * @param bytes one block and nothing else
     * @param nowS the time, in seconds since 1970
     * @throws IOException if it cannot be stored, or another cannot be read; never a verdict
     */
    public Verdict add(ByteString bytes, Source source, long nowS) throws IOException {
        try {
            return add(Block.parse(bytes), bytes, source, nowS);
        } catch (MalformedException e) {
            return new Verdict.Malformed(e.getMessage());
        }
    }

    /**
     * Takes a block that was parsed.
     *
     * @param bytes those of the block
     */
    public Verdict add(Block block, ByteString bytes, Source source, long nowS) throws IOException {
        deciding.lock();
        try {
            return switch (gate.judge(block, source, tip().node(), nowS)) {
                case Gate.Stopped(var verdict) -> verdict;
                case Gate.Passed(var node) -> keep(node, block, bytes);
            };
        } finally {
            deciding.unlock();
        }
    }

    /** Stores a block and follows the best chain to wherever that leads. */
    private Verdict keep(HeaderNode node, Block block, ByteString bytes) throws IOException {
        BlockDB.Location at = archive.blocks().append(bytes);
        archive.note(node, node.facts().withBody(at, block.transactions().size()));
        opening.adopt(node.hash());
        tree.link(node);
        subscriptions.publish(new ChainEvent.Stored(node));
        activation.run(Optional.of(block), () -> false);
        if (node.isInvalid()) return activation.rejected(node);
        return node.isAncestorOf(tip().node())
                ? new Verdict.Connected(node.hash(), node.height())
                : new Verdict.Stored(node.hash(), node.height());
    }

    /**
     * Takes headers, each of which builds on the one before or on one that is known.
     *
     * @param source of a peer's headers only those are kept that together have enough work
     * @param nowS the time, in seconds since 1970
     * @return why the first that was not taken was not; empty if all were
     */
    public Optional<Reject> addHeaders(List<Header> headers, Source source, long nowS)
            throws IOException {
        deciding.lock();
        try {
            boolean known = headers.stream().allMatch(h -> tree.find(h.hash()).isPresent());
            boolean worth = source.isVouched() || known || gate.areWorth(headers, tip().node());
            for (Header header : headers) {
                Optional<Reject> reject = gate.checkHeader(header, nowS);
                if (reject.isPresent()) return reject;
                if (!worth) return Optional.of(Reject.of(Reject.Reason.TOO_LITTLE_CHAINWORK, ""));
                HeaderNode node = tree.add(header);
                if (node.slot() >= 0 || node.height() == 0) continue;
                archive.note(node);
                opening.adopt(node.hash());
            }
            return Optional.empty();
        } finally {
            deciding.unlock();
        }
    }

    /**
     * Refuses a block, and all on top of it, by a person's word; also after the next start.
     *
     * @return false if the block is unknown or is the first
     */
    public boolean invalidate(BlockHash hash) throws IOException {
        return overrule(tree.find(hash).filter(n -> n.height() > 0), word::invalidate);
    }

    /**
     * Takes back that a block is invalid, and those before and on top of it: they are judged anew
     * (ResetBlockFailureFlags).
     *
     * @return false if the block is unknown
     */
    public boolean reconsider(BlockHash hash) throws IOException {
        return overrule(tree.find(hash), word::reconsider);
    }

    /**
     * Chooses a block before all others with as much work, until the next start (preciousblock).
     *
     * @return false if the block is unknown
     */
    public boolean prefer(BlockHash hash) throws IOException {
        return overrule(
                tree.find(hash),
                node -> {
                    if (node.work().compareTo(tip().node().work()) >= 0) tree.prefer(node);
                });
    }

    private boolean overrule(Optional<HeaderNode> node, Overrule.Change change) throws IOException {
        deciding.lock();
        try {
            if (node.isEmpty()) return false;
            change.on(node.get());
            activation.run(Optional.empty(), () -> false);
            return true;
        } finally {
            deciding.unlock();
        }
    }

    /** Tells a listener all events from now on, in order, on a thread of its own. */
    public Subscription subscribe(Consumer<ChainEvent> listener) {
        return subscriptions.add(listener);
    }

    /**
     * Waits until all listeners are through with all events up to now. Not for a listener.
     *
     * @throws InterruptedException if the wait was interrupted
     */
    public void awaitTold() throws InterruptedException {
        subscriptions.awaitTold();
    }

    /** Tries blocks on the tip without keeping them. */
    public Trial trial() {
        return trial;
    }

    /** Waits until all that was told would outlive a loss of power. */
    public void flush() throws IOException {
        archive.force();
    }

    /** Saves the coins, so that the next start has nothing to compute, and closes the files. */
    @Override
    public void close() throws IOException {
        deciding.lock();
        try {
            if (closed) return;
            saver.finish(tip().ledger());
            archive.force();
            archive.noteTip(tip().node());
        } finally {
            try {
                release();
            } finally {
                deciding.unlock();
            }
        }
    }

    private void release() throws IOException {
        if (closed) return;
        closed = true;
        subscriptions.close();
        try (archive) {
            verifier.close();
        }
    }
}
