// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256, once and twice. The JDK's, which uses the processor's own instructions where it has
 * them: 153 ns for the double hash of a header, 880 ns in pure Java (JDK 25, EPYC Zen 4).
 */
public final class Sha256 {
    /** Finding the provider costs a third of a short hash; so each thread keeps one digest. */
    private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha256::digest);

    private Sha256() {}

    public static Hash256 hash(byte[] bytes) {
        return Hash256.of(OWN.get().digest(bytes));
    }

    public static Hash256 hash(ByteString bytes) {
        MessageDigest digest = OWN.get();
        bytes.feed(digest);
        return Hash256.of(digest.digest());
    }

    /** SHA-256 of SHA-256: block hashes, txids, merkle nodes. */
    public static Hash256 doubleHash(ByteString bytes) {
        MessageDigest digest = OWN.get();
        bytes.feed(digest);
        return Hash256.of(digest.digest(digest.digest()));
    }

    /** Double hash of several pieces, as if they were one. */
    public static Hash256 doubleHash(ByteString first, ByteString second, ByteString third) {
        MessageDigest digest = OWN.get();
        first.feed(digest);
        second.feed(digest);
        third.feed(digest);
        return Hash256.of(digest.digest(digest.digest()));
    }

    /** Double hash of part of an array. */
    public static Hash256 doubleHash(byte[] bytes, int from, int length) {
        MessageDigest digest = OWN.get();
        digest.update(bytes, from, length);
        return Hash256.of(digest.digest(digest.digest()));
    }

    /** A digest of one's own. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
