// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import java.nio.file.Path;

/**
 * Reads one kind of vector file and holds our code to it.
 *
 * <p>The files are found by {@link Vectors}; a suite assumes no particular number of cases.
 */
public interface VectorSuite {
    /**
     * Which files this suite reads, as a glob on the path below the data folder: {@code
     * vectors/core/script_tests*.json}.
     */
    String glob();

    /**
     * Runs every case of a file and throws an {@link AssertionError} that names each case that
     * fails (the first twenty are enough).
     *
     * @return how many cases ran
     */
    int run(Path file) throws Exception;
}
