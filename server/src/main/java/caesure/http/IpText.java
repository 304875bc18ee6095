// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as people write them. Names are never looked up. */
public final class IpText {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private IpText() {}

    /** The address that four numbers or an IPv6 text, with or without brackets, name. */
    public static Optional<InetAddress> parse(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String inner = brackets ? text.substring(1, text.length() - 1) : text;
        boolean known = IPV6.matcher(inner).matches();
        if (!known && (brackets || !IPV4.matcher(inner).matches())) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(inner));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // colons and digits, but no address
        }
    }

    /** The same address as peers write it. */
    static NetAddress address(InetAddress ip) {
        ByteString bytes = ByteString.wrap(ip.getAddress());
        return bytes.length() == NetKind.IPV4.addressBytes()
                ? NetAddress.of(NetKind.IPV4, bytes)
                : NetAddress.ofLegacy(bytes);
    }
}
