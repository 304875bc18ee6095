// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import caesure.log.Printable;

import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a command writes: results on one stream, everything said about the work on the other. For
 * any threads.
 *
 * <p>Lines may hold text out of blocks and file names, which strangers choose; so what could steer
 * a terminal never reaches it.
 */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final ReentrantLock lock = new ReentrantLock();
    private int liveLength; // characters of the live line that are on the screen now

    /**
     * @param out for results
     * @param err for what is said about the work
     * @param terminal whether a person watches {@code err}, so that one line can be written over
     *     and over
     */
    public Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether a person watches, so that {@link #live} is for them. */
    public boolean isTerminal() {
        return terminal;
    }

    /** One line of the result. */
    public void line(String text) {
        print(out, text);
    }

    /** One line about the work. */
    public void note(String text) {
        print(err, text);
    }

    /** One line about the work that the next one replaces. Only for a terminal. */
    public void live(String text) {
        String safe = Printable.of(text);
        lock.lock();
        try {
            err.print("\r" + safe + " ".repeat(Math.max(0, liveLength - safe.length())));
            err.flush();
            liveLength = safe.length();
        } finally {
            lock.unlock();
        }
    }

    /** The stream of results, for lines that bring their own form: the log. */
    public PrintStream out() {
        return out;
    }

    /** The stack of a fault of ours. */
    public void trace(Throwable fault) {
        lock.lock();
        try {
            wipe();
            fault.printStackTrace(err);
        } finally {
            lock.unlock();
        }
    }

    private void print(PrintStream where, String text) {
        lock.lock();
        try {
            wipe();
            where.println(Printable.of(text));
            where.flush();
        } finally {
            lock.unlock();
        }
    }

    private void wipe() {
        if (liveLength == 0) return;
        err.print("\r" + " ".repeat(liveLength) + "\r");
        err.flush();
        liveLength = 0;
    }
}
