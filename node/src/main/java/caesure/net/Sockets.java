// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

/** Between the addresses of the network and those of the system. */
final class Sockets {
    private Sockets() {}

    static NetEndpoint endpoint(InetSocketAddress address) {
        return new NetEndpoint(address(address.getAddress()), address.getPort());
    }

    static NetAddress address(InetAddress address) {
        ByteString bytes = ByteString.copyOf(address.getAddress());
        return address instanceof Inet4Address
                ? NetAddress.of(NetKind.IPV4, bytes)
                : NetAddress.ofLegacy(bytes);
    }

    /**
     * @throws IllegalArgumentException if the system has no such sockets: see {@link #hasSockets}
     */
    static InetSocketAddress address(NetEndpoint endpoint) {
        try {
            byte[] bytes = endpoint.address().bytes().toArray();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), endpoint.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address of the system: " + endpoint, e);
        }
    }

    /** Whether an address is of a network that is reached without a proxy. */
    static boolean hasSockets(NetAddress address) {
        return address.hasLegacyForm();
    }

    static ProtocolFamily family(NetAddress address) {
        return address.is(NetKind.IPV4)
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }
}
