// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that bitcoind's RPC has for kinds of network. */
final class NetworkNames {
    /** All, as a list in words. */
    static final String ALL =
            Stream.of(NetKind.values()).map(NetworkNames::of).collect(Collectors.joining(", "));

    /** Of what is reached from near alone. */
    static final String UNROUTABLE = "not_publicly_routable";

    /** IPv6 addresses that hold one of IPv4: of Teredo, 6to4 and translators. Source: CNetAddr. */
    private static final ByteString TEREDO = ByteString.of(0x20, 0x01, 0, 0); // RFC 4380

    private static final ByteString SIX_TO_FOUR = ByteString.of(0x20, 0x02); // RFC 3964
    private static final ByteString TRANSLATED = // RFC 6052
            ByteString.of(0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final ByteString MAPPED = // RFC 6145
            ByteString.of(0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0);

    private NetworkNames() {}

    static String of(NetKind kind) {
        return switch (kind) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
            case ONION -> "onion";
            case I2P -> "i2p";
            case CJDNS -> "cjdns";
        };
    }

    /** The name of an address's network. */
    static String of(NetAddress address) {
        if (!address.isRoutable()) return UNROUTABLE;
        NetKind kind = address.kind().orElseThrow(); // or it would not be routable
        return of(kind == NetKind.IPV6 && holdsIpv4(address.bytes()) ? NetKind.IPV4 : kind);
    }

    private static boolean holdsIpv4(ByteString ipv6) {
        return Stream.of(TEREDO, SIX_TO_FOUR, TRANSLATED, MAPPED).anyMatch(ipv6::startsWith);
    }

    /** The network of a name, however its letters are cased. */
    static Optional<NetKind> parse(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(NetKind.values()).filter(kind -> of(kind).equals(lower)).findFirst();
    }
}
