// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the program starts. */
@Command(
        name = "caesure",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "A Bitcoin node that so far judges and imports blocks from files. It does not talk to"
                    + " other nodes yet: that comes in a later version.",
            ""
        },
        footer = {
            "",
            "The network is chosen with -testnet4, -signet, -regtest or -testnet, the data directory"
                    + " with -b DIR. caesure help COMMAND tells more. Options take one dash or two, as with bitcoind, and"
                    + " stand before or after other words. The exit code is 0 if all is well, 1 if a"
                    + " block, a file or the command line is bad."
        },
        subcommands = HelpCommand.class)
public final class Main {
    static final int GOOD = 0;
    static final int BAD = 1;

    /** How long a signal waits for the work to come to a clean end. A block takes a second. */
    private static final long STOP_WAIT_MAX_S = 60;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var stop = new Stop();
        var done = new CountDownLatch(1);
        var code = new AtomicInteger(BAD);
        Thread hook = Thread.ofPlatform().name("stop").unstarted(() -> end(stop, done, code));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            boolean terminal = "yes".equals(System.getProperty("caesure.terminal"));
            code.set(run(arguments, new Console(System.out, System.err, terminal), stop));
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
            // what only reads has nothing to bring to an end
            ended = done.await(stop.isHeard() ? STOP_WAIT_MAX_S : 0, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and halt at once
        }
        if (!ended) System.err.println("caesure: stopped without a result");
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(ended ? code.get() : BAD);
    }

    /**
     * Runs a command.
     *
     * @return the exit code: 0 if all is well, 1 if not
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, new Console(out, err, false), new Stop());
    }

    static int run(String[] arguments, Console console, Stop stop) {
        CommandLine commands = commands(console, stop);
        try {
            var normal = Arguments.normalise(Arrays.asList(arguments), commands.getCommandSpec());
            if (normal.isEmpty()) {
                console.note("usage: caesure COMMAND [OPTIONS]; caesure help lists the commands");
                console.note("(The running node comes in a later version.)");
                return BAD;
            }
            return commands.execute(normal.toArray(String[]::new));
        } catch (BadInput e) {
            return complain(console, e.getMessage());
        }
    }

    /** All commands, ready to run. */
    static CommandLine commands(Console console, Stop stop) {
        var commands = new CommandLine(new Main());
        commands.addSubcommand(new ImportCommand(console, stop));
        commands.addSubcommand(new UtxoStatsCommand(console));
        commands.addSubcommand(new VerifyBlockCommand(console));
        commands.addSubcommand(new VerifyHeadersCommand(console, stop));
        commands.addSubcommand(
                new CommandLine(new VersionCommand(console))
                        .addMixin("network", new NetworkOptions())); // asked by every command
        addHelp(commands);
        commands.setOut(console.writer());
        commands.setExpandAtFiles(false); // @ may begin a file name
        commands.setOverwrittenOptionsAllowed(true); // the last counts, as with bitcoind
        commands.setParameterExceptionHandler((e, _) -> complain(console, oneLine(e)));
        commands.setExecutionExceptionHandler((e, _, _) -> explain(console, e));
        return commands;
    }

    private static void addHelp(CommandLine commands) {
        commands.addMixin("help", new HelpOption());
        commands.getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help")) // has its own
                .forEach(command -> command.addMixin("help", new HelpOption()));
    }

    private static String oneLine(ParameterException e) {
        return e.getMessage().lines().findFirst().orElse("bad arguments");
    }

    private static int explain(Console console, Exception e) {
        return switch (e) {
            case BadInput bad -> complain(console, bad.getMessage());
            case IOException io -> complain(console, reason(io));
            default -> {
                console.trace(e);
                yield complain(console, "a fault of Caesure itself; please report the lines above");
            }
        };
    }

    /** The words of an I/O error; some say nothing but a file name. */
    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return kind.equals("IO")
                ? e.getMessage()
                : "cannot read or write " + e.getMessage() + " (" + kind + ")";
    }

    private static int complain(Console console, String line) {
        console.note("caesure: " + line);
        return BAD;
    }
}
