// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.primitives.Work;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a node is still far behind the network, in its initial block download. Once over it stays
 * over until the next start (Core's IsInitialBlockDownload).
 */
public final class InitialDownload {
    /** How old the tip may be when nobody says otherwise (-maxtipage). */
    public static final Duration TIP_AGE_MAX = Duration.ofHours(24);

    private final Chain chain;
    private final Work minimumWork;
    private final Duration tipAgeMax;
    private volatile boolean over;

    /**
     * @param minimumWork which the best chain must have
     * @param tipAgeMax how far the time of its last block may lie back
     */
    public InitialDownload(Chain chain, Work minimumWork, Duration tipAgeMax) {
        this.chain = chain;
        this.minimumWork = minimumWork;
        this.tipAgeMax = tipAgeMax;
    }

    /** Whether it goes on still. */
    public boolean isOn(Instant now) {
        if (over) return false;
        HeaderNode tip = chain.tip().node();
        long ageS = now.getEpochSecond() - tip.header().time(); // the limit may be any number
        boolean fresh = ageS <= tipAgeMax.toSeconds();
        if (fresh && tip.work().compareTo(minimumWork) >= 0) over = true;
        return !over;
    }
}
