// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

/**
 * A transaction or a block that is announced or asked for.
 *
 * <pre>
 *   item = type(u32) hash(32)
 * </pre>
 *
 * @param type one of the constants, or a number that nobody knows; 0 to 2^32 - 1
 * @param hash a block's, a txid or, for {@link #WTX}, a wtxid
 */
public record InventoryItem(long type, Hash256 hash) {
    /** A transaction by txid. */
    public static final long TX = 1;

    /** A block. */
    public static final long BLOCK = 2;

    /** A block as the peer's bloom filter sees it; only asked for (BIP 37). */
    public static final long FILTERED_BLOCK = 3;

    /** A compact block; only asked for (BIP 152). */
    public static final long COMPACT_BLOCK = 4;

    /** A transaction by wtxid (BIP 339). */
    public static final long WTX = 5;

    /** Added to a type when the answer shall have witnesses; only asked for (BIP 144). */
    public static final long WITNESS_FLAG = 1L << 30;

    public static final long WITNESS_TX = TX | WITNESS_FLAG;
    public static final long WITNESS_BLOCK = BLOCK | WITNESS_FLAG;

    static final int BYTES = 4 + Hash256.BYTES;

    private static final long TYPE_MASK = 0xffff_ffffL >> 2;

    public InventoryItem {
        Bounds.u32(type);
    }

    static InventoryItem read(ByteReader in) throws MalformedException {
        return new InventoryItem(in.u32(), Hash256.read(in));
    }

    void write(ByteSink out) {
        out.u32(type);
        hash.write(out);
    }

    /** Whether it is a transaction, named in any way. */
    public boolean isTransaction() {
        return type == TX || type == WTX || type == WITNESS_TX;
    }

    /** Whether it is a block, asked for in any way. */
    public boolean isBlock() {
        return type == BLOCK
                || type == FILTERED_BLOCK
                || type == COMPACT_BLOCK
                || type == WITNESS_BLOCK;
    }

    /** As Core logs it: "witness-block 00..", "0x00000009 00..". */
    @Override
    public String toString() {
        String name =
                switch ((int) (type & TYPE_MASK)) {
                    case (int) TX -> "tx";
                    case (int) WTX -> "wtx";
                    case (int) BLOCK -> "block";
                    case (int) FILTERED_BLOCK -> "merkleblock";
                    case (int) COMPACT_BLOCK -> "cmpctblock";
                    default -> "";
                };
        if (name.isEmpty()) return String.format("0x%08x %s", type, hash);
        return ((type & WITNESS_FLAG) != 0 ? "witness-" : "") + name + " " + hash;
    }
}
