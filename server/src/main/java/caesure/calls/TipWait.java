// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.chain.Chain;
import caesure.chain.ChainEvent;
import caesure.chain.HeaderNode;
import caesure.chain.Subscription;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits until the tip of a chain is as somebody wants it. */
final class TipWait implements AutoCloseable {
    /** So often it looks whether the server wants to stop, which wakes nobody. */
    private static final long STOP_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Subscription subscription;
    private HeaderNode tip; // as of the last move that was told

    /** Hears of each move of the tip from now on. */
    TipWait(Chain chain) {
        this.subscription = chain.subscribe(this::hear);
        lock.lock();
        try {
            if (tip == null) tip = chain.tip().node(); // nothing was told yet
        } finally {
            lock.unlock();
        }
    }

    private void hear(ChainEvent event) {
        if (!(event instanceof ChainEvent.Moved move)) return;
        lock.lock();
        try {
            tip = move.to();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The end of the best chain, as far as it was told. */
    HeaderNode tip() {
        lock.lock();
        try {
            return tip;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a tip.
     *
     * @param atMost for how long; zero: for ever
     * @param stopping true once nobody is to wait any longer
     * @return the tip that was wanted, or the last one if the wait ended before
     */
    HeaderNode await(Predicate<HeaderNode> wanted, Duration atMost, BooleanSupplier stopping)
            throws InterruptedException {
        long endNs = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (!wanted.test(tip) && !stopping.getAsBoolean()) {
                long leftNs = atMost.isZero() ? STOP_LOOK_NS : endNs - System.nanoTime();
                if (leftNs <= 0) break;
                moved.awaitNanos(Math.min(leftNs, STOP_LOOK_NS));
            }
            return tip;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
