// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static caesure.peers.Some.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import caesure.bytes.ByteString;
import caesure.crypto.SipHash;
import caesure.wire.NetAddress;
import caesure.wire.NetKind;
import caesure.wire.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class NetGroupTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 010102, ipv4",
        "127.0.0.1, 00, not_publicly_routable",
        "10.0.0.1, 00, not_publicly_routable",
        "192.0.2.1, 00, not_publicly_routable",
        "::1, 00, not_publicly_routable",
        "fc00::1, 00, not_publicly_routable",
        "::, 00, not_publicly_routable",
        "2002:102:304::1, 010102, ipv4",
        "2001:0:9999:9999:9999:9999:fefd:fcfb, 010102, ipv4",
        "64:ff9b::102:304, 010102, ipv4",
        "::ffff:0:102:304, 010102, ipv4",
        "::ffff:1.2.3.4, 010102, ipv4",
        "2001:470:abcd:9999::1, 0220010470af, ipv6",
        "2001:2001:9999::1, 0220012001, ipv6",
        "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion, 037f, onion",
        "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p, 04af, i2p",
    })
    void aGroupIsThatOfCore(String text, String group, String name) {
        assertEquals(group, NetGroup.of(address(text)).toString());
        assertEquals(name, NetGroup.name(address(text)));
    }

    @Test
    void aGroupOfCjdnsLooksBehindTheByteThatAllHave() {
        NetAddress one = NetAddress.of(NetKind.CJDNS, address("fc12:3456::1").bytes());
        assertEquals("05fc1f", NetGroup.of(one).toString());
        assertEquals("cjdns", NetGroup.name(one));
    }

    @Test
    void anUnknownNetworkIsNoPlace() {
        assertEquals("00", NetGroup.of(new NetAddress(77, ByteString.of(1, 2))).toString());
    }

    @Test
    void namesAreReadInLettersOfEitherSize() {
        assertEquals(Optional.of(NetKind.ONION), NetGroup.named("Onion"));
        assertEquals(Optional.empty(), NetGroup.named(NetGroup.NOT_ROUTABLE));
        assertEquals(Optional.empty(), NetGroup.named(""));
    }

    @Test
    void aKeyedGroupIsOneNumberForOneGroupUnderOneKey() {
        var key = new SipHash(1, 2);
        long group = NetGroup.keyed(address("1.2.3.4"), key);
        assertEquals(group, NetGroup.keyed(address("1.2.9.9"), key));
        assertNotEquals(group, NetGroup.keyed(address("1.3.3.4"), key));
        assertNotEquals(group, NetGroup.keyed(address("1.2.3.4"), new SipHash(1, 3)));
    }

    @Test
    void aSeedIsAskedForTheServicesByItsName() {
        String seed = Seeds.of("main").getFirst();
        Services services = Services.NETWORK.with(Services.WITNESS);
        assertEquals("x9." + seed, Seeds.name(seed, services));
        assertEquals("x409." + seed, Seeds.name(seed, services.with(Services.NETWORK_LIMITED)));
        assertEquals(0, Seeds.of("nowhere").size());
    }
}
