// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.Script;

import java.util.Optional;

/**
 * Reads transactions from hexadecimal as bitcoind does (DecodeHexTx). Bytes that begin with a
 * witness's mark may also be a transaction without inputs, half made: if both can be, the scripts
 * decide which of them it is.
 */
final class TransactionText {
    private TransactionText() {}

    /** Which forms are tried. */
    enum Form {
        WITNESS,
        NO_WITNESS,
        EITHER
    }

    /** The transaction, or empty if it is none in these forms. */
    static Optional<Transaction> parse(String digits, Form form) {
        ByteString bytes;
        try {
            bytes = ByteString.fromHex(digits);
        } catch (MalformedException _) {
            return Optional.empty();
        }
        Optional<Transaction> extended =
                form == Form.NO_WITNESS ? Optional.empty() : read(bytes, Transaction::parse);
        if (extended.isPresent() && hasSaneScripts(extended.get())) return extended;
        Optional<Transaction> plain =
                form == Form.WITNESS
                        ? Optional.empty()
                        : read(bytes, Transaction::parseWithoutWitness);
        if (plain.isPresent() && hasSaneScripts(plain.get())) return plain;
        return extended.or(() -> plain);
    }

    private interface Reading {
        Transaction of(ByteString bytes) throws MalformedException;
    }

    private static Optional<Transaction> read(ByteString bytes, Reading reading) {
        try {
            return Optional.of(reading.of(bytes));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /** Core's CheckTxScriptsSanity. */
    private static boolean hasSaneScripts(Transaction transaction) {
        if (!transaction.isCoinbase()) {
            for (TxIn input : transaction.inputs()) {
                if (!isSane(input.scriptSig())) return false;
            }
        }
        for (TxOut output : transaction.outputs()) {
            if (!isSane(output.scriptPubKey())) return false;
        }
        return true;
    }

    private static boolean isSane(ByteString script) {
        return Script.hasValidOps(script) && script.length() <= Script.BYTES_MAX;
    }
}
