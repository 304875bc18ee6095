// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.Hex;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The answers that the inventors of each hash published. */
class HashesTest {
    @Test
    void knowsSha256() throws Exception {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                wire(Sha256.hash(ByteString.EMPTY)));
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                wire(Sha256.hash(ascii("abc"))));
        assertEquals(
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                wire(
                        Sha256.hash(
                                ascii(
                                        "abcdbcdecdefdefgefghfghighijhijkijkl"
                                                + "jklmklmnlmnomnopnopq"))));
    }

    @Test
    void doubleHashIsTheHashOfTheHash() {
        ByteString bytes = ascii("hello");
        assertEquals(
                "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50",
                wire(Sha256.doubleHash(bytes)));
        assertEquals(
                Sha256.doubleHash(bytes),
                Sha256.doubleHash(bytes.slice(0, 2), bytes.slice(2, 2), bytes.slice(2, 5)));
        assertEquals(
                Sha256.doubleHash(bytes.slice(1, 4)), Sha256.doubleHash(bytes.toArray(), 1, 3));
    }

    @Test
    void knowsSha1() {
        assertEquals(
                "da39a3ee5e6b4b0d3255bfef95601890afd80709", Sha1.hash(ByteString.EMPTY).toString());
        assertEquals(
                "a9993e364706816aba3e25717850c26c9cd0d89d", Sha1.hash(ascii("abc")).toString());
    }

    @Test
    void knowsSha3() {
        assertEquals(
                "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
                Sha3.hash(ByteString.EMPTY).toString());
        assertEquals(
                "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
                Sha3.hash(ascii("abc")).toString());
    }

    @Test
    void knowsRipemd160() {
        assertEquals(
                "9c1185a5c5e9fc54612808977ee8f548b2258d31",
                Ripemd160.hash(ByteString.EMPTY).toString());
        assertEquals(
                "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
                Ripemd160.hash(ascii("abc")).toString());
        assertEquals(
                "9b752e45573d4b39f4dbd3323cab82bf63326bfb",
                Ripemd160.hash(ascii("1234567890".repeat(8))).toString());
    }

    @Test
    void knowsTheKeyHashOfTheGenerator() throws Exception {
        ByteString key =
                ByteString.fromHex(
                        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        assertEquals("751e76e8199196d454941c45d1b3a323f1433bd6", Hash160.hash(key).toString());
    }

    @Test
    void hashesPartsOfLongerBytes() {
        ByteString part = ascii("xabcx").slice(1, 4);
        assertEquals(Ripemd160.hash(ascii("abc")), Ripemd160.hash(part));
        assertEquals(Sha1.hash(ascii("abc")), Sha1.hash(part));
        assertEquals(Sha256.hash(ascii("abc")), Sha256.hash(part));
    }

    /** The plain way: everything into one array, then the digest, with no buffer between. */
    @Test
    void aWriterHashesWhatTheIntegersSpell() {
        Property.forAll(
                200,
                random -> {
                    var writer = new HashWriter();
                    var plain = new ByteWriter();
                    for (int i = random.nextInt(40); i > 0; i--) {
                        byte[] bytes = new byte[random.nextInt(300)];
                        random.nextBytes(bytes);
                        long number = random.nextLong();
                        writer.u8((int) number).u16((int) number).u32(number).u64(number);
                        writer.bytes(bytes).bytes(ByteString.wrap(bytes)).compactSize(number);
                        plain.u8((int) number).u16((int) number).u32(number).u64(number);
                        plain.bytes(bytes).bytes(ByteString.wrap(bytes)).compactSize(number);
                        if (random.nextInt(8) == 0) writer = writer.fork();
                    }
                    byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain.toArray());
                    assertEquals(Hash256.of(hash), writer.sha256());
                });
    }

    private static ByteString ascii(String text) {
        return ByteString.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String wire(Hash256 hash) {
        return Hex.of(hash.toArray());
    }
}
