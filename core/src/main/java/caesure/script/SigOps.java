// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.List;
import java.util.Optional;

/**
 * Counts signature operations before they are run: a block may not hold too many. Every count goes
 * up to the first operation that does not parse.
 */
public final class SigOps {
    private static final int KEY_HASH_BYTES = 20;
    private static final int SCRIPT_HASH_BYTES = 32;

    private SigOps() {}

    /** Those of scriptSigs (coinbases' too) and scriptPubKeys, each CHECKMULTISIG counted as 20. */
    public static int legacy(Transaction transaction) {
        int count = 0;
        for (TxIn input : transaction.inputs()) count += rough(input.scriptSig());
        for (TxOut output : transaction.outputs()) count += rough(output.scriptPubKey());
        return count;
    }

    /**
     * Cost under BIP 141: legacy and P2SH operations count four times, witness operations once
     * (Bitcoin Core's GetTransactionSigOpCost).
     *
     * @param spent the outputs that the inputs spend, in their order; empty for a coinbase
     */
    public static long cost(Transaction transaction, List<TxOut> spent, VerifyFlags flags) {
        long cost = (long) legacy(transaction) * Transaction.WITNESS_SCALE;
        if (transaction.isCoinbase()) return cost;
        for (int i = 0; i < spent.size(); i++) {
            TxIn input = transaction.inputs().get(i);
            ByteString script = spent.get(i).scriptPubKey();
            if (flags.has(VerifyFlag.P2SH) && Script.isPayToScriptHash(script)) {
                cost += (long) exact(redeemScript(input)) * Transaction.WITNESS_SCALE;
            }
            if (flags.has(VerifyFlag.WITNESS)) cost += ofWitness(input, script);
        }
        return cost;
    }

    /** Each CHECKMULTISIG counted as 20. */
    private static int rough(ByteString script) {
        return count(script, Opcode.OP_0); // no number of keys counts
    }

    /** A CHECKMULTISIG counted by its number of keys where that stands right before it. */
    private static int exact(ByteString script) {
        return count(script, Opcode.OP_16);
    }

    /**
     * @param lastNumber up to which opcode, OP_1 being the first, numbers of keys are believed
     */
    private static int count(ByteString script, int lastNumber) {
        var cursor = new ScriptCursor(script);
        int count = 0;
        int before = Opcode.OP_INVALIDOPCODE;
        while (cursor.next()) {
            int opcode = cursor.opcode();
            switch (opcode) {
                case Opcode.OP_CHECKSIG, Opcode.OP_CHECKSIGVERIFY -> count++;
                case Opcode.OP_CHECKMULTISIG, Opcode.OP_CHECKMULTISIGVERIFY -> {
                    boolean told = before >= Opcode.OP_1 && before <= lastNumber;
                    count += told ? before - Opcode.OP_1 + 1 : SignatureOps.KEYS_MAX;
                }
                default -> {}
            }
            before = opcode;
        }
        return count;
    }

    /** What a scriptSig pushes last; empty if it does not parse or does more than push. */
    private static ByteString redeemScript(TxIn input) {
        var cursor = new ScriptCursor(input.scriptSig());
        while (!cursor.atEnd()) {
            if (!cursor.next() || cursor.opcode() > Opcode.OP_16) return ByteString.EMPTY;
        }
        return cursor.data();
    }

    private static int ofWitness(TxIn input, ByteString scriptPubKey) {
        Optional<WitnessProgram> program = Script.witnessProgram(scriptPubKey);
        if (program.isEmpty() && Script.isPayToScriptHash(scriptPubKey)) {
            program = Script.witnessProgram(redeemScript(input));
        }
        return program.map(wanted -> ofProgram(wanted, input.witness())).orElse(0);
    }

    private static int ofProgram(WitnessProgram wanted, List<ByteString> witness) {
        if (wanted.version() != 0) return 0; // tapscript has its own budget
        int length = wanted.program().length();
        if (length == KEY_HASH_BYTES) return 1;
        boolean known = length == SCRIPT_HASH_BYTES && !witness.isEmpty();
        return known ? exact(witness.getLast()) : 0;
    }
}
