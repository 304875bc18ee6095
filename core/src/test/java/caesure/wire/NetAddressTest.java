// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetAddressTest {
    private static final String ONION =
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
    private static final String I2P =
            "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdq.b32.i2p";

    /** The examples of BIP 155, and forms that Core prints. */
    @ParameterizedTest
    @CsvSource({
        "IPV4, 01020304, 1.2.3.4",
        "IPV4, ff000a64, 255.0.10.100",
        "IPV6, 0102030405060708090a0b0c0d0e0f10, 102:304:506:708:90a:b0c:d0e:f10",
        "IPV6, 00000000000000000000000000000000, ::",
        "IPV6, 00000000000000000000000000000001, ::1",
        "IPV6, 00010000000000000000000000000000, 1::",
        "IPV6, 20010db8000000010000000000000001, 2001:db8:0:1::1",
        "IPV6, 20010000000000010000000000010001, 2001::1:0:0:1:1",
        "IPV6, 00010000000300040005000600070008, 1:0:3:4:5:6:7:8",
        "IPV6, 00010002000300040005000000000008, 1:2:3:4:5::8",
        "IPV6, 00010000000000040005000000000008, 1::4:5:0:0:8",
        "IPV6, 0064ff9b000000000000000001020304, 64:ff9b::102:304",
        "CJDNS, fc000001000200030004000500060007, fc00:1:2:3:4:5:6:7",
        "ONION, 79bcc625184b05194975c28b66b66b0469f7f6556fb1ac3189a79b40dda32f1f, " + ONION,
        "I2P, a2894dabaec08c0051a481a6dac88b64f98232ae42d4b6fd2fa81952dfe36a87, " + I2P
    })
    void hasATextForm(NetKind kind, String bytes, String text) throws Exception {
        NetAddress address = NetAddress.of(kind, ByteString.fromHex(bytes));
        assertEquals(text, address.toString());
        if (kind == NetKind.CJDNS) return; // reads as IPv6: who has CJDNS knows better
        assertEquals(address, NetAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "[::1], ::1",
        "[1.2.3.4], 1.2.3.4",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::FFFF:0102:0304, 1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "1::2:1.2.3.4, 1::2:102:304",
        "0:0:0:0:0:0:0:1, ::1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "2A00:0001:000B:00cD::E, 2a00:1:b:cd::e",
        "fd87:d87e:eb43::1, ::", // an onion service of version 2
        "fd6b:88c0:8724::1, ::", // a name of Core's
        "PG6MMJIYJMCRSSLVYKFWNNTLARU7P5SVN6Y2YMMJU6NUBXNDF4PSCRYD.onion, " + ONION,
        "UKEU3K5OYCGAAUNEQGTNVSELMT4YEMVOILKLN7JPVAMVFX7DNKDQ.B32.I2P, " + I2P
    })
    void readsOtherForms(String text, String shown) throws Exception {
        assertEquals(shown, NetAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "[]",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.0x4",
                "1.2.3.",
                "127.1",
                "2130706433",
                " 1.2.3.4",
                "1.2.3.4 ",
                "+1.2.3.4",
                "1.2.3.\u0664",
                ":",
                ":::",
                ":1",
                "1:",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%2",
                "fe80::1%eth0",
                "[::1]:80",
                ".onion",
                "expyuzz4wqqyqhjn.onion", // version 2
                "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscsad.onion", // checksum
                "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscrye.onion", // version
                "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscry1.onion",
                "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.Onion",
                ".b32.i2p",
                "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkd.b32.i2p",
                "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdr.b32.i2p", // spare bits
                "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkdqa.b32.i2p",
                "ukeu3k5oycgaauneqgtnvselmt4yemvoilkln7jpvamvfx7dnkd=.b32.i2p"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThrows(MalformedException.class, () -> NetAddress.parse(text));
    }

    @Test
    void refusesTextsOfAnyLength() {
        assertThrows(MalformedException.class, () -> NetAddress.parse("1:".repeat(1_000_000)));
    }

    @Test
    void readsBackWhatItShows() {
        Property.forAll(
                500,
                random -> {
                    NetAddress made = Samples.address(random);
                    if (made.kind().isEmpty() || made.is(NetKind.CJDNS)) return;
                    assertEquals(made, NetAddress.parse(made.toString()));
                    var endpoint = new NetEndpoint(made, random.nextInt(0x10000));
                    assertEquals(endpoint, NetEndpoint.parse(endpoint.toString(), 1));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4:8333",
        "1.2.3.4:80, 1.2.3.4:80",
        "1.2.3.4:0, 1.2.3.4:0",
        "1.2.3.4:65535, 1.2.3.4:65535",
        "::1, [::1]:8333",
        "[::1], [::1]:8333",
        "[::1]:80, [::1]:80",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:8333",
        "::1:80, [::1:80]:8333",
        ONION + ", " + ONION + ":8333",
        I2P + ":0, " + I2P + ":0"
    })
    void readsAPortOrTakesTheUsual(String text, String shown) throws Exception {
        assertEquals(shown, NetEndpoint.parse(text, 8_333).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", ":80", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:+1",
                "1.2.3.4:80:80", "[::1]:", "[::1]:x", "[::1]80", "::1]:80", "[::1:80", "host:80",
                "1.2.3.4:99999999999999999999"
            })
    void refusesWhatIsNoEndpoint(String text) {
        assertThrows(MalformedException.class, () -> NetEndpoint.parse(text, 8_333));
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000ffff01020304, 1.2.3.4",
        "20010db8000000000000000000000001, 2001:db8::1",
        "fd87d87eeb4300000000000000000001, ::",
        "fd6b88c0872400000000000000000001, ::",
        "00000000000000000000000000000000, ::"
    })
    void hasAnOldForm(String bytes, String shown) throws Exception {
        NetAddress address = NetAddress.ofLegacy(ByteString.fromHex(bytes));
        assertEquals(shown, address.toString());
        assertTrue(address.hasLegacyForm());
        var out = new ByteWriter();
        address.writeLegacy(out);
        String again = shown.equals("::") ? "00".repeat(16) : bytes;
        assertEquals(again, out.toByteString().toString());
    }

    /** As Core does: others than IPv4 and IPv6 are nobody there. */
    @ParameterizedTest
    @CsvSource({ONION, I2P})
    void othersHaveNoOldForm(String text) throws Exception {
        NetAddress address = NetAddress.parse(text);
        assertFalse(address.hasLegacyForm());
        var out = new ByteWriter();
        address.writeLegacy(out);
        assertEquals(ByteString.wrap(new byte[16]), out.toByteString());
    }

    /** Behind each known network stands the one length that it has. */
    @ParameterizedTest
    @CsvSource({
        "01, 4, BIP155 IPv4 address with length 5 (should be 4)",
        "02, 16, BIP155 IPv6 address with length 17 (should be 16)",
        "04, 32, BIP155 TORv3 address with length 33 (should be 32)",
        "05, 32, BIP155 I2P address with length 33 (should be 32)",
        "06, 16, BIP155 CJDNS address with length 17 (should be 16)"
    })
    void knowsHowLongAddressesAre(String network, int length, String complaint) throws Exception {
        read(network + "%02x".formatted(length) + "11".repeat(length));
        String longer = network + "%02x".formatted(length + 1) + "11".repeat(length + 1);
        var refused = assertThrows(MalformedException.class, () -> read(longer));
        assertEquals(complaint, refused.getMessage());
        String shorter = network + "%02x".formatted(length - 1) + "11".repeat(length - 1);
        assertThrows(MalformedException.class, () -> read(shorter));
    }

    @Test
    void takesAddressesOfNetworksToCome() throws Exception {
        for (String network : new String[] {"00", "03", "07", "ff"}) {
            for (String length : new String[] {"00", "01", "0a", "fd0002"}) {
                int bytes = length.equals("fd0002") ? 512 : Integer.parseInt(length, 16);
                NetAddress address = read(network + length + "ab".repeat(bytes));
                assertTrue(address.kind().isEmpty());
                assertEquals(bytes, address.bytes().length());
                assertFalse(address.isValid());
                assertFalse(address.isRoutable());
                assertFalse(address.hasLegacyForm());
            }
        }
        var refused =
                assertThrows(MalformedException.class, () -> read("99fd0102" + "ab".repeat(513)));
        assertEquals("Address too long: 513 > 512", refused.getMessage());
    }

    /** In the new form an IPv6 address is nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000ffff01020304",
                "fd87d87eeb4300000000000000000001",
                "fd6b88c0872400000000000000000001"
            })
    void takesNoOtherAddressForIpv6(String bytes) throws Exception {
        assertEquals(NetAddress.NONE, read("0210" + bytes));
        ByteString disguised = ByteString.fromHex(bytes);
        assertThrows(IllegalArgumentException.class, () -> NetAddress.of(NetKind.IPV6, disguised));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "255.255.255.254",
                "2001::1",
                "2001:30::",
                "2002::1",
                "64:ff9b::1",
                "fe80:0:0:1::",
                "fe00::",
                "::2",
                ONION,
                I2P
            })
    void canBeReachedFromAnywhere(String text) throws Exception {
        NetAddress address = NetAddress.parse(text);
        assertTrue(address.isValid());
        assertTrue(address.isRoutable());
        assertFalse(address.isLocal());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.255.255.255, true",
        "0.0.0.1, true",
        "::1, true",
        "10.0.0.1, false",
        "10.255.255.255, false",
        "172.16.0.0, false",
        "172.31.255.255, false",
        "192.168.0.1, false",
        "198.18.0.0, false",
        "198.19.255.255, false",
        "169.254.1.1, false",
        "100.64.0.0, false",
        "100.127.255.255, false",
        "192.0.2.1, false",
        "198.51.100.1, false",
        "203.0.113.1, false",
        "fe80::1, false",
        "fc00::, false",
        "fdff:ffff::, false",
        "2001:10::, false",
        "2001:1f:ffff::, false",
        "2001:20::, false",
        "2001:2f:ffff::, false"
    })
    void canBeReachedFromNearOnly(String text, boolean local) throws Exception {
        NetAddress address = NetAddress.parse(text);
        assertTrue(address.isValid());
        assertFalse(address.isRoutable());
        assertEquals(local, address.isLocal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "::", "2001:db8::1", "2001:db8:ffff::"})
    void isNobodys(String text) throws Exception {
        NetAddress address = NetAddress.parse(text);
        assertFalse(address.isValid());
        assertFalse(address.isRoutable());
    }

    @Test
    void cjdnsBeginsWithOneByte() throws Exception {
        assertTrue(read("0610" + "fc" + "01".repeat(15)).isRoutable());
        assertFalse(read("0610" + "fd" + "01".repeat(15)).isValid());
    }

    @Test
    void ofLegacyTakesSixteenBytes() {
        for (int length : new int[] {0, 4, 12, 15, 17}) {
            ByteString mapped = ByteString.wrap(new byte[length]);
            assertThrows(IllegalArgumentException.class, () -> NetAddress.ofLegacy(mapped));
        }
    }

    /** An address that is kept must not keep the message that it came with. */
    @Test
    void keepsNothingButItsBytes() throws Exception {
        ByteString message = ByteString.fromHex("0104" + "01020304" + "ff".repeat(1_000));
        NetAddress read = NetAddress.read(message.reader());
        assertSame(read.bytes(), read.bytes().compact());
    }

    private static NetAddress read(String bytes) throws MalformedException {
        return NetAddress.read(ByteString.fromHex(bytes).reader());
    }
}
