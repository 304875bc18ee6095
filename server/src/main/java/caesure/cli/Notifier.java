// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.ChainEvent;
import caesure.chain.HeaderNode;
import caesure.log.Log;
import caesure.node.Node;
import caesure.options.NotifyOptions;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Has the shell run the user's commands, as bitcoind does: -blocknotify, -alertnotify,
 * -startupnotify and -shutdownnotify. Nothing that a stranger said comes into a command: a hash is
 * hexadecimal, and of a warning only plain letters and signs are left, in single quotes.
 */
final class Notifier {
    /** So many commands run at once; more wait for one to end. */
    private static final int RUNNING_MAX = 16;

    /** How long the end of the node waits for the commands of -shutdownnotify. */
    private static final Duration SHUTDOWN_MAX = Duration.ofMinutes(1);

    /** What is left of a warning besides letters and digits (Core: SAFE_CHARS_DEFAULT). */
    private static final String SAFE = " .,;-_/:?@()";

    private final NotifyOptions options;
    private final Log log;
    private final Redirect output;
    private final Semaphore room = new Semaphore(RUNNING_MAX);

    /**
     * @param output where the commands write
     */
    Notifier(NotifyOptions options, Log log, Redirect output) {
        this.options = options;
        this.log = log;
        this.output = output;
    }

    /** The node is ready: says so, and from now on tells of blocks. */
    void ready(Node node) {
        options.startup().ifPresent(this::begin);
        if (options.block().isEmpty()) return;
        String command = options.block().get();
        node.chain()
                .orElseThrow()
                .subscribe(event -> {
                    if (!(event instanceof ChainEvent.Moved move)) return;
                    if (node.initialDownload().orElseThrow().isOn(node.clock().instant())) return;
                    for (HeaderNode tip : tips(move)) {
                        begin(command.replace("%s", tip.hash().toString()));
                    }
                });
    }

    /**
     * The blocks that a node would have for its tip, one after the other, if it went step by step:
     * after a reorganization the first is the one with more work than there was before.
     */
    static List<HeaderNode> tips(ChainEvent.Moved move) {
        List<HeaderNode> better =
                move.joined().stream()
                        .filter(node -> node.work().compareTo(move.from().work()) > 0)
                        .toList();
        return better.isEmpty() ? List.of(move.to()) : better;
    }

    /** Something is wrong. */
    void alert(String what) {
        options.alert().ifPresent(command -> begin(command.replace("%s", "'" + safe(what) + "'")));
    }

    /** A text without what means something to a shell. */
    static String safe(String text) {
        return text.codePoints()
                .filter(c ->
                        c >= '0' && c <= '9'
                                || c >= 'A' && c <= 'Z'
                                || c >= 'a' && c <= 'z'
                                || SAFE.indexOf(c) >= 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The node begins to end: runs what is to be run then, and waits for it. */
    void stopping() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        options.shutdown().forEach(command -> threads.add(begin(command)));
        long endNs = System.nanoTime() + SHUTDOWN_MAX.toNanos();
        for (Thread thread : threads) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0 || !thread.join(Duration.ofMillis(leftMs))) {
                log.warning("A command of -shutdownnotify runs still; the node ends without it");
                return;
            }
        }
    }

    private Thread begin(String command) {
        return Thread.ofVirtual()
                .name("notify")
                .start(() -> {
                    try {
                        room.acquire();
                        try {
                            run(command);
                        } finally {
                            room.release();
                        }
                    } catch (IOException e) {
                        log.error("runCommand error: %s", e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // nobody does that
                    }
                });
    }

    private void run(String command) throws IOException, InterruptedException {
        int code =
                new ProcessBuilder("/bin/sh", "-c", command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(output)
                        .redirectError(output)
                        .start()
                        .waitFor();
        if (code != 0) log.warning("runCommand error: system(%s) returned %d", command, code);
    }
}
