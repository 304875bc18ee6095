// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.address.Bech32.Checksum;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

class AddressTest {
    private static final List<AddressFormat> FORMATS =
            List.of(AddressFormat.MAIN, AddressFormat.TEST, AddressFormat.REGTEST);

    @ParameterizedTest
    @CsvSource({
        // the first coinbase's key as a hash, and the examples of BIP 173, BIP 350 and BIP 433
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,"
                + "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4,"
                + "0014751e76e8199196d454941c45d1b3a323f1433bd6",
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y,"
                + "5128751e76e8199196d454941c45d1b3a323f1433bd6"
                + "751e76e8199196d454941c45d1b3a323f1433bd6",
        "BC1SW50QGDZ25J,6002751e",
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs,5210751e76e8199196d454941c45d1b3a323",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0,"
                + "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "bc1pfeessrawgf,51024e73",
    })
    void readsExamplesOfTheBips(String text, String script) throws MalformedException {
        Address address = Address.parse(text, AddressFormat.MAIN);
        assertEquals(script, address.scriptPubKey().toString());
        assertEquals(Optional.of(address), Address.of(ByteString.fromHex(script)));
    }

    @Test
    void readsWhatItWroteAndNothingElse() {
        Property.forAll(
                500,
                random -> {
                    Address address = address(random);
                    AddressFormat format = FORMATS.get(random.nextInt(FORMATS.size()));
                    String text = address.text(format);
                    assertEquals(address, Address.parse(text, format));
                    assertEquals(Optional.of(address), Address.of(address.scriptPubKey()));
                    String changed = withOneOtherCharacter(text, random);
                    assertThrows(
                            MalformedException.class,
                            () -> Address.parse(changed, format),
                            changed);
                });
    }

    @Test
    void belongsToOneNetworkOnly() {
        Property.forAll(
                200,
                random -> {
                    String text = address(random).text(AddressFormat.MAIN);
                    assertThrows(
                            MalformedException.class,
                            () -> Address.parse(text, AddressFormat.TEST));
                    assertThrows(
                            MalformedException.class,
                            () -> Address.parse(text, AddressFormat.REGTEST));
                });
    }

    @Test
    void readsBech32InUpperCaseButNotMixed() throws MalformedException {
        var address = new Address.Taproot(ByteString.wrap(new byte[32]));
        String text = address.text(AddressFormat.MAIN);
        assertEquals(address, Address.parse(text.toUpperCase(Locale.ROOT), AddressFormat.MAIN));
        assertFault("Invalid character or mixed case", "BC" + text.substring(2));
    }

    @Test
    void saysWhatIsWrongWithBase58() {
        ByteString hash = ByteString.wrap(new byte[20]);
        String valid = new Address.KeyHash(hash).text(AddressFormat.MAIN);
        assertFault(
                "Invalid checksum or length of Base58 address (P2PKH or P2SH)",
                valid.substring(0, valid.length() - 1) + "z");
        assertFault(
                "Invalid checksum or length of Base58 address (P2PKH or P2SH)",
                Base58.encodeChecked(ByteString.wrap(new byte[22])));
        assertFault(
                "Invalid length for Base58 address (P2PKH or P2SH)",
                Base58.encodeChecked(ByteString.wrap(new byte[20])));
        assertFault(
                "Invalid or unsupported Base58-encoded address.",
                new Address.KeyHash(hash).text(AddressFormat.TEST));
        assertFault(
                "Invalid or unsupported Base58-encoded address.",
                Base58.encodeChecked(ByteString.EMPTY));
        assertFault("Invalid or unsupported Segwit (Bech32) or Base58 encoding.", "O" + valid);
        assertFault(
                "Invalid or unsupported Segwit (Bech32) or Base58 encoding.",
                new Address.WitnessKeyHash(hash).text(AddressFormat.TEST));
    }

