// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.log.Log;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.options.NotifyOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class NotifierTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("told");
    }

    private Log log() throws IOException {
        return Log.open(
                LogSettings.of(folder.resolve("debug.log")),
                LogFilter.NONE,
                System.out,
                InstantSource.system(),
                Optional::empty);
    }

    private static NotifyOptions atEnd(String... commands) {
        return new NotifyOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(commands));
    }

    @Test
    void ofAWarningOnlyHarmlessSignsReachTheShell() {
        assertEquals("a b.c; rm -rf /", Notifier.safe("a 'b'.$c\n; `rm -rf /`\u00e9\""));
        assertEquals("", Notifier.safe("'\"$`\\\n|&<>!*#{}[]~%^=+"));
    }

    @Test
    void aWarningIsOneWordOfTheCommand() throws Exception {
        var options =
                new NotifyOptions(
                        Optional.of("for w in %s; do echo \"<$w>\" > '" + file() + "'; done"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        try (Log log = log()) {
            new Notifier(options, log, Redirect.DISCARD).alert("It's wrong; $(touch x) here");
            while (!Files.exists(file()) || Files.size(file()) == 0) Thread.onSpinWait();
        }
        assertEquals("<Its wrong; (touch x) here>\n", Files.readString(file()));
    }

    @Test
    void theEndWaitsForItsCommands() throws Exception {
        try (Log log = log()) {
            var options = atEnd("sleep 0.2; echo one >> '" + file() + "'", "exit 3");
            new Notifier(options, log, Redirect.DISCARD).stopping();
        }
        assertEquals("one\n", Files.readString(file()));
        String lines = Files.readString(folder.resolve("debug.log"));
        assertTrue(lines.contains("runCommand error: system(exit 3) returned 3"), lines);
    }
}
