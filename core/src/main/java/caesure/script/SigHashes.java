// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.primitives.Transaction;
import caesure.primitives.TxOut;

import java.util.List;

/**
 * A transaction, the outputs it spends, and what of it is hashed once and not once per signature.
 * Safe for several threads.
 */
public final class SigHashes {
    private final Transaction transaction;
    private final List<TxOut> spent;

    private SigHashes(Transaction transaction, List<TxOut> spent) {
        this.transaction = transaction;
        this.spent = List.copyOf(spent);
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
}
