// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

/** The double SHA-256 of a transaction's bytes with witness (BIP 141). */
public record Wtxid(Hash256 hash) implements Comparable<Wtxid> {

    /**
     * As shown to people: 64 hexadecimal digits, last byte first.
     *
     * @throws MalformedException if the digits are not that
     */
    public static Wtxid parse(String shown) throws MalformedException {
        return new Wtxid(Hash256.parse(shown));
    }

    @Override
    public int compareTo(Wtxid other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
