// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Which blocks were found valid, scripts included, and which invalid and why: so that nothing is
 * verified twice, and nothing trusted that was not verified.
 *
 * <pre>
 *   chainstate/verdicts.dat = head record*
 *   head    = "caesure" 00 version(u32) magic(4) crc(u32)
 *   record  = hash(32) kind(1) length(u16) text crc(u32)     kind: 1 valid, 2 invalid
 *   text    = bitcoind's reject string in UTF-8, of that length; empty if valid
 * </pre>
 *
 * Integers are little-endian; crc is CRC-32C of what stands before it in the head or record. A
 * later record on the same block counts. Reading ends at the first record that is damaged or cut
 * off; the writer drops it and what follows: those verdicts are found again.
 */
public final class VerdictLog implements AutoCloseable {
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 8 + 4 + 4 + 4;
    private static final int CRC_BYTES = 4;
    private static final int VALID = 1;
    private static final int INVALID = 2;

    /** No reject string is longer; what comes with them is for logs, not for this file. */
    private static final int TEXT_BYTES_MAX = 1_000;

    private static final ByteString NAME =
            ByteString.wrap("caesure\0".getBytes(StandardCharsets.US_ASCII));

    private final Map<BlockHash, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Optional<FileChannel> file;
    private long end;

    /** What was found. */
    public sealed interface Verdict {}

    /** All rules hold, those of scripts included. */
    public record Valid() implements Verdict {}

    /**
     * No copy of this block will ever be valid.
     *
     * @param text bitcoind's reject string
     */
    public record Invalid(String text) implements Verdict {}

    private VerdictLog(Optional<FileChannel> file) {
        this.file = file;
    }

    /**
     * Opens the file to read and write; makes it where it is absent.
     *
     * @param magic of the network
     * @throws IOException also if the file is of another kind, version or network
     */
    public static VerdictLog openWriter(Path path, ByteString magic) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            VerdictLog log = new VerdictLog(Optional.of(file));
            ByteString all = ByteString.wrap(Files.readAllBytes(path));
            if (all.length() < HEAD_BYTES && head(magic).startsWith(all)) {
                file.truncate(0); // new, or cut off while it was made
                log.write(head(magic));
            } else {
                log.readAll(all, magic, path);
                file.truncate(log.end);
            }
            return log;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Opens the file to read what is there; where it is absent there are no verdicts. */
    public static VerdictLog openReader(Path path, ByteString magic) throws IOException {
        VerdictLog log = new VerdictLog(Optional.empty());
        if (!Files.exists(path)) return log;
        ByteString all = ByteString.wrap(Files.readAllBytes(path));
        if (all.length() < HEAD_BYTES && head(magic).startsWith(all)) return log;
        log.readAll(all, magic, path);
        return log;
    }

    /** Empty if the block was never fully verified. */
    public Optional<Verdict> of(BlockHash block) {
        return Optional.ofNullable(verdicts.get(block));
    }

    /** Remembers a verdict. It outlives this process at once, a loss of power after a force. */
    public void add(BlockHash block, Verdict verdict) throws IOException {
        if (file.isPresent()) write(record(block, verdict));
        verdicts.put(block, verdict);
    }

    /** Waits until all that was added would outlive a loss of power. */
    public void force() throws IOException {
        if (file.isPresent()) file.get().force(false);
    }

    @Override
    public void close() throws IOException {
        if (file.isEmpty() || !file.get().isOpen()) return;
        force();
        file.get().close();
    }

    private void write(ByteString bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
        while (buffer.hasRemaining()) file.get().write(buffer, end + buffer.position());
        end += bytes.length();
    }

    private void readAll(ByteString all, ByteString magic, Path path) throws IOException {
        if (!all.startsWith(head(magic))) {
            throw new IOException(path + " is no verdict file of this network and version");
        }
        end = HEAD_BYTES;
        try {
            while (end < all.length()) {
                ByteReader in = all.slice((int) end, all.length()).reader();
                readRecord(in);
                end += in.position();
            }
        } catch (MalformedException e) {
            // damaged or cut off here: what follows is found again
        }
    }

    private void readRecord(ByteReader in) throws MalformedException {
        BlockHash block = new BlockHash(Hash256.read(in));
        int kind = in.u8();
        ByteString text = in.bytes(in.u16());
        ByteString before = in.between(0, in.position());
        if (in.u32() != crc(before)) throw new MalformedException("crc");
        verdicts.put(
                block,
                switch (kind) {
                    case VALID -> new Valid();
                    case INVALID -> new Invalid(new String(text.toArray(), StandardCharsets.UTF_8));
                    default -> throw new MalformedException("kind " + kind);
                });
    }

    private static ByteString record(BlockHash block, Verdict verdict) {
        var out = new ByteWriter();
        block.hash().write(out);
        switch (verdict) {
            case Valid() -> out.u8(VALID).u16(0);
            case Invalid(String text) -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                if (utf8.length > TEXT_BYTES_MAX) throw new IllegalArgumentException(text);
                out.u8(INVALID).u16(utf8.length).bytes(utf8);
            }
        }
        return sealed(out);
    }

    private static ByteString head(ByteString magic) {
        return sealed(new ByteWriter(HEAD_BYTES).bytes(NAME).u32(VERSION).bytes(magic));
    }

    private static ByteString sealed(ByteWriter out) {
        return new ByteWriter(out.length() + CRC_BYTES)
                .bytes(out.toByteString())
                .u32(crc(out.toByteString()))
                .toByteString();
    }

    private static long crc(ByteString bytes) {
        var crc = new CRC32C();
        crc.update(bytes.toArray());
        return crc.getValue();
    }
}
