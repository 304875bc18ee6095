// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.HeaderNode;
import caesure.consensus.Network;
import caesure.consensus.Params;

/**
 * A guess at how much of the chain up to now is verified, by transactions (Core's
 * GuessVerificationProgress): how many there were at some time, and how many came each second
 * since.
 *
 * @param timeS of that time, in seconds since 1970
 * @param count of transactions until then
 * @param perS transactions in a second
 */
public record Verification(long timeS, long count, double perS, long spacingS) {
    /** A block that is not older counts by its height: times of blocks are not exact. */
    private static final long RECENT_S = 2 * 3600;

    /** As of Bitcoin Core 31's chain parameters. */
    public static Verification of(Params params) {
        long spacing = params.proofOfWork().spacingS();
        boolean own = params.network() == Network.SIGNET && params.assumeValid().isEmpty();
        if (own) return new Verification(0, 0, 0, spacing); // nothing is known of its chain
        return switch (params.network()) {
            case MAIN -> new Verification(1772055173, 1315805869, 5.40111006496122, spacing);
            case TESTNET3 -> new Verification(1772051651, 536108416, 0.02691479016257117, spacing);
            case TESTNET4 -> new Verification(1772013387, 14191421, 0.01848579579528412, spacing);
            case SIGNET -> new Verification(1772055248, 28676833, 0.06736623436338929, spacing);
            case REGTEST -> new Verification(0, 0, 0.001, spacing);
        };
    }

    /**
     * 0 to 1.
     *
     * @param bestHeight of the header with the most work
     * @param nowS the time, in seconds since 1970
     */
    public double progress(HeaderNode block, int bestHeight, long nowS) {
        long done = block.chainTransactions();
        if (done == 0) return 0;
        double total =
                done <= count
                        ? count + (nowS - timeS) * perS
                        : done + (nowS - blockTimeS(block, bestHeight, nowS)) * perS;
        return done / Math.max((double) done, total); // a clock that is behind makes it too small
    }

    private long blockTimeS(HeaderNode block, int bestHeight, long nowS) {
        long timeS = block.header().time();
        boolean isRecent = Math.abs(nowS - timeS) <= RECENT_S && bestHeight >= block.height();
        return isRecent ? nowS - (bestHeight - block.height()) * spacingS : timeS;
    }
}
