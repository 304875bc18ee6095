// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Header;
import caesure.primitives.Target;

import java.util.List;
import java.util.Optional;

/** What a header must satisfy. */
public final class HeaderRules {
    /** How far a block's time may be ahead of ours (Core's MAX_FUTURE_BLOCK_TIME). */
    public static final long AHEAD_MAX_S = 2 * 60 * 60;

    /** How far a period's first block may be before the one before it (BIP 94, MAX_TIMEWARP). */
    public static final long TIMEWARP_MAX_S = 600;

    private HeaderRules() {}

    /** A header about to be put behind its parent. */
    private record Candidate(Header header, HeaderView parent, Params params) {
        int height() {
            return parent.height() + 1;
        }
    }

    /** A header at its height, now. */
    private record Placed(Header header, int height, Params params, long nowS) {}

    private static final List<Rule<Candidate>> TARGET =
            List.of(
                    Rule.must(
                            HeaderRules::hasRequiredTarget,
                            Reject.Reason.BAD_DIFFBITS,
                            "incorrect proof of work"));

    private static final List<Rule<Candidate>> TIME_BEHIND_PARENT =
            List.of(
                    Rule.must(
                            HeaderRules::isAfterMedianTime,
                            Reject.Reason.TIME_TOO_OLD,
                            "block's timestamp is too early"),
                    Rule.must(
                            HeaderRules::doesNotReachBack,
                            Reject.Reason.TIME_TIMEWARP_ATTACK,
                            "block's timestamp is too early on diff adjustment block"));

    private static final List<Rule<Placed>> AT_HEIGHT =
            List.of(
                    Rule.must(
                            HeaderRules::isNotInTheFuture,
                            Reject.Reason.TIME_TOO_NEW,
                            "block timestamp too far in the future"),
                    HeaderRules::checkVersion);

    private static final Optional<Reject> HIGH_HASH =
            Optional.of(Reject.of(Reject.Reason.HIGH_HASH, "proof of work failed"));

    /** Checks what needs nothing but the header (CheckBlockHeader). */
    public static Optional<Reject> checkProofOfWork(Header header, Params params) {
        return meetsItsTarget(header, params) ? Optional.empty() : HIGH_HASH;
    }

    /**
     * Checks a header against those before it (ContextualCheckBlockHeader).
     *
     * @param parent the header it names, found valid
     * @param nowS the time, in seconds since 1970
     */
    public static Optional<Reject> checkContext(
            Header header, HeaderView parent, Params params, long nowS) {
        return checkTarget(header, parent, params)
                .or(() -> checkTimeBehind(header, parent, params))
                .or(() -> checkAtHeight(header, parent.height() + 1, params, nowS));
    }

    /**
     * That rule of {@link #checkContext} which may need headers of a whole period. This and the
     * next two are for who does not have all of the chain; together and in this order they are
     * {@link #checkContext}.
     */
    public static Optional<Reject> checkTarget(Header header, HeaderView parent, Params params) {
        return Rule.firstBroken(TARGET, new Candidate(header, parent, params));
    }

    /** Those rules of {@link #checkContext} that compare the time with the headers before. */
    public static Optional<Reject> checkTimeBehind(
            Header header, HeaderView parent, Params params) {
        return Rule.firstBroken(TIME_BEHIND_PARENT, new Candidate(header, parent, params));
    }

    /**
     * Those rules of {@link #checkContext} that need no header before.
     *
     * @param nowS the time, in seconds since 1970
     */
    public static Optional<Reject> checkAtHeight(
            Header header, int height, Params params, long nowS) {
        return Rule.firstBroken(AT_HEIGHT, new Placed(header, height, params, nowS));
    }

    /** The hash MUST not exceed the target, nor the target the network's highest (pow.cpp). */
    private static boolean meetsItsTarget(Header header, Params params) {
        Optional<Target> target = Target.ofCompact(header.bits());
        return target.isPresent()
                && target.get().value().compareTo(params.proofOfWork().limit().value()) <= 0
                && target.get().isMetBy(header.hash());
    }

    /** The target MUST be the one that follows from the chain. */
    private static boolean hasRequiredTarget(Candidate c) {
        return c.header.bits()
                == Retarget.requiredBits(c.parent, c.header.time(), c.params.proofOfWork());
    }

    /** The time MUST be after the median of the eleven blocks before. */
    private static boolean isAfterMedianTime(Candidate c) {
        return c.header.time() > c.parent.medianTimePast();
    }

    /** A period's first block MUST not be over ten minutes before the one before it (BIP 94). */
    private static boolean doesNotReachBack(Candidate c) {
        ProofOfWork work = c.params.proofOfWork();
        return !work.bip94()
                || c.height() % work.interval() != 0
                || c.header.time() >= c.parent.header().time() - TIMEWARP_MAX_S;
    }

    /** The time MUST not be more than two hours ahead of ours. */
    private static boolean isNotInTheFuture(Placed c) {
        return c.header.time() <= c.nowS + AHEAD_MAX_S;
    }

    /** The version, as a signed number, MUST not be one that BIP 34, 66 or 65 retired. */
    private static Optional<Reject> checkVersion(Placed c) {
        Deployments forks = c.params.deployments();
        int version = c.header.version();
        boolean retired =
                (version < 2 && forks.heightInCoinbase(c.height()))
                        || (version < 3 && forks.strictDer(c.height()))
                        || (version < 4 && forks.lockTimeVerify(c.height()));
        return retired ? Optional.of(Reject.version(c.header)) : Optional.empty();
    }
}
