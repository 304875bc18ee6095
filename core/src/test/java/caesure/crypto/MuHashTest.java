// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.Hex;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

class MuHashTest {
    /** From Core's crypto_tests: elements of 32 bytes that begin with 0, 1 and, taken out, 2. */
    @Test
    void knowsTheAnswerOfCore() throws Exception {
        var set = new MuHash();
        set.insert(element(0));
        set.insert(element(1));
        set.remove(element(2));
        assertEquals(
                Hash256.parse("10d312b100cbd32ada024a6646e40d3482fcff103668d2625f10002a607d5863"),
                set.finish());
    }

    @Test
    void whatComesAndGoesLeavesNothing() {
        var set = new MuHash();
        set.remove(element(7));
        set.insert(element(8));
        set.insert(element(7));
        set.remove(element(8));
        assertEquals(new MuHash().finish(), set.finish());
    }

    @Test
    void takesTheSameElementTwice() {
        var twice = new MuHash();
        twice.insert(element(3));
        twice.insert(element(3));
        twice.remove(element(3));
        var once = new MuHash();
        once.insert(element(3));
        assertEquals(once.finish(), twice.finish());
    }

    @Test
    void neitherOrderNorPartsMatter() {
        Property.forAll(
                20,
                random -> {
                    var elements = new ArrayList<ByteString>();
                    for (int i = 0; i < 20; i++) elements.add(element(random.nextInt()));
                    List<ByteString> mixed = new ArrayList<>(elements);
                    Collections.shuffle(mixed, new Random(random.nextLong()));
                    var whole = new MuHash();
                    elements.forEach(whole::insert);
                    whole.remove(element(-1));
                    var first = new MuHash();
                    var second = new MuHash();
                    first.remove(element(-1));
                    mixed.subList(0, 7).forEach(first::insert);
                    mixed.subList(7, 20).forEach(second::insert);
                    second.combine(first);
                    assertEquals(whole.finish(), second.finish());
                });
    }

    @Test
    void goesOnAfterAnAnswer() {
        var set = new MuHash();
        set.insert(element(1));
        set.remove(element(2));
        Hash256 first = set.finish();
        assertEquals(first, set.finish());
        set.insert(element(2));
        set.remove(element(1));
        assertEquals(new MuHash().finish(), set.finish());
    }

    /** The plain twin: the definition, with the JDK's cipher and a division at every step. */
    @Test
    void agreesWithTheDefinition() {
        BigInteger modulus = BigInteger.TWO.pow(3072).subtract(BigInteger.valueOf(1_103_717));
        Property.forAll(
                20,
                random -> {
                    var set = new MuHash();
                    BigInteger plain = BigInteger.ONE;
                    for (int i = 0; i < 30; i++) {
                        ByteString element = element(random.nextInt());
                        byte[] stream = cipherStream(Sha256.hash(element), 384);
                        BigInteger number = new BigInteger(1, Hex.reversed(stream));
                        if (random.nextBoolean()) {
                            set.insert(element);
                            plain = plain.multiply(number).mod(modulus);
                        } else {
                            set.remove(element);
                            plain = plain.multiply(number.modInverse(modulus)).mod(modulus);
                        }
                    }
                    byte[] digits = new byte[384];
                    for (int i = 0; i < digits.length; i++) {
                        digits[i] = plain.shiftRight(8 * i).byteValue();
                    }
                    assertEquals(Sha256.hash(digits), set.finish());
                });
    }

    @Test
    void stretchesLikeTheCipherOfTheJdk() {
        Property.forAll(
                50,
                random -> {
                    Hash256 key = Sha256.hash(element(random.nextInt()));
                    int blocks = 1 + random.nextInt(8);
                    assertArrayEquals(cipherStream(key, 64 * blocks), ChaCha20.stream(key, blocks));
                });
    }

    private static byte[] cipherStream(Hash256 key, int bytes) throws Exception {
        var cipher = Cipher.getInstance("ChaCha20");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key.toArray(), "ChaCha20"),
                new ChaCha20ParameterSpec(new byte[12], 0));
        return cipher.doFinal(new byte[bytes]);
    }

    private static ByteString element(int number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 4; i++) bytes[i] = (byte) (number >>> 8 * i);
        return ByteString.wrap(bytes);
    }
}
