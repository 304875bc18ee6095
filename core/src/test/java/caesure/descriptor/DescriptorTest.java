// SPDX-License-Identifier: BSD-2-Clause
package caesure.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** What is expected was said by bitcoind: getdescriptorinfo, deriveaddresses. */
class DescriptorTest {
    private static final AddressFormat REGTEST = AddressFormat.REGTEST;

    /** The x coordinates of the generator, of its double and of its triple. */
    private static final String X =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    private static final String Y =
            "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

    /** The root of BIP 32's first test vector, with the prefixes of test networks. */
    private static final String PUBLIC =
            "tpubD6NzVbkrYhZ4XgiXtGrdW5XDAPFCL9h7we1vwNCpn8tGbBcgfVYjXyhWo4E1xkh56hjod1RhGjxba"
                    + "TLV3X4FyWuejifB9jusQ46QzG87VKp";

    private static final String SECRET =
            "tprv8ZgxMBicQKsPeDgjzdC36fs6bMjGApWDNLR9erAXMs5skhMv36j9MV5ecvfavji5khqjWaWSFhN3Y"
                    + "cCUUdiKH6isR4Pwy3U5y5egddBr16m";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pkh(02X)#e48zzw02 | mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r
                    tr(X,{pk(Y),multi_a(1,Y,X)})#zk2vav3c | bcrt1pp837pf68wrpz997nvvv0wkyvrm9ye045jr34yq9qsaxt5vxjf3gs9xehg7
                    wsh(sortedmulti(1,03Y,02X))#37t0gz8w | bcrt1q8s23atmkvtgyztg0azv77x5l3h3rakky99cmfdgttru5zusu9grq8k6nss
                    rawtr(Y)#cvz0lhrd | bcrt1pccz8l9zpa47k6vz9gphftsrumpw80rjt3nhnefat4symjhrsnmjsgkm3r6
                    sh(wpkh(tpub/1/*))#qqqrwzwa | 2Mw9ErGMpFnsraLJFLB9J7wNhf8uyayGJ9K
                    """)
    void printsAndDerivesAsBitcoind(String text, String address) throws MalformedException {
        Descriptor read = only(full(text));
        assertEquals(full(text), read.text());
        assertEquals(address, address(read, 0));
        assertTrue(read.isSolvable());
        assertFalse(read.hasSecrets());
    }

    @Test
    void hidesSecretKeysAndDerivesWithThem() throws MalformedException {
        Descriptor read = only("wpkh([deadbeef/44'/0h]" + SECRET + "/0'/*h)");
        assertTrue(read.hasSecrets());
        assertTrue(read.isRange());
        assertEquals("wpkh([deadbeef/44'/0']" + PUBLIC + "/0'/*')#20z5u4f9", read.text());
        assertEquals("bcrt1qaux6fndza0zycgh8z3xf7nx3t9gr6y4wftu5gy", address(read, 0));
        assertEquals("bcrt1q5t24k8hn94la5krxk9zxmqgchz8crchg3d4l7r", address(read, 1));
        String derived = read.at(1).orElseThrow().getFirst().descriptor();
        assertTrue(derived.startsWith("wpkh([deadbeef/44h/0h/0h/1h]0"), derived);
    }

    @Test
    void derivesNothingWithoutTheSecretThatIsNeeded() throws MalformedException {
        assertEquals(Optional.empty(), only("pkh(" + PUBLIC + "/1h)").at(0));
        assertEquals(Optional.empty(), only("pkh(" + PUBLIC + "/*')").at(5));
        // a secret is known for its public key wherever that stands
        Descriptor both = only("wsh(multi(1," + PUBLIC + "/1h," + SECRET + "/2))");
        assertTrue(both.at(0).isPresent());
    }

    /** BIP 32, first test vector: m/0' and m/0'/1. */
    @Test
    void derivesAsInTheVectorsOfBip32() throws MalformedException {
        String root =
                "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5"
                        + "kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
        ExtendedSecret secret = ExtendedSecret.parse(root, AddressFormat.MAIN).orElseThrow();
        ExtendedSecret child = secret.child(KeyPath.HARDENED).orElseThrow();
        assertEquals(
                "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdr"
                        + "fp1bgwQ9xv5ski8PX9rL2dZXvgGDnw",
                child.publicKey().text(AddressFormat.MAIN));
        assertEquals(
                child.child(1).orElseThrow().publicKey(),
                child.publicKey().child(1).orElseThrow(),
                "openly and secretly");
        assertEquals(
                "xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7S"
                        + "yYq527Hqck2AxYysAA7xmALppuCkwQ",
                child.publicKey().child(1).orElseThrow().text(AddressFormat.MAIN));
    }

    @Test
    void comboIsFourScripts() throws MalformedException {
        List<Descriptor.Derived> scripts = only("combo(02" + X + ")").at(0).orElseThrow();
        assertEquals(
                List.of("pk(", "pkh(", "wpkh(", "sh(wpkh("),
                scripts.stream()
                        .map(d -> d.descriptor().substring(0, d.descriptor().indexOf('[')))
                        .toList());
        assertTrue(scripts.getFirst().descriptor().startsWith("pk([751e76e8]02"));
    }

    @Test
    void alternativesMakeSeveralDescriptors() throws MalformedException {
        List<Descriptor> two =
                Descriptor.parse("tr(" + PUBLIC + "/<0;1h>/*,pk(" + Y + "))", REGTEST);
        assertEquals(2, two.size());
        assertTrue(two.getFirst().text().contains("/0/*,pk("));
        assertTrue(two.getLast().text().contains("/1h/*,pk("));
    }

    @Test
    void rawAndAddrAreNotSolvable() throws MalformedException {
        assertEquals("raw(51)#8lvh9jxk", only("raw(51)").text());
        assertFalse(only("raw(51)").isSolvable());
        assertFalse(only("addr(2NF2b3KS8xXb9XHvbRMXdZh8s5g92rUZHtp)").isSolvable());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    pk(02X)##aaaaaaaa | Multiple '#' symbols
                    pk(02X)#aaaa | Expected 8 character checksum, not 4 characters
                    pk(02X)#aaaaaaaa | Provided checksum 'aaaaaaaa' does not match computed checksum 'gn28ywm7'
                    pk(ä) | Invalid characters in payload
                    pk() | pk(): No key provided
                    pk(xx) | pk(): key 'xx' is not valid
                    pk(05X) | pk(): Pubkey '05X' is invalid
                    wpkh(04XX) | wpkh(): Pubkey '04XX' is invalid
                    pk([dead]02X) | pk(): Fingerprint is not 4 bytes (4 characters instead of 8 characters)
                    pk([deadbeeg]02X) | pk(): Fingerprint 'deadbeeg' is not hex
                    pk(d]02X) | pk(): Key origin start '[ character expected but not found, got 'd' instead
                    pk(tpub/2147483648) | pk(): Key path value 2147483648 is out of range
                    pk(tpub/x) | pk(): Key path value 'x' is not a valid uint32
                    pk(tpub/<0>) | pk(): Multipath key path specifiers must have at least two items
                    pk(tpub/<0;0>) | pk(): Duplicated key path value 0 in multipath specifier
                    pk(tpub/<0;1>/<2;3>) | pk(): Multiple multipath key path specifiers found
                    multi(2,02X) | Multisig threshold cannot be larger than the number of keys; threshold is 2 but only 1 keys specified
                    multi(0,02X) | Multisig threshold cannot be 0, must be at least 1
                    multi(x,02X) | Multi threshold 'x' is not valid
                    multi(1) | Cannot have 0 keys in multisig; must have between 1 and 20 keys, inclusive
                    multi(1,02X,02X,02X,02X) | Cannot have 4 pubkeys in bare multisig; only at most 3 pubkeys
                    multi_a(1,02X) | Can only have multi_a/sortedmulti_a inside tr()
                    sh(sh(pk(02X))) | Can only have sh() at top level
                    wsh(wpkh(02X)) | Can only have wpkh() at top level or inside sh()
                    sh(tr(X)) | Can only have tr at top level
                    tr(X,{pk(Y)}) | tr(): expected ',' after script expression
                    tr(X,pk(Y),pk(Y)) | tr(): expected ')' after script expression
                    rawtr(X,Y) | rawtr(): only one key expected.
                    raw(5) | Raw script is not hex
                    addr(x) | Address is not valid
                    foo(1) | 'foo(1)' is not a valid descriptor function
                    wsh(foo) | A function is needed within P2WSH
                    pk(02X), | ``
                    tr(musig(X,Y)) | tr(): musig() is not supported
                    wsh(and_v(v:pk(02X),older(2))) | Miniscript expressions are not supported: 'and_v(v:pk(02X),older(2))'
                    and_v(v:pk(02X),older(2)) | Miniscript expressions can only be used in wsh or tr.
                    """)
    void saysWhatIsWrong(String text, String words) {
        assertEquals(
                full(words),
                assertThrows(MalformedException.class, () -> Descriptor.parse(full(text), REGTEST))
                        .getMessage());
    }

    @Test
    void asksForAChecksumWhereOneMustBe() {
        assertEquals(
                "Missing checksum",
                assertThrows(
                                MalformedException.class,
                                () -> Descriptor.parseChecked("raw(51)", REGTEST))
                        .getMessage());
    }

    @Test
    void boundsTextsAndPaths() {
        String longPath = "pkh(" + PUBLIC + "/1".repeat(256) + ")";
        assertThrows(MalformedException.class, () -> Descriptor.parse(longPath, REGTEST));
        String longText = "raw(" + "51".repeat(Descriptor.LENGTH_MAX) + ")";
        assertThrows(MalformedException.class, () -> Descriptor.parse(longText, REGTEST));
        String deep = "tr(" + X + "," + "{".repeat(129) + "pk(" + Y + ")";
        assertEquals(
                "tr() supports at most 128 nesting levels",
                assertThrows(MalformedException.class, () -> Descriptor.parse(deep, REGTEST))
                        .getMessage());
    }

    private static Descriptor only(String text) throws MalformedException {
        List<Descriptor> read = Descriptor.parse(text, REGTEST);
        assertEquals(1, read.size());
        return read.getFirst();
    }

    private static String address(Descriptor descriptor, int index) {
        Descriptor.Derived derived = descriptor.at(index).orElseThrow().getFirst();
        return Address.of(derived.script()).orElseThrow().text(REGTEST);
    }

    private static String full(String text) {
        return text.replace("X", X).replace("Y", Y).replace("tpub", PUBLIC);
    }
}
