// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.Block;
import caesure.store.Frames;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads and parses the blocks of records in a given order, some ahead of their use, on a thread of
 * its own.
 */
final class BodyReader implements AutoCloseable {
    /** So many blocks, of at most 4 MB each, are read ahead. */
    private static final int AHEAD = 2;

    /** So many files are held open: blocks lie out of order in a few that follow one another. */
    private static final int FILES_OPEN_MAX = 16;

    private final ByteString magic;
    private Iterator<ImportIndex.Found> order = Collections.emptyIterator();
    private final Queue<Future<Body>> ahead = new ArrayDeque<>();
    private final Map<BlockFile, Frames> open = new LinkedHashMap<>(); // the reading thread's
    private final ExecutorService reading =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("import-reader").daemon().factory());

    /** What a record holds. */
    sealed interface Body {
        ImportIndex.Found record();
    }

    /**
     * A block.
     *
     * @param bytes of the block; the record may claim more
     */
    record Whole(ImportIndex.Found record, Block block, ByteString bytes) implements Body {}

    /** No block; what is wrong with it. */
    record Broken(ImportIndex.Found record, String fault) implements Body {}

    BodyReader(ByteString magic) {
        this.magic = magic;
    }

    /** Says which bodies will be asked for next; those of an earlier order were. */
    void expect(List<ImportIndex.Found> records) {
        if (!ahead.isEmpty()) throw new IllegalStateException("the last order is not done");
        order = records.iterator();
    }

    /** The next body of the order. There must be one. */
    Body next() throws IOException {
        while (ahead.size() < AHEAD && order.hasNext()) {
            ImportIndex.Found record = order.next();
            ahead.add(reading.submit(() -> read(record)));
        }
        return get(ahead.remove());
    }

    /** A body out of turn. */
    Body outOfTurn(ImportIndex.Found record) throws IOException {
        return get(reading.submit(() -> read(record)));
    }

    @Override
    public void close() throws IOException {
        reading.shutdownNow();
        try {
            // what is read now is at most one block
            if (!reading.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IOException("the disk does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Frames frames : open.values()) frames.close();
    }

    private static Body get(Future<Body> body) throws IOException {
        try {
            return body.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            throw new IllegalStateException("reading failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Body read(ImportIndex.Found record) throws IOException {
        ByteString bytes;
        try {
            bytes =
                    framesOf(record.file())
                            .blockAt(record.offset() + Frames.HEAD_BYTES, record.size());
        } catch (IOException e) {
            throw new IOException("cannot read " + record.file().path() + ": " + e.getMessage(), e);
        }
        return parse(record, bytes);
    }

    private static Body parse(ImportIndex.Found record, ByteString bytes) throws IOException {
        ByteReader in = bytes.reader();
        try {
            Block block = Block.read(in);
            if (!block.hash().equals(record.hash())) {
                throw new IOException(record.file().path() + " changed while it was read");
            }
            return new Whole(record, block, bytes.slice(0, in.position()));
        } catch (MalformedException e) {
            return new Broken(record, e.getMessage());
        }
    }

    private Frames framesOf(BlockFile file) throws IOException {
        Frames frames = open.remove(file);
        if (frames == null) frames = file.open(magic);
        open.put(file, frames); // behind the others: the first is the one not used for longest
        if (open.size() > FILES_OPEN_MAX) {
            BlockFile oldest = open.keySet().iterator().next();
            open.remove(oldest).close();
        }
        return frames;
    }
}
