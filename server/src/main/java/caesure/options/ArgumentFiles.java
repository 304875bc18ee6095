// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments kept in files, as the original took them: {@code @FILE} stands for the lines of FILE,
 * each one argument, as it is. Empty lines count for nothing. A file may name further files, by
 * paths from the working directory. Behind {@code --} an {@code @} is a letter like any other.
 */
final class ArgumentFiles {
    private static final int BYTES_MAX = 1 << 20;
    private static final int DEPTH_MAX = 8; // files that name each other end here
    private static final int ARGUMENTS_MAX = 100_000;

    private final List<String> expanded = new ArrayList<>();
    private boolean words; // whether -- was seen

    private ArgumentFiles() {}

    /**
     * The arguments with those out of files in their places.
     *
     * @throws BadOption if a file cannot be read, or holds too much
     */
    static List<String> expand(List<String> arguments) throws BadOption {
        var files = new ArgumentFiles();
        files.take(arguments, 0);
        return files.expanded;
    }

    private void take(List<String> arguments, int depth) throws BadOption {
        for (String argument : arguments) {
            if (!words && argument.startsWith("@")) {
                if (depth == DEPTH_MAX) throw new BadOption(argument + ": files within files");
                take(lines(argument), depth + 1);
            } else {
                words |= argument.equals("--");
                expanded.add(argument);
            }
            if (expanded.size() > ARGUMENTS_MAX) {
                throw new BadOption("more than " + ARGUMENTS_MAX + " arguments");
            }
        }
    }

    private static List<String> lines(String argument) throws BadOption {
        try (var in = Files.newInputStream(Path.of(argument.substring(1)))) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new BadOption(argument + ": more than " + BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException | InvalidPathException e) {
            throw new BadOption(
                    argument
                            + ": cannot read that file of arguments; -- before it, if the @"
                            + " belongs to a name");
        }
    }
}
