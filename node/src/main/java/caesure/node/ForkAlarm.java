// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.Chain;
import caesure.chain.ChainEvent;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.primitives.Work;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sees when a chain that is invalid here has much more work than the best: then either others hold
 * to other rules, or something is broken here (Core's CheckForkWarningConditions).
 */
final class ForkAlarm implements Consumer<ChainEvent> {
    /** The words are Bitcoin Core's, which programs look for. */
    static final String WORDS =
            "Warning: Found invalid chain more than 6 blocks longer than our best chain. This"
                    + " could be due to database corruption or consensus incompatibility with"
                    + " peers.";

    /** By so many blocks as hard as the tip the invalid chain must lead. */
    private static final BigInteger LEAD_BLOCKS = BigInteger.valueOf(6);

    private final Chain chain;
    private final InitialDownload download;
    private final NodeClock clock;
    private final Runnable begins;
    private final Runnable ends;
    private Optional<HeaderNode> worst = Optional.empty();
    private boolean rings;

    /**
     * @param begins is run when it begins to be so
     * @param ends is run when it is so no more
     */
    ForkAlarm(
            Chain chain,
            InitialDownload download,
            NodeClock clock,
            Runnable begins,
            Runnable ends) {
        this.chain = chain;
        this.download = download;
        this.clock = clock;
        this.begins = begins;
        this.ends = ends;
    }

    /** By one thread at a time. */
    @Override
    public void accept(ChainEvent event) {
        if (event instanceof ChainEvent.Stored) return;
        // to look through all headers is slow, but each block that is refused cost its maker work
        if (event instanceof ChainEvent.Refused) worst = mostWork();
        if (worst.isEmpty() || download.isOn(clock.instant())) return;
        boolean now = worst.get().isInvalid() && leads(worst.get(), chain.tip().node());
        if (now == rings) return;
        rings = now;
        (now ? begins : ends).run();
    }

    private Optional<HeaderNode> mostWork() {
        return chain.headers().all().stream()
                .filter(HeaderNode::isInvalid)
                .max((a, b) -> a.work().compareTo(b.work()));
    }

    private static boolean leads(HeaderNode invalid, HeaderNode tip) {
        Work before = tip.parent().map(HeaderNode::work).orElse(Work.NONE);
        BigInteger one = tip.work().hashes().subtract(before.hashes());
        BigInteger least = tip.work().hashes().add(one.multiply(LEAD_BLOCKS));
        return invalid.work().hashes().compareTo(least) > 0;
    }
}
