// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The wish to stop: a signal speaks it, long work hears it between two blocks. For any threads.
 *
 * <p>Work that never calls {@code listen} is ended as it stands: what only reads has nothing to
 * bring to an end.
 */
public final class Stop implements BooleanSupplier {
    /** How long a signal waits for the work to come to a clean end. A block takes a second. */
    private static final long WAIT_MAX_S = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private boolean wished;
    private long waitMaxS;
    private Runnable hearer = () -> {};

    /** Promises that the work asks from now on whether to stop. Other work is simply ended. */
    public void listen() {
        listen(() -> {}, WAIT_MAX_S);
    }

    /**
     * Promises that the work comes to its end when it is told to.
     *
     * @param whenWished told once, at once if the wish is older
     * @param atMostS how long the end may take, in seconds
     */
    public void listen(Runnable whenWished, long atMostS) {
        boolean late;
        lock.lock();
        try {
            waitMaxS = atMostS;
            hearer = whenWished;
            late = wished;
        } finally {
            lock.unlock();
        }
        if (late) whenWished.run();
    }

    /** How long to wait for the work to end by itself, in seconds; 0 if it promised nothing. */
    public long waitMaxS() {
        lock.lock();
        try {
            return waitMaxS;
        } finally {
            lock.unlock();
        }
    }

    /** Speaks the wish, and tells who listens. The second time nothing happens. */
    public void wish() {
        Runnable told;
        lock.lock();
        try {
            told = wished ? () -> {} : hearer;
            wished = true;
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /** Whether somebody wished to stop. */
    @Override
    public boolean getAsBoolean() {
        lock.lock();
        try {
            return wished;
        } finally {
            lock.unlock();
        }
    }
}
