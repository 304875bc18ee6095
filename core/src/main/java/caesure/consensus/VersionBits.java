// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import java.util.Optional;

/**
 * A soft fork that miners switch on by a bit in the versions of their blocks (BIP 9). All real ones
 * are buried in {@link Deployments}; what is left is testdummy, which changes nothing, on regtest.
 *
 * @param bit of the version, 0 to 28
 * @param startTimeS from this median time past on the bit counts, in seconds since 1970
 * @param timeoutS from this median time past on the attempt has failed
 * @param activeFrom not active below this height
 * @param period so many blocks are counted together
 * @param threshold so many of them must have the bit
 */
public record VersionBits(
        int bit, long startTimeS, long timeoutS, int activeFrom, int period, int threshold) {
    /** No end (BIP9Deployment::NO_TIMEOUT). */
    public static final long NO_TIMEOUT = Long.MAX_VALUE;

    /** The highest three bits of a version that signals: 001. */
    private static final int TOP_MASK = 0xe000_0000;

    private static final int TOP_BITS = 0x2000_0000;

    private static final VersionBits TEST_DUMMY = new VersionBits(28, 0, NO_TIMEOUT, 0, 144, 108);

    /** How far a soft fork has come. */
    public enum State {
        DEFINED("defined"),
        STARTED("started"),
        LOCKED_IN("locked_in"),
        ACTIVE("active"),
        FAILED("failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As bitcoind names it. */
        public String text() {
            return text;
        }

        /** Whether miners are to show, or may show, the bit. */
        public boolean isSignalled() {
            return this == STARTED || this == LOCKED_IN;
        }
    }

    /**
     * A state and how long it has lasted.
     *
     * @param since height of the first block in this state
     */
    public record Status(State state, int since) {}

    /** The test deployment of a network; empty where it can never be active. */
    public static Optional<VersionBits> testDummy(Params params) {
        return params.network() == Network.REGTEST ? Optional.of(TEST_DUMMY) : Optional.empty();
    }

    /**
     * The version of a block after {@code parent}: it signals for what has started
     * (ComputeBlockVersion).
     */
    public static int versionAfter(HeaderView parent, Params params) {
        return TOP_BITS
                | testDummy(params)
                        .filter(fork -> fork.after(Optional.of(parent)).state.isSignalled())
                        .map(fork -> 1 << fork.bit)
                        .orElse(0);
    }

    /**
     * The status of the block that comes after another: it is the same for all of a period.
     *
     * @param parent empty for genesis
     */
    public Status after(Optional<? extends HeaderView> parent) {
        var status = new Status(State.DEFINED, 0);
        if (parent.isEmpty()) return status;
        int periods = (parent.get().height() + 1) / period;
        for (int i = 1; i <= periods; i++) {
            HeaderView last = parent.get().ancestor(i * period - 1);
            State next = next(status.state, last);
            if (next != status.state) status = new Status(next, i * period);
        }
        return status;
    }

    /** The state of a period after one whose last block is given. */
    private State next(State state, HeaderView last) {
        return switch (state) {
            case DEFINED -> last.medianTimePast() >= startTimeS ? State.STARTED : state;
            case STARTED -> {
                if (count(last) >= threshold) yield State.LOCKED_IN;
                yield last.medianTimePast() >= timeoutS ? State.FAILED : state;
            }
            case LOCKED_IN -> last.height() + 1 >= activeFrom ? State.ACTIVE : state;
            case ACTIVE, FAILED -> state;
        };
    }

    private int count(HeaderView last) {
        return (int) signals(last).chars().filter(c -> c == '#').count();
    }

    /** Whether a block shows the bit. */
    public boolean isSignalledBy(HeaderView block) {
        int version = block.header().version();
        return (version & TOP_MASK) == TOP_BITS && (version >> bit & 1) != 0;
    }

    /** For each block of the last one's period up to it: # if it shows the bit, - if not. */
    public String signals(HeaderView last) {
        int blocks = last.height() % period + 1;
        var signals = new StringBuilder(blocks);
        HeaderView block = last;
        for (int i = 0; i < blocks; i++) {
            signals.append(isSignalledBy(block) ? '#' : '-');
            if (i < blocks - 1) block = block.parent().orElseThrow();
        }
        return signals.reverse().toString();
    }
}
