// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.consensus.HeaderRules;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Retarget;
import caesure.crypto.Hash256;
import caesure.crypto.SipHash;
import caesure.log.Category;
import caesure.log.Log;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.wire.ChainMessage;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Reads a peer's chain of headers twice, so that none of it is kept before it has shown enough work
 * (Core's HeadersSyncState).
 *
 * <p>The first time only the sum of work is kept, and of one header in some hundreds a bit of its
 * hash under a secret of ours. When the sum is enough, all is asked for again: the bits must be the
 * same, and a header is given out when some twenty of them lie on top of it. So a peer that shows
 * another chain the second time has guessed twenty bits.
 *
 * <p>At most some hundred thousand bytes are kept in the first phase, whatever is sent, and in the
 * second as many headers as {@link Scale} says.
 */
final class HeaderPresync {
    /** Blocks a second that the rules of time allow in the long run. */
    private static final int BLOCKS_PER_S_MAX = 6;

    /** What is done with the next headers. */
    enum Phase {
        FIRST,
        AGAIN,
        ENDED
    }

    /**
     * How much is kept, by network.
     *
     * @param period of so many headers one leaves a bit
     * @param buffer so many headers are held back the second time
     */
    record Scale(int period, int buffer) {
        static Scale of(Network network) {
            return switch (network) {
                case MAIN -> new Scale(641, 15_218);
                case TESTNET3 -> new Scale(673, 14_460);
                case TESTNET4 -> new Scale(606, 16_092);
                case SIGNET -> new Scale(620, 15_724);
                case REGTEST -> new Scale(275, 7_017);
            };
        }
    }

    /**
     * How some headers fared.
     *
     * @param fits whether they are what was asked for
     * @param wantsMore whether to ask for the next, by {@link #locator}
     * @param ready those that may be kept, in order
     */
    record Outcome(boolean fits, boolean wantsMore, List<Header> ready) {}

    /** A header without what the ones around it tell. */
    private record Slim(int version, Hash256 merkleRoot, long time, long bits, long nonce) {
        static Slim of(Header header) {
            return new Slim(
                    header.version(),
                    header.merkleRoot(),
                    header.time(),
                    header.bits(),
                    header.nonce());
        }

        Header after(BlockHash previous) {
            return new Header(version, previous, merkleRoot, time, bits, nonce);
        }
    }

    private final long peer;
    private final HeaderNode start;
    private final Work wanted;
    private final Scale scale;
    private final Params params;
    private final Log log;
    private final SipHash secret;
    private final int offset;
    private final long bitsMax;
    private final List<BlockHash> startLocator;

    private Phase phase = Phase.FIRST;
    private final BitSet bits = new BitSet();
    private int bitsKept;
    private int bitsChecked;
    private Work work;
    private Header last;
    private int height;

    private final ArrayDeque<Slim> held = new ArrayDeque<>();
    private BlockHash heldAfter; // the hash before the first that is held
    private boolean reached; // the second time, too, there is enough work: the rest may go

    private long lastBits = -1;
    private Work lastWork = Work.NONE;

    /**
     * @param start which the peer's chain builds on
     * @param wanted how much work its chain must have, all before it included
     */
    HeaderPresync(
            long peer,
            HeaderNode start,
            Work wanted,
            Scale scale,
            Params params,
            RandomGenerator random,
            Instant now,
            Log log) {
        this.peer = peer;
        this.start = start;
        this.wanted = wanted;
        this.scale = scale;
        this.params = params;
        this.log = log;
        this.secret = new SipHash(random.nextLong(), random.nextLong());
        this.offset = random.nextInt(scale.period());
        long ageS = now.getEpochSecond() - start.medianTimePast() + HeaderRules.AHEAD_MAX_S;
        this.bitsMax = Math.max(0, BLOCKS_PER_S_MAX * ageS / scale.period());
        this.startLocator = ChainView.locator(start);
        rewind();
        log.debug(
                Category.NET,
                "Initial headers sync started with peer=%d: height=%d, max_commitments=%d, min_work=%s",
                peer,
                height,
                bitsMax,
                wanted);
    }

    private void rewind() {
        work = start.work();
        last = start.header();
        height = start.height();
        heldAfter = start.hash();
    }

    Phase phase() {
        return phase;
    }

    /** How far it is, in the phase that goes on. */
    int height() {
        return height;
    }

    /** The time of the last header, in seconds since 1970, by its own word. */
    long timeS() {
        return last.time();
    }

    /** How many headers are held, and how many bits: for tests of what this can cost. */
    int held() {
        return held.size() + bitsKept;
    }

    /**
     * Takes the next headers.
     *
     * @param headers each with proof of work and on the one before; at least one
     */
    Outcome take(List<Header> headers) {
        boolean isFull = headers.size() == ChainMessage.HEADERS_MAX;
        Outcome outcome =
                phase == Phase.FIRST ? takeFirst(headers, isFull) : takeAgain(headers, isFull);
        if (!outcome.fits || !outcome.wantsMore) {
            phase = Phase.ENDED;
            held.clear();
            bits.clear();
        }
        return outcome;
    }

    private Outcome takeFirst(List<Header> headers, boolean isFull) {
        if (!headers.getFirst().previous().equals(last.hash())) {
            return aborted("non-continuous headers", height);
        }
        for (Header header : headers) {
            if (!isPermitted(header)) {
                return aborted("invalid difficulty transition", height + 1);
            }
            pass(header);
            if (height % scale.period() != offset) continue;
            bits.set(bitsKept++, bitOf(header));
            if (bitsKept > bitsMax) return aborted("exceeded max commitments", height);
        }
        if (work.compareTo(wanted) < 0) {
            if (!isFull) aborted("incomplete headers message", height);
            return new Outcome(true, isFull, List.of());
        }
        log.debug(
                Category.NET,
                "Initial headers sync transition with peer=%d: reached sufficient work at height=%d,"
                        + " redownloading from height=%d",
                peer,
                height,
                start.height());
        rewind();
        phase = Phase.AGAIN;
        return new Outcome(true, true, List.of());
    }

    private Outcome takeAgain(List<Header> headers, boolean isFull) {
        for (Header header : headers) {
            if (!header.previous().equals(last.hash())) {
                return aborted("non-continuous headers", height + 1);
            }
            if (!isPermitted(header)) {
                return aborted("invalid difficulty transition", height + 1);
            }
            pass(header);
            reached |= work.compareTo(wanted) >= 0;
            if (!reached && height % scale.period() == offset) {
                if (bitsChecked == bitsKept) return aborted("commitment overrun", height);
                if (bits.get(bitsChecked++) != bitOf(header)) {
                    return aborted("commitment mismatch", height);
                }
            }
            held.add(Slim.of(header));
        }
        List<Header> ready = giveOut();
        if (held.isEmpty() && reached) {
            log.debug(
                    Category.NET,
                    "Initial headers sync complete with peer=%d: releasing all at height=%d"
                            + " (redownload phase)",
                    peer,
                    height);
            return new Outcome(true, false, ready);
        }
        if (!isFull) aborted("incomplete headers message", height);
        return new Outcome(true, isFull, ready);
    }

    private List<Header> giveOut() {
        var ready = new ArrayList<Header>();
        while (!held.isEmpty() && (reached || held.size() > scale.buffer())) {
            Header header = held.remove().after(heldAfter);
            heldAfter = header.hash();
            ready.add(header);
        }
        return ready;
    }

    private boolean isPermitted(Header header) {
        return Retarget.isPermitted(height + 1, last.bits(), header.bits(), params.proofOfWork());
    }

    private void pass(Header header) {
        if (header.bits() != lastBits) {
            lastBits = header.bits();
            lastWork = ChainView.workOf(header);
        }
        work = work.plus(lastWork);
        last = header;
        height++;
    }

    private boolean bitOf(Header header) {
        return (secret.hash(header.hash().hash()) & 1) != 0;
    }

    private Outcome aborted(String why, int at) {
        log.debug(
                Category.NET,
                "Initial headers sync aborted with peer=%d: %s at height=%d (%s phase)",
                peer,
                why,
                at,
                phase == Phase.FIRST ? "presync" : "redownload");
        return new Outcome(false, false, List.of());
    }

    /** By which the next headers are asked for. */
    List<BlockHash> locator() {
        var hashes = new ArrayList<BlockHash>();
        hashes.add(last.hash());
        hashes.addAll(startLocator);
        return hashes;
    }
}
