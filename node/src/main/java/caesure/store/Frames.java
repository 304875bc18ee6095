// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a block file, in the framing of bootstrap.dat (grammar: {@link BlockDB}), one
 * after the other.
 *
 * <p>The file may be anybody's. What is no record is skipped up to the next magic, as Bitcoin Core
 * does (LoadExternalBlockFile), and told as a {@link Gap}, except zeros at the end: that is room
 * which some programs reserve (Bitcoin Core does, 16 MiB at a time). A size is believed only if a
 * block can have it and the file is long enough; no more than one record is in memory.
 */
public final class Frames implements AutoCloseable {
    /** Bytes before a block: magic and size. */
    public static final int HEAD_BYTES = 8;

    /** The smallest block is a header (Core, LoadExternalBlockFile). */
    public static final int BLOCK_BYTES_MIN = 80;

    /** The largest block: MAX_BLOCK_SERIALIZED_SIZE of Core's consensus.h. */
    public static final int BLOCK_BYTES_MAX = 4_000_000;

    /** The length of the key with which Core hides its block files. */
    public static final int XOR_KEY_BYTES = 8;

    private static final int WINDOW_BYTES_MAX = 1 << 16;

    /** After a jump so much is read at once: a page, for mostly the next thing is a jump again. */
    private static final int WINDOW_BYTES_MIN = 1 << 12;

    private static final int HEADER_BYTES = BLOCK_BYTES_MIN;

    private final Source source;
    private final ByteString magic;
    private final byte[] window;
    private long windowAt;
    private int windowLength;
    private long position;

    /** Where the bytes come from: a file, or what a test puts in its place. */
    public interface Source extends Closeable {
        long size() throws IOException;

        /** Fills the buffer from a position on, as far as there are bytes. */
        void read(ByteBuffer to, long at) throws IOException;

        /** What a byte at a position reads as, 0 to 255, where the file holds a zero. */
        default int zeroAt(long at) {
            return 0;
        }
    }

    /** What stands next in the file. */
    public sealed interface Piece {
        /** Where it begins, in bytes from the start of the file. */
        long offset();
    }

    /** A record: eight bytes of head, then these. */
    public record Frame(long offset, ByteString block) implements Piece {
        /** Where the block itself begins. */
        public long blockOffset() {
            return offset + HEAD_BYTES;
        }
    }

    /**
     * A record of which only the beginning was read.
     *
     * @param size of the block, in bytes
     * @param header the first 80 bytes of the block
     */
    public record Head(long offset, int size, ByteString header) implements Piece {
        /** Where the block itself begins. */
        public long blockOffset() {
            return offset + HEAD_BYTES;
        }

        /** Where the record ends. */
        public long end() {
            return blockOffset() + size;
        }
    }

    /**
     * Bytes that are no record.
     *
     * @param reason what is wrong with the first that looked like one
     */
    public record Gap(long offset, long bytes, String reason) implements Piece {}

    /**
     * @param magic the four bytes of the network
     */
    public Frames(Source source, ByteString magic) {
        if (magic.length() != 4) throw new IllegalArgumentException("magic " + magic);
        this.source = source;
        this.magic = magic;
        this.window = new byte[WINDOW_BYTES_MAX];
    }

    public static Frames open(Path file, ByteString magic) throws IOException {
        return new Frames(FileSource.open(file), magic);
    }

    /**
     * Opens a file each of whose bytes was XORed with a key by its position, as Bitcoin Core writes
     * its block files (blocks/xor.dat).
     *
     * @param key eight bytes; zeros for a plain file
     */
    public static Frames open(Path file, ByteString magic, ByteString key) throws IOException {
        if (key.length() != XOR_KEY_BYTES) throw new IllegalArgumentException("key " + key);
        return new Frames(new XoredSource(FileSource.open(file), key), magic);
    }

    /** The next record or gap; empty at the end. */
    public Optional<Piece> next() throws IOException {
        Optional<Piece> piece = skim();
        if (piece.isEmpty() || !(piece.get() instanceof Head head)) return piece;
        return Optional.of(new Frame(head.offset(), blockAt(head.blockOffset(), head.size())));
    }

    /** As {@link #next}, but of a record only the beginning is read: a {@link Head}. */
    public Optional<Piece> skim() throws IOException {
        return skimUpTo(Long.MAX_VALUE);
    }

    /** The next record that begins before an offset, whatever stands before it. */
    public Optional<Head> headBefore(long limit) throws IOException {
        Optional<Piece> piece = skimUpTo(limit);
        if (piece.isPresent() && piece.get() instanceof Gap) piece = skimUpTo(limit);
        return piece.isPresent() && piece.get() instanceof Head head
                ? Optional.of(head)
                : Optional.empty();
    }

