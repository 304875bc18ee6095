// SPDX-License-Identifier: BSD-2-Clause
package caesure.mining;

import caesure.primitives.Block;
import caesure.primitives.Target;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks for nonces, one after another, on the caller's thread: for tests and networks of least
 * difficulty. Not to be shared between threads.
 */
public final class Miner {
    private static final long NONCE_MAX = 0xffff_ffffL;

    private final BooleanSupplier stop;
    private long triesLeft;

    /**
     * @param tries how many nonces may fail in all; below 0: no end
     * @param stop asked before each try
     */
    public Miner(long tries, BooleanSupplier stop) {
        this.triesLeft = tries < 0 ? Long.MAX_VALUE : tries;
        this.stop = stop;
    }

    /** Whether it may look for more. */
    public boolean goesOn() {
        return triesLeft > 0 && !stop.getAsBoolean();
    }

    /**
     * Finds the first nonce that will do. As in bitcoind a nonce that is found with the last try
     * does not count, nor does the highest.
     *
     * @return empty if there is none, or this goes on no more
     */
    public Optional<Block> solve(BlockTemplate template) {
        Target target = Target.ofCompact(template.bits()).orElseThrow(); // a rule made it
        long nonce = 0;
        while (goesOn() && nonce < NONCE_MAX) {
            if (target.isMetBy(template.header(nonce).hash())) {
                return Optional.of(template.block(nonce));
            }
            nonce++;
            triesLeft--;
        }
        return Optional.empty();
    }
}
