// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a transaction must satisfy, whatever it spends. */
public final class TransactionRules {
    /** Sequence of an input that has given up on locks (SEQUENCE_FINAL). */
    static final long FINAL = 0xffff_ffffL;

    /** Lock times below are heights, from here on seconds since 1970 (LOCKTIME_THRESHOLD). */
    private static final long LOCK_TIME_THRESHOLD = 500_000_000;

    /** A coinbase's scriptSig is free, but for its length in bytes. */
    private static final int COINBASE_SCRIPT_MIN = 2;

    private static final int COINBASE_SCRIPT_MAX = 100;

    private TransactionRules() {}

    /** In Bitcoin Core's order (CheckTransaction). */
    private static final List<Rule<Transaction>> RULES =
            List.of(
                    Rule.must(TransactionRules::hasInputs, Reject.Reason.BAD_TXNS_VIN_EMPTY, ""),
                    Rule.must(TransactionRules::hasOutputs, Reject.Reason.BAD_TXNS_VOUT_EMPTY, ""),
                    Rule.must(TransactionRules::fitsInABlock, Reject.Reason.BAD_TXNS_OVERSIZE, ""),
                    TransactionRules::checkAmounts,
                    Rule.must(
                            TransactionRules::spendsEachCoinOnce,
                            Reject.Reason.BAD_TXNS_INPUTS_DUPLICATE,
                            ""),
                    Rule.must(
                            TransactionRules::coinbaseScriptIsInRange,
                            Reject.Reason.BAD_CB_LENGTH,
                            ""),
                    Rule.must(
                            TransactionRules::onlyCoinbaseSpendsNothing,
                            Reject.Reason.BAD_TXNS_PREVOUT_NULL,
                            ""));

    /** Checks everything that needs nothing but the transaction itself (CheckTransaction). */
    public static Optional<Reject> check(Transaction transaction) {
        return Rule.firstBroken(RULES, transaction);
    }

    /**
     * Whether the lock time allows a transaction in a block (IsFinalTx): it is passed, or every
     * input has given up on it.
     *
     * @param height of the block
     * @param timeS of the block, or the median time of those before it (BIP 113)
     */
    public static boolean isFinal(Transaction transaction, int height, long timeS) {
        long lock = transaction.lockTime();
        if (lock == 0) return true;
        if (lock < (lock < LOCK_TIME_THRESHOLD ? height : timeS)) return true;
        for (TxIn input : transaction.inputs()) {
            if (input.sequence() != FINAL) return false;
        }
        return true;
    }

    /** It MUST have an input. */
    private static boolean hasInputs(Transaction transaction) {
        return !transaction.inputs().isEmpty();
    }

    /** It MUST have an output. */
    private static boolean hasOutputs(Transaction transaction) {
        return !transaction.outputs().isEmpty();
    }

    /** It MUST not, without its witness, weigh more than a block may. */
    private static boolean fitsInABlock(Transaction transaction) {
        return (long) transaction.strippedSize() * Transaction.WITNESS_SCALE
                <= BlockRules.WEIGHT_MAX;
    }

    /** Each output, and all together, MUST pay from 0 to 21 million bitcoins (CVE-2010-5139). */
    private static Optional<Reject> checkAmounts(Transaction transaction) {
        long total = 0;
        for (TxOut output : transaction.outputs()) {
            long sats = output.valueSats();
            if (sats < 0) return broken(Reject.Reason.BAD_TXNS_VOUT_NEGATIVE);
            if (sats > Money.MAX_SATS) return broken(Reject.Reason.BAD_TXNS_VOUT_TOOLARGE);
            total += sats; // both at most MAX_SATS: no overflow
            if (!Money.inRange(total)) return broken(Reject.Reason.BAD_TXNS_TXOUTTOTAL_TOOLARGE);
        }
        return Optional.empty();
    }

    /**
     * No two inputs MUST name the same coin (CVE-2018-17144).
     *
     * <p>Strangers choose the outpoints, and may choose them so that all hash alike. They are
     * comparable, so the set keeps such ones in trees, and stays fast.
     */
    private static boolean spendsEachCoinOnce(Transaction transaction) {
        List<TxIn> inputs = transaction.inputs();
        if (inputs.size() == 1) return true;
        Set<OutPoint> seen = HashSet.newHashSet(inputs.size());
        for (TxIn input : inputs) {
            if (!seen.add(input.previous())) return false;
        }
        return true;
    }

    /** A coinbase's scriptSig MUST have 2 to 100 bytes. */
    private static boolean coinbaseScriptIsInRange(Transaction transaction) {
        if (!transaction.isCoinbase()) return true;
        int length = transaction.inputs().getFirst().scriptSig().length();
        return length >= COINBASE_SCRIPT_MIN && length <= COINBASE_SCRIPT_MAX;
    }

    /** An input that names no coin MUST be a coinbase's. */
    private static boolean onlyCoinbaseSpendsNothing(Transaction transaction) {
        if (transaction.isCoinbase()) return true;
        for (TxIn input : transaction.inputs()) {
            if (input.previous().isNull()) return false;
        }
        return true;
    }

    private static Optional<Reject> broken(Reject.Reason reason) {
        return Optional.of(Reject.of(reason, ""));
    }
}
