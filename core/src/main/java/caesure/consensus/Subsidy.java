// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

/** What a block may make from nothing. */
public final class Subsidy {
    private static final long FIRST_SATS = 50 * Money.COIN_SATS;

    private Subsidy() {}

    /** In satoshis: 50 bitcoins, halved at every interval (GetBlockSubsidy). */
    public static long at(int height, Params params) {
        int halvings = height / params.halvingInterval();
        return halvings >= Long.SIZE ? 0 : FIRST_SATS >> halvings;
    }
}
