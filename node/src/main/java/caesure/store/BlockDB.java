// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All blocks that were worth keeping, of all branches, in the order in which they came.
 *
 * <pre>
 *   blocks/blk00000.dat, blk00001.dat, ...   each a row of records, up to 128 MiB
 *   blocks/bootstrap.dat                     a row of records that somebody put there
 *   record = magic(4) size(u32) block        little-endian
 * </pre>
 *
 * <p>Records are only ever added, behind the last of the file with the highest number. A number may
 * be missing: what lay there is not held, and the number is not used again while a higher one is
 * there. bootstrap.dat is one more file, number {@link #BOOTSTRAP}; it is only read.
 *
 * <p>The writer cuts off at the start what a crash left half written behind the last whole record;
 * a reader, perhaps in another process, takes it as the end. More than one record is long, other
 * than zeros, is not what a crash leaves: it stays, and the next block begins another file. Reading
 * takes no lock that waits for a disk.
 *
 * <p>Where the end of the last file was lost, new blocks take the places of the lost ones. A
 * location that was given out for a lost block then holds nothing, or no record of its size, which
 * {@link #read} finds, or another block: whoever keeps locations compares the hash of what he
 * reads.
 *
 * <p>What was appended outlives this process at once, and a loss of power after {@link #force}.
 */
public final class BlockDB implements AutoCloseable {
    /** The number of blocks/bootstrap.dat. */
    public static final int BOOTSTRAP = -1;

    /** A file takes no further block that would make it longer (MAX_BLOCKFILE_SIZE of Core). */
    private static final long FILE_BYTES_MAX = 128L << 20;

    private static final int RECORD_BYTES_MAX = Frames.HEAD_BYTES + Frames.BLOCK_BYTES_MAX;

    private final Segments segments;
    private final ByteString magic;
    private final boolean writable;
    private final long fileBytesMax;
    private final OpenFiles files = new OpenFiles();
    private final Map<Integer, Long> sizes = new ConcurrentHashMap<>(); // seen last, in bytes
    private final ReentrantLock appending = new ReentrantLock();
    private Optional<GrowingFile> last = Optional.empty(); // that the writer appends to
    private int lastNumber = -1;
    private volatile Extent extent = Extent.NONE;
    private boolean isNewName; // of the last file: not yet safe from a loss of power
    private long cutBytes;
    private boolean closed;

    /**
     * Where a block lies.
     *
     * @param file number of the file, from 0, or {@link #BOOTSTRAP}
     * @param offset of the block's first byte in it
     * @param size of the block, in bytes
     */
    public record Location(int file, long offset, int size) {}

    /**
     * How far the files reach, or were scanned.
     *
     * @param file number of the last file
     * @param offset behind its last whole record, in bytes
     * @param bootstrapBytes behind the last whole record of bootstrap.dat
     */
    public record Extent(int file, long offset, long bootstrapBytes) {
        public static final Extent NONE = new Extent(0, 0, 0);

        /** This, after a scan came as far as a block. */
        public Extent behind(Location at) {
            long behind = at.offset() + at.size();
            return at.file() == BOOTSTRAP
                    ? new Extent(file, offset, behind)
                    : new Extent(at.file(), behind, bootstrapBytes);
        }
    }

    /** Is shown what the files hold, in order. */
    public interface Visitor {
        /**
         * A whole record.
         *
         * @return false to stop
         */
        boolean block(Location at, ByteString block) throws IOException;

        /** Bytes of a file, here its name, that are no record. */
        void gap(String file, Frames.Gap gap);
    }

    private BlockDB(Path folder, ByteString magic, boolean writable, long fileBytesMax) {
        this.segments = new Segments(folder, "blk", "bootstrap.dat");
        this.magic = magic;
        this.writable = writable;
        this.fileBytesMax = fileBytesMax;
    }

    /**
     * Opens the folder of blocks to read and append. There must be no other writer.
     *
     * @param known how far the files were scanned before: what lies there is not looked at again
     */
    public static BlockDB openWriter(Path folder, ByteString magic, Extent known)
            throws IOException {
        return openWriter(folder, magic, known, FILE_BYTES_MAX);
    }

    /** Opens with files of another size, for tests. */
    static BlockDB openWriter(Path folder, ByteString magic, Extent known, long fileBytesMax)
            throws IOException {
        BlockDB db = new BlockDB(folder, magic, true, fileBytesMax);
        try {
            db.openLast(known);
            long bootstrap = db.start(BOOTSTRAP, known.bootstrapBytes());
            db.extent = new Extent(db.extent.file(), db.extent.offset(), bootstrap);
            return db;
        } catch (IOException | RuntimeException e) {
            db.close();
            throw e;
        }
    }

    /** Opens the folder of blocks to read what is there; nothing is repaired. */
    public static BlockDB openReader(Path folder, ByteString magic) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("no folder " + folder);
        return new BlockDB(folder, magic, false, FILE_BYTES_MAX);
    }

    /**
     * How far the files reach: for a writer behind the last record, for a reader as far as it
     * scanned; bootstrap.dat for both as far as it was scanned. Who keeps this as what is known
     * does so when a scan has come to its end; before that, see {@link Extent#behind}.
     */
    public Extent extent() {
        return extent;
    }

    /** How many bytes the writer cut off, at the start, behind the last whole record. */
    public long cutBytes() {
        return cutBytes;
    }

    /**
     * Adds a block behind the last. If it fails, nothing was added, and the next may succeed.
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
            if (closed) throw new ClosedChannelException();
            byte[] record = record(block);
            GrowingFile file = fileFor(record.length);
            long at = file.append(record);
            extent = new Extent(lastNumber, file.end(), extent.bootstrapBytes());
            return new Location(lastNumber, at + Frames.HEAD_BYTES, block.length());
        } finally {
            appending.unlock();
        }
    }

    /**
     * The block at a place.
     *
     * @throws IOException also if what is there is not a record of this size, naming file and byte
     */
    public ByteString read(Location location) throws IOException {
        if (!isPossible(location)) throw new IOException("damaged: no block lies at " + location);
        ByteBuffer buffer = ByteBuffer.allocate(Frames.HEAD_BYTES + location.size());
        Path path = segments.at(location.file());
        files.read(path, buffer, location.offset() - Frames.HEAD_BYTES);
        ByteString bytes = ByteString.wrap(buffer.array());
        if (buffer.hasRemaining() || !bytes.startsWith(head(location.size()))) {
            throw new IOException("damaged: no block at byte " + location.offset() + " of " + path);
        }
        return bytes.slice(Frames.HEAD_BYTES, bytes.length());
    }

    /**
     * Whether the file is there and long enough to hold a block. Asks for its length only if the
     * length seen last does not do: a file that went away since shows when it is read.
     */
    public boolean holds(Location location) {
        if (!isPossible(location)) return false;
        long behind = location.offset() + location.size();
        if (behind <= sizes.getOrDefault(location.file(), -1L)) return true;
        try {
            long size = segments.size(location.file());
            sizes.put(location.file(), size);
            return behind <= size;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Shows every whole record behind an extent, the oldest first, those of bootstrap.dat last. If
     * the extent fits no file that is there, that file is shown from its beginning.
     *
     * @return false if the visitor stopped it
     */
    public boolean scan(Extent from, Visitor visitor) throws IOException {
        List<Integer> numbers = segments.numbers();
        for (int number : numbers) {
            if (number < from.file()) continue;
            boolean isLast = number == numbers.getLast();
            long offset = number == from.file() ? start(number, from.offset()) : 0;
            long end = new Scan(number, isLast, visitor).from(offset);
            if (end < 0) return false;
            if (!writable) extent = new Extent(number, end, extent.bootstrapBytes());
        }
        long offset = start(BOOTSTRAP, from.bootstrapBytes());
        long end =
                segments.size(BOOTSTRAP) < 0 ? 0 : new Scan(BOOTSTRAP, false, visitor).from(offset);
        if (end >= 0) scannedBootstrap(end);
        return end >= 0;
    }

    /** How many bytes lie behind an extent, in all files; what {@link #scan} has before it. */
    public long bytesBehind(Extent from) throws IOException {
        long bytes = Math.max(0, segments.size(BOOTSTRAP) - from.bootstrapBytes());
        for (int number : segments.numbers()) {
            long offset = number == from.file() ? from.offset() : 0;
            if (number >= from.file()) bytes += Math.max(0, segments.size(number) - offset);
        }
        return bytes;
    }

    /** Waits until all that was appended would outlive a loss of power. */
    public void force() throws IOException {
        appending.lock();
        try {
            if (last.isEmpty() || closed) return;
            last.get().force();
            if (isNewName) segments.forceNames();
            isNewName = false;
        } finally {
            appending.unlock();
        }
    }

    /** The name of the file in which a block lies, for people. */
    public String nameOf(Location location) {
        return segments.at(location.file()).toString();
    }

    @Override
    public void close() throws IOException {
        appending.lock();
        try (files) {
            if (closed) return;
            try {
                force();
            } finally {
                closed = true;
                if (last.isPresent()) last.get().close();
            }
        } finally {
            appending.unlock();
        }
    }

    private ByteString head(int size) {
        return new ByteWriter(Frames.HEAD_BYTES).bytes(magic).u32(size).toByteString();
    }

    private byte[] record(ByteString block) {
        byte[] record = new byte[Frames.HEAD_BYTES + block.length()];
        head(block.length()).copyTo(record, 0);
        block.copyTo(record, Frames.HEAD_BYTES);
        return record;
    }

    private static boolean isPossible(Location location) {
        return Segments.isNumber(location.file())
                && location.size() >= Frames.BLOCK_BYTES_MIN
                && location.size() <= Frames.BLOCK_BYTES_MAX
                && location.offset() >= Frames.HEAD_BYTES
                && location.offset() <= Long.MAX_VALUE - location.size();
    }

    private void scannedBootstrap(long end) {
        appending.lock(); // an append may set the other half
        try {
            extent = new Extent(extent.file(), extent.offset(), end);
        } finally {
            appending.unlock();
        }
    }

    private GrowingFile fileFor(int record) throws IOException {
        if (last.isPresent()) {
            long end = last.get().end();
            if (end == 0 || end + record <= fileBytesMax) return last.get();
            last.get().force();
        }
        return startFile();
    }

    private GrowingFile startFile() throws IOException {
        for (int number = lastNumber + 1; number <= Segments.NUMBER_MAX; number++) {
            DataFile created;
            try {
                created = DataFile.createNew(segments.at(number));
            } catch (FileAlreadyExistsException e) {
                continue; // somebody put it there since
            }
            GrowingFile file = new GrowingFile(created);
            GrowingFile before = last.orElse(file);
            last = Optional.of(file);
            lastNumber = number;
            isNewName = true;
            if (before != file) before.close();
            return file;
        }
        throw new IOException("no number is left for another block file in " + segments.folder());
    }

    /** Opens the file with the highest number and cuts off its torn tail. */
    private void openLast(Extent known) throws IOException {
        List<Integer> numbers = segments.numbers();
        if (numbers.isEmpty()) return;
        lastNumber = numbers.getLast();
        Path path = segments.at(lastNumber);
        long from = lastNumber == known.file() ? start(lastNumber, known.offset()) : 0;
        boolean mayAppend = findEnd(path, from) && Files.isWritable(path);
        if (!mayAppend) return; // the next block begins another file
        GrowingFile file = new GrowingFile(DataFile.openWriter(path));
        last = Optional.of(file);
        cutBytes = file.end() - extent.offset();
        if (cutBytes > 0) file.cut(extent.offset());
    }

    /**
     * Finds the end of the last whole record of the last file.
     *
     * @return whether what follows, if anything does, is what a crash leaves
     */
    private boolean findEnd(Path path, long from) throws IOException {
        long end = from;
        long behind = 0;
        try (Frames frames = Frames.open(path, magic)) {
            frames.moveTo(from);
            Optional<Frames.Piece> piece = frames.next();
            for (; piece.isPresent(); piece = frames.next()) {
                behind = piece.get() instanceof Frames.Gap gap ? gap.bytes() : 0;
                if (behind == 0) end = frames.position();
            }
        }
        extent = new Extent(lastNumber, end, 0);
        return behind <= RECORD_BYTES_MAX;
    }

    /** Where to go on in a file: at an offset if a record can begin there, else at its start. */
    private long start(int number, long offset) throws IOException {
        long size = segments.size(number);
        if (offset <= 0 || offset > size) return 0;
        if (offset == size) return offset;
        try (DataFile file = DataFile.openReader(segments.at(number))) {
            return mayBegin(file.read(offset, Frames.HEAD_BYTES)) ? offset : 0;
        }
    }

    /** Whether this is the head of a record, whole or torn, or zeros. */
    private boolean mayBegin(ByteString bytes) {
        if (ByteString.wrap(new byte[Frames.HEAD_BYTES]).startsWith(bytes)) return true;
        if (!bytes.startsWith(magic)) return magic.startsWith(bytes);
        if (bytes.length() < Frames.HEAD_BYTES) return true;
        long size = 0;
        for (int i = Frames.HEAD_BYTES - 1; i >= magic.length(); i--)
            size = size << 8 | bytes.at(i);
        return size >= Frames.BLOCK_BYTES_MIN && size <= Frames.BLOCK_BYTES_MAX;
    }

    /** Shows one file. */
    private final class Scan {
        private final int number;
        private final boolean isLast;
        private final Visitor visitor;

        Scan(int number, boolean isLast, Visitor visitor) {
            this.number = number;
            this.isLast = isLast;
            this.visitor = visitor;
        }

        /** Behind the last whole record; -1 if the visitor stopped it. */
        long from(long offset) throws IOException {
            Path path = segments.at(number);
            long end = offset;
            try (Frames frames = Frames.open(path, magic)) {
                frames.moveTo(offset);
                Optional<Frames.Piece> piece = frames.next();
                for (; piece.isPresent(); piece = frames.next()) {
                    if (piece.get() instanceof Frames.Frame frame) {
                        if (!visitor.block(locationOf(frame), frame.block())) return -1;
                        end = frames.position();
                    } else if (piece.get() instanceof Frames.Gap gap && !isTornTail(gap, path)) {
                        visitor.gap(path.toString(), gap);
                    }
                }
            }
            return end;
        }

        private Location locationOf(Frames.Frame frame) {
            return new Location(number, frame.blockOffset(), frame.block().length());
        }

        /** What a writer is just writing, or left when it was killed, is the end and no damage. */
        private boolean isTornTail(Frames.Gap gap, Path path) throws IOException {
            boolean atEnd = gap.offset() + gap.bytes() >= Files.size(path);
            return isLast && atEnd && gap.bytes() <= RECORD_BYTES_MAX;
        }
    }
}
