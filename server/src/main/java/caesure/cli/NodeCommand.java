// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Stop;
import caesure.console.Warnings;
import caesure.crypto.Secp256k1;
import caesure.node.Node;
import caesure.node.NodeListener;
import caesure.node.NodeSettings;
import caesure.options.BadOption;
import caesure.options.NodeOptions;
import caesure.options.NodeOptions.Background;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code caesure} without a command: the running node. It ends by a signal, at -stopatheight, or
 * because it cannot go on.
 */
final class NodeCommand implements Callable<Integer> {
    /**
     * A ledger takes its time to be saved; what is not saved is computed again at the next start.
     */
    static final long STOP_WAIT_MAX_S = 600;

    private final Console console;
    private final Stop stop;
    private final List<String> arguments;
    private final NodeOptions options;

    /**
     * @param stop waits already: a signal that comes before there is a node ends it when there is
     * @param arguments all of them, as they were given: for a start in the background
     */
    NodeCommand(Console console, Stop stop, List<String> arguments, NodeOptions options) {
        this.console = console;
        this.stop = stop;
        this.arguments = List.copyOf(arguments);
        this.options = options;
    }

    @Override
    public Integer call() throws InterruptedException, BadOption {
        if (Daemon.isChild()) {
            Daemon.leaveTerminal();
            return run(quiet());
        }
        Warnings.show(console, options.warnings());
        return options.background() == Background.NONE ? run(console) : startInBackground();
    }

    private int startInBackground() {
        stop.listen(() -> {}, 0); // who only waits may go
        console.line("Caesure starting");
        try {
            Optional<String> error = Daemon.start(arguments);
            error.ifPresent(text -> text.lines().forEach(console::note));
            return error.isEmpty() ? Exit.GOOD : Exit.BAD;
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** Nobody reads the stdout of a node in the background; its failures are read by its parent. */
    private Console quiet() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(nowhere, System.err, false);
    }

    private int run(Console screen) throws InterruptedException, BadOption {
        var report = new NodeReport(screen);
        Secp256k1.Loaded signatures = Secp256k1.load();
        NodeSettings settings =
                NodeSetup.of(options, VersionCommand.version(), signatures.warning());
        // who reads the log on the screen needs nothing else there
        NodeListener shown = settings.log().toConsole() ? NodeListener.QUIET : report;
        signatures.warning().ifPresent(shown::warning);
        var listener = new Doors.Knocker(shown);
        try (var pid = new PidFile(options.pidFile()); // removed when the node is closed
                Node node = Node.open(settings, signatures.engine(), screen.out(), listener);
                Doors doors = Doors.open(options, node, signatures.engine())) {
            pid.write(ProcessHandle.current().pid());
            stop.listen(() -> node.stop("a signal"), STOP_WAIT_MAX_S);
            listener.tell(doors);
            // nobody reads what a node in the background prints
            Redirect output = Daemon.isChild() ? Redirect.DISCARD : Redirect.INHERIT;
            var notifier = new Notifier(options.commands(), node.log(), output);
            listener.alarm(notifier::alert);
            try {
                work(node, doors, notifier, report);
            } finally {
                notifier.stopping();
            }
            if (screen.isTerminal()) screen.note("stopping");
            return Exit.GOOD;
        } catch (IOException e) {
            return fail(e);
        } catch (IllegalArgumentException e) { // of an option that only its user can judge
            console.note("Error: " + e.getMessage());
            return Exit.BAD;
        }
    }

    /** From the start of a node to the wish that it ends. */
    private void work(Node node, Doors doors, Notifier notifier, NodeReport report)
            throws InterruptedException, IOException {
        node.start();
        tellWell(Background.DAEMON);
        boolean ready = node.awaitReady();
        if (ready) {
            doors.ready();
            notifier.ready(node);
        }
        tellWell(Background.DAEMON_WAIT);
        node.chain().ifPresent(chain -> report.tip(node, chain));
        if (ready) report.follow(node);
    }

    private void tellWell(Background when) {
        if (Daemon.isChild() && options.background() == when) Daemon.tellWell(System.out);
    }

    private int fail(IOException e) {
        console.note("Error: " + Main.reason(e));
        return Exit.BAD;
    }
}
