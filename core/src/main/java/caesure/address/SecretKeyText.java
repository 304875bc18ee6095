// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.math.BigInteger;

/**
 * A secret key as wallets write it for people (wallet import format, WIF). It signs nothing and
 * shows itself to no log.
 *
 * <pre>
 *   text = Base58Check(prefix(1) key(32) [01])       with 01 if the public key is meant compressed
 * </pre>
 *
 * @param key 32 bytes, highest first: a number from 1 to the order of the curve less 1
 * @param compressed whether the public key is meant in its form of 33 bytes, not 65
 */
public record SecretKeyText(ByteString key, boolean compressed) {
    private static final int KEY_BYTES = 32;
    private static final ByteString COMPRESSED = ByteString.of(1);

    /** How many points the curve has (SEC 2, secp256k1). */
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    public SecretKeyText {
        if (!isKey(key)) throw new IllegalArgumentException("not a secret key");
    }

    /**
     * Reads a text.
     *
     * @throws MalformedException if it is no secret key of that network (Core: DecodeSecret)
     */
    public static SecretKeyText parse(String text, AddressFormat format) throws MalformedException {
        ByteString data = Base58.decodeChecked(text, 1 + KEY_BYTES + 1);
        boolean compressed = data.length() == 1 + KEY_BYTES + 1;
        if (!compressed && data.length() != 1 + KEY_BYTES) {
            throw new MalformedException("wrong length for a secret key");
        }
        if (data.at(0) != format.secretKeyPrefix()) {
            throw new MalformedException("wrong prefix for a secret key");
        }
        if (compressed && !data.hasAt(1 + KEY_BYTES, COMPRESSED)) {
            throw new MalformedException("unknown mark after a secret key");
        }
        ByteString key = data.slice(1, 1 + KEY_BYTES).compact();
        if (!isKey(key)) throw new MalformedException("secret key out of range");
        return new SecretKeyText(key, compressed);
    }

    /** The text on a network: whoever reads it can spend. */
    public String text(AddressFormat format) {
        ByteString data = ByteString.of(format.secretKeyPrefix()).plus(key);
        return Base58.encodeChecked(compressed ? data.plus(COMPRESSED) : data);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "secret key";
    }

    private static boolean isKey(ByteString key) {
        if (key.length() != KEY_BYTES) return false;
        var number = new BigInteger(1, key.toArray());
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }
}
