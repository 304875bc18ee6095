// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import java.math.BigDecimal;

/** Money as people and bitcoind's JSON show it. */
final class Amount {
    /** Digits behind the point: 10^8 satoshis are a bitcoin. */
    private static final int DECIMALS = 8;

    private Amount() {}

    /** In bitcoins, with exactly eight decimals. */
    static BigDecimal btc(long sats) {
        return BigDecimal.valueOf(sats, DECIMALS);
    }
}
