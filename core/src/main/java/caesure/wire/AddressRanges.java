// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.List;

/**
 * Which addresses are nobody's, this machine's, or seen only from near. Source: Core's CNetAddr.
 */
final class AddressRanges {
    private static final List<Range> NOBODYS =
            List.of(
                    range("0.0.0.0", 32),
                    range("255.255.255.255", 32),
                    range("::", 128),
                    range("2001:db8::", 32)); // documentation: RFC 3849

    private static final List<Range> LOCAL =
            List.of(range("127.0.0.0", 8), range("0.0.0.0", 8), range("::1", 128));

    private static final List<Range> PRIVATE =
            List.of(
                    range("10.0.0.0", 8), // RFC 1918
                    range("172.16.0.0", 12),
                    range("192.168.0.0", 16),
                    range("198.18.0.0", 15), // RFC 2544
                    range("169.254.0.0", 16), // RFC 3927
                    range("100.64.0.0", 10), // RFC 6598
                    range("192.0.2.0", 24), // documentation: RFC 5737
                    range("198.51.100.0", 24),
                    range("203.0.113.0", 24),
                    range("fe80::", 64), // RFC 4862
                    range("fc00::", 7), // RFC 4193
                    range("2001:10::", 28), // ORCHID: RFC 4843
                    range("2001:20::", 28)); // ORCHIDv2: RFC 7343

    /** All addresses of CJDNS begin with this byte. */
    private static final int CJDNS_FIRST = 0xfc;

    private AddressRanges() {}

    static boolean isNobodys(NetAddress address) {
        return isIn(NOBODYS, address)
                || address.is(NetKind.CJDNS) && address.bytes().at(0) != CJDNS_FIRST;
    }

    static boolean isLocal(NetAddress address) {
        return isIn(LOCAL, address);
    }

    static boolean isPrivate(NetAddress address) {
        return isIn(PRIVATE, address) || isLocal(address);
    }

    private static boolean isIn(List<Range> ranges, NetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static Range range(String first, int bits) {
        try {
            return new Range(NetAddress.parse(first), bits);
        } catch (MalformedException e) {
            throw new IllegalStateException("the table above is wrong", e);
        }
    }

    /**
     * Addresses that begin alike.
     *
     * @param bits how many bits of the first they share
     */
    private record Range(NetAddress first, int bits) {
        boolean contains(NetAddress address) {
            if (address.network() != first.network()) return false;
            ByteString one = first.bytes();
            ByteString other = address.bytes();
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >>> i % 8;
                if (((one.at(i / 8) ^ other.at(i / 8)) & mask) != 0) return false;
            }
            return true;
        }
    }
}
