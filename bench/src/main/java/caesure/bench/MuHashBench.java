// SPDX-License-Identifier: BSD-2-Clause
package caesure.bench;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.MuHash;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What a coin costs in the hash of all coins. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class MuHashBench {
    /** An outpoint, height, amount and script of 22 bytes. */
    private static final int COIN_BYTES = 71;

    private final ByteString[] coins = new ByteString[1024];
    private final MuHash set = new MuHash();
    private final MuHash other = new MuHash();
    private int next;

    @Setup
    public void prepare() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < coins.length; i++) {
            byte[] coin = new byte[COIN_BYTES];
            random.nextBytes(coin);
            coins[i] = ByteString.wrap(coin);
        }
        other.insert(coins[0]);
        other.remove(coins[1]);
    }

    @Benchmark
    public MuHash insert() {
        set.insert(coins[next++ % coins.length]);
        return set;
    }

    /** Two multiplications and nothing else. */
    @Benchmark
    public MuHash combine() {
        set.combine(other);
        return set;
    }

    @Benchmark
    public Hash256 finish() {
        return other.finish();
    }
}
