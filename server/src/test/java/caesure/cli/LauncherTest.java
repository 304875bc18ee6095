// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The script at the root, with false JDKs and a false Maven that write down what they get. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LauncherTest {
    /** Whatever is needed of the system, and no java and no mvn. */
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "sed",
                    "grep",
                    "head",
                    "tail",
                    "find",
                    "dirname",
                    "readlink",
                    "mkdir",
                    "rmdir",
                    "rm",
                    "mv",
                    "cp",
                    "cat",
                    "sleep",
                    "touch");

    @TempDir Path temp;
    private Path root;
    private Path tools;
    private Path jdks;

    /** What a start said and did. */
    private record Started(int code, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(temp.resolve("a folder with spaces"));
        tools = Files.createDirectories(temp.resolve("tools"));
        jdks = Files.createDirectories(temp.resolve("jdks"));
        Files.copy(
                Path.of("../caesure"), root.resolve("caesure"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String module : List.of("core", "node", "server")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.writeString(root.resolve(module + "/pom.xml"), "");
        }
        Files.writeString(root.resolve("pom.xml"), "");
        for (String tool : TOOLS) {
            for (String bin : List.of("/bin/", "/usr/bin/")) {
                Path path = Path.of(bin + tool);
                Path link = tools.resolve(tool);
                if (Files.exists(path) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, path);
                }
            }
        }
    }

    /** JUnit would warn of each link that leads out of the folder it clears. */
    @AfterEach
    void removeLinks() throws IOException {
        for (Path folder : List.of(tools, temp)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isSymbolicLink).toList()) Files.delete(file);
            }
        }
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A JDK that prints its own name and the last arguments. */
    private Path jdk(Path home, String version) throws IOException {
        script(
                home.resolve("bin/java"),
                "echo " + home.getFileName(),
                "while [ \"$1\" != -cp ]; do echo \"option $1\"; shift; done",
                "shift; echo \"cp $1\"; shift",
                "for a; do echo \"arg $a\"; done");
        script(home.resolve("bin/javac"), "exit 1");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A Maven that leaves a jar and counts how often it was called. */
    private void maven(String... more) throws IOException {
        var lines =
                new ArrayList<>(List.of("echo called >>../calls", "echo noise; echo noise >&2"));
        lines.addAll(List.of(more));
        lines.add("mkdir -p server/target/lib && echo 1 >server/target/server-1.jar");
        lines.add("echo 1 >server/target/lib/core-1.jar");
        script(tools.resolve("mvn"), lines.toArray(String[]::new));
    }

    private int builds() throws IOException {
        Path calls = temp.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private Process begin(Path command, Optional<Path> javaHome, String... arguments)
            throws IOException {
        var line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).directory(temp.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("CAESURE_JDK_FOLDERS", jdks.toString());
        builder.environment().put("CAESURE_JAVA_OPTS", "-Xmx1g -Da=b");
        javaHome.ifPresent(home -> builder.environment().put("JAVA_HOME", home.toString()));
        return builder.start();
    }

    private static Started end(Process process) throws IOException, InterruptedException {
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Started(process.waitFor(), out, err);
    }

    private Started start(String... arguments) throws IOException, InterruptedException {
        return end(begin(root.resolve("caesure"), Optional.empty(), arguments));
    }

    @Test
    void buildsOnFirstUseAndOnlyThen() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25.0.3");
        maven();
        Started first = start("version", "two words");
        assertEquals(0, first.code, first::toString);
        assertEquals("caesure: building Caesure (first use, about a minute)  done\n", first.err);
        assertTrue(first.out.startsWith("jdk-25\noption --enable-native-access"), first.out);
        assertTrue(first.out.contains("\noption -Xmx1g\noption -Da=b\n"), first.out);
        assertTrue(first.out.contains("\ncp " + root.toRealPath() + "/lib/*\n"), first.out);
        assertTrue(
                first.out.endsWith("arg caesure.cli.Main\narg version\narg two words\n"),
                first.out);
        assertEquals("", start("version").err);
        assertEquals(1, builds());
        assertTrue(Files.exists(root.resolve("lib/server-1.jar")));
        assertTrue(Files.exists(root.resolve("lib/core-1.jar")));
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25");
        maven();
        start();
        Path source = Files.writeString(root.resolve("core/src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertEquals("caesure: building Caesure (sources have changed)  done\n", start().err);
        assertEquals(2, builds());
    }

    @Test
    void worksThroughLinks() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25");
        maven();
        Path far = Files.createSymbolicLink(temp.resolve("far"), root.resolve("caesure"));
        Path near = Files.createSymbolicLink(tools.resolve("caesure"), Path.of("../far"));
        Started started = end(begin(near, Optional.empty(), "x"));
        assertEquals(0, started.code, started::toString);
        assertTrue(started.out.contains("\ncp " + root.toRealPath() + "/lib/*\n"), far::toString);
    }

    @Test
    void looksAtJavaHomeThenPathThenTheUsualFolders() throws Exception {
        maven();
        jdk(jdks.resolve("usual"), "26-ea");
        assertTrue(start().out.startsWith("usual\n"));
        Path onPath = jdk(temp.resolve("on-path"), "25.0.1");
        Path link = tools.resolve("java");
        Files.createSymbolicLink(link, onPath.resolve("bin/java"));
        assertTrue(start().out.startsWith("on-path\n"));
        Path home = jdk(temp.resolve("home"), "25");
        Path command = root.resolve("caesure");
        assertTrue(end(begin(command, Optional.of(home))).out.startsWith("home\n"));
        Path old = jdk(temp.resolve("old"), "17.0.15");
        assertTrue(end(begin(command, Optional.of(old))).out.startsWith("on-path\n"));
    }

    @Test
    void saysWhatToInstall() throws Exception {
        jdk(jdks.resolve("jdk-24"), "24.0.2");
        Started none = start();
        assertEquals(1, none.code);
        assertTrue(none.err.startsWith("caesure: no JDK 25 or newer found: install"), none.err);
        assertEquals(1, none.err.lines().count());
        jdk(jdks.resolve("jdk-25"), "25");
        Started noMaven = start();
        assertEquals(1, noMaven.code);
        assertTrue(noMaven.err.startsWith("caesure: Maven is needed"), noMaven.err);
        assertEquals(1, noMaven.err.lines().count());
        assertFalse(Files.exists(root.resolve("target/build.lock")));
    }

    @Test
    void saysWhatFailed() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25");
        maven("echo '[ERROR] it is broken'; exit 1");
        Started started = start();
        assertEquals(1, started.code);
        assertTrue(started.err.contains("failed\n[ERROR] it is broken\n"), started.err);
        assertFalse(started.err.contains("noise"), started.err);
        assertFalse(Files.exists(root.resolve("lib")));
    }

    @Test
    void buildsOnceForTwoStartsAtOnce() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25");
        maven("sleep 1");
        Process one = begin(root.resolve("caesure"), Optional.empty(), "x");
        Process two = begin(root.resolve("caesure"), Optional.empty(), "y");
        assertEquals(0, end(one).code);
        assertEquals(0, end(two).code);
        assertEquals(1, builds());
    }

    @Test
    void takesTheLockOfADeadBuild() throws Exception {
        jdk(jdks.resolve("jdk-25"), "25");
        maven();
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(root.resolve("target/build.lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertEquals(0, start().code);
        assertEquals(1, builds());
        assertFalse(Files.exists(lock));
    }
}
