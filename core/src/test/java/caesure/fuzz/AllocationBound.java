// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.MalformedException;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Fails when reading allocates far more than the bytes that were read could fill. */
final class AllocationBound {
    /** The least transaction, 10 bytes, costs about 500 bytes of objects and hashing. */
    private static final long FOR_EACH_BYTE = 200;

    /** Buffers and such. Room for the largest count that a size can lie of, 2^25, is more. */
    private static final long FOR_EACH_CALL = 16_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationBound() {}

    /** What reads, and may refuse. */
    interface Reading<T> {
        T read() throws MalformedException;
    }

    /**
     * Reads, and if that took too much reads again: the first time it may have loaded classes, and
     * the fuzzer instrumented them, which takes more than any reading.
     *
     * @param given how many bytes are to be read
     */
    static <T> T hold(int given, Reading<T> reading) throws MalformedException {
        long most = FOR_EACH_CALL + FOR_EACH_BYTE * given;
        long before = allocated();
        try {
            return reading.read();
        } finally {
            if (allocated() - before > most) holdAgain(most, reading);
        }
    }

    private static void holdAgain(long most, Reading<?> reading) {
        long before = allocated();
        try {
            reading.read();
        } catch (MalformedException _) {
            // refused, as the first time
        }
        long again = allocated() - before;
        if (again > most) throw new AssertionError(again + " bytes allocated");
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
