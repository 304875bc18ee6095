// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.HeaderRules;
import caesure.consensus.Reject;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Transaction;
import caesure.store.Frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Brings the blocks of other people's files into a {@link Chain}: of files in the framing of
 * bootstrap.dat, and of a block folder of Bitcoin Core as it lies ({@link BlockFile}). It goes on
 * after a bad block. For one thread; {@link #run} once.
 *
 * <p>It works in two passes. The first goes from record to record and reads of each only the
 * header: what the chain has costs no more than that, which makes a resumed import fast. The second
 * reads each new body once, in the order in which a node could connect the blocks that read the
 * files from front to back, so first seen means what it means to Bitcoin Core. Blocks may lie in
 * any order, forks and copies among them; those whose parent is nowhere are told at the end. Where
 * the files hold more than {@link #RECORDS_MAX} new records both passes are repeated, and what
 * still waits for its parent is carried over.
 *
 * <p>Two passes and not one, in which blocks without parent wait, for only so is it known from the
 * start how much is new. The price is small: 3,001 records of 217 MB, shuffled within windows of
 * 1,000, took one pass 68.5 s of processor, and two 69.7 s; finding that all is known took 0.5 s
 * when bodies were read, and takes 0.1 s now.
 *
 * <p>An import that ends early, by a wish or by a kill, loses nothing that was taken: the next one
 * passes over it.
 */
public final class Importer {
    /** So many records are known by place at a time; each takes some 300 bytes of memory. */
    static final int RECORDS_MAX = 1 << 20;

    /** After so many bytes the disk is told to keep what it has. */
    private static final long FLUSH_BYTES = 64L << 20;

    /**
     * So many zeros on disk at the end of a file's last record show that it was never written
     * whole. A block may end in 36 of its own, or more; hidden by a key they are none on disk.
     */
    private static final int TORN_ZEROS_PLAIN = 64;

    private static final int TORN_ZEROS_HIDDEN = 8;

    /** Hears what happens, on the importing thread. */
    public interface Listener {
        /** After each record. */
        void progress(Progress progress);

        void bad(BadBlock block);

        /** When the import ends without it: nothing in the chain or the files is its parent. */
        void withoutParent(Orphan block);

        /** Bytes that are no record were skipped. */
        void skipped(Path file, Frames.Gap gap);
    }

    /** What an import does now. */
    public enum Phase {
        /** It goes from header to header to find what is new. */
        LOOKING,
        /** It brings blocks into the chain. */
        TAKING
    }

    /**
     * How far it is.
     *
     * @param bytesDone of the files; while it looks, those that it has looked at; then, those of
     *     which no block is left to be taken
     * @param bytesTotal of the files
     * @param bytesTaken those of blocks that were brought to the chain
     * @param height of the best chain
     * @param blocks accepted so far
     * @param inputs of those, without coinbases
     * @param elapsed since the start
     * @param taking how much of that was spent on taking blocks: what rates are to be counted by
     */
    public record Progress(
            Phase phase,
            long bytesDone,
            long bytesTotal,
            long bytesTaken,
            int height,
            long blocks,
            long inputs,
            Duration elapsed,
            Duration taking) {}

    /**
     * Where a record lies.
     *
     * @param offset of its first byte, which is the magic, in the file; the block is 8 bytes on
     */
    public record Place(Path file, long offset) {}

    /**
     * A block that breaks a rule, or a record that holds none.
     *
     * @param place empty if the block was stored by an earlier import
     * @param height where it would stand; empty if its parent is unknown
     * @param reason bitcoind's reject string, or what is wrong with the bytes
     * @param detail for a person; may be empty
     */
    public record BadBlock(
            Optional<Place> place,
            BlockHash hash,
            Optional<Integer> height,
            String reason,
            String detail) {}

    /** A block whose parent never came. */
    public record Orphan(Place place, BlockHash hash, BlockHash parent) {}

    /**
     * How it ended.
     *
     * @param tip the best chain's end
     * @param accepted how many blocks are new in the chain, on whatever branch
     * @param known how many were there before
     * @param inputs of the accepted blocks, without coinbases
     * @param stopped whether it was stopped before the end
     */
    public record Summary(
            HeaderNode tip,
            long accepted,
            long known,
            long bad,
            long withoutParent,
            long inputs,
            long bytesRead,
            Duration elapsed,
            boolean stopped) {}

    /** What a copy of a block is worth to those that build on it. */
    private enum Worth {
        /** The chain has it. */
        STANDS,
        /** The block is bad, and so are its children. */
        BAD,
        /** This copy is: a good one may come. */
        NOTHING
    }

    private final Chain chain;
    private final Listener listener;
    private final InstantSource clock;
    private final BooleanSupplier stop;
    private final int recordsMax;

    private final ImportIndex index = new ImportIndex();
    private final Queue<ImportIndex.Found> cheap = new ArrayDeque<>();
    private final Set<BlockHash> missing = new HashSet<>(); // of this pass: no copy stands
    private long bytesTodo; // of the records in the index
    private long bytesTaken;
    private long bytesUnflushed;
    private long accepted;
    private long inputs;
    private long known;
    private long bad;
    private long withoutParent;
    private Instant began = Instant.EPOCH;
    private Instant tookFrom = Instant.EPOCH;
    private Duration took = Duration.ZERO; // in earlier passes

    /**
     * @param clock gives the time that blocks are held to, and how long it takes
     * @param stop asked before each record: true ends the import
     */
    public Importer(Chain chain, Listener listener, InstantSource clock, BooleanSupplier stop) {
        this(chain, listener, clock, stop, RECORDS_MAX);
    }

    /** With another number of records at a time, for tests. */
    Importer(
            Chain chain,
            Listener listener,
            InstantSource clock,
            BooleanSupplier stop,
            int recordsMax) {
        this.chain = chain;
        this.listener = listener;
        this.clock = clock;
        this.stop = stop;
        this.recordsMax = recordsMax;
    }

    /**
     * Takes the blocks of files and folders, in their order.
     *
     * @param paths as {@link BlockFile#find} understands them
     * @throws IOException if a file cannot be read or the chain cannot write
     */
    public Summary run(List<Path> paths) throws IOException {
        began = clock.instant();
        var files = new ArrayList<BlockFile>();
        for (Path path : paths) files.addAll(BlockFile.find(path, chain.params()));
        boolean stopped = false;
        long bytesRead;
        try (var walk = new BlockFileWalk(files, chain.params().magic());
                var bodies = new BodyReader(chain.params().magic())) {
            boolean more = true;
            while (more && !stopped) {
                if (index.size() >= recordsMax && !index.hasReady(this::stands)) dropOrphans();
                stopped = !look(walk, bodies);
                stopped = stopped || !take(walk, bodies);
                more = index.hasReady(this::stands) || !walk.isDone();
            }
            bytesRead = walk.position();
        }
        chain.flush();
        if (!stopped) dropOrphans();
        return new Summary(
                chain.tip().node(),
                accepted,
                known,
                bad,
                withoutParent,
                inputs,
                bytesRead,
                elapsed(),
                stopped);
    }

    /** The first pass: finds what is new, until that is much. False if it was stopped. */
    private boolean look(BlockFileWalk walk, BodyReader bodies) throws IOException {
        while (index.size() < recordsMax) {
            if (stop.getAsBoolean()) return false;
            Optional<BlockFileWalk.Step> step = walk.next();
            tell(Phase.LOOKING, walk);
            if (step.isEmpty()) return true;
            BlockFile file = step.get().file();
            switch (step.get().piece()) {
                case Frames.Head head -> note(file, head);
                case Frames.Gap gap -> skipped(file, gap);
                case Frames.Frame _ -> throw new IllegalStateException("a body without need");
            }
            judgeCheap(bodies);
        }
        return true;
    }

    private void note(BlockFile file, Frames.Head head) {
        var record = ImportIndex.Found.of(file, head);
        if (isTaken(record.hash())) {
            known++;
        } else if (HeaderRules.checkProofOfWork(record.header(), chain.params()).isPresent()) {
            cheap.add(record);
        } else {
            index.add(record);
            bytesTodo += record.bytes();
        }
    }

    /** Names at once what has no proof of work: who spends none gets no memory. */
    private void judgeCheap(BodyReader bodies) throws IOException {
        while (!cheap.isEmpty()) judge(bodies.outOfTurn(cheap.remove()));
    }

    /** The second pass: brings what was found to the chain. False if it was stopped. */
    private boolean take(BlockFileWalk walk, BodyReader bodies) throws IOException {
        tookFrom = clock.instant();
        missing.clear();
        List<ImportIndex.Found> order = index.order(this::stands);
        if (chain.assumeValid().filter(this::isFound).isPresent()) addHeaders(order);
        bodies.expect(order);
        for (ImportIndex.Found record : order) {
            if (stop.getAsBoolean()) return false;
            BodyReader.Body body = bodies.next();
            if (missing.contains(record.header().previous())) {
                missing.add(record.hash());
                index.postpone(record);
            } else {
                offer(body, bodies);
                judgeCheap(bodies);
            }
            tell(Phase.TAKING, walk);
        }
        index.forgetPlaced();
        took = taking();
        return true;
    }

    private boolean isFound(BlockHash hash) {
        return index.find(hash).isPresent() || chain.headers().find(hash).isPresent();
    }

    /** Scripts can only be believed when the headers above are known. */
    private void addHeaders(List<ImportIndex.Found> order) throws IOException {
        long nowS = clock.instant().getEpochSecond();
        for (ImportIndex.Found record : order) {
            chain.addHeaders(List.of(record.header()), Chain.Source.FILE, nowS);
        }
    }

    /** Offers one copy of a block after the other until one stands. */
    private void offer(BodyReader.Body body, BodyReader bodies) throws IOException {
        ImportIndex.Found record = body.record();
        Worth best = judge(body);
        bytesTodo -= record.bytes();
        Optional<ImportIndex.Found> next = record.copy();
        for (; next.isPresent(); next = next.get().copy()) {
            ImportIndex.Found copy = next.get();
            index.done(copy);
            bytesTodo -= copy.bytes();
            if (best == Worth.STANDS) {
                known++;
                continue;
            }
            Worth worth = judge(bodies.outOfTurn(copy));
            if (worth == Worth.STANDS) index.prefer(copy);
            if (worth != Worth.NOTHING) best = worth;
        }
        if (best == Worth.NOTHING) missing.add(record.hash());
    }

    private Worth judge(BodyReader.Body body) throws IOException {
        return switch (body) {
            case BodyReader.Whole whole -> {
                Worth worth = judge(whole);
                int size = whole.bytes().length();
                bytesTaken += size;
                flushNowAndThen(size);
                if (size < whole.record().size()) lookInside(whole);
                yield worth;
            }
            case BodyReader.Broken(ImportIndex.Found record, String fault) -> {
                if (!isTorn(record)) bad(malformed(record, fault));
                yield Worth.NOTHING;
            }
        };
    }

    private Worth judge(BodyReader.Whole whole) throws IOException {
        ImportIndex.Found record = whole.record();
        long nowS = clock.instant().getEpochSecond();
        Verdict verdict = chain.add(whole.block(), whole.bytes(), Chain.Source.FILE, nowS);
        return switch (verdict) {
            case Verdict.Connected _, Verdict.Stored _ -> {
                count(whole.block());
                yield Worth.STANDS;
            }
            case Verdict.Known _, Verdict.Ignored _ -> {
                known++;
                yield Worth.STANDS;
            }
            case Verdict.NoParent _ -> {
                orphan(record);
                yield Worth.NOTHING;
            }
            case Verdict.Rejected rejected -> {
                rejected.ancestor().ifPresent(a -> bad(rejection(a, placeOf(a.hash()))));
                if (isTorn(record)) yield Worth.NOTHING;
                bad(rejection(rejected, Optional.of(record.place())));
                // children of a damaged copy wait on: a good one may come
                boolean all = rejected.reject().blame() == Reject.Blame.BLOCK;
                yield all ? Worth.BAD : Worth.NOTHING;
            }
            case Verdict.Malformed(String what) -> throw new IllegalStateException(what);
        };
    }

    /** A record claimed more than its block: what follows the block may be records, as to Core. */
    private void lookInside(BodyReader.Whole whole) throws IOException {
        ImportIndex.Found record = whole.record();
        try (Frames frames = record.file().open(chain.params().magic())) {
            frames.moveTo(record.offset() + Frames.HEAD_BYTES + whole.bytes().length());
            Optional<Frames.Head> head = frames.headBefore(record.end());
            for (; head.isPresent(); head = frames.headBefore(record.end())) {
                note(record.file(), head.get());
            }
        }
    }

    /**
     * Whether a broken record is the last of its file, with room behind it that another program
     * reserved: that program is just writing it, or was killed while it did.
     */
    private boolean isTorn(ImportIndex.Found record) throws IOException {
        int zeros = record.file().isHidden() ? TORN_ZEROS_HIDDEN : TORN_ZEROS_PLAIN;
        try (Frames frames = record.file().open(chain.params().magic())) {
            if (!frames.isRoomFrom(record.end() - Math.min(zeros, record.size()))) return false;
        }
        String what = "a block that is not written to its end";
        skipped(record.file(), new Frames.Gap(record.offset(), record.bytes(), what));
        return true;
    }

    private void skipped(BlockFile file, Frames.Gap gap) throws IOException {
        boolean all = gap.offset() == 0 && gap.bytes() == Files.size(file.path());
        boolean hidden = all && file.isNumbered() && !file.isHidden();
        String hint = hidden ? gap.reason() + " (where is its xor.dat?)" : gap.reason();
        listener.skipped(file.path(), new Frames.Gap(gap.offset(), gap.bytes(), hint));
    }

    /** Tells of those that still wait for a parent, and forgets them. */
    private void dropOrphans() {
        for (ImportIndex.Found record : index.clear()) {
            bytesTodo -= record.bytes();
            orphan(record);
        }
    }

    private void orphan(ImportIndex.Found record) {
        withoutParent++;
        listener.withoutParent(
                new Orphan(record.place(), record.hash(), record.header().previous()));
    }

    /** Whether the chain knows a block, so that others can be put behind it. */
    private boolean stands(BlockHash hash) {
        return chain.headers().find(hash).isPresent();
    }

    /** Whether the chain holds a block and nothing speaks against it: then it is not read again. */
    private boolean isTaken(BlockHash hash) {
        return chain.headers()
                .find(hash)
                .filter(node -> !node.isInvalid())
                .filter(HeaderNode::isHere)
                .isPresent();
    }

    private void count(Block block) {
        accepted++;
        for (Transaction transaction : block.transactions()) {
            if (!transaction.isCoinbase()) inputs += transaction.inputs().size();
        }
    }

    private void bad(BadBlock block) {
        bad++;
        listener.bad(block);
    }

    private BadBlock malformed(ImportIndex.Found record, String what) {
        Optional<Integer> height =
                chain.headers().find(record.header().previous()).map(parent -> parent.height() + 1);
        Optional<Place> place = Optional.of(record.place());
        return new BadBlock(place, record.hash(), height, "malformed block", what);
    }

    private static BadBlock rejection(Verdict.Rejected rejected, Optional<Place> place) {
        Reject reject = rejected.reject();
        return new BadBlock(
                place, rejected.hash(), rejected.height(), reject.text(), reject.detail());
    }

    private Optional<Place> placeOf(BlockHash hash) {
        return index.find(hash).map(ImportIndex.Found::place);
    }

    private void flushNowAndThen(int more) throws IOException {
        bytesUnflushed += more;
        if (bytesUnflushed < FLUSH_BYTES) return;
        chain.flush();
        bytesUnflushed = 0;
    }

    private void tell(Phase phase, BlockFileWalk walk) {
        boolean looking = phase == Phase.LOOKING;
        listener.progress(
                new Progress(
                        phase,
                        looking ? walk.position() : walk.position() - bytesTodo,
                        walk.bytes(),
                        bytesTaken,
                        chain.tip().node().height(),
                        accepted,
                        inputs,
                        elapsed(),
                        looking ? took : taking()));
    }

    private Duration elapsed() {
        return Duration.between(began, clock.instant());
    }

    private Duration taking() {
        return took.plus(Duration.between(tookFrom, clock.instant()));
    }
}
