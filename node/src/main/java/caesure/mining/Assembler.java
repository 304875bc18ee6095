// SPDX-License-Identifier: BSD-2-Clause
package caesure.mining;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Retarget;
import caesure.primitives.Transaction;

import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * Makes templates of the next block as a node's settings want them, and remembers that it did. Any
 * number of threads may call.
 */
public final class Assembler {
    /**
     * In weight units: what a template keeps free for header, count and coinbase (Core's
     * DEFAULT_BLOCK_RESERVED_WEIGHT).
     */
    public static final int RESERVED_WEIGHT = 8_000;

    private final InstantSource clock;
    private final OptionalInt version;
    private volatile boolean used;

    /**
     * @param clock the node's
     * @param version of blocks on regtest, instead of that of the soft forks (-blockversion)
     */
    public Assembler(InstantSource clock, OptionalInt version) {
        this.clock = clock;
        this.version = version;
    }

    /**
     * The next block on the tip of a chain.
     *
     * @param payTo the script that gets the subsidy
     * @param others the transactions but the coinbase, in their order; not checked here
     */
    public BlockTemplate next(Chain chain, ByteString payTo, List<Transaction> others) {
        used = true;
        Params params = chain.params();
        HeaderNode parent = chain.tip().node();
        long nowS = clock.instant().getEpochSecond();
        return version.isPresent() && params.network() == Network.REGTEST
                ? BlockTemplate.on(parent, params, version.getAsInt(), nowS, payTo, others)
                : BlockTemplate.on(parent, params, nowS, payTo, others);
    }

    /** The target of the next block in compact form, if it were found now: 0 to 2^32 - 1. */
    public long nextBits(Chain chain) {
        Params params = chain.params();
        HeaderNode parent = chain.tip().node();
        long least = BlockTemplate.minimumTime(parent, params);
        long timeS = Math.max(least, clock.instant().getEpochSecond());
        return Retarget.requiredBits(parent, timeS, params.proofOfWork());
    }

    /** Whether it ever made one. */
    public boolean isUsed() {
        return used;
    }
}
