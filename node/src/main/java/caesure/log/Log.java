// SPDX-License-Identifier: BSD-2-Clause
package caesure.log;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Takes what the parts of a node have to say and writes it as lines of text into debug.log, onto
 * the console, or both. Any number of threads may speak; nothing they say ever stops them.
 *
 * <pre>
 *   log.info("%d blocks in %s", count, folder);
 *   log.debug(Category.NET, "%s from peer %d", command, id); // costs next to nothing if NET is off
 * </pre>
 *
 * <p>Templates are those of {@link String#format}; a message without values is taken as it is. The
 * values are put into words only if the line is wanted. {@code debug} and {@code trace} are written
 * as the {@link LogFilter} says and as much as there is; {@code info}, {@code warning} and {@code
 * error} always, up to 1 MiB an hour for each place in the source.
 */
public final class Log implements AutoCloseable {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String OWN_NAME = Log.class.getName();

    /** So many lines of a stack are written; a recursion without end has thousands. */
    private static final int STACK_LINES_MAX = 64;

    private final LogSettings settings;
    private final TextForm form;
    private final PrintStream console;
    private final InstantSource clock;
    private final Supplier<Optional<Instant>> mock;
    private final Optional<LogFile> file;
    private final RateLimit limit;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile LogFilter filter;
    private long lostLines; // that the file could not take, since it last took one
    private String lostWhy = "";
    private boolean closed;

    Log(
            LogSettings settings,
            LogFilter filter,
            PrintStream console,
            InstantSource clock,
            Supplier<Optional<Instant>> mock,
            Optional<LogFile> file) {
        this.settings = settings;
        this.form = new TextForm(settings.form());
        this.filter = filter;
        this.console = console;
        this.clock = clock;
        this.mock = mock;
        this.file = file;
        this.limit = new RateLimit(clock.instant());
    }

    /**
     * Opens a log. Closing it is the last thing to do.
     *
     * @param console where lines are printed if the settings ask for it
     * @param clock the real time
     * @param mock what the node takes for the time, if that is another
     * @throws IOException if the file cannot be opened
     */
    public static Log open(
            LogSettings settings,
            LogFilter filter,
            PrintStream console,
            InstantSource clock,
            Supplier<Optional<Instant>> mock)
            throws IOException {
        Optional<IOException> unshrunk = Optional.empty();
        Optional<LogFile> file = Optional.empty();
        if (settings.file().isPresent()) {
            Path path = settings.file().get();
            if (settings.shrink()) unshrunk = shrink(path);
            file = Optional.of(LogFile.open(path));
        }
        var log = new Log(settings, filter, console, clock, mock, file);
        unshrunk.ifPresent(e -> log.warning("Failed to shrink debug log file: %s", e));
        return log;
    }

    /** A log of which nobody hears. */
    public static Log none() {
        return new Log(
                LogSettings.NOWHERE,
                LogFilter.NONE,
                System.out,
                InstantSource.system(),
                Optional::empty,
                Optional.empty());
    }

    private static Optional<IOException> shrink(Path path) {
        try {
            LogFile.shrink(path);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Which lines are wanted now. */
    public LogFilter filter() {
        return filter;
    }

    /** Changes which lines are wanted. */
    public void filter(UnaryOperator<LogFilter> change) {
        writing.lock();
        try {
            filter = change.apply(filter);
        } finally {
            writing.unlock();
        }
    }

    /** Whether a line would be written: to be asked before anything costly is done for it. */
    public boolean wants(Category category, Level level) {
        return goesAnywhere() && filter.wants(category, level);
    }

    /** For developers: high in volume. */
    public void trace(Category category, String template, Object... values) {
        if (wants(category, Level.TRACE)) say(Optional.of(category), Level.TRACE, template, values);
    }

    /** For whoever looks for the cause of something. */
    public void debug(Category category, String template, Object... values) {
        if (wants(category, Level.DEBUG)) say(Optional.of(category), Level.DEBUG, template, values);
    }

    /** What everybody may want to know. */
    public void info(String template, Object... values) {
        say(Optional.empty(), Level.INFO, template, values);
    }

    /**
     * What everybody may want to know, however often: for what costs the one who causes it much,
     * such as a block. Not for what a stranger can repeat.
     */
    public void infoUnlimited(String template, Object... values) {
        if (goesAnywhere()) write(entry(Optional.empty(), Level.INFO, template, values), false);
    }

    /** What a person should look at; the node goes on. */
    public void warning(String template, Object... values) {
        say(Optional.empty(), Level.WARNING, template, values);
    }

    /** What keeps the node from doing its work. */
    public void error(String template, Object... values) {
        say(Optional.empty(), Level.ERROR, template, values);
    }

    /** A fault of our own: the message, and the stack in a line for each step. */
    public void fault(String what, Throwable fault) {
        var stack = new StringWriter();
        fault.printStackTrace(new PrintWriter(stack));
        say(Optional.empty(), Level.ERROR, "%s", what);
        stack.toString()
                .lines()
                .limit(STACK_LINES_MAX)
                .forEach(line -> say(Optional.empty(), Level.ERROR, "%s", line.replace('\t', ' ')));
    }

    /**
     * Says how much was dropped or lost, and closes the file. What is said later is not written.
     */
    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) return;
            tellDropped();
            closed = true;
            if (file.isPresent()) file.get().close();
        } catch (IOException e) {
            // what was written is written; there is nobody left to tell
        } finally {
            writing.unlock();
        }
    }

    private boolean goesAnywhere() {
        return file.isPresent() || settings.toConsole();
    }

    private void say(Optional<Category> category, Level level, String template, Object... values) {
        if (!goesAnywhere()) return;
        write(entry(category, level, template, values), category.isEmpty());
    }

    private LogEntry entry(
            Optional<Category> category, Level level, String template, Object... values) {
        boolean placed = settings.form().place() || category.isEmpty();
        return new LogEntry(
                clock.instant(),
                mock.get(),
                Thread.currentThread().getName(),
                placed ? caller() : Optional.empty(),
                category,
                level,
                template,
                LogEntry.values(values));
    }

    private static Optional<LogEntry.Place> caller() {
        return STACK.walk(frames ->
                frames.filter(frame -> !frame.getClassName().equals(OWN_NAME))
                        .findFirst()
                        .map(LogEntry.Place::of));
    }

    private void write(LogEntry entry, boolean mayBeLimited) {
        String line = form.line(entry);
        writing.lock();
        try {
            if (closed) return;
            if (limit.isOver(entry.at())) tellDropped();
            var answer = RateLimit.Answer.WRITE;
            if (mayBeLimited && settings.rateLimited() && entry.place().isPresent()) {
                int bytes = line.getBytes(StandardCharsets.UTF_8).length;
                answer = limit.count(entry.place().get(), bytes);
            }
            if (answer == RateLimit.Answer.WRITE_LAST) tellSilenced(entry.place().orElseThrow());
            put(line, answer != RateLimit.Answer.DROP);
        } finally {
            writing.unlock();
        }
    }

    private void tellSilenced(LogEntry.Place place) {
        tell(
                "Too much is logged from %s:%d (%s): more than %d bytes within %d s. Nothing more from"
                        + " there goes into the file until the hour is over; the console shows it"
                        + " all. This is the last line:",
                place.file(),
                place.line(),
                place.method(),
                RateLimit.BYTES_MAX,
                RateLimit.WINDOW.toSeconds());
    }

    private void tellDropped() {
        Map<LogEntry.Place, Long> dropped = limit.restart(clock.instant());
        dropped.forEach((place, bytes) ->
                tell(
                        "Logging again from %s:%d (%s): %d bytes were dropped in the last window of"
                                + " %d s.",
                        place.file(),
                        place.line(),
                        place.method(),
                        bytes,
                        RateLimit.WINDOW.toSeconds()));
    }

    /** Says something about the log itself, which is never dropped. */
    private void tell(String template, Object... values) {
        put(form.line(entry(Optional.empty(), Level.WARNING, template, values)), true);
    }

    private void put(String line, boolean intoFile) {
        String marked = limit.isSuppressing() ? "[*] " + line : line; // as bitcoind's
        if (settings.toConsole()) {
            console.print(marked);
            console.flush();
        }
        if (intoFile && file.isPresent()) append(file.get(), marked);
    }

    private void append(LogFile to, String line) {
        try {
            if (lostLines > 0) {
                to.append(form.line(lost()));
                lostLines = 0;
            }
            to.append(line);
        } catch (IOException e) {
            lostLines++;
            lostWhy = String.valueOf(e.getMessage());
        }
    }

    private LogEntry lost() {
        return entry(
                Optional.empty(),
                Level.WARNING,
                "%d lines could not be written: %s",
                lostLines,
                lostWhy);
    }
}
