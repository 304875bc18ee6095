// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import java.util.SplittableRandom;

/** Tries a claim on many random cases; a failure names the seed that shows it again. */
public final class Property {
    private Property() {}

    /** What must hold for every source of randomness. */
    public interface Claim {
        void check(SplittableRandom random) throws Exception;
    }

    /** Runs with {@code -Dseed=N} once, or with {@code tries} fresh seeds. */
    public static void forAll(int tries, Claim claim) {
        Long only = Long.getLong("seed");
        var seeds = new SplittableRandom();
        for (int i = 0; i < (only == null ? tries : 1); i++) {
            long seed = only == null ? seeds.nextLong() : only;
            try {
                claim.check(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("fails with -Dseed=" + seed, e);
            }
        }
    }
}
