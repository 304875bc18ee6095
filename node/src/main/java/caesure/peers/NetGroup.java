// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.SipHash;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses probably belong to one owner: it is cheap to have many of them in one network and
 * dear to have them in many. Source: Core's NetGroupManager, without a map of autonomous systems.
 *
 * <pre>
 *   group = network(u8) prefix
 *   IPv4, also inside of IPv6      16 bits
 *   IPv6                           32 bits; 36 of Hurricane Electric, who gives them away
 *   onion, I2P                      4 bits
 *   CJDNS                          12 bits, of which the first 8 are always the same
 *   what is not publicly routable  all in one group
 * </pre>
 *
 * <p>A last byte that belongs to the prefix in part has ones in the rest.
 */
public final class NetGroup {
    /** The name of what has no place in any network. */
    public static final String NOT_ROUTABLE = "not_publicly_routable";

    private static final int UNROUTABLE = 0; // the numbers of Core's enum Network
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_GROUP_BYTES = 2;

    private static final ByteString HURRICANE = ByteString.of(0x20, 0x01, 0x04, 0x70);
    private static final ByteString SIX_TO_FOUR = ByteString.of(0x20, 0x02); // RFC 3964
    private static final ByteString TEREDO = ByteString.of(0x20, 0x01, 0, 0); // RFC 4380
    private static final ByteString WELL_KNOWN = // RFC 6052
            ByteString.of(0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final ByteString TRANSLATED = // RFC 6145
            ByteString.of(0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0);

    private NetGroup() {}

    /** The group of an address. */
    public static ByteString of(NetAddress address) {
        Optional<NetKind> network = network(address);
        var group = new ByteWriter().u8(network.map(NetGroup::number).orElse(UNROUTABLE));
        if (network.isEmpty()) return group.toByteString();
        ByteString bytes = network.get() == NetKind.IPV4 ? ipv4(address) : address.bytes();
        int bits =
                switch (network.get()) {
                    case IPV4 -> Byte.SIZE * IPV4_GROUP_BYTES;
                    case IPV6 -> bytes.startsWith(HURRICANE) ? 36 : 32;
                    case ONION, I2P -> 4;
                    case CJDNS -> 12;
                };
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        group.bytes(bytes.slice(0, whole));
        if (rest > 0) group.u8(bytes.at(whole) | 0xff >>> rest);
        return group.toByteString();
    }

    /** The group as a number that strangers cannot foresee: for {@link Eviction}. */
    public static long keyed(NetAddress address, SipHash secret) {
        return secret.hash(of(address));
    }

    /**
     * The network that an address is of (Core's GetNetClass): IPv4 also where it is wrapped in
     * IPv6; none if it is not publicly routable.
     */
    public static Optional<NetKind> network(NetAddress address) {
        if (!address.isRoutable()) return Optional.empty();
        return wraps(address) ? Optional.of(NetKind.IPV4) : address.kind();
    }

    /** The network's name as bitcoind's getpeerinfo and getnodeaddresses say it. */
    public static String name(NetAddress address) {
        return network(address).map(NetGroup::name).orElse(NOT_ROUTABLE);
    }

    /** ipv4, ipv6, onion, i2p or cjdns. */
    public static String name(NetKind network) {
        return network.name().toLowerCase(Locale.ROOT);
    }

    /** The network of a name, in letters of either size; "not_publicly_routable" is none. */
    public static Optional<NetKind> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(NetKind.values()).filter(kind -> name(kind).equals(lower)).findAny();
    }

    private static int number(NetKind network) {
        return switch (network) {
            case IPV4 -> 1;
            case IPV6 -> 2;
            case ONION -> 3;
            case I2P -> 4;
            case CJDNS -> 5;
        };
    }

    /** Whether an IPv6 address has an IPv4 address in it, to which a tunnel leads. */
    private static boolean wraps(NetAddress address) {
        ByteString bytes = address.bytes();
        return address.is(NetKind.IPV6)
                && (bytes.startsWith(SIX_TO_FOUR)
                        || bytes.startsWith(TEREDO)
                        || bytes.startsWith(WELL_KNOWN)
                        || bytes.startsWith(TRANSLATED));
    }

    private static ByteString ipv4(NetAddress address) {
        ByteString bytes = address.bytes();
        if (address.is(NetKind.IPV4)) return bytes;
        if (bytes.startsWith(SIX_TO_FOUR)) return bytes.slice(2, 2 + IPV4_BYTES);
        ByteString last = bytes.slice(bytes.length() - IPV4_BYTES, bytes.length());
        if (!bytes.startsWith(TEREDO)) return last;
        byte[] flipped = last.toArray();
        for (int i = 0; i < flipped.length; i++) flipped[i] = (byte) ~flipped[i];
        return ByteString.wrap(flipped);
    }
}
