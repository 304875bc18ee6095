// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

/**
 * Where a coin was made: an output of a transaction.
 *
 * @param index of the output, 0 to 2^32 - 1
 */
public record OutPoint(Txid txid, long index) implements Comparable<OutPoint> {
    public static final int BYTES = 36;

    /** What a coinbase names as its source: no transaction, and the highest index. */
    public static final OutPoint NULL = new OutPoint(new Txid(Hash256.ZERO), 0xffff_ffffL);

    public OutPoint {
        Uint32.require(index);
    }

    static OutPoint read(ByteReader in) throws MalformedException {
        return new OutPoint(new Txid(Hash256.read(in)), in.u32());
    }

    public void write(ByteSink out) {
        txid.hash().write(out);
        out.u32(index);
    }

    public boolean isNull() {
        return index == 0xffff_ffffL && txid.hash().isZero();
    }

    @Override
    public int compareTo(OutPoint other) {
        int order = txid.compareTo(other.txid);
        return order != 0 ? order : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return txid + ":" + index;
    }
}
