// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.ArrayList;
import java.util.List;

/** Makes transactions, good and bad. */
public final class TxBuilder {
    /** OP_TRUE: anyone may spend it. */
    public static final ByteString ANYONE = ByteString.of(0x51);

    public static final long FINAL = 0xffff_ffffL;

    private long version = 2;
    private long lockTime;
    private final List<TxIn> inputs = new ArrayList<>();
    private final List<TxOut> outputs = new ArrayList<>();

    public TxBuilder version(long other) {
        version = other;
        return this;
    }

    public TxBuilder lockTime(long other) {
        lockTime = other;
        return this;
    }

    /** Spends what anyone may, with a final sequence. */
    public TxBuilder spend(OutPoint coin) {
        return spend(coin, FINAL);
    }

    public TxBuilder spend(OutPoint coin, long sequence) {
        return input(new TxIn(coin, ByteString.EMPTY, sequence, List.of()));
    }

    /** Spends an output of a transaction. */
    public TxBuilder spend(Transaction from, int index) {
        return spend(new OutPoint(from.txid(), index));
    }

    public TxBuilder input(TxIn input) {
        inputs.add(input);
        return this;
    }

    /** Pays to anyone. */
    public TxBuilder pay(long sats) {
        return pay(sats, ANYONE);
    }

    public TxBuilder pay(long sats, ByteString script) {
        outputs.add(new TxOut(sats, script));
        return this;
    }

    public Transaction build() {
        return Transaction.of(version, inputs, outputs, lockTime);
    }
}
