// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread that waits for work. A ring that nobody hears is heard by the next to wait. */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rings = lock.newCondition();
    private boolean rung;
    private boolean urgent;

    /** There is something to do. */
    void ring() {
        lock.lock();
        try {
            rung = true;
            rings.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody wants attention, beside what there is to do. */
    void call() {
        lock.lock();
        try {
            urgent = true;
            ring();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody called since this was last asked. */
    boolean takeCall() {
        lock.lock();
        try {
            boolean called = urgent;
            urgent = false;
            return called;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a ring, at most so long. */
    void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!rung && left > 0) left = rings.awaitNanos(left);
            rung = false;
        } catch (InterruptedException e) {
            // nobody has a reason to: the caller looks around, and waits again
            rung = false;
        } finally {
            lock.unlock();
        }
    }
}
