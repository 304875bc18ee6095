// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.consensus.Reject;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ReportTest {
    private static List<String> printed(Report report, boolean json) {
        var out = new ByteArrayOutputStream();
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        report.print(
                new Console(new PrintStream(out, true, StandardCharsets.UTF_8), nowhere, false),
                json);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void linesAreAlignedAndListsGoOnBelow() {
        var report =
                new Report()
                        .valid()
                        .with("best_block", "ab")
                        .with("fees", Amount.btc(1))
                        .with("seconds", 0.5)
                        .with("not_checked", List.of("one", "two"));
        assertEquals(
                List.of(
                        "valid",
                        "best block   ab",
                        "fees         0.00000001",
                        "seconds      0.500",
                        "not checked  one",
                        "             two"),
                printed(report, false));
    }

    @Test
    void jsonIsOneObjectOnOneLineAndAmountsAreNeverInPowers() {
        var report =
                new Report()
                        .invalid(Reject.of(Reject.Reason.HIGH_HASH, "too high"))
                        .with("fees", Amount.btc(1))
                        .with("name", "ü");
        assertEquals(
                List.of(
                        "{\"valid\":false,\"reject\":\"high-hash\",\"detail\":\"too high\","
                                + "\"fees\":0.00000001,\"name\":\"\\u00FC\"}"),
                printed(report, true));
    }
}
