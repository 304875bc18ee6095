// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Signatures;

import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure version}. */
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.line("Caesure version " + version());
        console.line("Java " + Runtime.version() + ", " + System.getProperty("os.arch"));
        console.line("signatures: " + Signatures.load(console).name());
        return Exit.GOOD;
    }

    /** Of this program. */
    static String version() {
        // the jar knows; classes out of a folder are somebody's work in progress
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("in development");
    }
}
