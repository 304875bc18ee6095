// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.crypto.SipHash;

import java.util.random.RandomGenerator;

/**
 * Remembers the last things that were put in, in memory of fixed size: what was is always found
 * again, and seldom something that was not. For one thread at a time. Source: Core's
 * CRollingBloomFilter; the hash is another, under a key of its own.
 *
 * <p>Things come in generations of half the number to be remembered. Three of them are kept: when
 * the fourth begins, the first is wiped out. Each cell says by two bits of which generation it is.
 */
public final class RollingFilter {
    private static final int GENERATIONS = 3;
    private static final int CELLS_OF_WORD = 32;
    private static final int HASHES_MAX = 50;
    private static final long LOW_BITS = 0x5555_5555_5555_5555L; // the lower bit of each cell

    private final int generationSize;
    private final int hashes;
    private final long[] words; // of 32 cells
    private final SipHash first;
    private final SipHash second;
    private int generation = 1; // 1 to 3; a cell of 0 is empty
    private int inGeneration;

    /**
     * Remembers nothing yet.
     *
     * @param count how many of the last are surely remembered
     * @param falseRate how likely something is taken for remembered that was not put in, below 1
     * @param random for the key
     */
    public RollingFilter(int count, double falseRate, RandomGenerator random) {
        if (count < 1 || !(falseRate > 0 && falseRate < 1)) {
            throw new IllegalArgumentException(count + ", " + falseRate);
        }
        generationSize = Math.ceilDiv(count, 2);
        double logRate = Math.log(falseRate);
        hashes = Math.clamp(Math.round(logRate / Math.log(0.5)), 1, HASHES_MAX);
        // as many cells as make the rate true when all generations are full
        double most = (double) GENERATIONS * generationSize * hashes;
        double cells = -most / Math.log(1 - Math.exp(logRate / hashes));
        words = new long[Math.toIntExact((long) Math.ceil(cells / CELLS_OF_WORD))];
        first = new SipHash(random.nextLong(), random.nextLong());
        second = new SipHash(random.nextLong(), random.nextLong());
    }

    /** Puts something in. */
    public void add(ByteString thing) {
        if (inGeneration == generationSize) begin();
        inGeneration++;
        long hash = first.hash(thing);
        long step = second.hash(thing);
        for (int i = 0; i < hashes; i++) {
            long cell = cell(hash + i * step);
            int word = (int) (cell / CELLS_OF_WORD);
            int shift = 2 * (int) (cell % CELLS_OF_WORD);
            words[word] = words[word] & ~(3L << shift) | (long) generation << shift;
        }
    }

    /** Whether it was put in lately; a little more often than it is true. */
    public boolean contains(ByteString thing) {
        long hash = first.hash(thing);
        long step = second.hash(thing);
        for (int i = 0; i < hashes; i++) {
            long cell = cell(hash + i * step);
            int shift = 2 * (int) (cell % CELLS_OF_WORD);
            if ((words[(int) (cell / CELLS_OF_WORD)] >>> shift & 3) == 0) return false;
        }
        return true;
    }

    private long cell(long hash) {
        return Math.unsignedMultiplyHigh(hash, (long) words.length * CELLS_OF_WORD);
    }

    /** Begins the next generation, and wipes out what bears its number. */
    private void begin() {
        inGeneration = 0;
        generation = generation % GENERATIONS + 1;
        long wanted = generation * LOW_BITS;
        for (int i = 0; i < words.length; i++) {
            long differs = words[i] ^ wanted;
            long low = (differs | differs >>> 1) & LOW_BITS; // set where a cell is of another
            words[i] &= low | low << 1;
        }
    }
}