    @Test
    void saysWhatIsWrongWithBech32() {
        assertFault("Empty Bech32 data section", segwit("bc", Checksum.BECH32));
        assertFault(
                "Invalid or unsupported prefix for Segwit (Bech32) address"
                        + " (expected bc, got bcrt).",
                new Address.WitnessKeyHash(ByteString.wrap(new byte[20]))
                        .text(AddressFormat.REGTEST));
        assertFault(
                "Version 0 witness address must use Bech32 checksum",
                segwit("bc", Checksum.BECH32M, 0));
        assertFault(
                "Version 1+ witness address must use Bech32m checksum",
                segwit("bc", Checksum.BECH32, 1));
        assertFault(
                "Invalid padding in Bech32 data section", segwit("bc", Checksum.BECH32M, 1, 31));
        assertFault(
                "Invalid Bech32 v0 address program size (1 byte), per BIP141",
                segwit("bc", Checksum.BECH32, 0, 0, 0));
        assertFault(
                "Invalid Bech32 v0 address program size (21 bytes), per BIP141",
                segwit("bc", Checksum.BECH32, new int[1 + 34]));
        assertFault(
                "Invalid Bech32 address program size (1 byte)",
                segwit("bc", Checksum.BECH32M, 1, 0, 0));
        int[] fortyOne = new int[1 + 66];
        fortyOne[0] = 16;
        assertFault(
                "Invalid Bech32 address program size (41 bytes)",
                segwit("bc", Checksum.BECH32M, fortyOne));
        int[] version17 = new int[1 + 32];
        version17[0] = 17;
        assertFault(
                "Invalid Bech32 address witness version",
                segwit("bc", Checksum.BECH32M, version17));
        assertFault("Bech32 string too long", "bc1" + "q".repeat(1_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6a",
                // a bare public key
                "2102000000000000000000000000000000000000000000000000000000000000000001ac",
                // hashes with one byte too few or too many, or another push
                "76a9130000000000000000000000000000000000000088ac",
                "76a94c14000000000000000000000000000000000000000088ac",
                "a91400000000000000000000000000000000000000008700",
                // witness programs: version 0 of a wrong length, too short, too long, no version
                "001500000000000000000000000000000000000000000000",
                "510100",
                "5203ffff",
                "4f02ffff",
                "5002ffff",
                "50140000000000000000000000000000000000000000",
                "6102ffff",
                "0102ffff",
                "52290000000000000000000000000000000000000000"
                        + "00000000000000000000000000000000000000000000",
            })
    void findsNoAddressInOtherScripts(String script) throws MalformedException {
        assertEquals(Optional.empty(), Address.of(ByteString.fromHex(script)));
    }

    @Test
    void keepsNoHoldOfTheBlockAScriptStandsIn() {
        var block = new byte[1_000];
        block[0] = 0x51;
        block[1] = 32;
        var script = ByteString.wrap(block).slice(0, 34);
        var taproot = (Address.Taproot) Address.of(script).orElseThrow();
        assertSame(taproot.outputKey(), taproot.outputKey().compact());
    }

    @Test
    void makesNoAddressOfAWrongLength() {
        ByteString short31 = ByteString.wrap(new byte[31]);
        assertThrows(IllegalArgumentException.class, () -> new Address.KeyHash(short31));
        assertThrows(IllegalArgumentException.class, () -> new Address.ScriptHash(short31));
        assertThrows(IllegalArgumentException.class, () -> new Address.WitnessKeyHash(short31));
        assertThrows(IllegalArgumentException.class, () -> new Address.WitnessScriptHash(short31));
        assertThrows(IllegalArgumentException.class, () -> new Address.Taproot(short31));
        for (int version : new int[] {-1, 0, 17}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Address.UnknownWitness(version, short31));
        }
    }

    @Test
    void callsNothingUnknownThatHasAName() {
        ByteString key = ByteString.wrap(new byte[32]);
        ByteString anchor = ByteString.of(0x4e, 0x73);
        assertThrows(IllegalArgumentException.class, () -> new Address.UnknownWitness(1, key));
        assertThrows(IllegalArgumentException.class, () -> new Address.UnknownWitness(1, anchor));
    }

    private static Address address(SplittableRandom random) {
        byte[] hash = new byte[random.nextBoolean() ? 20 : 32];
        random.nextBytes(hash);
        ByteString bytes = ByteString.wrap(hash);
        byte[] program = new byte[random.nextInt(2, 41)];
        random.nextBytes(program);
        if (random.nextInt(4) == 0) {
            return new Address.UnknownWitness(random.nextInt(2, 17), ByteString.wrap(program));
        }
        if (random.nextInt(8) == 0) return new Address.Anchor();
        return switch (random.nextInt(3)) {
            case 0 ->
                    hash.length == 20
                            ? new Address.KeyHash(bytes)
                            : new Address.WitnessScriptHash(bytes);
            case 1 ->
                    hash.length == 20 ? new Address.ScriptHash(bytes) : new Address.Taproot(bytes);
            default ->
                    hash.length == 20
                            ? new Address.WitnessKeyHash(bytes)
                            : new Address.UnknownWitness(2, bytes);
        };
    }

    private static String withOneOtherCharacter(String text, SplittableRandom random) {
        int at = random.nextInt(text.length());
        char other;
        do {
            other = (char) random.nextInt(33, 127);
        } while (other == text.charAt(at));
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static String segwit(String human, Checksum checksum, int... symbols) {
        return Bech32.encode(new Bech32.Content(checksum, human, ByteString.of(symbols)));
    }

    private static void assertFault(String fault, String text) {
        var refused =
                assertThrows(
                        MalformedException.class, () -> Address.parse(text, AddressFormat.MAIN));
        assertEquals(fault, refused.getMessage(), text);
    }
}
