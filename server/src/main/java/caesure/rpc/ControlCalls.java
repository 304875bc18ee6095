// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Methods about the server itself: help, uptime, stop, getrpcinfo, echo, echojson. */
public final class ControlCalls {
    private static final String CONTROL = "control";

    private static final String STOPPING = "Caesure stopping";

    /** The argument of help that lists arguments for programs. */
    private static final String CONVERSIONS = "dump_all_command_conversions";

    /** Longest wait of stop, for tests, in milliseconds. */
    private static final int STOP_WAIT_MAX_MS = 60_000;

    private static final int ECHOED = 10;

    private final Runnable stop;
    private final ActiveCalls active;
    private final Path log;
    private final LongSupplier nowNs;
    private final long startNs;

    /**
     * Calls about a server that starts now.
     *
     * @param stop asks the program to stop, and does not wait for it
     * @param log the file of log lines
     * @param nowNs a clock that never goes back
     */
    public ControlCalls(Runnable stop, ActiveCalls active, Path log, LongSupplier nowNs) {
        this.stop = stop;
        this.active = active;
        this.log = log.toAbsolutePath();
        this.nowNs = nowNs;
        this.startNs = nowNs.getAsLong();
    }

    public List<Method> methods() {
        return List.of(help(), uptime(), stop(), getRpcInfo(), echo("echo"), echo("echojson"));
    }

    private static Method help() {
        return new Method(
                "help",
                CONTROL,
                "List all commands, or get help for a specified command.",
                List.of(
                        Argument.hinted(
                                "command",
                                Argument.Kind.STR,
                                "all commands",
                                "The command to get help on")),
                List.of(Result.of(Result.Kind.STR, "The help text")),
                "",
                call -> {
                    String command = call.optionalText("command").orElse("");
                    if (command.equals(CONVERSIONS)) return call.methods().conversions();
                    return Json.of(
                            command.isEmpty()
                                    ? call.methods().list()
                                    : call.methods().help(command));
                });
    }

    private Method uptime() {
        return new Method(
                "uptime",
                CONTROL,
                "Returns the total uptime of the server.",
                List.of(),
                List.of(
                        Result.of(
                                Result.Kind.NUM,
                                "The number of seconds that the server has been running")),
                Method.examples("uptime", ""),
                _ -> Json.of(TimeUnit.NANOSECONDS.toSeconds(nowNs.getAsLong() - startNs)));
    }

    private Method stop() {
        return new Method(
                "stop",
                CONTROL,
                "Request a graceful shutdown of Caesure.",
                List.of(
                        Argument.optional("wait", Argument.Kind.NUM, "how long to wait in ms")
                                .hidden()),
                List.of(Result.of(Result.Kind.STR, "A string with the content '" + STOPPING + "'")),
                "",
                call -> {
                    int waitMs = call.has("wait") ? call.number("wait") : 0;
                    stop.run(); // the answer still leaves: the server waits for it
                    Thread.sleep(Math.clamp(waitMs, 0, STOP_WAIT_MAX_MS));
                    return Json.of(STOPPING);
                });
    }

    private Method getRpcInfo() {
        return new Method(
                "getrpcinfo",
                CONTROL,
                "Returns details of the RPC server.",
                List.of(),
                List.of(
                        Result.of(
                                Result.Kind.OBJ,
                                "",
                                Result.of(
                                        Result.Kind.ARR,
                                        "active_commands",
                                        "All active commands",
                                        activeCommand()),
                                Result.of(
                                        Result.Kind.STR,
                                        "logpath",
                                        "The complete file path to the debug log"))),
                Method.examples("getrpcinfo", ""),
                _ ->
                        Json.object()
                                .with("active_commands", active.list())
                                .with("logpath", log.toString())
                                .build());
    }

    private static Result activeCommand() {
        return Result.of(
                Result.Kind.OBJ,
                "Information about an active command",
                Result.of(Result.Kind.STR, "method", "The name of the RPC command"),
                Result.of(Result.Kind.NUM, "duration", "The running time in microseconds"));
    }

    /** Both are the same here; bitcoin-cli reads the arguments of the second as JSON. */
    private static Method echo(String name) {
        return new Method(
                name,
                Method.HIDDEN,
                "Returns the arguments as they came in. For tests. With arg9=trigger_internal_bug"
                        + " it fails as a fault of Caesure itself would.",
                IntStream.range(0, ECHOED)
                        .mapToObj(i ->
                                Argument.optional("arg" + i, Argument.Kind.STR, "").unchecked())
                        .toList(),
                List.of(Result.of(Result.Kind.ANY, "Returns whatever was passed in")),
                "",
                call -> {
                    if (call.get("arg9").equals(Json.of("trigger_internal_bug"))) {
                        // a condition of bitcoind's, of which its tests look for the text
                        throw new IllegalStateException(
                                "request.params[9].get_str() != \"trigger_internal_bug\"");
                    }
                    return Json.array(call.params());
                });
    }
}
