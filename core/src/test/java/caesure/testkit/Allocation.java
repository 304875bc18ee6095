// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** How many bytes of objects something makes, garbage included. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** What is measured; it may throw what it likes. */
    public interface Work {
        void run() throws Exception;
    }

    /** The least of three runs: the first loads classes, and the compiler may come between. */
    public static long bytes(Work work) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
