// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.console.BadInput;
import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Given;
import caesure.console.Stop;
import caesure.console.Warnings;
import caesure.judge.VerifyBlockCommand;
import caesure.judge.VerifyHeadersCommand;
import caesure.options.Arguments;
import caesure.options.BadOption;
import caesure.options.Command;
import caesure.options.Help;
import caesure.options.Machine;
import caesure.options.NodeOptions;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var stop = new Stop();
        var done = new CountDownLatch(1);
        var code = new AtomicInteger(Exit.BAD);
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> end(stop, done, code));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            boolean terminal = "yes".equals(System.getProperty("caesure.terminal"));
            code.set(
                    run(
                            arguments,
                            new Console(System.out, System.err, terminal),
                            stop,
                            Machine.here()));
        } finally {
            done.countDown();
        }
        System.exit(code.get());
    }

    /**
     * The last thing that runs, after the work and after a signal. Only by halting can a process
     * that got SIGTERM or Ctrl-C say itself how it ended; otherwise the JVM says 143 or 130.
     */
    private static void end(Stop stop, CountDownLatch done, AtomicInteger code) {
        stop.wish();
        boolean ended = false;
        try {
            ended = done.await(stop.waitMaxS(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and halt at once
        }
        if (!ended) System.err.println("caesure: stopped without a result");
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(ended ? code.get() : Exit.BAD);
    }

    /**
     * Runs a command.
     *
     * @param machine where bitcoin.conf and the data lie if nobody says
     * @return the exit code: 0 if all is well, 1 if not
     */
    static int run(String[] arguments, Console console, Stop stop, Machine machine) {
        try {
            Arguments parsed = Arguments.parse(Arrays.asList(arguments));
            if (parsed.wantsHelp()) return help(parsed, console);
            if (parsed.wantsVersion()) return new VersionCommand(console).call();
            if (parsed.command().isEmpty()) {
                stop.listen(() -> {}, NodeCommand.STOP_WAIT_MAX_S); // options take a tenth second
                NodeOptions options = NodeOptions.of(parsed, machine);
                return new NodeCommand(console, stop, Arrays.asList(arguments), options).call();
            }
            String name = parsed.command().get().name();
            if (name.equals("help")) return help(parsed, console);
            Given given = Given.of(parsed, machine);
            Warnings.show(console, given.warnings());
            return command(name, given, console, stop).call();
        } catch (Exception e) {
            return explain(console, e);
        }
    }

    private static Callable<Integer> command(String name, Given given, Console console, Stop stop)
            throws BadOption {
        return switch (name) {
            case "import" -> new ImportCommand(console, stop, given);
            case "utxo-stats" -> new UtxoStatsCommand(console, given);
            case "verify-block" -> new VerifyBlockCommand(console, given);
            case "verify-headers" -> new VerifyHeadersCommand(console, stop, given);
            case "version" -> new VersionCommand(console);
            default -> throw new IllegalStateException("no class for command " + name);
        };
    }

    private static int help(Arguments parsed, Console console) throws BadOption {
        Optional<Command> about = parsed.command();
        if (about.isPresent() && about.get().name().equals("help")) {
            if (!parsed.wantsHelp()) parsed.checkComplete();
            about = Optional.empty();
            if (!parsed.words().isEmpty()) {
                String name = parsed.words().getFirst();
                about = Command.find(name);
                if (about.isEmpty()) {
                    throw new BadOption("no command " + name + "; see caesure help");
                }
            }
        }
        List<String> lines =
                about.map(Help::of)
                        .orElseGet(() -> parsed.wantsAllHelp() ? Help.complete() : Help.usual());
        lines.forEach(console::line);
        return Exit.GOOD;
    }

    private static int explain(Console console, Exception e) {
        return switch (e) {
            case BadOption bad -> {
                console.note("Error: " + bad.getMessage()); // as bitcoind: scripts compare it
                yield Exit.BAD;
            }
            case BadInput bad -> complain(console, bad.getMessage());
            case IOException io -> complain(console, reason(io));
            default -> {
                console.trace(e);
                yield complain(console, "a fault of Caesure itself; please report the lines above");
            }
        };
    }

    /** The words of an I/O error; some say nothing but a file name. */
    static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return kind.equals("IO")
                ? e.getMessage()
                : "cannot read or write " + e.getMessage() + " (" + kind + ")";
    }

    private static int complain(Console console, String line) {
        console.note("caesure: " + line);
        return Exit.BAD;
    }
}
