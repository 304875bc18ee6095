// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.log.Printable;

import java.io.PrintStream;

/**
 * Where a command writes: results on one stream, everything said about the work on the other.
 *
 * <p>Lines may hold text out of blocks and file names, which strangers choose; so what could steer
 * a terminal never reaches it.
 */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private int liveLength; // characters of the live line that are on the screen now

    /**
     * @param terminal whether a person watches {@code err}, so that one line can be written over
     *     and over
     */
    Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** One line of the result. */
    synchronized void line(String text) {
        wipe();
        out.println(printable(text));
        out.flush();
    }

    /** One line about the work. */
    synchronized void note(String text) {
        wipe();
        err.println(printable(text));
        err.flush();
    }

    /** One line about the work that the next one replaces. Only for a terminal. */
    synchronized void live(String text) {
        String safe = printable(text);
        err.print("\r" + safe + " ".repeat(Math.max(0, liveLength - safe.length())));
        err.flush();
        liveLength = safe.length();
    }

    /** For lines that bring their own form: the log. */
    PrintStream out() {
        return out;
    }

    private void wipe() {
        if (liveLength == 0) return;
        err.print("\r" + " ".repeat(liveLength) + "\r");
        err.flush();
        liveLength = 0;
    }

    /** The stack of a fault of ours. */
    synchronized void trace(Throwable fault) {
        wipe();
        fault.printStackTrace(err);
    }

    /** The text with every character that is not for reading written as its number. */
    static String printable(String text) {
        return Printable.of(text);
    }
}
