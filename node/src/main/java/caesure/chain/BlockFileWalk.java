// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.store.Frames;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A way through files of blocks from front to back, from record to record, without the bodies. */
final class BlockFileWalk implements AutoCloseable {
    private final Iterator<BlockFile> files;
    private final ByteString magic;
    private final long bytes;
    private long bytesBefore; // of the files that are done
    private Optional<BlockFile> file = Optional.empty();
    private Optional<Frames> frames = Optional.empty();

    /** What stands next, and where. */
    record Step(BlockFile file, Frames.Piece piece) {}

    BlockFileWalk(List<BlockFile> files, ByteString magic) throws IOException {
        this.files = files.iterator();
        this.magic = magic;
        long sum = 0;
        for (BlockFile each : files) sum += Files.size(each.path());
        this.bytes = sum;
    }

    /** The next record or gap; empty at the end of the last file. */
    Optional<Step> next() throws IOException {
        while (true) {
            if (frames.isPresent()) {
                Optional<Frames.Piece> piece = frames.get().skim();
                if (piece.isPresent())
                    return Optional.of(new Step(file.orElseThrow(), piece.get()));
                bytesBefore += frames.get().position();
                close();
            }
            if (!files.hasNext()) return Optional.empty();
            file = Optional.of(files.next());
            frames = Optional.of(file.get().open(magic));
        }
    }

    /** Whether {@link #next} has come to the end. */
    boolean isDone() {
        return frames.isEmpty() && !files.hasNext();
    }

    /** How many bytes lie behind. */
    long position() {
        return bytesBefore + frames.map(Frames::position).orElse(0L);
    }

    /** How many bytes there were at the start in all files. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (frames.isPresent()) frames.get().close();
        frames = Optional.empty();
    }
}
