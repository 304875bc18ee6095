// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1, for OP_SHA1 alone. Broken since 2017: nothing of ours relies on it. */
public final class Sha1 {
    private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha1::digest);

    private Sha1() {}

    /** 20 bytes. */
    public static ByteString hash(ByteString bytes) {
        MessageDigest digest = OWN.get();
        bytes.feed(digest);
        return ByteString.wrap(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
