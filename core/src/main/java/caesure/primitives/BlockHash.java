// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;

/** What names a block: the double SHA-256 of its 80-byte header. */
public record BlockHash(Hash256 hash) implements Comparable<BlockHash> {

    /**
     * As shown to people: 64 hexadecimal digits, last byte first.
     *
     * @throws MalformedException if the digits are not that
     */
    public static BlockHash parse(String shown) throws MalformedException {
        return new BlockHash(Hash256.parse(shown));
    }

    @Override
    public int compareTo(BlockHash other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
