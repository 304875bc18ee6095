// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import java.util.List;

/**
 * Soft forks that miners agree on by bits in the version of their blocks (BIP 9, with the
 * activation height of BIP 341).
 */
public final class VersionBits {
    /** A version whose highest three bits are 001 signals with the others (BIP 9). */
    public static final int TOP_BITS = 0x2000_0000;

    private static final int TOP_MASK = 0xe000_0000;

    private VersionBits() {}

    /**
     * A soft fork that is signalled.
     *
     * @param bit 0 to 28
     * @param startS a period whose median time is before begins no signalling, in seconds since
     *     1970
     * @param timeoutS after this median time it has failed
     * @param heightMin it is not active before
     * @param period how many blocks are counted together
     * @param threshold so many of them must signal
     */
    public record Deployment(
            String name,
            int bit,
            long startS,
            long timeoutS,
            int heightMin,
            int period,
            int threshold) {

        /** The version's bit. */
        public int mask() {
            return 1 << bit;
        }

        /** Whether a block's version signals for it. */
        public boolean isSignalledBy(int version) {
            return (version & TOP_MASK) == TOP_BITS && (version & mask()) != 0;
        }
    }

    /** How far a soft fork is. */
    public enum State {
        DEFINED,
        STARTED,
        LOCKED_IN,
        ACTIVE,
        FAILED
    }

    /**
     * The soft forks of a network that can be signalled. All of Core 31 are buried but testdummy,
     * which starts on regtest alone and changes no rule.
     */
    public static List<Deployment> of(Network network) {
        return network == Network.REGTEST
                ? List.of(new Deployment("testdummy", 28, 0, Long.MAX_VALUE, 0, 144, 108))
                : List.of();
    }

    /** How far a soft fork is for the block after {@code parent} (GetStateFor). */
    public static State stateAfter(HeaderView parent, Deployment fork) {
        State state = State.DEFINED;
        for (int end = fork.period - 1; end <= parent.height(); end += fork.period) {
            if (state == State.ACTIVE || state == State.FAILED) return state;
            state = next(state, parent.ancestor(end), fork);
        }
        return state;
    }

    /**
     * The version of a block after {@code parent}: it signals for what has started
     * (ComputeBlockVersion).
     */
    public static int versionAfter(HeaderView parent, Network network) {
        int version = TOP_BITS;
        for (Deployment fork : of(network)) {
            State state = stateAfter(parent, fork);
            if (state == State.STARTED || state == State.LOCKED_IN) version |= fork.mask();
        }
        return version;
    }

    /**
     * One period further.
     *
     * @param last the period's last block
     */
    private static State next(State state, HeaderView last, Deployment fork) {
        return switch (state) {
            case DEFINED -> last.medianTimePast() >= fork.startS ? State.STARTED : State.DEFINED;
            case STARTED -> {
                if (count(last, fork) >= fork.threshold) yield State.LOCKED_IN;
                yield last.medianTimePast() >= fork.timeoutS ? State.FAILED : State.STARTED;
            }
            case LOCKED_IN -> last.height() + 1 >= fork.heightMin ? State.ACTIVE : State.LOCKED_IN;
            case ACTIVE, FAILED -> state;
        };
    }

    private static int count(HeaderView last, Deployment fork) {
        int count = 0;
        HeaderView block = last;
        for (int i = 0; i < fork.period; i++) {
            if (fork.isSignalledBy(block.header().version())) count++;
            if (block.parent().isEmpty()) break;
            block = block.parent().get();
        }
        return count;
    }
}
