// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whatever a stranger calls itself: it stays on its line and steers no terminal. */
class LogFuzz {
    @FuzzTest(maxDuration = "10m")
    void anyTextIsOneReadableLine(byte[] bytes) {
        var text = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) { // also halves of pairs
            text.append((char) ((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
        }
        var entry =
                new LogEntry(
                        Instant.EPOCH,
                        Optional.empty(),
                        text.toString(),
                        Optional.empty(),
                        Optional.of(Category.NET),
                        Level.DEBUG,
                        "%s",
                        List.of(text.toString()));
        var form = new LogSettings.Form(true, true, true, true, true);
        String line = new TextForm(form).line(entry);
        if (line.indexOf('\n') != line.length() - 1) throw new AssertionError("two lines");
        line.strip().codePoints().forEach(LogFuzz::requireReadable);
    }

    private static void requireReadable(int c) {
        boolean isSpace = c == ' ' || Character.getType(c) == Character.SPACE_SEPARATOR;
        boolean isHidden =
                Character.isISOControl(c)
                        || Character.isIdentifierIgnorable(c)
                        || Character.getDirectionality(c)
                                == Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE
                        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        if (isHidden && !isSpace) throw new AssertionError(Integer.toHexString(c));
    }
}
