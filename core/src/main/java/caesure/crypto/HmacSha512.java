// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-512 (RFC 2104, RFC 4231): keys are derived with it (BIP 32). */
public final class HmacSha512 {
    public static final int BYTES = 64;

    private static final String NAME = "HmacSHA512";

    private HmacSha512() {}

    /**
     * 64 bytes.
     *
     * @param key one byte or more
     */
    public static ByteString of(ByteString key, ByteString message) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key.toArray(), NAME));
            return ByteString.wrap(mac.doFinal(message.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + NAME, e);
        }
    }
}
