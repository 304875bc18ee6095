// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All blocks that were worth keeping, of all branches, in the order in which they came.
 *
 * <pre>
 *   blocks/blk00000.dat, blk00001.dat, ...   each a row of records, up to 128 MiB
 *   record = magic(4) size(u32) block        little-endian, as in bootstrap.dat
 * </pre>
 *
 * <p>Records are only ever added, behind the last. The writer cuts off at the start what a crash
 * left half written behind the last whole record; a reader stops there. Reading takes no lock.
 *
 * <p>What was appended outlives this process at once, and a loss of power after {@link #force}.
 */
public final class BlockDB implements AutoCloseable {
    /** A file takes no further block that would make it longer (MAX_BLOCKFILE_SIZE of Core). */
    private static final long FILE_BYTES_MAX = 128L << 20;

    private final Path folder;
    private final ByteString magic;
    private final boolean writable;
    private final long fileBytesMax;
    private final List<FileChannel> files = new CopyOnWriteArrayList<>();
    private final ReentrantLock appending = new ReentrantLock();
    private long end; // of the last file: behind its last whole record

    /**
     * Where a block lies.
     *
     * @param file number of the file, from 0
     * @param offset of the block's first byte in it
     * @param size of the block, in bytes
     */
    public record Location(int file, long offset, int size) {}

    /** Is shown the records in order. */
    public interface Visitor {
        void visit(Location location, ByteString block) throws IOException;
    }

    private BlockDB(Path folder, ByteString magic, boolean writable, long fileBytesMax)
            throws IOException {
        this.folder = folder;
        this.magic = magic;
        this.writable = writable;
        this.fileBytesMax = fileBytesMax;
        try {
            while (Files.exists(fileAt(files.size()))) openNext();
            if (writable) repairTail();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Opens the folder of blocks to read and append. There must be no other writer. */
    public static BlockDB openWriter(Path folder, ByteString magic) throws IOException {
        return new BlockDB(folder, magic, true, FILE_BYTES_MAX);
    }

    /** Opens with files of another size, for tests. */
    static BlockDB openWriter(Path folder, ByteString magic, long fileBytesMax) throws IOException {
        return new BlockDB(folder, magic, true, fileBytesMax);
    }

    /** Opens the folder of blocks to read what is there; nothing is repaired. */
    public static BlockDB openReader(Path folder, ByteString magic) throws IOException {
        return new BlockDB(folder, magic, false, FILE_BYTES_MAX);
    }

    /**
     * Adds a block behind the last. If it fails, nothing was added.
     *
     * @param block 80 to 4,000,000 bytes
     */
    public Location append(ByteString block) throws IOException {
        if (!writable) throw new IllegalStateException("opened to read");
        if (block.length() < Frames.BLOCK_BYTES_MIN || block.length() > Frames.BLOCK_BYTES_MAX) {
            throw new IllegalArgumentException("a block of " + block.length() + " bytes");
        }
        appending.lock();
        try {
            int record = Frames.HEAD_BYTES + block.length();
            if (files.isEmpty() || end + record > fileBytesMax) startFile();
            write(block, record);
            end += record;
            return new Location(files.size() - 1, end - block.length(), block.length());
        } finally {
            appending.unlock();
        }
    }

    /**
     * The block at a place.
     *
     * @throws IOException also if the record there is not the one it was
     */
    public ByteString read(Location location) throws IOException {
        int record = Frames.HEAD_BYTES + location.size();
        ByteBuffer buffer = ByteBuffer.allocate(record);
        FileChannel file = files.get(location.file());
        long from = location.offset() - Frames.HEAD_BYTES;
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // a short read is no end
        }
        ByteString bytes = ByteString.wrap(buffer.array());
        if (buffer.hasRemaining() || !bytes.startsWith(head(location.size()))) {
            throw new IOException(
                    "damaged: no block at byte " + location.offset() + " of " + nameOf(location));
        }
        return bytes.slice(Frames.HEAD_BYTES, record);
    }

    /** Shows every whole record, the oldest first. What is none is passed over. */
    public void forEach(Visitor visitor) throws IOException {
        for (int file = 0; file < files.size(); file++) {
            try (Frames frames = Frames.open(fileAt(file), magic)) {
                Optional<Frames.Piece> piece = frames.next();
                for (; piece.isPresent(); piece = frames.next()) {
                    if (!(piece.get() instanceof Frames.Frame frame)) continue;
                    int size = frame.block().length();
                    visitor.visit(new Location(file, frame.blockOffset(), size), frame.block());
                }
            }
        }
    }

    /** Waits until all that was appended would outlive a loss of power. */
    public void force() throws IOException {
        appending.lock();
        try {
            if (writable && !files.isEmpty() && files.getLast().isOpen()) {
                files.getLast().force(false);
            }
        } finally {
            appending.unlock();
        }
    }

    /** The name of the file in which a block lies, for people. */
    public String nameOf(Location location) {
        return fileAt(location.file()).toString();
    }

    @Override
    public void close() throws IOException {
        force();
        for (FileChannel file : files) file.close();
    }

    private Path fileAt(int number) {
        return folder.resolve(String.format("blk%05d.dat", number));
    }

    private ByteString head(int size) {
        return new ByteWriter(Frames.HEAD_BYTES).bytes(magic).u32(size).toByteString();
    }

    private void openNext() throws IOException {
        Path file = fileAt(files.size());
        files.add(
                writable
                        ? FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)
                        : FileChannel.open(file, StandardOpenOption.READ));
    }

    private void startFile() throws IOException {
        if (!files.isEmpty()) files.getLast().force(false);
        openNext();
        end = 0;
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true); // the name of the new file, too, must outlive a loss of power
        }
    }

    private void write(ByteString block, int record) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.wrap(
                        new ByteWriter(record).bytes(head(block.length())).bytes(block).toArray());
        while (buffer.hasRemaining()) {
            files.getLast().write(buffer, end + buffer.position());
        }
    }

    private void repairTail() throws IOException {
        if (files.isEmpty()) return;
        try (Frames frames = Frames.open(fileAt(files.size() - 1), magic)) {
            Optional<Frames.Piece> piece = frames.next();
            for (; piece.isPresent(); piece = frames.next()) {
                if (piece.get() instanceof Frames.Frame) end = frames.position();
            }
        }
        files.getLast().truncate(end);
    }
}
