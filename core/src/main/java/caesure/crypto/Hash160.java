// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

/** RIPEMD-160 of SHA-256: what stands in a script for a key or for another script. */
public final class Hash160 {
    public static final int BYTES = 20;

    private Hash160() {}

    /** 20 bytes. */
    public static ByteString hash(ByteString bytes) {
        return Ripemd160.hash(Sha256.hash(bytes).toByteString());
    }
}
