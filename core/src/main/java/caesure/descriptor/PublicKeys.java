// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.bytes.ByteString;

/** The forms of public keys. */
final class PublicKeys {
    static final int COMPRESSED_BYTES = 33;

    private PublicKeys() {}

    /** The key of a secret that is known to be one, in 33 bytes. */
    static ByteString ofSecret(ByteString secret) {
        return compressed(ofSecretInFull(secret));
    }

    /** The same in 65 bytes. */
    static ByteString ofSecretInFull(ByteString secret) {
        return ExtendedKey.engine()
                .publicKey(secret)
                .orElseThrow(() -> new IllegalArgumentException("not a secret key"));
    }

    static boolean isCompressed(ByteString key) {
        return key.length() == COMPRESSED_BYTES;
    }

    /** The x coordinate, as taproot has it. */
    static ByteString xOnly(ByteString key) {
        return key.slice(1, COMPRESSED_BYTES);
    }

    private static ByteString compressed(ByteString full) {
        boolean odd = (full.at(full.length() - 1) & 1) == 1;
        return ByteString.of(odd ? 3 : 2).plus(xOnly(full));
    }
}
