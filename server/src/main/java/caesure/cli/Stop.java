// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import java.util.function.BooleanSupplier;

/** The wish to stop: a signal speaks it, long work hears it between two blocks. */
final class Stop implements BooleanSupplier {
    private volatile boolean wished;
    private volatile boolean heard;

    /** Promises that the work asks from now on whether to stop. Other work is simply ended. */
    void listen() {
        heard = true;
    }

    /** Whether the work is going to end by itself. */
    boolean isHeard() {
        return heard;
    }

    void wish() {
        wished = true;
    }

    /** Whether somebody wished to stop. */
    @Override
    public boolean getAsBoolean() {
        return wished;
    }
}
