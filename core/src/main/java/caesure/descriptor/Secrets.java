// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import caesure.bytes.ByteString;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The secret keys that stand in a descriptor, by their public keys. Each is known for all places of
 * the public key, as with bitcoind. Filled while the text is read, and not changed after that.
 */
final class Secrets {
    private final Map<ByteString, ByteString> secrets = new HashMap<>();

    void add(ByteString publicKey, ByteString secret) {
        secrets.put(publicKey, secret);
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The secret half of an extended key. */
    Optional<ExtendedSecret> of(ExtendedKey key) {
        return Optional.ofNullable(secrets.get(key.key()))
                .map(secret -> new ExtendedSecret(key.place(), secret));
    }
}
