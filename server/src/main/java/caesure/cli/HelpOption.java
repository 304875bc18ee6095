// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class HelpOption {
    @Option(
            names = {"-?", "-h", "-help", "--help"},
            usageHelp = true,
            description = "print this help")
    @SuppressWarnings("UnusedVariable") // the parser asks for its annotation
    private boolean help;
}
