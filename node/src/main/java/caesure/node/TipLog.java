// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.chain.Chain;
import caesure.chain.ChainEvent;
import caesure.chain.HeaderNode;
import caesure.log.Category;
import caesure.log.Log;
import caesure.primitives.Work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Writes into the log how the tip of the chain moves, in bitcoind's words. */
final class TipLog implements Consumer<ChainEvent> {
    private final Chain chain;
    private final NodeClock clock;
    private final Log log;
    private final Verification verification;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private HeaderNode told;

    TipLog(Chain chain, NodeClock clock, Log log) {
        this.chain = chain;
        this.clock = clock;
        this.log = log;
        this.verification = Verification.of(chain.params());
        this.told = chain.tip().node();
    }

    /** How much of the chain is verified if it ends with a block, 0 to 1. */
    double progress(HeaderNode block) {
        return verification.progress(block, chain.headers().bestHeader().height(), clock.nowS());
    }

    @Override
    public void accept(ChainEvent event) {
        switch (event) {
            case ChainEvent.Stored(HeaderNode block) ->
                    log.debug(Category.BLOCKSTORAGE, "Stored %s", block);
            case ChainEvent.Refused(HeaderNode block, var reject) -> {
                log.info("Block validation error: %s", reject);
                log.info(
                        "InvalidChainFound: invalid block=%s height=%d log2_work=%f date=%s",
                        block.hash(), block.height(), log2(block.work()), date(block));
                log.error("ConnectTip: ConnectBlock %s failed, %s", block.hash(), reject.text());
            }
            case ChainEvent.Moved move -> tell(move);
        }
    }

    /** Each block that was the tip on the way, as bitcoind, which goes step by step. */
    private void tell(ChainEvent.Moved move) {
        List<HeaderNode> tips = new ArrayList<>();
        for (HeaderNode left : move.left()) tips.add(left.parent().orElseThrow());
        tips.addAll(move.joined());
        for (HeaderNode tip : tips) {
            // not limited: each line costs a block
            log.infoUnlimited(
                    "UpdateTip: new best=%s height=%d version=0x%08x log2_work=%f tx=%d date='%s'"
                            + " progress=%f",
                    tip.hash(),
                    tip.height(),
                    tip.header().version(),
                    log2(tip.work()),
                    tip.chainTransactions(),
                    date(tip),
                    progress(tip));
        }
        lock.lock();
        try {
            told = move.to();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the move to a tip is told. False if that took too long. */
    boolean awaitTold(HeaderNode tip, Duration atMost) throws InterruptedException {
        long leftNs = atMost.toNanos();
        lock.lock();
        try {
            while (told != tip && leftNs > 0) leftNs = changed.awaitNanos(leftNs);
            return told == tip;
        } finally {
            lock.unlock();
        }
    }

    static double log2(Work work) {
        return Math.log(work.hashes().doubleValue()) / Math.log(2);
    }

    static String date(HeaderNode block) {
        return Instant.ofEpochSecond(block.header().time()).toString();
    }

    /** For how long an end waits for the last lines. */
    static final Duration LAST_LINES = Duration.ofNanos(TimeUnit.SECONDS.toNanos(2));
}
