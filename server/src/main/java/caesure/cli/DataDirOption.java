// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Where the chain lies. */
final class DataDirOption {
    @Option(
            names = {"-b", "-datadir", "--datadir"},
            paramLabel = "DIR",
            description = "the data directory; networks other than main lie in a folder of it")
    private String folder = "";

    /**
     * The folder that was named.
     *
     * @throws BadInput if none was
     */
    Path path() throws BadInput {
        if (folder.isEmpty()) throw new BadInput("which data directory? Say it with -b DIR");
        return InputFiles.path(folder);
    }
}
