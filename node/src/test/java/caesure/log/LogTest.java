// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.log.LogSettings.Form;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class LogTest {
    private static final Instant START = Instant.parse("2026-11-22T21:00:00.123456789Z");
    private static final Form BARE = new Form(false, false, false, false, false);

    @TempDir Path folder;
    private Instant now = START;
    private Optional<Instant> mock = Optional.empty();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private Path file() {
        return folder.resolve("debug.log");
    }

    private Log open(Form form, LogFilter filter) throws IOException {
        var settings = new LogSettings(Optional.of(file()), false, form, true, true);
        return Log.open(settings, filter, console, () -> now, () -> mock);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private String only(Form form) throws IOException {
        try (Log log = open(form, LogFilter.NONE)) {
            log.info("%d blocks", 7);
        }
        String line = lines().getLast();
        Files.delete(file());
        return line;
    }

    @Test
    void writesTheTimeBeforeTheMessage() throws IOException {
        assertEquals("2026-11-22T21:00:00Z 7 blocks", only(Form.USUAL));
        assertEquals(
                "2026-11-22T21:00:00.123456Z 7 blocks",
                only(new Form(true, true, false, false, false)));
        assertEquals("7 blocks", only(BARE));
        mock = Optional.of(Instant.ofEpochSecond(1_300_000_000));
        assertEquals(
                "2026-11-22T21:00:00Z (mocktime: 2011-03-13T07:06:40Z) 7 blocks", only(Form.USUAL));
    }

    @Test
    void writesThreadAndPlaceWhereAsked() throws IOException {
        String thread = Thread.currentThread().getName();
        assertEquals("[" + thread + "] 7 blocks", only(new Form(false, false, true, false, false)));
        String placed = only(new Form(false, false, false, true, false));
        assertTrue(placed.matches("\\[caesure/log/LogTest\\.java:\\d+] \\[only] 7 blocks"), placed);
        assertEquals("[all:info] 7 blocks", only(new Form(false, false, false, false, true)));
    }

    @Test
    void namesTheMethodThatALambdaStandsIn() throws Exception {
        try (Log log = open(new Form(false, false, true, true, false), LogFilter.NONE)) {
            Thread speaker = Thread.ofVirtual().start(() -> log.info("here"));
            speaker.join();
        }
        String line = lines().getLast();
        assertTrue(line.startsWith("[unknown] [caesure/log/LogTest.java:"), line);
        assertTrue(line.endsWith("] [namesTheMethodThatALambdaStandsIn] here"), line);
    }

    @Test
    void writesCategoryAndLevelWhereTheySaySomething() throws IOException {
        LogFilter filter = LogFilter.NONE.with(Category.all()).from(Level.TRACE);
        try (Log log = open(BARE, filter)) {
            log.error("a");
            log.warning("b");
            log.info("c");
            log.debug(Category.NET, "d");
            log.trace(Category.VALIDATION, "e");
        }
        assertEquals(
                List.of("[error] a", "[warning] b", "c", "[net] d", "[validation:trace] e"),
                lines());
        Files.delete(file());
        try (Log log = open(new Form(false, false, false, false, true), filter)) {
            log.debug(Category.NET, "d");
        }
        assertEquals(List.of("[net:debug] d"), lines());
    }

    @Test
    void leavesOutCategoriesThatAreOffWithoutAskingTheirValues() throws IOException {
        Object loud =
                new Object() {
                    @Override
                    public String toString() {
                        throw new AssertionError("asked");
                    }
                };
        try (Log log = open(BARE, LogFilter.NONE.with(Set.of(Category.NET)))) {
            log.debug(Category.RPC, "%s", loud);
            log.trace(Category.NET, "%s", loud);
            assertFalse(log.wants(Category.NET, Level.TRACE));
            log.filter(filter -> filter.from(Set.of(Category.NET), Level.TRACE));
            log.trace(Category.NET, "now");
            log.filter(filter -> filter.without(Category.all()));
            log.debug(Category.NET, "%s", loud);
        }
        assertEquals(List.of("[net:trace] now"), lines());
    }

    @Test
    void aStrangersTextStaysOnItsLine() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            log.info("agent %s", "/a\n2026 forged\r\u001b[31m\u202eb\u0085\u007f\ud800/ tür");
            log.info("100 %d\n"); // no values: not a template
            log.info("%d", "not a number");
            log.info("%s", "x".repeat(70_000));
        }
        List<String> lines = lines();
        assertEquals(
                "agent /a\\u000a2026 forged\\u000d\\u001b[31m\\u202eb\\u0085\\u007f\\ud800/ tür",
                lines.get(0));
        assertEquals("100 %d\\u000a", lines.get(1));
        assertTrue(lines.get(2).startsWith("Error \"java.util.IllegalFormat"), lines.get(2));
        assertTrue(lines.get(2).endsWith("while formatting log message: %d"), lines.get(2));
        assertTrue(lines.get(3).endsWith("x... (4464 characters more)"));
        assertEquals(4, lines.size());
    }

    /** Speaks from one place. */
    private static void babble(Log log, int times) {
        for (int i = 0; i < times; i++) log.info("%s", "x".repeat(1023));
    }

    @Test
    void onePlaceWritesNoMoreThanAMebibyteAnHour() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            babble(log, 1024); // just what fits
            assertEquals(1024, lines().size());
            babble(log, 1000);
            assertEquals(1024 + 2, lines().size());
            assertTrue(lines().get(1024).startsWith("[*] [warning] Too much is logged from caes"));
            assertTrue(lines().get(1024).contains("(babble): more than 1048576 bytes"));
            assertEquals("[*] " + "x".repeat(1023), lines().get(1025));
            log.info("another place still speaks");
            assertEquals("[*] another place still speaks", lines().getLast());
            now = now.plus(Duration.ofHours(1));
            babble(log, 1);
            assertEquals("x".repeat(1023), lines().getLast());
            String told = lines().get(lines().size() - 2);
            assertTrue(told.startsWith("[warning] Logging again from caesure/log/LogTest"), told);
            assertTrue(told.endsWith("1022976 bytes were dropped in the last window of 3600 s."));
            assertEquals(1024 + 5, lines().size());
        }
    }

    @Test
    void aClockThatIsSetBackBeginsANewHour() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            babble(log, 1030);
            now = now.minusSeconds(1);
            babble(log, 1);
        }
        assertEquals("x".repeat(1023), lines().getLast());
        assertTrue(lines().get(lines().size() - 2).contains("5120 bytes were dropped"));
    }

    @Test
    void whatADeveloperAskedForIsNotLimitedNorWhatMayBeUnlimited() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE.with(Category.all()))) {
            for (int i = 0; i < 1100; i++) log.debug(Category.NET, "%s", "x".repeat(1023));
            for (int i = 0; i < 1100; i++) log.infoUnlimited("%s", "x".repeat(1023));
        }
        assertEquals(2200, lines().size());
        Files.delete(file());
        var settings = new LogSettings(Optional.of(file()), false, BARE, false, true);
        try (Log log = Log.open(settings, LogFilter.NONE, console, () -> now, () -> mock)) {
            babble(log, 1100);
        }
        assertEquals(1100, lines().size());
    }

    @Test
    void theConsoleHearsWhatTheFileDrops() throws IOException {
        var settings = new LogSettings(Optional.of(file()), true, BARE, true, true);
        try (Log log = Log.open(settings, LogFilter.NONE, console, () -> now, () -> mock)) {
            babble(log, 1100);
        }
        assertEquals(1024 + 3, lines().size());
        assertTrue(lines().getLast().contains("76800 bytes were dropped"), lines().getLast());
        assertEquals(1100 + 2, printed.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void aFileIsForItsOwnerAloneAndIsGoneOnWith() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            log.info("one");
        }
        Log log = open(BARE, LogFilter.NONE);
        log.info("two");
        log.close();
        log.info("too late");
        assertEquals(List.of("one", "two"), lines());
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsSaidAtOnce() {
        var settings = LogSettings.of(folder.resolve("absent").resolve("debug.log"));
        assertThrows(
                IOException.class,
                () -> Log.open(settings, LogFilter.NONE, console, () -> now, () -> mock));
        var aFolder = LogSettings.of(folder);
        assertThrows(
                IOException.class,
                () -> Log.open(aFolder, LogFilter.NONE, console, () -> now, () -> mock));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDeviceMayStandInForTheFile() throws IOException {
        var settings = LogSettings.of(Path.of("/dev/null"));
        try (Log log = Log.open(settings, LogFilter.NONE, console, () -> now, () -> mock)) {
            log.info("gone");
        }
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    /** A disk that takes so many bytes and no more, until it is given room. */
    private static final class SmallDisk extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;

        @Override
        public void write(int b) throws IOException {
            if (room == 0) throw new IOException("No space left on device");
            room--;
            taken.write(b);
        }
    }

    @Test
    void aFullDiskCostsLinesAndSaysHowMany() {
        var disk = new SmallDisk();
        disk.room = 10;
        try (Log log =
                new Log(
                        new LogSettings(Optional.of(file()), false, BARE, true, true),
                        LogFilter.NONE,
                        console,
                        () -> now,
                        () -> mock,
                        Optional.of(new LogFile(disk)))) {
            log.info("first");
            log.info("second");
            log.info("third");
            disk.room = 1000;
            log.info("fourth");
        }
        assertEquals(
                List.of(
                        "first",
                        "seco",
                        "[warning] 2 lines could not be written: No space left on device",
                        "fourth"),
                disk.taken.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void aLargeFileIsCutToItsLastLines() throws IOException {
        String line = "y".repeat(99) + "\n";
        Files.writeString(file(), "old\n" + line.repeat(110_001));
        try (Log log = open(BARE, LogFilter.NONE)) {
            log.info("new");
        }
        assertTrue(Files.size(file()) <= 10_000_000 + 4, "more than was to be kept");
        assertTrue(Files.size(file()) > 10_000_000 - 100, "less than was to be kept");
        assertEquals(line.strip(), lines().getFirst());
        assertEquals("new", lines().getLast());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void aFileIsNotShrunkWhereThatIsNotWished() throws IOException {
        Files.writeString(file(), "y".repeat(11_000_001));
        var settings = new LogSettings(Optional.of(file()), false, BARE, true, false);
        Log.open(settings, LogFilter.NONE, console, () -> now, () -> mock).close();
        assertEquals(11_000_001, Files.size(file()));
    }

    @Test
    void aFaultIsWrittenWithItsStack() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            log.fault("the chain thread ended", new IllegalStateException("bad\nnews"));
        }
        assertEquals("[error] the chain thread ended", lines().getFirst());
        assertEquals("[error] java.lang.IllegalStateException: bad", lines().get(1));
        assertTrue(lines().get(3).startsWith("[error]  at caesure.log.LogTest."), lines().get(3));
        assertTrue(lines().size() <= 65);
    }

    @Test
    void aLogForNobodyTakesEverything() {
        try (Log log = Log.none()) {
            log.info("%d", 1);
            log.infoUnlimited("x");
            assertFalse(log.wants(Category.NET, Level.ERROR));
        }
    }

    @Test
    void anInterruptedThreadCanStillSpeak() throws IOException {
        try (Log log = open(BARE, LogFilter.NONE)) {
            Thread.currentThread().interrupt();
            log.info("one");
            assertTrue(Thread.interrupted());
            log.info("two");
        }
        assertEquals(List.of("one", "two"), lines());
    }
}
