// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Verifier;
import caesure.consensus.Params;
import caesure.consensus.Subsidy;
import caesure.console.Amount;
import caesure.console.BadInput;
import caesure.console.Console;
import caesure.console.Exit;
import caesure.console.Given;
import caesure.console.InputFiles;
import caesure.console.Report;
import caesure.console.Signatures;
import caesure.crypto.Secp256k1;
import caesure.options.BadOption;
import caesure.options.Settings;
import caesure.primitives.Block;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.script.ScriptVerifier;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure verify-block}. */
public final class VerifyBlockCommand implements Callable<Integer> {
    /** Heights are read as numbers of 31 bits; no chain comes near. */
    private static final int HEIGHT_MAX = 1_000_000_000;

    private static final int REPEAT_MAX = 10_000;

    private final Console console;
    private final Given given;
    private final int height;
    private final int repeat;
    private final String prevouts;
    private final String file;

    public VerifyBlockCommand(Console console, Given given) throws BadOption {
        Settings settings = given.settings();
        this.console = console;
        this.given = given;
        this.height = (int) settings.number("height", 0, HEIGHT_MAX).orElseThrow();
        this.repeat = (int) settings.number("repeat", 1, REPEAT_MAX).orElse(1);
        this.prevouts = settings.text("prevouts").orElse("");
        this.file = given.word();
    }

    /** Parses the block and judges it: what is repeated and timed. */
    private interface Judge {
        BlockCheck.Outcome judge() throws MalformedException;
    }

    @Override
    public Integer call() throws BadInput, BadOption, IOException {
        Params params = given.params();
        ByteString bytes = InputFiles.read(file, Block.BYTES_MAX);
        Secp256k1 secp = Signatures.load(console);
        try (var verifier = new Verifier(new ScriptVerifier(secp), given.threads())) {
            long nowS = Instant.now().getEpochSecond();
            return judge(bytes, new BlockCheck(params, secp, verifier, nowS), params);
        } catch (MalformedException e) {
            throw new BadInput(file + " holds no block: " + e.getMessage());
        }
    }

    private int judge(ByteString bytes, BlockCheck check, Params params)
            throws BadInput, BadOption, IOException, MalformedException {
        Block block = Block.parse(bytes);
        Optional<GivenCoins> coins =
                prevouts.isEmpty() ? Optional.empty() : Optional.of(givenCoins(block));
        Judge judge =
                coins.isPresent()
                        ? () -> check.check(Block.parse(bytes), height, coins.get().coins())
                        : () -> check.checkWithoutCoins(Block.parse(bytes), height);
        var costs = new ArrayList<Stopwatch.Cost>();
        BlockCheck.Outcome outcome = timed(judge, costs);
        while (outcome instanceof BlockCheck.Valid && costs.size() < repeat) {
            outcome = timed(judge, costs);
        }
        var report = new Report();
        boolean valid =
                switch (outcome) {
                    case BlockCheck.Invalid(var reject) -> {
                        report.invalid(reject);
                        yield false;
                    }
                    case BlockCheck.Valid _ -> {
                        report.valid();
                        yield true;
                    }
                };
        report.with("network", params.network().chain())
                .with("height", height)
                .with("hash", block.hash().toString());
        if (outcome instanceof BlockCheck.Valid(var sums)) {
            reportCounts(report, block, sums, params);
            reportCosts(report, costs, inputs(block));
            report.with("not_checked", Unchecked.of(height, params, coins));
        }
        report.print(console, given.json());
        return valid ? Exit.GOOD : Exit.BAD;
    }

    private GivenCoins givenCoins(Block block) throws BadInput, IOException {
        try {
            Map<OutPoint, PrevoutsCsv.Prevout> all =
                    PrevoutsCsv.parse(InputFiles.read(prevouts, PrevoutsCsv.BYTES_MAX));
            return GivenCoins.of(block, height, all);
        } catch (MalformedException e) {
            throw new BadInput(prevouts + ": " + e.getMessage());
        }
    }

    private static BlockCheck.Outcome timed(Judge judge, List<Stopwatch.Cost> costs)
            throws MalformedException {
        var watch = new Stopwatch();
        BlockCheck.Outcome outcome = judge.judge();
        costs.add(watch.stop());
        return outcome;
    }

    private static int inputs(Block block) {
        return block.transactions().stream().skip(1).mapToInt(t -> t.inputs().size()).sum();
    }

    private void reportCounts(
            Report report, Block block, Optional<BlockCheck.Sums> sums, Params params) {
        long claimed =
                block.transactions().getFirst().outputs().stream()
                        .mapToLong(TxOut::valueSats)
                        .sum();
        report.with("transactions", block.transactions().size())
                .with("inputs", inputs(block))
                .with("weight", block.weight())
                .with("coinbase_claims", Amount.btc(claimed))
                .with("subsidy", Amount.btc(Subsidy.at(height, params)));
        sums.ifPresent(s ->
                report.with("fees", Amount.btc(s.feesSats())).with("sigop_cost", s.sigOpCost()));
    }

    private void reportCosts(Report report, List<Stopwatch.Cost> costs, int inputs)
            throws BadInput {
        Stopwatch.Cost first = costs.getFirst();
        report.with("seconds", first.seconds())
                .with("cpu_us_per_input", first.cpuUsPer(inputs))
                .with("threads", given.threads());
        if (costs.size() == 1) return;
        List<Stopwatch.Cost> others =
                costs.stream()
                        .skip(1)
                        .sorted(Comparator.comparingLong(Stopwatch.Cost::wallNs))
                        .toList();
        Stopwatch.Cost median = others.get(others.size() / 2);
        long cpuNs = others.stream().mapToLong(Stopwatch.Cost::cpuNs).sum() / others.size();
        report.with("repeats", others.size())
                .with("repeat_seconds_median", median.seconds())
                .with(
                        "repeat_cpu_us_per_input",
                        new Stopwatch.Cost(median.wallNs(), cpuNs).cpuUsPer(inputs));
    }
}
