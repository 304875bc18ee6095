// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Target;

import java.math.BigInteger;

/**
 * Which target the next block must have: the difficulty follows the time that the last 2,016 blocks
 * took, so that they come about every ten minutes.
 */
public final class Retarget {
    /** One step makes blocks at most this many times easier or harder. */
    private static final int STEP_MAX = 4;

    /** On testnets a block this many spacings after the one before may be of least difficulty. */
    private static final int LATE_SPACINGS = 2;

    private Retarget() {}

    /**
     * The target, in compact form, that the block after {@code parent} must have
     * (GetNextWorkRequired).
     *
     * @param time that the block claims, in seconds since 1970
     */
    public static long requiredBits(HeaderView parent, long time, ProofOfWork work) {
        if ((parent.height() + 1) % work.interval() == 0) return retarget(parent, work);
        if (!work.minimumDifficultyBlocks()) return parent.header().bits();
        long easiest = work.limit().toCompact();
        boolean late = time > parent.header().time() + (long) LATE_SPACINGS * work.spacingS();
        return late ? easiest : lastProperBits(parent, easiest, work);
    }

    /**
     * Whether a target may follow another, as far as that can be told without the times between:
     * one step makes it at most four times higher or lower (PermittedDifficultyTransition).
     *
     * @param height of the block with the new target
     * @param before the target of the block before it, in compact form
     * @param next the new target, in compact form
     */
    public static boolean isPermitted(int height, long before, long next, ProofOfWork work) {
        if (work.minimumDifficultyBlocks()) return true;
        if (height % work.interval() != 0) return before == next;
        BigInteger old = valueOf(before);
        BigInteger factor = BigInteger.valueOf(STEP_MAX);
        BigInteger value = valueOf(next);
        return value.compareTo(rounded(old.multiply(factor), work)) <= 0
                && value.compareTo(rounded(old.divide(factor), work)) >= 0;
    }

    private static BigInteger valueOf(long bits) {
        return Target.ofCompact(bits).map(Target::value).orElse(BigInteger.ZERO);
    }

    /** Not above the network's highest, and as precise as a header can say. */
    private static BigInteger rounded(BigInteger target, ProofOfWork work) {
        BigInteger capped = target.min(work.limit().value());
        return capped.signum() == 0 ? capped : valueOf(new Target(capped).toCompact());
    }

    /** Those of the period's latest block that did not make use of being late. */
    private static long lastProperBits(HeaderView parent, long easiest, ProofOfWork work) {
        HeaderView block = parent;
        while (block.height() % work.interval() != 0 && block.header().bits() == easiest) {
            block = block.parent().orElseThrow();
        }
        return block.header().bits();
    }

    /**
     * At the end of a period (CalculateNextWorkRequired). The period is measured from its first
     * block to its last, not to the one after: 2,015 spacings, the original's slip, now a rule.
     */
    private static long retarget(HeaderView last, ProofOfWork work) {
        if (work.neverRetargets()) return last.header().bits();
        HeaderView first = last.ancestor(last.height() - (work.interval() - 1));
        long tookS =
                Math.clamp(
                        last.header().time() - first.header().time(),
                        work.timespanS() / STEP_MAX,
                        (long) work.timespanS() * STEP_MAX);
        HeaderView measure = work.bip94() ? first : last;
        BigInteger target =
                Target.ofCompact(measure.header().bits())
                        .orElseThrow() // it met its target, so it has one
                        .value()
                        .multiply(BigInteger.valueOf(tookS))
                        .divide(BigInteger.valueOf(work.timespanS()));
        return new Target(target.min(work.limit().value())).toCompact();
    }
}
