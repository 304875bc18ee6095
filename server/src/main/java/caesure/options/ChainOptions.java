// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What is needed to open a chain: by the node and by each command.
 *
 * @param params of the network, with what is changed for tests
 * @param dataDir the root of the data directory, absolute; it may be absent
 * @param threads how many threads check scripts, at least 1
 * @param assumeValid scripts of this block and those before it are not run
 * @param minimumWork a chain with less is not the best
 * @param mockTimeS instead of the clock, in seconds since 1970
 */
public record ChainOptions(
        Params params,
        Path dataDir,
        int threads,
        Optional<BlockHash> assumeValid,
        Work minimumWork,
        OptionalLong mockTimeS) {

    /** More threads than any machine has cores. bitcoind starts at most 15 beside its own. */
    private static final int THREADS_MAX = 1024;

    /** The last second whose number fits a block's time. */
    private static final long TIME_MAX_S = 0xffff_ffffL;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{0,64}");
    private static final int HEX_RADIX = 16;

    /**
     * Reads them.
     *
     * @throws BadOption if a value is of no use
     */
    public static ChainOptions of(Configuration configuration, Machine machine) throws BadOption {
        Settings settings = configuration.settings();
        Params params = NetworkChoice.params(settings, configuration.network());
        return new ChainOptions(
                params,
                configuration.dataDir(),
                threads(settings, machine.cores()),
                assumeValid(settings, params),
                minimumWork(settings, params),
                mockTime(settings));
    }

    private static int threads(Settings settings, int cores) throws BadOption {
        long wished = settings.number("par", -THREADS_MAX, THREADS_MAX).orElse(0);
        return (int) Math.max(1, wished > 0 ? wished : cores + wished);
    }

    private static Optional<BlockHash> assumeValid(Settings settings, Params params)
            throws BadOption {
        Optional<String> text = settings.text("assumevalid");
        if (text.isEmpty()) return params.assumeValid();
        BigInteger hash =
                hex(text.get())
                        .orElseThrow(() ->
                                new BadOption(
                                        "Invalid assumevalid block hash specified ("
                                                + text.get()
                                                + "), must be up to 64 hex digits (or 0 to"
                                                + " disable)"));
        return hash.signum() == 0 ? Optional.empty() : Optional.of(hash(hash));
    }

    private static BlockHash hash(BigInteger number) {
        try {
            return BlockHash.parse(String.format("%064x", number));
        } catch (MalformedException e) {
            throw new IllegalStateException(e); // 64 digits are a hash
        }
    }

    private static Work minimumWork(Settings settings, Params params) throws BadOption {
        Optional<String> text = settings.text("minimumchainwork");
        if (text.isEmpty()) return params.minimumWork();
        return hex(text.get())
                .map(Work::new)
                .orElseThrow(() ->
                        new BadOption(
                                "Invalid minimum work specified ("
                                        + text.get()
                                        + "), must be up to 64 hex digits"));
    }

    /** A number as users write it: {@code 0x} before it or not, leading zeros or not. */
    private static Optional<BigInteger> hex(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (digits.isEmpty() || !HEX.matcher(digits).matches()) return Optional.empty();
        return Optional.of(new BigInteger(digits, HEX_RADIX));
    }

    private static OptionalLong mockTime(Settings settings) throws BadOption {
        OptionalLong time = settings.number("mocktime", 0, TIME_MAX_S);
        return time.orElse(0) == 0 ? OptionalLong.empty() : time;
    }
}
