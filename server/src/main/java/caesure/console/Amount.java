// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import java.math.BigDecimal;

/** Money as people and bitcoind's JSON show it. */
public final class Amount {
    /** Digits behind the point: 10^8 satoshis are a bitcoin. */
    private static final int DECIMALS = 8;

    private Amount() {}

    /**
     * In bitcoins, with exactly eight decimals.
     *
     * @param sats in satoshis
     */
    public static BigDecimal btc(long sats) {
        return BigDecimal.valueOf(sats, DECIMALS);
    }
}
