// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;

import java.util.ArrayList;
import java.util.List;

/**
 * A header and the transactions it commits to.
 *
 * <pre>
 *   block = header count transaction*
 * </pre>
 */
public record Block(Header header, List<Transaction> transactions) {
    /** No valid block takes more bytes than this, for its weight would be too large. */
    public static final int BYTES_MAX = 4_000_000;

    public Block {
        transactions = List.copyOf(transactions);
    }

    /**
     * Reads one block.
     *
     * @throws MalformedException if the bytes are not one
     */
    public static Block read(ByteReader in) throws MalformedException {
        Header header = Header.read(in);
        int count = in.count(Transaction.BYTES_MIN);
        var transactions = new ArrayList<Transaction>(count);
        for (int i = 0; i < count; i++) transactions.add(Transaction.read(in));
        return new Block(header, transactions);
    }

    /** Reads bytes that hold one block and nothing else. */
    public static Block parse(ByteString bytes) throws MalformedException {
        ByteReader in = bytes.reader();
        Block block = read(in);
        in.end();
        return block;
    }

    public void write(ByteSink out) {
        header.write(out);
        out.compactSize(transactions.size());
        transactions.forEach(transaction -> out.bytes(transaction.bytes()));
    }

    /** The serialized whole, with witnesses. */
    public ByteString bytes() {
        var out = new ByteWriter(size());
        write(out);
        return out.toByteString();
    }

    public BlockHash hash() {
        return header.hash();
    }

    /** Bytes with witnesses. */
    public int size() {
        return frame() + transactions.stream().mapToInt(Transaction::size).sum();
    }

    /** Bytes without witnesses. */
    public int strippedSize() {
        return frame() + transactions.stream().mapToInt(Transaction::strippedSize).sum();
    }

    /** In weight units (BIP 141); {@code long}, because what was not checked may be large. */
    public long weight() {
        return (long) strippedSize() * (Transaction.WITNESS_SCALE - 1) + size();
    }

    private int frame() {
        return Header.BYTES + ByteSink.compactSizeLength(transactions.size());
    }
}
