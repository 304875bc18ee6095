// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.util.Optional;

/**
 * The curve that Bitcoin signs on. Two engines answer alike: libsecp256k1, and Bouncy Castle where
 * the native library does not run. Safe for any number of threads.
 *
 * <p>A false answer means that the signature or key is bad. A failure of the engine itself is never
 * an answer: it is thrown as {@link IllegalStateException}.
 */
public interface Secp256k1 {

    /**
     * Whether an ECDSA signature is good. High S is accepted (policy, not consensus, refuses it).
     *
     * @param publicKey serialized in 33 bytes, or 65 (also hybrid, 06 and 07); anything else is a
     *     bad key
     * @param signature r and s, 32 bytes each, big-endian, as {@link LaxDer} gives them
     * @param message the 32 bytes signed
     */
    boolean verifyEcdsa(ByteString publicKey, ByteString signature, Hash256 message);

    /**
     * Whether a signature of BIP 340 is good.
     *
     * @param publicKey x coordinate, 32 bytes; no point with it means a bad key
     * @param signature 64 bytes
     * @param message of any length; 32 bytes in transactions
     */
    boolean verifySchnorr(ByteString publicKey, ByteString signature, ByteString message);

    /**
     * Whether {@code output = internal + tweak * G}, as BIP 341 asks of a script path.
     *
     * @param outputKey x coordinate, 32 bytes
     * @param oddOutput whether the output point's y is odd
     * @param internalKey x coordinate, 32 bytes
     * @param tweak as a big-endian number; not below the order of the curve is never right
     */
    boolean isTweaked(
            ByteString outputKey, boolean oddOutput, ByteString internalKey, Hash256 tweak);

    /**
     * An internal key with its tweak added: the key of a taproot output.
     *
     * @return empty if there is no such point or no such key
     */
    Optional<Tweaked> tweak(ByteString internalKey, Hash256 tweak);

    /** Whether bytes name a point on the curve, in 33 bytes or 65 (also hybrid). */
    boolean isPublicKey(ByteString publicKey);

    /**
     * The public key of a secret one.
     *
     * @param secret a number from 1 to the order of the curve less 1, 32 bytes, highest first
     * @return 65 bytes, the first of them 04; empty if the secret is none
     */
    Optional<ByteString> publicKey(ByteString secret);

    /**
     * {@code key + scalar * G}, as BIP 32 derives children.
     *
     * @param publicKey serialized in 33 bytes, or 65
     * @param scalar a big-endian number
     * @return 33 bytes; empty if there is no such point, key or scalar
     */
    Optional<ByteString> plus(ByteString publicKey, Hash256 scalar);

    /**
     * Signs a hash so that the public key can be told from the signature: with ECDSA, the nonce of
     * RFC 6979, and s in the lower half.
     *
     * @param secret a number from 1 to the order of the curve less 1, 32 bytes, highest first
     * @return empty if the secret is none
     */
    Optional<Recoverable> signRecoverably(ByteString secret, Hash256 message);

    /**
     * The public key whose signature of a hash this is.
     *
     * @return 65 bytes, the first of them 04; empty if it is of no key
     */
    Optional<ByteString> recover(Recoverable signature, Hash256 message);

    /** What answers, and which version, for people. */
    String name();

    /**
     * A taproot output key.
     *
     * @param key x coordinate, 32 bytes
     * @param odd whether y is odd
     */
    record Tweaked(ByteString key, boolean odd) {}

    /**
     * A signature that tells its key.
     *
     * @param signature r and s, 32 bytes each, highest first
     * @param choice which of the keys that fit: 0 to 3; bit 0: y of the nonce's point is odd, bit
     *     1: its x is not below the curve's order
     */
    record Recoverable(ByteString signature, int choice) {
        public Recoverable {
            if (signature.length() != 64 || choice < 0 || choice > 3) {
                throw new IllegalArgumentException("no recoverable signature");
            }
        }
    }

    /**
     * An engine and, if it is not the one wished for, what to tell the user.
     *
     * @param warning why signatures will be checked slowly; empty when all is well
     */
    record Loaded(Secp256k1 engine, Optional<String> warning) {}

    /** The fastest engine that runs here. Loaded once, shared by all. */
    static Loaded load() {
        return Secp256k1Loader.LOADED;
    }
}
