// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import org.bouncycastle.jcajce.provider.digest.RIPEMD160;

import java.security.MessageDigest;

/** RIPEMD-160. Bouncy Castle's: the JDK has none. */
public final class Ripemd160 {
    private static final ThreadLocal<MessageDigest> OWN =
            ThreadLocal.withInitial(RIPEMD160.Digest::new);

    private Ripemd160() {}

    /** 20 bytes. */
    public static ByteString hash(ByteString bytes) {
        MessageDigest digest = OWN.get();
        bytes.feed(digest);
        return ByteString.wrap(digest.digest());
    }
}
