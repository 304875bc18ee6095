// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.MalformedException;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.Subnet;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Addresses of peers, as text from options and RPC. */
class NetAddressFuzz {
    /** A text is refused, or names an address whose own text names it again. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            NetAddress address = NetAddress.parse(text);
            assertEquals(address, NetAddress.parse(address.toString()));
            assertEquals(address, NetEndpoint.parse("[" + address + "]:1", 0).address());
        } catch (MalformedException _) {
            // refused, as it may be
        }
        try {
            NetEndpoint endpoint = NetEndpoint.parse(text, 8_333);
            assertEquals(endpoint, NetEndpoint.parse(endpoint.toString(), 0));
        } catch (MalformedException _) {
            // refused, as it may be
        }
    }

    /** A text names no range, or one whose own text names it again. */
    @FuzzTest(maxDuration = "10m")
    void readsAnySubnet(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<Subnet> subnet = Subnet.parse(text);
        assertEquals(subnet, subnet.flatMap(one -> Subnet.parse(one.toString())));
    }
}
