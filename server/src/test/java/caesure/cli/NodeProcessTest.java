// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.testkit.TestChain;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The node as a process of its own, as it is started, ended and killed. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class NodeProcessTest {
    private static final int HEIGHT = 300;

    @TempDir Path temp;
    private final List<ProcessHandle> begun = new ArrayList<>();
    private Path data;

    @BeforeEach
    void layOut() throws IOException {
        data = Files.createDirectory(temp.resolve("data"));
    }

    @AfterEach
    void leaveNothingRunning() {
        begun.forEach(ProcessHandle::destroyForcibly);
    }

    private Process begin(String... more) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "caesure.cli.Main"));
        command.addAll(
                List.of("-regtest", "-datadir=" + data, "-noserver", "-noconnect", "-nolisten"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).start();
        begun.add(process.toHandle());
        return process;
    }

    /** How a process ended, and what it said. */
    private record Ended(int code, String out, String err) {}

    private static Ended end(Process process) throws IOException, InterruptedException {
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    /** Reads until the node has said where it stands. */
    private static void awaitTip(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("data directory")) return;
        }
        throw new IOException(
                "it ended: "
                        + new String(
                                process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private Path pidFile() {
        return data.resolve("regtest/caesure.pid");
    }

    private ProcessHandle running() throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile()).strip());
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        begun.add(handle);
        return handle;
    }

    private Path blocks() throws IOException {
        TestChain chain = TestChain.regtest().grow(HEIGHT);
        return Session.framed(temp.resolve("blocks.dat"), chain, chain.blocks());
    }

    @Test
    void runsUntilASignalAndKeepsOthersOut() throws Exception {
        Process first = begin();
        awaitTip(first);
        assertEquals(first.pid(), running().pid());
        Ended second = end(begin());
        assertEquals(1, second.code);
        assertTrue(second.err.startsWith("Error: Cannot obtain a lock on directory "), second.err);
        assertEquals(1, second.err.lines().count());
        assertEquals("", second.out);
        first.toHandle().destroy(); // SIGTERM; unlike Process.destroy it leaves the streams open
        Ended ended = end(first);
        assertEquals(0, ended.code, ended::toString);
        assertEquals("", ended.err);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void aSignalInTheMiddleOfWorkEndsItCleanly() throws Exception {
        Process process = begin("-loadblock=" + blocks(), "-printtoconsole");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.contains(" height=20 ")) line = out.readLine();
        process.toHandle().destroy();
        while (line != null && !line.contains("Shutdown done")) line = out.readLine();
        assertTrue(line != null, "it said nothing of its end");
        assertEquals(0, process.waitFor());
        assertEquals(0, process.getErrorStream().readAllBytes().length);
        Ended next = end(begin("-loadblock=" + blocks(), "-stopatheight=" + HEIGHT));
        assertEquals(0, next.code, next::toString);
        assertTrue(next.out.contains("height          " + HEIGHT), next.out);
    }

    @Test
    void aKilledNodeGoesOn() throws Exception {
        Process process = begin("-loadblock=" + blocks(), "-printtoconsole");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.contains(" height=50 ")) line = out.readLine();
        process.destroyForcibly();
        assertNotEquals(0, process.waitFor());
        assertTrue(Files.exists(pidFile()), "a kill leaves it");
        Ended next = end(begin("-stopatheight=50"));
        assertEquals(0, next.code, next::toString);
        assertEquals("", next.err);
        assertFalse(Files.exists(pidFile()));
    }

    @Test
    void runsCommandsAtStartAndEnd() throws Exception {
        Path told = temp.resolve("told");
        Process process =
                begin(
                        "-startupnotify=echo up >> '" + told + "'",
                        "-shutdownnotify=echo down >> '" + told + "'");
        awaitTip(process);
        while (!Files.exists(told) || Files.size(told) == 0) Thread.onSpinWait();
        assertEquals("up\n", Files.readString(told));
        process.toHandle().destroy();
        assertEquals(0, end(process).code);
        assertEquals("up\ndown\n", Files.readString(told));
    }

    @Test
    void anAddressOfNoUseForZeroMqEndsNothing() throws Exception {
        Process process = begin("-zmqpubrawtx=foo", "-zmqpubhashtx=bar");
        awaitTip(process);
        process.toHandle().destroy();
        Ended ended = end(process);
        assertEquals(0, ended.code, ended::toString);
        String log = Files.readString(data.resolve("regtest/debug.log"));
        assertTrue(log.contains("Nothing is published over ZeroMQ: -zmqpub"), log);
    }

    @Test
    void saysWhichPlaceToListenIsNone() throws Exception {
        Ended ended = end(begin("-server", "-rpcallowip=127.0.0.1", "-rpcbind=127.0.0.1:0"));
        assertEquals(1, ended.code);
        assertEquals("Error: Invalid port specified in -rpcbind: '127.0.0.1:0'\n", ended.err);
    }

    @Test
    void warnsOfIncludesInIncludedFilesInSmallLetters() throws Exception {
        Files.writeString(data.resolve("bitcoin.conf"), "includeconf=one\n");
        Files.writeString(data.resolve("one"), "includeconf=two\n[nonet]\n");
        Process process = begin();
        awaitTip(process);
        process.toHandle().destroy();
        assertEquals(
                "warning: -includeconf cannot be used from included files; ignoring"
                        + " -includeconf=two\n"
                        + "Warning: one:2 Section [nonet] is not recognized.\n",
                end(process).err);
    }

    @Test
    void goesIntoTheBackgroundAndIsEndedByItsPid() throws Exception {
        Ended started = end(begin("-daemonwait"));
        assertEquals(0, started.code, started::toString);
        assertEquals("Caesure starting\n", started.out);
        assertEquals("", started.err);
        ProcessHandle daemon = running();
        assertTrue(daemon.isAlive());
        String log = Files.readString(data.resolve("regtest/debug.log"));
        assertTrue(log.contains("init message: Done loading"), log);
        Ended second = end(begin("-daemon"));
        assertEquals(1, second.code);
        assertTrue(second.err.startsWith("Error: Cannot obtain a lock on directory "), second.err);
        daemon.destroy();
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(pidFile()));
        assertTrue(Files.readString(data.resolve("regtest/debug.log")).endsWith("Shutdown done\n"));
    }

    @Test
    void theBackgroundHasASessionOfItsOwn() throws Exception {
        Ended started = end(begin("-daemon", "-pid=" + temp.resolve("my.pid")));
        assertEquals(0, started.code, started::toString);
        long pid = Long.parseLong(Files.readString(temp.resolve("my.pid")).strip());
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        begun.add(daemon);
        Process ps = new ProcessBuilder("ps", "-o", "sess=", "-p", "" + pid).start();
        String session = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ps.waitFor() == 0) assertEquals("" + pid, session.strip());
        daemon.destroy();
        daemon.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(temp.resolve("my.pid")));
    }
}
