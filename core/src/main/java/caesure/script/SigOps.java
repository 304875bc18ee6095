// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.primitives.Transaction;
import caesure.primitives.TxOut;

import java.util.List;

/** Counts signature operations before they are run: a block may not hold too many. */
public final class SigOps {
    private SigOps() {}

    /** Those of scriptSigs (coinbases' too) and scriptPubKeys, each CHECKMULTISIG counted as 20. */
    public static int legacy(Transaction transaction) {
        throw new UnsupportedOperationException();
    }

    /**
     * Cost under BIP 141: legacy and P2SH operations count four times, witness operations once
     * (Bitcoin Core's GetTransactionSigOpCost).
     *
     * @param spent the outputs that the inputs spend, in their order; empty for a coinbase
     */
    public static long cost(Transaction transaction, List<TxOut> spent, VerifyFlags flags) {
        throw new UnsupportedOperationException();
    }
}
