// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The coins that each connected block spent, in files beside the block files: those of the blocks
 * in blkNNNNN.dat in revNNNNN.dat, so that both go together.
 *
 * <pre>
 *   blocks/rev00000.dat, ..., rev-bootstrap.dat = head record*
 *   head   = {@link FileHead} of kind "spent", version 1
 *   record = block-hash(32) length(u32) coins crc32c(u32)   coins: of that length, as the ledger
 *                                                           writes them; crc of all before it
 * </pre>
 *
 * <p>Little-endian. A location is that of the coins. Records are added at the end; one whose
 * location was lost stays where it is, unused, until the file goes. Nothing here is irreplaceable:
 * who connects a block again finds its spent coins again.
 *
 * <p>What was appended outlives this process at once, and a loss of power after {@link #force}.
 */
public final class SpentDB implements AutoCloseable {
    /**
     * No block spends more, in bytes: 1,000,000 vbytes hold 24,390 inputs of 41, and a coin takes
     * at most 10,000 bytes of script (a longer one cannot be spent) and some 30 beside.
     */
    public static final int COINS_BYTES_MAX = 1 << 28;

    private static final int VERSION = 1;
    private static final int BEFORE_BYTES = Hash256.BYTES + 4;
    private static final int CRC_BYTES = 4;

    /** Files that the writer has open; reorganizations go to and fro between a few. */
    private static final int GROWING_MAX = 8;

    private final Segments segments;
    private final FileHead head;
    private final boolean writable;
    private final OpenFiles files = new OpenFiles();
    private final ReentrantLock appending = new ReentrantLock();
    private final Map<Integer, GrowingFile> growing = new LinkedHashMap<>(); // the eldest first
    private final List<String> repaired = new ArrayList<>();
    private boolean isNewName; // of some file: not yet safe from a loss of power
    private boolean closed;

    private SpentDB(Path folder, ByteString magic, boolean writable) {
        this.segments = new Segments(folder, "rev", "rev-bootstrap.dat");
        this.head = new FileHead("spent", VERSION, magic);
        this.writable = writable;
    }

    /**
     * Opens the files to read and append. There must be no other writer.
     *
     * @param ends for each number of a file, behind the coins of its last record that is known
     *     (offset + size): what stands behind that record is cut off, and a file of which no record
     *     is known is emptied
     * @throws IOException also if a file is of another kind, version or network
     */
    public static SpentDB openWriter(Path folder, ByteString magic, Map<Integer, Long> ends)
            throws IOException {
        SpentDB db = new SpentDB(folder, magic, true);
        try {
            for (int number : db.present()) db.cut(number, ends.getOrDefault(number, 0L));
            return db;
        } catch (IOException | RuntimeException e) {
            db.close();
            throw e;
        }
    }

    /**
     * Opens the files to read; nothing is repaired.
     *
     * @throws IOException also if a file is of another kind, version or network
     */
    public static SpentDB openReader(Path folder, ByteString magic) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("no folder " + folder);
        SpentDB db = new SpentDB(folder, magic, false);
        for (int number : db.present()) db.check(number);
        return db;
    }

    /** What the writer repaired when it opened the files, a line each. */
    public List<String> repaired() {
        return List.copyOf(repaired);
    }

    /**
     * Adds the coins of a block. If it fails, nothing was added, and the next may succeed.
     *
     * @param blockFile number of the file in which the block lies
     * @param coins at most {@link #COINS_BYTES_MAX} bytes
     */
    public BlockDB.Location append(int blockFile, BlockHash block, ByteString coins)
            throws IOException {
        if (!writable) throw new IllegalStateException("opened to read");
        if (coins.length() > COINS_BYTES_MAX) {
            throw new IllegalArgumentException(coins.length() + " bytes of coins");
        }
        byte[] record = record(block, coins);
        appending.lock();
        try {
            if (closed) throw new ClosedChannelException();
            long at = growing(blockFile).append(record);
            return new BlockDB.Location(blockFile, at + BEFORE_BYTES, coins.length());
        } finally {
            appending.unlock();
        }
    }

    /**
     * The coins that a block spent.
     *
     * @throws IOException also if what is there is damaged or another block's, naming file and byte
     */
    public ByteString read(BlockDB.Location location, BlockHash block) throws IOException {
        if (!isPossible(location)) {
            throw new IOException("damaged: no spent coins lie at " + location);
        }
        Path path = segments.at(location.file());
        String where = " at byte " + location.offset() + " of " + path;
        long from = location.offset() - BEFORE_BYTES;
        int length = BEFORE_BYTES + location.size() + CRC_BYTES;
        if (segments.size(location.file()) - from < length) {
            throw new IOException("missing: the spent coins of block " + block + where);
        }
        byte[] record = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(record);
        files.read(path, buffer, from);
        boolean whole = !buffer.hasRemaining() && isWhole(record, location.size());
        if (!whole) throw new IOException("damaged: the spent coins of block " + block + where);
        BlockHash found = new BlockHash(Hash256.of(record, 0));
        if (!found.equals(block)) {
            throw new IOException("the spent coins" + where + " are of block " + found);
        }
        return ByteString.wrap(record).slice(BEFORE_BYTES, BEFORE_BYTES + location.size());
    }

    /** Waits until all that was appended would outlive a loss of power. */
    public void force() throws IOException {
        appending.lock();
        try {
            for (GrowingFile file : growing.values()) file.force();
            if (isNewName) segments.forceNames();
            isNewName = false;
        } finally {
            appending.unlock();
        }
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
                while (!growing.isEmpty()) closeEldest();
            }
        } finally {
            appending.unlock();
        }
    }

    private static byte[] record(BlockHash block, ByteString coins) {
        int checked = BEFORE_BYTES + coins.length();
        byte[] record = new byte[checked + CRC_BYTES];
        block.hash().copyTo(record, 0);
        u32(coins.length()).copyTo(record, Hash256.BYTES);
        coins.copyTo(record, BEFORE_BYTES);
        u32(Crc32c.of(record, 0, checked)).copyTo(record, checked);
        return record;
    }

    private static ByteString u32(long value) {
        return new ByteWriter(4).u32(value).toByteString();
    }

    private static boolean isWhole(byte[] record, int size) {
        int checked = record.length - CRC_BYTES;
        ByteString bytes = ByteString.wrap(record);
        return bytes.hasAt(Hash256.BYTES, u32(size))
                && bytes.hasAt(checked, u32(Crc32c.of(record, 0, checked)));
    }

    private static boolean isPossible(BlockDB.Location location) {
        return Segments.isNumber(location.file())
                && location.size() >= 0
                && location.size() <= COINS_BYTES_MAX
                && location.offset() >= FileHead.BYTES + BEFORE_BYTES
                && location.offset() <= Long.MAX_VALUE - COINS_BYTES_MAX - CRC_BYTES;
    }

    private List<Integer> present() throws IOException {
        List<Integer> numbers = new ArrayList<>(segments.numbers());
        if (segments.size(BlockDB.BOOTSTRAP) >= 0) numbers.add(BlockDB.BOOTSTRAP);
        return numbers;
    }

    /** Refuses a file that is not ours; whether its head is whole. */
    private boolean check(int number) throws IOException {
        Path path = segments.at(number);
        try (DataFile file = DataFile.openReader(path)) {
            ByteString begin = file.read(0, FileHead.BYTES);
            if (begin.equals(head.toBytes())) return true;
            if (!head.isDamaged(begin)) refuse(begin, path);
            return false;
        }
    }

    private void refuse(ByteString begin, Path path) throws IOException {
        try {
            head.check(begin, path.toString());
        } catch (IOException e) {
            String cure = "; if it is Caesure's, delete it: the coins in it are computed anew";
            throw new IOException(e.getMessage() + cure, e);
        }
    }

    private void cut(int number, long known) throws IOException {
        boolean whole = check(number);
        Path path = segments.at(number);
        long keep = known <= 0 ? FileHead.BYTES : Math.max(known + CRC_BYTES, FileHead.BYTES);
        try (DataFile file = DataFile.openWriter(path)) {
            if (!whole) {
                file.write(head.toBytes().toArray(), 0);
                repaired.add(path + ": its damaged head was written again");
            }
            long size = file.size();
            if (size <= keep) return;
            file.truncate(keep);
            repaired.add(path + ": " + (size - keep) + " bytes that no block needs were cut off");
        }
    }

    private GrowingFile growing(int number) throws IOException {
        GrowingFile file = growing.get(number);
        if (file == null) {
            if (growing.size() >= GROWING_MAX) closeEldest();
            file = new GrowingFile(DataFile.openWriter(segments.at(number)));
            growing.put(number, file);
        }
        if (file.end() < FileHead.BYTES) {
            file.cut(0); // new, or its head could not be written before
            file.append(head.toBytes().toArray());
            isNewName = true;
        }
        return file;
    }

    private void closeEldest() throws IOException {
        Iterator<GrowingFile> eldest = growing.values().iterator();
        try (GrowingFile file = eldest.next()) {
            eldest.remove();
            file.force();
        }
    }
}
