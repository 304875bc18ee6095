// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class SubnetTest {
    private static final String ONION =
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
    private static final String I2P =
            "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p";

    private static Subnet subnet(String text) {
        return Subnet.parse(text).orElseThrow();
    }

    /** The second column is what bitcoind's listbanned shows. */
    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4/32",
        "[1.2.3.4], 1.2.3.4/32",
        "1.2.3.4/24, 1.2.3.0/24",
        "1.2.3.4/024, 1.2.3.0/24",
        "1.2.3.4/0, 0.0.0.0/0",
        "1.2.3.4/255.255.0.0, 1.2.0.0/16",
        "1.2.3.4/255.255.254.0, 1.2.2.0/23",
        "1.2.3.4/255.255.255.255, 1.2.3.4/32",
        "1.2.3.4/0.0.0.0, 0.0.0.0/0",
        "::1, ::1/128",
        "[::1], ::1/128",
        "[::1]/64, ::/64",
        "::/0, ::/0",
        "2001:DB8:0:0:8:800:200C:417A/44, 2001:db8::/44",
        "1:2:3:4:5:6:7:8/ffff:ffff:ffff:fffe::, 1:2:3:4::/63",
        "1:2:3:4:5:6:7:8/0:0:0:0:0:0:0:0, ::/0",
        "::ffff:1.2.3.4, 1.2.3.4/32",
        "::ffff:1.2.3.4/24, 1.2.3.0/24",
        "fc00:1:2::3, fc00:1:2::3/128",
        "fd6b:88c0:8725::/46, fd6b:88c0:8724::/46",
    })
    void aSubnetIsShownAsCoreShowsIt(String text, String shown) {
        assertEquals(shown, subnet(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {ONION, I2P})
    void aServiceIsARangeOfItsOwn(String text) throws MalformedException {
        assertEquals(text, subnet(text).toString());
        assertTrue(subnet(text).contains(NetAddress.parse(text)));
        assertTrue(subnet(text).isSingle());
        assertEquals(Optional.empty(), Subnet.parse(text + "/0"));
        assertEquals(Optional.empty(), Subnet.parse(text + "/256"));
    }

    @Test
    void anAddressOfCjdnsIsNeverARange() {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) 0xfc;
        NetAddress address = NetAddress.of(NetKind.CJDNS, ByteString.copyOf(bytes));
        assertEquals("fc00::", Subnet.of(address).toString());
        assertTrue(Subnet.of(address).contains(address));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Subnet(NetKind.CJDNS, address.bytes(), 64));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4, true",
        "1.2.3.4, 1.2.3.5, false",
        "1.2.3.4/24, 1.2.3.255, true",
        "1.2.3.4/24, 1.2.4.0, false",
        "1.2.3.4/31, 1.2.3.5, true",
        "1.2.3.4/31, 1.2.3.6, false",
        "1.2.3.4/255.255.0.0, 1.2.99.99, true",
        "1.2.3.4/255.255.0.0, 1.3.0.0, false",
        "0.0.0.0/0, 255.255.255.254, true",
        "0.0.0.0/0, 255.255.255.255, false",
        "0.0.0.0/0, ::1, false",
        "::/0, fe80::1, true",
        "::/0, 1.2.3.4, false",
        "::/0, ::, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "[::1], ::1, true",
        "::ffff:1.2.3.4, 1.2.3.4, true",
    })
    void aSubnetHoldsWhatBeginsAsItDoes(String net, String address, boolean within)
            throws MalformedException {
        assertEquals(within, subnet(net).contains(NetAddress.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/+1",
                "1.2.3.4/",
                "1.2.3.4/24/24",
                "1.2.3.4/255.0.255.0",
                "1.2.3.4/255.255.255.253",
                "1.2.3.4/ffff::",
                "1.2.3.4/99999999999999999999",
                "::ffff:1.2.3.4/33",
                "::1/129",
                "::1/255.0.0.0",
                "::1/ffff::ffff",
                ":::",
                "localhost",
                "1234",
                "0x7f.1",
                "1.2.3.4\0",
                "fd6b:88c0:8724::1",
                "fd87:d87e:eb43::1",
            })
    void aTextThatNamesNoSubnetIsNone(String text) {
        assertEquals(Optional.empty(), Subnet.parse(text));
    }

    @Test
    void aTextOfAnyLengthIsLookedAtOnlySoFar() {
        assertEquals(Optional.empty(), Subnet.parse("1.2.3.4/" + "0".repeat(1 << 20) + "24"));
    }

    @Test
    void twoTextsOfOneRangeAreEqualAndOrderIsByAddress() {
        assertEquals(subnet("1.2.3.4/24"), subnet("1.2.3.99/255.255.255.0"));
        assertNotEquals(subnet("1.2.3.0/24"), subnet("1.2.3.0/25"));
        assertTrue(subnet("1.2.3.0/24").compareTo(subnet("1.2.3.0/25")) < 0);
        assertTrue(subnet("1.2.3.0/24").compareTo(subnet("1.2.4.0/8")) > 0);
        assertTrue(subnet("255.0.0.0/8").compareTo(subnet("::/0")) < 0);
        assertFalse(subnet("1.2.3.0/24").isSingle());
    }

    @Test
    void aRangeHoldsItsOwnAddressesAndItsTextNamesItAgain() {
        Property.forAll(
                300,
                random -> {
                    NetKind kind = random.nextBoolean() ? NetKind.IPV4 : NetKind.IPV6;
                    byte[] bytes = new byte[kind.addressBytes()];
                    random.nextBytes(bytes);
                    NetAddress address = NetAddress.of(kind, ByteString.copyOf(bytes));
                    int bits = random.nextInt(bytes.length * 8 + 1);
                    var subnet = new Subnet(kind, address.bytes(), bits);
                    assertEquals(address.isValid(), subnet.contains(address));
                    assertEquals(Optional.of(subnet), Subnet.parse(subnet.toString()));
                    if (bits == 0) return;
                    bytes[(bits - 1) / 8] ^= (byte) (0x80 >>> (bits - 1) % 8);
                    assertFalse(subnet.contains(NetAddress.of(kind, ByteString.copyOf(bytes))));
                });
    }
}
