// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import java.util.ArrayList;
import java.util.List;

/** Small transactions that spend a coin, for tests. */
public final class Spend {
    private static final long FINAL = 0xffff_ffffL;

    private Spend() {}

    /** A coinbase that pays an amount to a script, as Bitcoin Core's script tests make it. */
    public static Transaction crediting(ByteString scriptPubKey, long valueSats) {
        var in = new TxIn(OutPoint.NULL, ByteString.of(0, 0), FINAL, List.of());
        return Transaction.of(1, List.of(in), List.of(new TxOut(valueSats, scriptPubKey)), 0);
    }

    /** A transaction with one input and one output that spends the first output of another. */
    public static SigHashes of(Transaction credit, ByteString scriptSig, List<ByteString> witness) {
        TxOut coin = credit.outputs().getFirst();
        var in = new TxIn(new OutPoint(credit.txid(), 0), scriptSig, FINAL, witness);
        var out = new TxOut(coin.valueSats(), ByteString.EMPTY);
        return SigHashes.of(Transaction.of(1, List.of(in), List.of(out), 0), List.of(coin));
    }

    /** The same transaction with another scriptSig and witness in one input. */
    public static Transaction with(
            Transaction transaction, int index, ByteString scriptSig, List<ByteString> witness) {
        var inputs = new ArrayList<>(transaction.inputs());
        TxIn old = inputs.get(index);
        inputs.set(index, new TxIn(old.previous(), scriptSig, old.sequence(), witness));
        return Transaction.of(
                transaction.version(), inputs, transaction.outputs(), transaction.lockTime());
    }

    /** How the first input fails that fails; OK if none does. */
    public static ScriptError firstError(
            ScriptVerifier verifier, SigHashes spend, VerifyFlags flags) {
        for (int i = 0; i < spend.spent().size(); i++) {
            ScriptError error = verifier.verify(spend, i, flags);
            if (error != ScriptError.OK) return error;
        }
        return ScriptError.OK;
    }

    /** Flags with those taken out that do nothing without another that is not there. */
    public static VerifyFlags trimmed(VerifyFlags flags) {
        VerifyFlags some = flags;
        if (!some.has(VerifyFlag.P2SH)) some = some.without(VerifyFlag.WITNESS);
        if (!some.has(VerifyFlag.WITNESS)) some = some.without(VerifyFlag.CLEANSTACK);
        return some;
    }

    /** Flags with those added that others need. */
    public static VerifyFlags filled(VerifyFlags flags) {
        VerifyFlags more = flags;
        if (more.has(VerifyFlag.CLEANSTACK)) more = more.with(VerifyFlag.WITNESS);
        if (more.has(VerifyFlag.WITNESS)) more = more.with(VerifyFlag.P2SH);
        return more;
    }
}
