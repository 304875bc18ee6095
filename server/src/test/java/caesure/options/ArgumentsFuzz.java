// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever is typed, one argument per line: it is refused, or each option has a row and can be
 * asked for.
 */
class ArgumentsFuzz {
    @FuzzTest(maxDuration = "10m")
    void understandsOrRefuses(byte[] bytes) {
        List<String> typed =
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("@")) // reads files
                        .toList();
        try {
            Arguments arguments = Arguments.parse(typed);
            var settings = new Settings(arguments.options());
            arguments
                    .options()
                    .keySet()
                    .forEach(name -> {
                        OptionTable.row(name);
                        settings.list(name);
                        if (settings.text(name).isEmpty()) throw new AssertionError(name);
                    });
            settings.lines();
            arguments.checkComplete();
            NetworkChoice.params(settings, NetworkChoice.network(settings));
        } catch (BadOption e) {
            if (e.getMessage().isBlank()) throw new AssertionError("refused without a word", e);
        }
    }
}
