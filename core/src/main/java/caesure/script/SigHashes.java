// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.crypto.Sha256;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.List;

/**
 * A transaction, the outputs it spends, and what of it is hashed once and not once per signature.
 * Safe for several threads: what is shared is made when first asked for and never changes then;
 * threads that race make the same.
 */
public final class SigHashes {
    /** An input without its script: outpoint, length 0, sequence. */
    static final int BLANK_INPUT_BYTES = OutPoint.BYTES + 1 + 4;

    private final Transaction transaction;
    private final List<TxOut> spent;
    private Shared shared;
    private Segwit segwit;
    private Coins coins;
    private ByteString blankInputs;
    private ByteString blankInputsWithoutSequence;
    private ByteString outputBytes;

    private SigHashes(Transaction transaction, List<TxOut> spent) {
        this.transaction = transaction;
        this.spent = List.copyOf(spent);
        if (this.spent.size() != transaction.inputs().size()) {
            throw new IllegalArgumentException(
                    this.spent.size() + " coins for " + transaction.inputs().size() + " inputs");
        }
    }

    /**
     * @param spent the outputs that the inputs spend, in their order, as many
     */
    public static SigHashes of(Transaction transaction, List<TxOut> spent) {
        return new SigHashes(transaction, spent);
    }

    public Transaction transaction() {
        return transaction;
    }

    public List<TxOut> spent() {
        return spent;
    }

    /** SHA-256 of what both BIP 143 and BIP 341 sign of all inputs and outputs. */
    record Shared(Hash256 prevouts, Hash256 sequences, Hash256 outputs) {}

    /** The same, hashed once more (BIP 143). */
    record Segwit(Hash256 prevouts, Hash256 sequences, Hash256 outputs) {}

    /** SHA-256 of the amounts and of the scripts of all coins spent (BIP 341). */
    record Coins(Hash256 amounts, Hash256 scripts) {}

    Shared shared() {
        Shared known = shared;
        if (known == null) {
            var prevouts = new HashWriter();
            var sequences = new HashWriter();
            for (TxIn input : transaction.inputs()) {
                input.previous().write(prevouts);
                sequences.u32(input.sequence());
            }
            var outputs = new HashWriter();
            for (TxOut output : transaction.outputs()) output.write(outputs);
            known = new Shared(prevouts.sha256(), sequences.sha256(), outputs.sha256());
            shared = known;
        }
        return known;
    }

    Segwit segwit() {
        Segwit known = segwit;
        if (known == null) {
            Shared once = shared();
            known =
                    new Segwit(
                            Sha256.hash(once.prevouts().toArray()),
                            Sha256.hash(once.sequences().toArray()),
                            Sha256.hash(once.outputs().toArray()));
            segwit = known;
        }
        return known;
    }

    Coins coins() {
        Coins known = coins;
        if (known == null) {
            var amounts = new HashWriter();
            var scripts = new HashWriter();
            for (TxOut coin : spent) {
                amounts.u64(coin.valueSats());
                scripts.varBytes(coin.scriptPubKey());
            }
            known = new Coins(amounts.sha256(), scripts.sha256());
            coins = known;
        }
        return known;
    }

    /**
     * All inputs without their scripts, for the original way of hashing. It hashes them for every
     * signature, and so from one piece of memory and not field by field.
     *
     * @param withSequences as signatures with ALL do; the others sign zeros
     */
    ByteString blankInputs(boolean withSequences) {
        ByteString known = withSequences ? blankInputs : blankInputsWithoutSequence;
        if (known == null) {
            var out = new ByteWriter(transaction.inputs().size() * BLANK_INPUT_BYTES);
            for (TxIn input : transaction.inputs()) {
                input.previous().write(out);
                out.u8(0).u32(withSequences ? input.sequence() : 0);
            }
            known = out.toByteString();
            if (withSequences) {
                blankInputs = known;
            } else {
                blankInputsWithoutSequence = known;
            }
        }
        return known;
    }

    /** All outputs as they are serialized, without their number. */
    ByteString outputBytes() {
        ByteString known = outputBytes;
        if (known == null) {
            var out = new ByteWriter();
            for (TxOut output : transaction.outputs()) output.write(out);
            known = out.toByteString();
            outputBytes = known;
        }
        return known;
    }
}
