// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(stream(out), stream(err), true);

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void resultsAndNotesGoTheirOwnWays() {
        console.line("result");
        console.note("note");
        assertEquals("result\n", text(out));
        assertEquals("note\n", text(err));
    }

    @Test
    void aLiveLineIsWipedByShorterOnesAndByWhatFollows() {
        console.live("height 1000");
        console.live("height 9");
        console.line("done");
        console.note("bye");
        assertEquals("\rheight 1000\rheight 9   \r        \rbye\n", text(err));
        assertEquals("done\n", text(out));
    }

    @Test
    void showsNoControlCharactersOfOthers() {
        console.line("tür \u0007");
        console.note("\u001b[31m\u202e");
        console.live("a\rb");
        assertEquals("tür \\u0007\n", text(out));
        assertEquals("\\u001b[31m\\u202e\n\ra\\u000db", text(err));
    }
}
