// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.store.FileHead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads the file of a {@link SavedLedger}. One thread reads and checks the sums, all cores make
 * coins of the bytes: that takes ten times as long.
 */
final class SavedLedgerReader {
    /** How many chunks are in memory as bytes: 64 MiB of them. */
    private static final int BATCH_CHUNKS = 64;

    private final FileChannel channel;
    private final String file;
    private final Params params;
    private final long size;
    private long position;
    private About about;

    /** What the file says of the ledger before its coins. */
    private record About(ByteString hash, int height, int count, long amountSats) {}

    /**
     * A chunk whose sum is right.
     *
     * @param at where its coins begin in the file
     * @param first how many coins are before it
     */
    private record Chunk(long at, int first, int count, ByteString coins) {}

    SavedLedgerReader(FileChannel channel, String file, Params params) throws IOException {
        this.channel = channel;
        this.file = file;
        this.params = params;
        this.size = channel.size();
    }

    /**
     * @return empty if stopped
     */
    Optional<Ledger> read(BooleanSupplier stop) throws IOException {
        int begin = (int) Math.min(size, FileHead.BYTES);
        SavedLedger.head(params.magic()).check(ByteString.wrap(bytes(begin)), file);
        about = about();
        var coins = new Unspent[about.count];
        var batch = new ArrayList<Chunk>(BATCH_CHUNKS);
        int chunks = 0;
        int count = 0;
        for (Optional<Chunk> next = chunk(0, 0); next.isPresent(); next = chunk(chunks, count)) {
            if (stop.getAsBoolean()) return Optional.empty();
            batch.add(next.get());
            chunks++;
            count += next.get().count;
            if (batch.size() == BATCH_CHUNKS) decode(batch, coins);
        }
        decode(batch, coins);
        var block = new BlockHash(Hash256.of(about.hash.toArray()));
        return Optional.of(checked(TrieLedger.of(block, about.height, coins)));
    }

    private Ledger checked(Ledger ledger) throws IOException {
        if (ledger.coinCount() != about.count) throw damaged(position, "a coin stands here twice");
        if (ledger.amountSats() != about.amountSats) {
            throw damaged(
                    position,
                    "the coins are worth " + ledger.amountSats() + ", not " + about.amountSats);
        }
        return ledger;
    }

    private About about() throws IOException {
        long at = position;
        byte[] part = bytes(SavedLedger.ABOUT_BYTES);
        ByteString hash = ByteString.copyOf(part).slice(0, Hash256.BYTES);
        checkSum(at, hash, part);
        try {
            ByteReader in = ByteReader.of(part);
            in.bytes(Hash256.BYTES);
            long height = in.u32();
            long count = in.i64();
            long sats = in.i64();
            boolean genesis = params.genesis().hash().hash().toByteString().equals(hash);
            if (height > Integer.MAX_VALUE || genesis != (height == 0)) {
                throw damaged(at, "its block cannot have height " + height);
            }
            if (count < 0 || count > Integer.MAX_VALUE || count > mostCoins()) {
                throw damaged(at, "the file is too short for " + count + " coins");
            }
            return new About(hash.compact(), (int) height, (int) count, sats);
        } catch (MalformedException e) {
            throw new IllegalStateException(e); // the part has just these fields
        }
    }

    private long mostCoins() {
        return (size - position) / CoinBytes.UNSPENT_BYTES_MIN;
    }

    /**
     * The next chunk; empty at the end.
     *
     * @param number how many were before it
     * @param first how many coins were before it
     */
    private Optional<Chunk> chunk(int number, int first) throws IOException {
        long at = position;
        try {
            byte[] head = bytes(SavedLedger.CHUNK_HEAD_BYTES);
            ByteReader in = ByteReader.of(head);
            long mark = in.u32();
            long count = in.u32();
            long bytes = in.u32();
            if (mark == SavedLedger.END) return end(at, head, first);
            if (mark != number) throw damaged(at, "not chunk " + number);
            if (bytes > SavedLedger.CHUNK_BYTES_MAX
                    || count > bytes / CoinBytes.UNSPENT_BYTES_MIN
                    || count > about.count - first) {
                throw damaged(at, "no chunk has " + count + " coins in " + bytes + " bytes");
            }
            ByteString coins = ByteString.wrap(bytes((int) bytes));
            checkSum(at, about.hash, ByteString.wrap(head).plus(coins).toArray());
            return Optional.of(new Chunk(at + head.length, first, (int) count, coins));
        } catch (MalformedException e) {
            throw new IllegalStateException(e); // the head has just these fields
        }
    }

    /**
     * What stands where no chunk follows.
     *
     * @return empty: no chunk
     */
    private Optional<Chunk> end(long at, byte[] part, int first)
            throws IOException, MalformedException {
        checkSum(at, about.hash, part);
        ByteReader in = ByteReader.of(part);
        in.u32();
        long count = in.i64();
        if (count != first || first != about.count) {
            throw damaged(at, first + " coins are here, not " + about.count);
        }
        if (position != size) throw damaged(position, "more bytes than the ledger has");
        return Optional.empty();
    }

    /** Makes coins of chunks, and forgets those. */
    private void decode(List<Chunk> batch, Unspent[] coins) throws IOException {
        Optional<IOException> damage =
                batch.parallelStream()
                        .map(chunk -> decode(chunk, coins))
                        .flatMap(Optional::stream)
                        .findFirst();
        if (damage.isPresent()) throw damage.get();
        batch.clear();
    }

    private Optional<IOException> decode(Chunk chunk, Unspent[] coins) {
        ByteReader in = chunk.coins.reader();
        try {
            for (int i = chunk.first; i < chunk.first + chunk.count; i++) {
                Unspent coin = CoinBytes.readUnspent(in);
                int height = coin.coin().height();
                if (height < 1 || height > about.height) {
                    throw new MalformedException("a coin of height " + height);
                }
                coins[i] = coin;
            }
            in.end();
            return Optional.empty();
        } catch (MalformedException e) {
            return Optional.of(damaged(chunk.at + in.position(), e.getMessage()));
        }
    }

    private void checkSum(long at, ByteString hash, byte[] part) throws IOException {
        byte[] sum = bytes(SavedLedger.SUM_BYTES);
        try {
            if (ByteReader.of(sum).u32() == SavedLedger.sum(hash, part)) return;
        } catch (MalformedException e) {
            throw new IllegalStateException(e); // the sum has four bytes
        }
        throw damaged(at, "the checksum of these " + part.length + " bytes is wrong");
    }

    /** The next bytes of the file: all of them. */
    private byte[] bytes(int count) throws IOException {
        if (count > size - position) {
            throw damaged(position, "the file ends " + (count - size + position) + " bytes early");
        }
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException(file + ": became shorter while it was read");
            }
        }
        position += count;
        return buffer.array();
    }

    private IOException damaged(long at, String what) {
        return new IOException(file + ": damaged at byte " + at + ": " + what);
    }
}
