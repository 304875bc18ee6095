// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.address.AddressFormat;
import caesure.bytes.ByteString;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A secret key from which others can be derived (BIP 32, xprv). Its text is as that of {@link
 * ExtendedKey}, with another version and {@code 00} before the 32 bytes of the key.
 *
 * @param place in the tree of keys
 * @param secret 32 bytes
 */
record ExtendedSecret(ExtendedKey.Place place, ByteString secret) {
    /** How many points the curve has (SEC 2, secp256k1). */
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private static final ByteString ZERO = ByteString.of(0);

    /** Reads a text; empty if it is no extended secret key of that network. */
    static Optional<ExtendedSecret> parse(String text, AddressFormat format) {
        return ExtendedKey.Content.parse(text, format.extendedSecretPrefix())
                .filter(content -> content.key().at(0) == 0)
                .map(content -> new ExtendedSecret(content.place(), content.key().slice(1, 33)))
                .filter(parsed -> ExtendedKey.engine().publicKey(parsed.secret).isPresent());
    }

    /** What everybody may know of it. */
    ExtendedKey publicKey() {
        return new ExtendedKey(place, PublicKeys.ofSecret(secret));
    }

    /**
     * The child at any step.
     *
     * @return empty if the tree ends here or there is no such key (one in 2^127)
     */
    Optional<ExtendedSecret> child(long step) {
        if (place.isDeepest()) return Optional.empty();
        ByteString publicKey = PublicKeys.ofSecret(secret);
        ByteString seed =
                place.seed(KeyPath.isHardened(step) ? ZERO.plus(secret) : publicKey, step);
        BigInteger more = number(seed.slice(0, 32));
        BigInteger sum = more.add(number(secret)).mod(ORDER);
        if (more.compareTo(ORDER) >= 0 || sum.signum() == 0) return Optional.empty();
        var below = place.below(ExtendedKey.fingerprint(publicKey), step, seed.slice(32, 64));
        return Optional.of(new ExtendedSecret(below, bytes(sum)));
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "extended secret key";
    }

    private static BigInteger number(ByteString highestFirst) {
        return new BigInteger(1, highestFirst.toArray());
    }

    private static ByteString bytes(BigInteger number) {
        byte[] digits = number.toByteArray(); // 1 to 33 bytes: one may be for the sign
        byte[] bytes = new byte[32];
        int length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        return ByteString.wrap(bytes);
    }
}
