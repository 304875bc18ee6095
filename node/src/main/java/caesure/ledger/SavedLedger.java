// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Params;
import caesure.primitives.BlockHash;
import caesure.store.FileHead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * A ledger written down, so that a start need not compute it from the blocks.
 *
 * <pre>
 *   chainstate/coins.dat = head about chunk* end         integers are little-endian
 *   head    = {@link FileHead} of kind "coins", version 1
 *   about   = block(32) height(u32) count(u64) amount(i64) sum(u32)
 *   chunk   = number(u32) count(u32) size(u32) unspent(count) sum(u32)
 *   end     = 0xffffffff(u32) count(u64) sum(u32)
 *   unspent = txid(32) index(varint) coin                size bytes together
 *   coin    = code(varint) value(varint) size(varint) script(size)
 *   code    = 2 * height + coinbase
 *   varint  = the lowest 7 bits first; each byte but the last has its highest bit set
 *   sum     = crc32c of the block's hash and of the part before the sum
 * </pre>
 *
 * <p>Chunks are numbered from 0. The coins of a ledger come in no particular order, each once.
 *
 * <p>The file is whole or not there: it is written under another name in the same folder (with
 * ".new" behind), and takes its name when the disk has it. What a killed save left is removed by
 * the next.
 */
public final class SavedLedger {
    /** A chunk is closed at the latest when it has so many bytes of coins. */
    static final int CHUNK_BYTES = 1 << 20;

    /** The most bytes of coins in a chunk: the last may go beyond. */
    static final int CHUNK_BYTES_MAX = CHUNK_BYTES + CoinBytes.UNSPENT_BYTES_MAX;

    /** Of a chunk, what stands before the coins; and the end without its sum. */
    static final int CHUNK_HEAD_BYTES = 12;

    static final int ABOUT_BYTES = 52;
    static final int SUM_BYTES = 4;

    /** In place of a chunk's number. */
    static final long END = 0xffff_ffffL;

    /** How many coins one core makes bytes of at a time: half a chunk of usual ones. */
    private static final int SLICE_COINS = 8192;

    /** How many slices wait for that. */
    private static final int SLICES = 16;

    private static final String KIND = "coins";
    private static final int VERSION = 1;

    private SavedLedger() {}

    /**
     * Writes a ledger to a file, in place of the one that is there. Others may extend the ledger
     * meanwhile. No two saves of one file at a time.
     *
     * @param magic of the network
     * @param stop asked now and then; true ends the work and leaves the old file
     * @return whether the file was written
     * @throws IOException if it cannot be; the old file is still there
     */
    public static boolean save(Ledger ledger, Path file, ByteString magic, BooleanSupplier stop)
            throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh); // of a save that was killed
        try {
            if (!write(ledger, fresh, magic, stop)) return false;
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true); // the name, too, must outlive a loss of power
        }
        return true;
    }

    /**
     * Reads a ledger, on all cores.
     *
     * @param params of the network
     * @param stop asked now and then; true ends the work
     * @return empty if there is no file, or the work was stopped
     * @throws IOException if it is damaged, or another network's: in which file, where, and what
     */
    public static Optional<Ledger> load(Path file, Params params, BooleanSupplier stop)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SavedLedgerReader(channel, file.toString(), params).read(stop);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static FileHead head(ByteString magic) {
        return new FileHead(KIND, VERSION, magic);
    }

    static long sum(ByteString block, byte[] part) {
        var sum = new CRC32C();
        sum.update(block.toArray());
        sum.update(part, 0, part.length);
        return sum.getValue();
    }

    private static boolean write(Ledger ledger, Path file, ByteString magic, BooleanSupplier stop)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var writer = new Writer(channel, ledger.block(), stop);
            writer.writeAll(head(magic).toBytes().toArray());
            writer.about(ledger);
            ledger.forEachCoin(writer::coin);
            writer.end();
            channel.force(true);
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Stopped e) {
            return false;
        }
    }

    /** Leaves the visiting of coins. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super(null, null, false, false);
        }
    }

    /** The coins of a chunk, and how many they are. */
    private record Body(int count, ByteString coins) {

        /** Coins in as many chunks as they need: one, but for very long scripts. */
        static List<Body> of(List<Unspent> slice) {
            var bodies = new ArrayList<Body>(1);
            var coins = new ByteWriter(CHUNK_BYTES);
            int count = 0;
            for (Unspent coin : slice) {
                CoinBytes.write(coin, coins);
                count++;
                if (coins.length() < CHUNK_BYTES) continue;
                bodies.add(new Body(count, coins.toByteString()));
                coins = new ByteWriter(CHUNK_BYTES);
                count = 0;
            }
            if (count > 0) bodies.add(new Body(count, coins.toByteString()));
            return bodies;
        }
    }

    /**
     * A file on its way. Coins become bytes on all cores: they lie about in memory, and waiting for
     * it is most of the work.
     */
    private static final class Writer {
        private final FileChannel channel;
        private final ByteString block;
        private final BooleanSupplier stop;
        private final List<Unspent> waiting = new ArrayList<>(SLICES * SLICE_COINS);
        private int chunks; // written, as the next
        private long count; // of coins

        Writer(FileChannel channel, BlockHash block, BooleanSupplier stop) {
            this.channel = channel;
            this.block = block.hash().toByteString();
            this.stop = stop;
        }

        void about(Ledger ledger) throws IOException {
            part(
                    new ByteWriter(ABOUT_BYTES + SUM_BYTES)
                            .bytes(block)
                            .u32(ledger.height())
                            .u64(ledger.coinCount())
                            .u64(ledger.amountSats()));
        }

        void coin(Unspent coin) {
            waiting.add(coin);
            if (waiting.size() < SLICES * SLICE_COINS) return;
            try {
                writeWaiting();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            writeWaiting();
            part(new ByteWriter().u32(END).u64(count));
        }

        private void writeWaiting() throws IOException {
            int slices = Math.ceilDiv(waiting.size(), SLICE_COINS);
            List<Body> bodies =
                    IntStream.range(0, slices)
                            .parallel()
                            .mapToObj(i -> Body.of(slice(i)))
                            .flatMap(List::stream)
                            .toList();
            for (Body body : bodies) chunk(body);
            waiting.clear();
        }

        private List<Unspent> slice(int number) {
            int from = number * SLICE_COINS;
            return waiting.subList(from, Math.min(waiting.size(), from + SLICE_COINS));
        }

        private void chunk(Body body) throws IOException {
            if (stop.getAsBoolean()) throw new Stopped();
            part(
                    new ByteWriter(CHUNK_HEAD_BYTES + body.coins.length() + SUM_BYTES)
                            .u32(chunks)
                            .u32(body.count)
                            .u32(body.coins.length())
                            .bytes(body.coins));
            chunks++;
            count += body.count;
        }

        private void part(ByteWriter part) throws IOException {
            writeAll(part.u32(sum(block, part.toArray())).toArray());
        }

        void writeAll(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
        }
    }
}
