// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.console.Console;

import java.time.Duration;
import java.util.Locale;

/** Says what a chain finds and does when a command opens it. For one thread. */
final class StartReport implements Chain.Reporter {
    private static final Duration IN_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final Console console;
    private final Duration every;
    private CatchUp.Phase phase = CatchUp.Phase.READING;
    private Duration next;

    StartReport(Console console) {
        this.console = console;
        this.every = console.isTerminal() ? IN_TERMINAL : ELSEWHERE;
        this.next = every;
    }

    @Override
    public void progress(CatchUp progress) {
        if (progress.phase() != phase) next = every;
        phase = progress.phase();
        if (progress.elapsed().compareTo(next) < 0) return;
        next = progress.elapsed().plus(every);
        if (console.isTerminal()) console.live(words(progress));
        else console.note(words(progress));
    }

    private static String words(CatchUp progress) {
        double share = progress.total() == 0 ? 1 : (double) progress.done() / progress.total();
        String what =
                progress.phase() == CatchUp.Phase.READING
                        ? "reading block files"
                        : "catching up, height " + progress.height();
        long leftS =
                share == 0 ? 0 : Math.round(progress.elapsed().toSeconds() * (1 - share) / share);
        return String.format(
                Locale.ROOT, "%s, %.1f %%, %s left", what, 100 * share, ImportReport.clock(leftS));
    }

    @Override
    public void damage(String what) {
        console.note("caesure: " + what);
    }

    @Override
    public void repaired(String what) {
        console.note("caesure: repaired: " + what);
    }
}
