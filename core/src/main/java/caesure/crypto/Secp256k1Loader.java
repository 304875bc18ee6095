// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.Optional;
import java.util.function.Supplier;

/** Loads an engine once. */
final class Secp256k1Loader {
    /** The generator's x. With secret and nonce both 1 it is the key, and r of each signature. */
    private static final String G =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    /** Then s = message + r; for the message 00..01 the last byte is one higher. */
    private static final String ECDSA_SIGNATURE = G + G.substring(0, 62) + "99";

    /** BIP 340, test vector 0: secret 3, and 32 zero bytes as the message. */
    private static final String SCHNORR_KEY =
            "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";

    private static final String SCHNORR_SIGNATURE =
            "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                    + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0";

    static final Secp256k1.Loaded LOADED = load(NativeSecp256k1::new);

    private Secp256k1Loader() {}

    /** The engine wished for if it runs and passes the test, and otherwise Bouncy Castle. */
    static Secp256k1.Loaded load(Supplier<Secp256k1> wished) {
        try {
            Secp256k1 engine = wished.get();
            test(engine);
            return new Secp256k1.Loaded(engine, Optional.empty());
        } catch (LinkageError | IllegalStateException e) {
            Secp256k1 engine = new BouncySecp256k1();
            test(engine);
            return new Secp256k1.Loaded(engine, Optional.of(warning(e)));
        }
    }

    /** One line: what is slow, how slow, why. */
    private static String warning(Throwable thrown) {
        Throwable cause = thrown;
        // a class that cannot start wraps what happened
        if (thrown instanceof ExceptionInInitializerError e && e.getCause() != null) {
            cause = e.getCause();
        }
        return "signatures are checked in pure Java, about four times slower: "
                + cause.getMessage();
    }

    /**
     * Asks for two good signatures and two bad ones.
     *
     * @throws IllegalStateException if one answer is wrong
     */
    private static void test(Secp256k1 engine) {
        ByteString ecdsaKey = bytes("02" + G);
        ByteString ecdsa = bytes(ECDSA_SIGNATURE);
        ByteString schnorrKey = bytes(SCHNORR_KEY);
        ByteString schnorr = bytes(SCHNORR_SIGNATURE);
        ByteString zero = Hash256.ZERO.toByteString();
        Hash256 one = Hash256.of(bytes("00".repeat(31) + "01").toArray());
        boolean passed =
                engine.verifyEcdsa(ecdsaKey, ecdsa, one)
                        && !engine.verifyEcdsa(ecdsaKey, ecdsa, Hash256.ZERO)
                        && engine.verifySchnorr(schnorrKey, schnorr, zero)
                        && !engine.verifySchnorr(schnorrKey, schnorr, one.toByteString());
        if (!passed) throw new IllegalStateException(engine.name() + " fails its self-test");
    }

    private static ByteString bytes(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (MalformedException e) {
            throw new IllegalStateException("a constant of ours is wrong", e);
        }
    }
}
