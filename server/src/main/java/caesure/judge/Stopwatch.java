// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import java.time.Duration;

/** Time that passed, and time that the processors worked for this process, since the start. */
final class Stopwatch {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;

    private final long startNs = System.nanoTime();
    private final long startCpuNs = cpuNs();

    /**
     * What was measured.
     *
     * @param wallNs time that passed
     * @param cpuNs of all threads, compiler and collector included; in steps of 10 ms on Linux
     */
    record Cost(long wallNs, long cpuNs) {
        double seconds() {
            return wallNs / NS_PER_S;
        }

        double cpuSeconds() {
            return cpuNs / NS_PER_S;
        }

        /** Processor time for each of so many things, in microseconds. */
        double cpuUsPer(long count) {
            return count == 0 ? 0 : cpuNs / NS_PER_US / count;
        }
    }

    Cost stop() {
        return new Cost(System.nanoTime() - startNs, cpuNs() - startCpuNs);
    }

    private static long cpuNs() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
}
