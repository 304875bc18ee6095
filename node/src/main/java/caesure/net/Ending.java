// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** That all is to end: whoever pauses, pauses no longer than to this. */
final class Ending {
    private final CountDownLatch over = new CountDownLatch(1);

    void declare() {
        over.countDown();
    }

    boolean isDeclared() {
        return over.getCount() == 0;
    }

    /**
     * Waits.
     *
     * @return false if the end came first
     */
    boolean pause(Duration time) {
        try {
            return !over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody here interrupts: so it means the end
            return false;
        }
    }
}
