// SPDX-License-Identifier: BSD-2-Clause
package caesure.bench;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Engines;
import caesure.crypto.Hash256;
import caesure.crypto.LaxDer;
import caesure.crypto.Secp256k1;
import caesure.crypto.Sha256;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One signature or tweak at a time, on one thread, by each engine. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@State(Scope.Benchmark)
public class Secp256k1Bench {
    /**
     * Wycheproof's first key, and its signature of "123400" (made outside; our code cannot sign).
     */
    private static final String ECDSA_KEY =
            "04b838ff44e5bc177bf21189d0766082fc9d843226887fc9760371100b7ee20a6f"
                    + "f0c9d75bfba7b31a6bca1974496eeb56de357071955d83c4b1badaa0b21832e9";

    private static final String ECDSA_DER =
            "3045022100813ef79ccefa9a56f7ba805f0e478584fe5f0dd5f567bc09b5123ccbc9832365"
                    + "02206ff18a52dcc0336f7af62400a6dd9b810732baf1ff758000d6f613a556eb31ba";

    private static final String ECDSA_SIGNED = "313233343030";

    /** BIP 340, test vector 1. */
    private static final String SCHNORR_KEY =
            "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659";

    private static final String SCHNORR_MESSAGE =
            "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89";

    private static final String SCHNORR_SIGNATURE =
            "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
                    + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a";

    @Param({"native", "bouncy"})
    public String engine;

    private Secp256k1 curve;
    private ByteString ecdsaKey;
    private ByteString compressedKey;
    private ByteString ecdsaDer;
    private ByteString ecdsaSignature;
    private Hash256 ecdsaMessage;
    private ByteString schnorrKey;
    private ByteString schnorrMessage;
    private ByteString schnorrSignature;
    private Hash256 tweak;
    private Secp256k1.Tweaked tweaked;

    @Setup
    public void prepare() throws MalformedException {
        curve = Engines.named(engine);
        ecdsaKey = ByteString.fromHex(ECDSA_KEY);
        boolean odd = (ecdsaKey.at(64) & 1) == 1;
        compressedKey = ByteString.of(odd ? 3 : 2).plus(ecdsaKey.slice(1, 33));
        ecdsaDer = ByteString.fromHex(ECDSA_DER);
        ecdsaSignature = LaxDer.parse(ecdsaDer).orElseThrow();
        ecdsaMessage = Sha256.hash(ByteString.fromHex(ECDSA_SIGNED));
        schnorrKey = ByteString.fromHex(SCHNORR_KEY);
        schnorrMessage = ByteString.fromHex(SCHNORR_MESSAGE);
        schnorrSignature = ByteString.fromHex(SCHNORR_SIGNATURE);
        tweak = ecdsaMessage;
        tweaked = curve.tweak(schnorrKey, tweak).orElseThrow();
        boolean good = ecdsa() && ecdsaUncompressed() && schnorr() && tweakCheck();
        if (!good) throw new IllegalStateException("would time the wrong answer");
    }

    @Benchmark
    public boolean ecdsa() {
        return curve.verifyEcdsa(compressedKey, ecdsaSignature, ecdsaMessage);
    }

    @Benchmark
    public boolean ecdsaUncompressed() {
        return curve.verifyEcdsa(ecdsaKey, ecdsaSignature, ecdsaMessage);
    }

    @Benchmark
    public boolean schnorr() {
        return curve.verifySchnorr(schnorrKey, schnorrSignature, schnorrMessage);
    }

    @Benchmark
    public boolean tweakCheck() {
        return curve.isTweaked(tweaked.key(), tweaked.odd(), schnorrKey, tweak);
    }

    /**
     * The price of crossing over to native code, nearly alone: the length is right, the form not.
     */
    @Benchmark
    public boolean badKey() {
        return curve.isPublicKey(ecdsaDer.slice(0, 33));
    }

    @Benchmark
    public Optional<ByteString> laxDer() {
        return LaxDer.parse(ecdsaDer);
    }
}
