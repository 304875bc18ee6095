// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever is typed, one argument per line: it is refused, or comes out in a form of which the
 * parser takes every option for what it was named.
 */
class ArgumentsFuzz {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @FuzzTest(maxDuration = "10m")
    void understandsOrRefuses(byte[] bytes) {
        List<String> arguments = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        CommandLine commands = Main.commands(new Console(NOWHERE, NOWHERE, false), new Stop());
        CommandSpec top = commands.getCommandSpec();
        List<String> normal;
        try {
            normal = Arguments.normalise(arguments, top);
        } catch (BadInput e) {
            return;
        }
        if (normal.isEmpty()) return;
        int end = normal.indexOf("--");
        CommandSpec command =
                end < 0 ? top : top.subcommands().get(normal.getFirst()).getCommandSpec();
        for (String option : normal.subList(end < 0 ? 0 : 1, end < 0 ? normal.size() : end)) {
            String name = option.substring(0, option.indexOf('='));
            if (!command.optionsMap().containsKey(name)) throw new AssertionError(option);
        }
        try {
            commands.parseArgs(normal.toArray(String[]::new));
        } catch (ParameterException e) {
            // a number that is none, too few or too many words: told to the user
        }
    }
}
