// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What a node says it does for others: a set of 64 bits. Anybody can claim any of them. Source:
 * Core's ServiceFlags.
 *
 * @param bits the lowest is bit 0; bits without a name are kept
 */
public record Services(long bits) {
    public static final Services NONE = new Services(0);

    /** Serves the whole chain. */
    public static final Services NETWORK = new Services(1);

    /** Serves by bloom filters (BIP 111). */
    public static final Services BLOOM = new Services(1L << 2);

    /** Serves blocks and transactions with their witnesses (BIP 144). */
    public static final Services WITNESS = new Services(1L << 3);

    /** Serves compact block filters (BIP 157). */
    public static final Services COMPACT_FILTERS = new Services(1L << 6);

    /** Serves the last 288 blocks (BIP 159). */
    public static final Services NETWORK_LIMITED = new Services(1L << 10);

    /** Speaks the encrypted transport (BIP 324). */
    public static final Services P2P_V2 = new Services(1L << 11);

    /** Whether all bits of the other are set here. */
    public boolean has(Services others) {
        return (bits & others.bits) == others.bits;
    }

    /** All bits of both. */
    public Services with(Services others) {
        return new Services(bits | others.bits);
    }

    /** The bits that are not in the other. */
    public Services without(Services others) {
        return new Services(bits & ~others.bits);
    }

    /** As Core's RPC names them, lowest bit first. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((bits >>> bit & 1) != 0) names.add(name(bit));
        }
        return List.copyOf(names);
    }

    private static String name(int bit) {
        return switch (bit) {
            case 0 -> "NETWORK";
            case 2 -> "BLOOM";
            case 3 -> "WITNESS";
            case 6 -> "COMPACT_FILTERS";
            case 10 -> "NETWORK_LIMITED";
            case 11 -> "P2P_V2";
            default -> "UNKNOWN[2^" + bit + "]";
        };
    }

    /** 16 hexadecimal digits, highest bit first. */
    @Override
    public String toString() {
        return String.format("%016x", bits);
    }
}
