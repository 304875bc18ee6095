// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import java.math.BigInteger;

/** Expected hashes, of a block or of a whole chain: the chain with most of it is the best. */
public record Work(BigInteger hashes) implements Comparable<Work> {
    public static final Work NONE = new Work(BigInteger.ZERO);

    public Work plus(Work more) {
        return new Work(hashes.add(more.hashes));
    }

    @Override
    public int compareTo(Work other) {
        return hashes.compareTo(other.hashes);
    }

    /** 64 hexadecimal digits, highest first, as bitcoind shows it. */
    @Override
    public String toString() {
        return String.format("%064x", hashes);
    }
}
