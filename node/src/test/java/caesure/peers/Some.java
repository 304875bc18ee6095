// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Addresses for tests. */
final class Some {
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final int PORT = 8333;

    private Some() {}

    static NetAddress address(String text) {
        try {
            return NetAddress.parse(text);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static NetEndpoint endpoint(String address) {
        return new NetEndpoint(address(address), PORT);
    }

    /** Seen just now, serving the whole chain. */
    static Addresses.Entry entry(NetEndpoint endpoint) {
        return entry(endpoint, NOW);
    }

    static Addresses.Entry entry(NetEndpoint endpoint, Instant seen) {
        return new Addresses.Entry(
                seen.getEpochSecond(), Services.NETWORK.with(Services.WITNESS), endpoint);
    }

    /** One that is publicly routable, of any network. */
    static NetEndpoint anyEndpoint(RandomGenerator random) {
        List<NetKind> kinds = List.of(NetKind.values());
        return anyEndpoint(kinds.get(random.nextInt(kinds.size())), random);
    }

    static NetEndpoint anyEndpoint(NetKind kind, RandomGenerator random) {
        while (true) {
            byte[] bytes = new byte[kind.addressBytes()];
            random.nextBytes(bytes);
            if (kind == NetKind.CJDNS) bytes[0] = (byte) 0xfc;
            if (kind == NetKind.IPV6) bytes[0] = (byte) (0x20 | bytes[0] & 0xf);
            NetAddress address = NetAddress.of(kind, ByteString.wrap(bytes));
            if (address.isRoutable()) return new NetEndpoint(address, random.nextInt(1, 65_536));
        }
    }

    /** Of two halves, 16 bits each; the first is the group. */
    static NetAddress ipv4(int high, int low) {
        return NetAddress.of(
                NetKind.IPV4, ByteString.of(high >>> 8 & 0xff, high & 0xff, low >>> 8, low & 0xff));
    }
}
