// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import java.util.function.BooleanSupplier;

/** The wish to stop: a signal speaks it, long work hears it between two blocks. */
final class Stop implements BooleanSupplier {
    /** How long a signal waits for the work to come to a clean end. A block takes a second. */
    private static final long WAIT_MAX_S = 60;

    private boolean wished;
    private long waitMaxS; // 0: what only reads has nothing to bring to an end
    private Runnable hearer = () -> {};

    /** Promises that the work asks from now on whether to stop. Other work is simply ended. */
    void listen() {
        listen(() -> {}, WAIT_MAX_S);
    }

    /**
     * Promises that the work comes to its end when it is told to.
     *
     * @param whenWished told once, at once if the wish is older
     * @param atMostS how long the end may take
     */
    void listen(Runnable whenWished, long atMostS) {
        boolean late;
        synchronized (this) {
            waitMaxS = atMostS;
            hearer = whenWished;
            late = wished;
        }
        if (late) whenWished.run();
    }

    /** How long to wait for the work to end by itself, in seconds. */
    synchronized long waitMaxS() {
        return waitMaxS;
    }

    void wish() {
        Runnable told;
        synchronized (this) {
            told = wished ? () -> {} : hearer;
            wished = true;
        }
        told.run();
    }

    /** Whether somebody wished to stop. */
    @Override
    public synchronized boolean getAsBoolean() {
        return wished;
    }
}