    private Optional<Piece> skimUpTo(long limit) throws IOException {
        long size = source.size();
        long end = Math.min(limit, size);
        long start = position;
        boolean zeros = true;
        String reason = "no block begins here";
        boolean named = false;
        for (long at = start; at < end; at++) {
            if (isMagic(at, size)) {
                long length = lengthAt(at);
                String fault = fault(length, at, size);
                if (fault.isEmpty()) return Optional.of(pieceUpTo(start, at, (int) length, reason));
                if (!named) reason = fault;
                named = true;
            }
            zeros &= byteAt(at) == source.zeroAt(at);
        }
        position = Math.max(start, end);
        boolean nothing = position == start || zeros;
        return nothing ? Optional.empty() : Optional.of(new Gap(start, position - start, reason));
    }

    /** Goes on from elsewhere: a record may claim more bytes than its block has. */
    public void moveTo(long offset) {
        if (offset < 0) throw new IllegalArgumentException("offset " + offset);
        position = offset;
    }

    /**
     * Whether the file holds nothing but zeros from an offset on: room that was reserved and is not
     * written yet. Also true at the end.
     */
    public boolean isRoomFrom(long offset) throws IOException {
        long size = source.size();
        for (long at = offset; at < size; at++) {
            if (byteAt(at) != source.zeroAt(at)) return false;
        }
        return true;
    }

    /** How far the file was read, in bytes. */
    public long position() {
        return position;
    }

    /** The block of a record seen before. */
    public ByteString blockAt(long blockOffset, int size) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(size);
        source.read(block, blockOffset);
        if (block.hasRemaining()) throw new IOException("the file became shorter");
        return ByteString.wrap(block.array());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private Piece pieceUpTo(long start, long at, int length, String reason) throws IOException {
        if (at > start) {
            position = at;
            return new Gap(start, at - start, reason);
        }
        byte[] header = new byte[HEADER_BYTES];
        for (int i = 0; i < header.length; i++) header[i] = (byte) byteAt(at + HEAD_BYTES + i);
        position = at + HEAD_BYTES + length;
        return new Head(at, length, ByteString.wrap(header));
    }

    private static String fault(long length, long at, long size) {
        if (length < BLOCK_BYTES_MIN || length > BLOCK_BYTES_MAX) {
            return "at " + at + ": no block has " + length + " bytes";
        }
        long there = size - at - HEAD_BYTES;
        return there < length ? "at " + at + ": only " + there + " of " + length + " bytes" : "";
    }

    private boolean isMagic(long at, long size) throws IOException {
        if (size - at < HEAD_BYTES) return false;
        for (int i = 0; i < magic.length(); i++) {
            if (byteAt(at + i) != magic.at(i)) return false;
        }
        return true;
    }

    private long lengthAt(long at) throws IOException {
        long length = 0;
        for (int i = 0; i < 4; i++) length |= (long) byteAt(at + 4 + i) << 8 * i;
        return length;
    }

    private int byteAt(long at) throws IOException {
        if (at < windowAt || at >= windowAt + windowLength) {
            boolean onward = windowLength > 0 && at == windowAt + windowLength;
            int length = onward ? Math.min(2 * windowLength, WINDOW_BYTES_MAX) : WINDOW_BYTES_MIN;
            ByteBuffer buffer = ByteBuffer.wrap(window, 0, length);
            source.read(buffer, at);
            windowAt = at;
            windowLength = buffer.position();
            if (windowLength == 0) throw new IOException("the file became shorter");
        }
        return window[(int) (at - windowAt)] & 0xff;
    }

    /** A file on disk. */
    private record FileSource(FileChannel channel) implements Source {
        static FileSource open(Path file) throws IOException {
            return new FileSource(DataFile.open(file, Set.of(StandardOpenOption.READ)));
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer to, long at) throws IOException {
            long from = at - to.position();
            while (to.hasRemaining() && channel.read(to, from + to.position()) >= 0) {
                // a short read is no end
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A file whose bytes were XORed with a key by position. */
    private record XoredSource(Source hidden, ByteString key) implements Source {
        @Override
        public long size() throws IOException {
            return hidden.size();
        }

        @Override
        public void read(ByteBuffer to, long at) throws IOException {
            int first = to.position();
            hidden.read(to, at);
            long mask = maskAt(at, to.order());
            int i = first;
            for (; i + Long.BYTES <= to.position(); i += Long.BYTES) {
                to.putLong(i, to.getLong(i) ^ mask);
            }
            for (; i < to.position(); i++) {
                to.put(i, (byte) (to.get(i) ^ keyAt(at + i - first)));
            }
        }

        /** The key for the eight bytes from a position on; it is as long as a long. */
        private long maskAt(long at, ByteOrder order) {
            ByteBuffer mask = ByteBuffer.allocate(XOR_KEY_BYTES).order(order);
            for (int i = 0; i < XOR_KEY_BYTES; i++) mask.put(i, (byte) keyAt(at + i));
            return mask.getLong(0);
        }

        private int keyAt(long at) {
            return key.at((int) (at % XOR_KEY_BYTES));
        }

        @Override
        public int zeroAt(long at) {
            return key.at((int) (at % XOR_KEY_BYTES));
        }

        @Override
        public void close() throws IOException {
            hidden.close();
        }
    }
}
