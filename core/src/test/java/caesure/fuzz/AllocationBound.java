// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Fails when this thread allocates far more than the bytes it was given could fill. */
final class AllocationBound implements AutoCloseable {
    /** The least transaction, 10 bytes, costs about 500 bytes of objects and hashing. */
    private static final long FOR_EACH_BYTE = 200;

    /**
     * What loading and instrumenting classes may cost the first time, in bytes (40 million were
     * seen). Room for the largest count that a size can lie of, 2^25, would be more.
     */
    private static final long ONCE = 100_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long before = THREADS.getCurrentThreadAllocatedBytes();
    private final long most;

    /**
     * @param given how many bytes are to be read
     */
    AllocationBound(int given) {
        most = ONCE + FOR_EACH_BYTE * given;
    }

    @Override
    public void close() {
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > most) throw new AssertionError(allocated + " bytes allocated");
    }
}
