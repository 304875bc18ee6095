// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteSink;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;

/** A coin and its name. */
public record Unspent(OutPoint outPoint, Coin coin) {

    /**
     * Writes what the hashes of a set of coins are made of (TxOutSer of Core's coinstats.cpp).
     *
     * <pre>
     *   unspent = txid(32) index(u32) (2 * height + coinbase)(u32) value(i64) script
     * </pre>
     */
    public void write(ByteSink out) {
        outPoint.write(out);
        out.u32(2L * coin.height() + (coin.coinbase() ? 1 : 0));
        coin.output().write(out);
    }
}
