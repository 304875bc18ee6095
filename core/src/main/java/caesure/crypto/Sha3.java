// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA3-256 (FIPS 202), for the checksum in the names of onion services alone. The JDK's. */
public final class Sha3 {
    private Sha3() {}

    /** 32 bytes. */
    public static ByteString hash(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA3-256");
            bytes.feed(digest);
            return ByteString.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK from 9 on has SHA3-256", e);
        }
    }
}
