// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

/** What names a transaction: the double SHA-256 of its bytes without witness. */
public record Txid(Hash256 hash) implements Comparable<Txid> {

    /**
     * As shown to people: 64 hexadecimal digits, last byte first.
     *
     * @throws MalformedException if the digits are not that
     */
    public static Txid parse(String shown) throws MalformedException {
        return new Txid(Hash256.parse(shown));
    }

    @Override
    public int compareTo(Txid other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
