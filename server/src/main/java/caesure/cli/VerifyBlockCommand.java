// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Verifier;
import caesure.consensus.Params;
import caesure.consensus.Subsidy;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.script.ScriptVerifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code caesure verify-block}. */
@Command(
        name = "verify-block",
        header = "Judges one block against the outputs that it spends.",
        description = {
            "",
            "Checks its structure, its proof of work, the rules of its height, and, with the outputs"
                    + " that it spends, those of coins and all scripts. Says valid, or Bitcoin Core's"
                    + " words for the first rule that is broken, and names what could not be checked"
                    + " because it is not in the files.",
            ""
        })
final class VerifyBlockCommand implements Callable<Integer> {
    /** Heights are read as numbers of 31 bits; no chain comes near. */
    private static final int HEIGHT_MAX = 1_000_000_000;

    private static final int REPEAT_MAX = 10_000;

    private final Console console;
    @Mixin private NetworkOptions network;
    @Mixin private ThreadsOption threads;

    @Option(
            names = {"-height", "--height"},
            required = true,
            paramLabel = "H",
            description = "the height of the block")
    private int height;

    @Option(
            names = {"-prevouts", "--prevouts"},
            paramLabel = "FILE",
            description = {
                "the outputs that it spends, a line for each:",
                "txid:vout,satoshis,height,coinbase,time,script",
                "(height, coinbase and time may be empty)"
            })
    private String prevouts = "";

    @Option(
            names = {"-repeat", "--repeat"},
            paramLabel = "N",
            description = "judge it N times and tell the time of the first and of the others")
    private int repeat = 1;

    @Option(
            names = {"-json", "--json"},
            description = "print one JSON object")
    private boolean json;

    @Parameters(paramLabel = "BLOCK", description = "a file with the block as it is on the wire")
    private String file;

    VerifyBlockCommand(Console console) {
        this.console = console;
    }

    /** Parses the block and judges it: what is repeated and timed. */
    private interface Judge {
        BlockCheck.Outcome judge() throws MalformedException;
    }

    @Override
    public Integer call() throws BadInput, IOException {
        if (height < 0 || height > HEIGHT_MAX) throw new BadInput("no height: " + height);
        if (repeat < 1 || repeat > REPEAT_MAX)
            throw new BadInput("-repeat takes 1 to " + REPEAT_MAX);
        Params params = network.params();
        ByteString bytes = InputFiles.read(file, Block.BYTES_MAX);
        Secp256k1 secp = Signatures.load(console);
        try (var verifier = new Verifier(new ScriptVerifier(secp), threads.count())) {
            long nowS = Instant.now().getEpochSecond();
            return judge(bytes, new BlockCheck(params, secp, verifier, nowS), params);
        } catch (MalformedException e) {
            throw new BadInput(file + " holds no block: " + e.getMessage());
        }
    }

    private int judge(ByteString bytes, BlockCheck check, Params params)
            throws BadInput, IOException, MalformedException {
        Block block = Block.parse(bytes);
        Optional<GivenCoins> given =
                prevouts.isEmpty() ? Optional.empty() : Optional.of(givenCoins(block));
        Judge judge =
                given.isPresent()
                        ? () -> check.check(Block.parse(bytes), height, given.get().coins())
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
            report.with("not_checked", Unchecked.of(height, params, given));
        }
        report.print(console, json);
        return valid ? Main.GOOD : Main.BAD;
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
                .with("threads", threads.count());
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
