// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import picocli.CommandLine.Option;

/** How many threads check scripts. */
final class ThreadsOption {
    private static final int COUNT_MAX = 1024;

    @Option(
            names = {"-par", "--par"},
            paramLabel = "N",
            description = "how many threads check scripts; 0, the default: one for each core")
    private int wished;

    /**
     * One or more.
     *
     * @throws BadInput if the wish is out of range
     */
    int count() throws BadInput {
        if (wished < 0 || wished > COUNT_MAX) throw new BadInput("-par takes 0 to " + COUNT_MAX);
        return wished == 0 ? Runtime.getRuntime().availableProcessors() : wished;
    }
}
