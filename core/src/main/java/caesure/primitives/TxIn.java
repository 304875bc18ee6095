// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;

import java.util.List;

/**
 * An input: the coin it spends and the proof that it may.
 *
 * @param sequence 0 to 2^32 - 1: relative lock time (BIP 68) or a sign for others
 * @param witness the items of BIP 141; empty when there are none
 */
public record TxIn(
        OutPoint previous, ByteString scriptSig, long sequence, List<ByteString> witness) {
    /** The fewest bytes an input takes on the wire: outpoint, empty script, sequence. */
    static final int BYTES_MIN = OutPoint.BYTES + 1 + 4;

    public TxIn {
        Uint32.require(sequence);
        witness = List.copyOf(witness);
    }

    /** Without the witness: that stands elsewhere in a transaction. */
    void write(ByteSink out) {
        previous.write(out);
        out.varBytes(scriptSig).u32(sequence);
    }

    TxIn with(List<ByteString> items) {
        return new TxIn(previous, scriptSig, sequence, items);
    }
}
