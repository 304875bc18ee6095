// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.Header;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure verify-headers}. */
@Command(
        name = "verify-headers",
        header = "Checks headers that follow one another.",
        description = {
            "",
            "Checks links, proof of work, targets with every retarget whose period is complete,"
                    + " times and versions. Says what could not be checked because the headers before"
                    + " the first are not there. Of the first header that breaks a rule it tells the"
                    + " height, the hash, Bitcoin Core's words and the byte where it begins.",
            ""
        })
final class VerifyHeadersCommand implements Callable<Integer> {
    /** Ten times as many headers as there are in 2026. */
    private static final long BYTES_MAX = 10_000_000L * Header.BYTES;

    private final Console console;
    private final Stop stop;
    @Mixin private NetworkOptions network;

    @Option(
            names = {"-from", "--from"},
            required = true,
            paramLabel = "HEIGHT",
            description = "the height of the first header")
    private int from;

    @Option(
            names = {"-json", "--json"},
            description = "print one JSON object")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "headers of 80 bytes, one behind the other")
    private String file;

    VerifyHeadersCommand(Console console, Stop stop) {
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() throws BadInput, IOException {
        if (from < 0) throw new BadInput("-from " + from + ": heights begin with 0");
        var check = new HeaderCheck(from, network.params(), Instant.now().getEpochSecond());
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
            return Main.BAD; // 0 would say that all are
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
        report.with("seconds", watch.stop().seconds()).print(console, json);
        return fault.isEmpty() ? Main.GOOD : Main.BAD;
    }

    private Optional<HeaderCheck.Fault> check(HeaderCheck check, ByteString bytes) throws BadInput {
        try {
            return check.check(bytes, stop);
        } catch (MalformedException e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
    }
}
