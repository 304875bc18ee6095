// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Reject;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Brings the blocks of files in the framing of bootstrap.dat into a {@link Chain}. It goes on after
 * a bad block. Blocks may come before their parents: where they lie is remembered until the parent
 * comes. For one thread; {@link #run} once.
 */
public final class Importer {
    /** So many blocks may wait for a parent; each takes some 200 bytes of memory. */
    private static final int WAITING_MAX = 1_000_000;

    /**
     * So many stored blocks of side branches are remembered by place, in case they turn out bad.
     */
    private static final int STORED_MAX = 1_000_000;

    /** After so many bytes the disk is told to keep what it has. */
    private static final long FLUSH_BYTES = 64L << 20;

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

    /**
     * How far it is.
     *
     * @param height of the best chain
     * @param blocks accepted so far
     * @param inputs of those, without coinbases
     */
    public record Progress(
            long bytesRead,
            long bytesTotal,
            int height,
            long blocks,
            long inputs,
            Duration elapsed) {}

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

    private record Waiting(Place place, int size, BlockHash hash) {}

    private final Chain chain;
    private final Listener listener;
    private final InstantSource clock;
    private final BooleanSupplier stop;

    private final Map<BlockHash, List<Waiting>> waiting = new LinkedHashMap<>();
    private final Map<BlockHash, Place> storedAt = new HashMap<>();
    private int waitingCount;
    private long bytesTotal;
    private long bytesBefore; // of the files that are done
    private long bytesRead;
    private long bytesUnflushed;
    private long accepted;
    private long inputs;
    private long known;
    private long bad;
    private long withoutParent;
    private Instant began = Instant.EPOCH;

    /**
     * @param clock gives the time that blocks are held to, and how long it takes
     * @param stop asked before each record: true ends the import
     */
    public Importer(Chain chain, Listener listener, InstantSource clock, BooleanSupplier stop) {
        this.chain = chain;
        this.listener = listener;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Reads the files in their order.
     *
     * @throws IOException if a file cannot be read or the chain cannot write
     */
    public Summary run(List<Path> files) throws IOException {
        began = clock.instant();
        for (Path file : files) bytesTotal += Files.size(file);
        boolean stopped = false;
        for (Path file : files) {
            stopped = stop.getAsBoolean() || !read(file);
            if (stopped) break;
        }
        chain.flush();
        if (!stopped) waiting.forEach((parent, list) -> list.forEach(w -> report(w, parent)));
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

    /** False if it was stopped on the way. */
    private boolean read(Path file) throws IOException {
        try (Frames frames = Frames.open(file, chain.params().magic())) {
            Optional<Frames.Piece> piece = frames.next();
            for (; piece.isPresent(); piece = frames.next()) {
                switch (piece.get()) {
                    case Frames.Frame frame -> take(file, frames, frame);
                    case Frames.Gap gap -> listener.skipped(file, gap);
                }
                tell(frames.position());
                if (stop.getAsBoolean()) return false;
            }
            tell(frames.position());
            bytesBefore += frames.position();
        }
        return true;
    }

    private void take(Path file, Frames frames, Frames.Frame frame) throws IOException {
        Place place = new Place(file, frame.offset());
        Optional<Parsed> parsed = parse(place, frame.block());
        if (parsed.isEmpty()) return;
        int size = parsed.get().bytes.length();
        if (size < frame.block().length()) frames.moveTo(frame.blockOffset() + size); // as Core
        add(parsed.get());
        flushNowAndThen(size);
    }

    private record Parsed(Place place, Block block, ByteString bytes) {}

    /** Empty, and reported, if the bytes do not begin with a block. */
    private Optional<Parsed> parse(Place place, ByteString bytes) {
        ByteReader in = bytes.reader();
        try {
            Block block = Block.read(in);
            return Optional.of(new Parsed(place, block, bytes.slice(0, in.position())));
        } catch (MalformedException e) {
            bad++;
            listener.bad(malformed(place, bytes, e.getMessage()));
            return Optional.empty();
        }
    }

    private BadBlock malformed(Place place, ByteString bytes, String what) {
        Header header;
        try {
            header = Header.read(bytes.reader());
        } catch (MalformedException e) {
            throw new IllegalStateException("a record shorter than a header", e);
        }
        Optional<Integer> height =
                chain.headers().find(header.previous()).map(parent -> parent.height() + 1);
        return new BadBlock(Optional.of(place), header.hash(), height, "malformed block", what);
    }

    /** Adds a block and all that waited for it. */
    private void add(Parsed parsed) throws IOException {
        var ready = new ArrayDeque<BlockHash>();
        if (judge(parsed)) ready.add(parsed.block.hash());
        while (!ready.isEmpty()) {
            List<Waiting> children = waiting.remove(ready.remove());
            if (children == null) continue;
            waitingCount -= children.size();
            for (Waiting child : children) {
                if (judge(reread(child))) ready.add(child.hash);
            }
        }
    }

    /** Whether those that wait for this block can be judged now. */
    private boolean judge(Parsed parsed) throws IOException {
        long nowS = clock.instant().getEpochSecond();
        Verdict verdict = chain.add(parsed.block, parsed.bytes, Chain.Source.FILE, nowS);
        switch (verdict) {
            case Verdict.Connected _ -> count(parsed.block);
            case Verdict.Stored(BlockHash hash, _) -> {
                count(parsed.block);
                if (storedAt.size() < STORED_MAX) storedAt.put(hash, parsed.place);
            }
            case Verdict.Known _, Verdict.Ignored _ -> known++;
            case Verdict.NoParent(BlockHash hash, BlockHash parent) -> {
                hold(new Waiting(parsed.place, parsed.bytes.length(), hash), parent);
                return false;
            }
            case Verdict.Rejected rejected -> {
                rejected.ancestor().ifPresent(a -> report(a, storedAt.remove(a.hash())));
                report(rejected, parsed.place);
                // children of a damaged copy wait on: a good one may come
                return rejected.reject().blame() == Reject.Blame.BLOCK;
            }
            case Verdict.Malformed(String what) -> throw new IllegalStateException(what);
        }
        return true;
    }

    private void count(Block block) {
        accepted++;
        for (Transaction transaction : block.transactions()) {
            if (!transaction.isCoinbase()) inputs += transaction.inputs().size();
        }
    }

    private void hold(Waiting block, BlockHash parent) {
        if (waitingCount == WAITING_MAX) {
            report(block, parent);
            return;
        }
        waiting.computeIfAbsent(parent, _ -> new ArrayList<>(1)).add(block);
        waitingCount++;
    }

    private Parsed reread(Waiting block) throws IOException {
        Place place = block.place;
        try (Frames frames = Frames.open(place.file, chain.params().magic())) {
            ByteString bytes = frames.blockAt(place.offset + Frames.HEAD_BYTES, block.size);
            return new Parsed(place, Block.parse(bytes), bytes);
        } catch (MalformedException e) {
            throw new IOException(place.file + " changed while it was read", e);
        }
    }

    private void report(Verdict.Rejected rejected, Place place) {
        bad++;
        listener.bad(
                new BadBlock(
                        Optional.ofNullable(place),
                        rejected.hash(),
                        rejected.height(),
                        rejected.reject().text(),
                        rejected.reject().detail()));
    }

    private void report(Waiting block, BlockHash parent) {
        withoutParent++;
        listener.withoutParent(new Orphan(block.place, block.hash, parent));
    }

    private void flushNowAndThen(int more) throws IOException {
        bytesUnflushed += more;
        if (bytesUnflushed < FLUSH_BYTES) return;
        chain.flush();
        bytesUnflushed = 0;
    }

    private void tell(long position) {
        bytesRead = bytesBefore + position;
        int height = chain.tip().node().height();
        listener.progress(new Progress(bytesRead, bytesTotal, height, accepted, inputs, elapsed()));
    }

    private Duration elapsed() {
        return Duration.between(began, clock.instant());
    }
}
