// SPDX-License-Identifier: BSD-2-Clause
package caesure.bench;

import caesure.bytes.ByteString;
import caesure.crypto.Hash160;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.crypto.Sha256;
import caesure.crypto.SipHash;

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

/** Hashes of the sizes that a node hashes all day. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class Sha256Bench {
    private static final int HEADER_BYTES = 80;
    private static final int TRANSACTION_BYTES = 250;
    private static final int KEY_BYTES = 33;
    private static final int SCRIPT_BYTES = 34;

    private final SipHash salted = new SipHash(1, 2);
    private ByteString header;
    private ByteString transaction;
    private ByteString key;
    private ByteString script;
    private Hash256 txid;

    @Setup
    public void prepare() {
        var random = new SplittableRandom(1);
        header = bytes(HEADER_BYTES, random);
        transaction = bytes(TRANSACTION_BYTES, random);
        key = bytes(KEY_BYTES, random);
        script = bytes(SCRIPT_BYTES, random);
        txid = Sha256.doubleHash(transaction);
    }

    @Benchmark
    public Hash256 header() {
        return Sha256.doubleHash(header);
    }

    @Benchmark
    public Hash256 transaction() {
        return Sha256.doubleHash(transaction);
    }

    /** As transactions really come to be hashed: written, piece by piece. */
    @Benchmark
    public Hash256 transactionWritten() {
        return new HashWriter().u32(2).bytes(transaction).u32(0).sha256d();
    }

    @Benchmark
    public ByteString keyHash160() {
        return Hash160.hash(key);
    }

    @Benchmark
    public long outPointSipHash() {
        return salted.hash(txid, 7);
    }

    @Benchmark
    public long scriptSipHash() {
        return salted.hash(script);
    }

    private static ByteString bytes(int count, SplittableRandom random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }
}
