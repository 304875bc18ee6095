// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

/**
 * An output: how much, and who may spend it.
 *
 * @param valueSats in satoshis, signed as on the wire; the rules refuse what is out of range
 * @param scriptPubKey the script that a spender has to satisfy
 */
public record TxOut(long valueSats, ByteString scriptPubKey) {
    /** The fewest bytes an output takes on the wire: value, empty script. */
    static final int BYTES_MIN = 8 + 1;

    static TxOut read(ByteReader in) throws MalformedException {
        return new TxOut(in.i64(), in.varBytes());
    }

    public void write(ByteSink out) {
        out.u64(valueSats).varBytes(scriptPubKey);
    }
}
