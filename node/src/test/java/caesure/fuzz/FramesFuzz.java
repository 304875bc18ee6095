// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.store.Frames;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Whatever a block file holds: reading it ends, and finds no more than is there. */
class FramesFuzz {
    private static final ByteString MAGIC = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);

    @FuzzTest(maxDuration = "10m")
    void readsAnyFileToItsEnd(byte[] bytes) throws IOException {
        try (Frames frames = new Frames(new InMemory(bytes), MAGIC)) {
            long at = 0;
            Optional<Frames.Piece> piece = frames.next();
            for (; piece.isPresent(); piece = frames.next()) {
                if (piece.get().offset() != at) throw new AssertionError("a hole at " + at);
                at +=
                        switch (piece.get()) {
                            case Frames.Frame(_, ByteString block) -> 8L + within(block);
                            case Frames.Gap(_, long count, _) -> count;
                            case Frames.Head _ -> throw new AssertionError("without its body");
                        };
                if (frames.position() != at) throw new AssertionError("not at " + at);
            }
            if (at > bytes.length) throw new AssertionError("more than there is");
        }
    }

    /** The beginnings lie where the whole records do. */
    @FuzzTest(maxDuration = "10m")
    void skimsWhatItWouldRead(byte[] bytes) throws IOException {
        try (Frames whole = new Frames(new InMemory(bytes), MAGIC);
                Frames skimmed = new Frames(new InMemory(bytes), MAGIC)) {
            Optional<Frames.Piece> piece = whole.next();
            for (; piece.isPresent(); piece = whole.next()) {
                Frames.Piece other = skimmed.skim().orElseThrow();
                boolean same =
                        switch (other) {
                            case Frames.Head(long offset, int size, ByteString header) ->
                                    piece.get() instanceof Frames.Frame(long at, ByteString block)
                                            && at == offset
                                            && block.length() == size
                                            && block.startsWith(header);
                            case Frames.Gap gap -> gap.equals(piece.get());
                            case Frames.Frame _ -> false;
                        };
                if (!same) throw new AssertionError(piece.get() + " is not " + other);
            }
            if (skimmed.skim().isPresent()) throw new AssertionError("more was skimmed");
        }
    }

    private static int within(ByteString block) {
        if (block.length() < 80 || block.length() > 4_000_000) throw new AssertionError();
        return block.length();
    }

    private record InMemory(ByteString all) implements Frames.Source {
        InMemory(byte[] bytes) {
            this(ByteString.copyOf(bytes));
        }

        @Override
        public long size() {
            return all.length();
        }

        @Override
        public void read(ByteBuffer to, long at) {
            int end = (int) Math.min(all.length(), at + to.remaining());
            if (at < end) to.put(all.slice((int) at, end).toArray());
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
