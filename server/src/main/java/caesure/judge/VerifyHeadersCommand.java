// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.console.BadInput;
import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Given;
import caesure.console.InputFiles;
import caesure.console.Report;
import caesure.console.Stop;
import caesure.options.BadOption;
import caesure.primitives.Header;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure verify-headers}. */
public final class VerifyHeadersCommand implements Callable<Integer> {
    /** Ten times as many headers as there are in 2026. */
    private static final long BYTES_MAX = 10_000_000L * Header.BYTES;

    private final Console console;
    private final Stop stop;
    private final Given given;

    public VerifyHeadersCommand(Console console, Stop stop, Given given) {
        this.console = console;
        this.stop = stop;
        this.given = given;
    }

    @Override
    public Integer call() throws BadInput, BadOption, IOException {
        int from = (int) given.settings().number("from", 0, Integer.MAX_VALUE).orElseThrow();
        String file = given.word();
        var check = new HeaderCheck(from, given.params(), Instant.now().getEpochSecond());
        ByteString bytes = InputFiles.read(file, BYTES_MAX);
        if (bytes.length() % Header.BYTES != 0) {
            throw new BadInput(
                    file + ": " + bytes.length() + " bytes are no whole number of headers");
        }
        stop.listen();
        var watch = new Stopwatch();
        Optional<HeaderCheck.Fault> fault = check(check, bytes);
        if (fault.isEmpty() && check.good() < bytes.length() / Header.BYTES) {
            console.note("stopped after " + check.good() + " headers, all of them good");
            return Exit.BAD; // 0 would say that all are
        }
        var report = new Report();
        if (fault.isPresent()) {
            Header header = fault.get().header();
            report.invalid(fault.get().reject())
                    .with("height", fault.get().height())
                    .with("hash", header.hash().toString())
                    .with("byte_offset", fault.get().offset());
        } else {
            report.valid();
        }
        check.report(report);
        report.with("seconds", watch.stop().seconds()).print(console, given.json());
        return fault.isEmpty() ? Exit.GOOD : Exit.BAD;
    }

    private Optional<HeaderCheck.Fault> check(HeaderCheck check, ByteString bytes) throws BadInput {
        try {
            return check.check(bytes, stop);
        } catch (MalformedException e) {
            throw new BadInput(given.word() + ": " + e.getMessage());
        }
    }
}
