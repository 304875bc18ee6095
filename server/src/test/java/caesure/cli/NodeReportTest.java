// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.console.Console;
import caesure.node.Progress;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

class NodeReportTest {
    private static final Progress HALF =
            new Progress(
                    Progress.Activity.CONNECTING, 0.5, 7, 10, Optional.of(Duration.ofSeconds(75)));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nowNs = Long.MAX_VALUE - 5; // the clock may turn over

    private NodeReport report(boolean terminal) {
        var console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminal);
        return new NodeReport(console, () -> nowNs);
    }

    @Test
    void aTerminalHasOneLineFiveTimesASecond() {
        NodeReport report = report(true);
        for (int i = 0; i < 10; i++) {
            nowNs += 100_000_000;
            report.progress(HALF);
        }
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "\rconnecting blocks: height 7, 50.0 %, 10.0 blocks/s, 0:01:15 left".repeat(5),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void elsewhereThereIsALineEveryTenSecondsAndNothingOnStderr() {
        NodeReport report = report(false);
        for (int i = 0; i < 25; i++) {
            nowNs += 1_000_000_000;
            report.progress(HALF);
        }
        report.warning("odd\u001b");
        assertEquals("", err.toString(StandardCharsets.UTF_8));
        assertEquals(
                "connecting blocks: height 7, 50.0 %, 10.0 blocks/s, 0:01:15 left\n".repeat(2)
                        + "warning: odd\\u001b\n",
                out.toString(StandardCharsets.UTF_8));
    }
}
