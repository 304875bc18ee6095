// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Duration;

/**
 * What {@link AddressManager} knows of one address. Owned by its {@link AddressTables}. Times are
 * in seconds since 1970; 0 is never.
 */
final class Known {
    /** What was tried so lately is not thrown away. */
    private static final long JUST_TRIED_S = 60;

    /** Who says that it was seen so far ahead of us says nothing. */
    private static final long FUTURE_S = Duration.ofMinutes(10).toSeconds();

    /** What nobody saw for so long is forgotten (Core's ADDRMAN_HORIZON). */
    private static final long HORIZON_S = Duration.ofDays(30).toSeconds();

    /** After so many calls and not one answer it is given up. */
    private static final int RETRIES = 3;

    /** After so many calls in vain, and no answer for {@link #MIN_FAIL_S}, too. */
    private static final int FAILURES_MAX = 10;

    private static final long MIN_FAIL_S = Duration.ofDays(7).toSeconds();

    /** What was tried so lately is chosen a hundred times less. */
    private static final long RECENT_S = Duration.ofMinutes(10).toSeconds();

    private static final double RECENT_CHANCE = 0.01;

    /** Each call in vain makes it so much less likely; no more than 8 count. */
    private static final double FAILURE_CHANCE = 0.66;

    private static final int FAILURES_COUNTED = 8;

    final NetEndpoint endpoint;
    final NetKind kind;

    /** Who first told of it. */
    final NetAddress source;

    long seenS;
    Services services;
    long lastTryS; // not saved
    long lastCountedS; // not saved
    long lastSuccessS;
    int attempts; // since the last success
    int places; // in the new table: 0 to 8
    boolean isTried;
    int randomAt = -1; // where it stands in the list of all

    Known(Addresses.Entry entry, NetAddress source) {
        this.endpoint = entry.endpoint();
        this.kind = endpoint.address().kind().orElseThrow();
        this.source = source.kind().isPresent() ? source : NetAddress.NONE;
        this.seenS = entry.timeS();
        this.services = entry.services();
    }

    /** Whether it still stands in a table. */
    boolean isThere() {
        return isTried || places > 0;
    }

    /** Whether it may be thrown away for any other. */
    boolean isTerrible(long nowS) {
        if (nowS - lastTryS <= JUST_TRIED_S) return false;
        if (seenS > nowS + FUTURE_S || nowS - seenS > HORIZON_S) return true;
        if (lastSuccessS == 0 && attempts >= RETRIES) return true;
        return nowS - lastSuccessS > MIN_FAIL_S && attempts >= FAILURES_MAX;
    }

    /** How likely it is taken when chance points at it: above 0, up to 1. */
    double chance(long nowS) {
        double recent = nowS - lastTryS < RECENT_S ? RECENT_CHANCE : 1;
        return recent * Math.pow(FAILURE_CHANCE, Math.min(attempts, FAILURES_COUNTED));
    }

    Addresses.Entry entry() {
        return new Addresses.Entry(seenS, services, endpoint);
    }
}
