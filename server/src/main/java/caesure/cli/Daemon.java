// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The way into the background. A JVM cannot fork: the process that the user started starts another
 * of the same kind and waits on a pipe, its child's stdout, until that says that it is well.
 *
 * <pre>
 *   child: setsid, start, {@value #WELL} LF on stdout, which is never used again
 *   or   : {@code Error: ...} on stderr, exit code 1
 * </pre>
 */
final class Daemon {
    /** What a child says when it is on its way. */
    static final String WELL = "caesure is running";

    /** Set for the child by its parent, on the command line of its JVM. */
    private static final String CHILD = "caesure.daemon";

    private static final int ERROR_BYTES_MAX = 1 << 16;

    private Daemon() {}

    /** Whether this process is the one that runs in the background. */
    static boolean isChild() {
        return System.getProperty(CHILD) != null;
    }

    /**
     * Starts this very program again, in the background, and waits until it is well.
     *
     * @param arguments of the program
     * @return what the child has to say if it is not; empty if all is well
     */
    static Optional<String> start(List<String> arguments) throws IOException {
        if (setsid().isEmpty()) return Optional.of("-daemon is not supported on this system");
        Process child =
                new ProcessBuilder(command(arguments)).redirectInput(new File("/dev/null")).start();
        // beside the other stream: a child must never wait for room in this one
        var errors =
                CompletableFuture.supplyAsync(
                        () -> errors(child), task -> Thread.ofVirtual().start(task));
        String said = firstLine(child);
        if (said.equals(WELL)) return Optional.empty();
        String text = errors.join().strip();
        return Optional.of(text.isEmpty() ? "the node ended while it started" : text);
    }

    private static String errors(Process child) {
        try {
            byte[] bytes = child.getErrorStream().readNBytes(ERROR_BYTES_MAX);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "cannot hear what the node says: " + e.getMessage();
        }
    }

    private static String firstLine(Process child) throws IOException {
        return child.inputReader(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.equals(WELL))
                .findFirst()
                .orElse("");
    }

    private static List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-D" + CHILD + "=yes", "-Dcaesure.terminal=no"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return command;
    }

    /** Makes this process, the child, one that no terminal takes along when it is closed. */
    @SuppressWarnings("restricted") // calls a function of libc that takes nothing
    static void leaveTerminal() {
        try {
            int session =
                    (int)
                            Linker.nativeLinker()
                                    .downcallHandle(
                                            setsid().orElseThrow(),
                                            FunctionDescriptor.of(ValueLayout.JAVA_INT))
                                    .invokeExact();
            if (session < 0) throw new IllegalStateException("setsid refused");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<MemorySegment> setsid() {
        return Linker.nativeLinker().defaultLookup().find("setsid");
    }

    /** Tells the parent that all is well. From then on nobody listens. */
    static void tellWell(PrintStream out) {
        out.println(WELL);
        out.flush();
    }
}
