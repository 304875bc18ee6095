// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Transaction;
import caesure.primitives.TxOut;

import java.util.Locale;

/** Amounts in satoshis: signed 64 bits on the wire, far less in a valid chain. */
public final class Money {
    /** Satoshis in one bitcoin. */
    public static final long COIN_SATS = 100_000_000;

    /** No amount is above this (MAX_MONEY, 21 million bitcoins), though there are fewer. */
    public static final long MAX_SATS = 21_000_000 * COIN_SATS;

    private Money() {}

    public static boolean inRange(long sats) {
        return sats >= 0 && sats <= MAX_SATS;
    }

    /**
     * What the outputs of a transaction add up to, in satoshis.
     *
     * @throws ArithmeticException if that does not fit in 64 bits: such a transaction breaks {@link
     *     TransactionRules}, and should not have come here
     */
    static long paidOut(Transaction transaction) {
        long total = 0;
        for (TxOut output : transaction.outputs()) {
            total = Math.addExact(total, output.valueSats());
        }
        return total;
    }

    /** In bitcoins, as Core's FormatMoney: 50.00, 0.00001, 1.50. */
    static String show(long sats) {
        String digits =
                String.format(
                        Locale.ROOT,
                        "%d.%08d",
                        Math.abs(sats / COIN_SATS),
                        Math.abs(sats % COIN_SATS));
        int end = digits.length();
        while (digits.charAt(end - 1) == '0' && digits.charAt(end - 3) != '.') end--;
        return (sats < 0 ? "-" : "") + digits.substring(0, end);
    }
}
