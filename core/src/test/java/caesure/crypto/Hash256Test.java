// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteWriter;
import caesure.bytes.Hex;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.Arrays;

class Hash256Test {
    @Test
    void keepsItsBytes() {
        Property.forAll(
                100,
                random -> {
                    byte[] bytes = new byte[40];
                    random.nextBytes(bytes);
                    Hash256 hash = Hash256.of(bytes, 5);
                    byte[] own = Arrays.copyOfRange(bytes, 5, 37);
                    assertArrayEquals(own, hash.toArray());
                    assertEquals(hash, Hash256.of(own));
                    assertEquals(hash.hashCode(), Hash256.of(own).hashCode());
                    assertEquals(hash, Hash256.read(ByteReader.of(own)));
                    var out = new ByteWriter();
                    hash.write(out);
                    assertArrayEquals(own, out.toArray());
                    assertEquals(Hex.of(own), hash.toByteString().toString());
                    assertEquals(hash, Hash256.parse(hash.toString()));
                    assertEquals(Hex.of(Hex.reversed(own)), hash.toString());
                });
    }

    @Test
    void comparesAsNumbersWithoutSign() {
        Property.forAll(
                300,
                random -> {
                    byte[] one = new byte[32];
                    byte[] other = new byte[32];
                    random.nextBytes(one);
                    random.nextBytes(other);
                    int same = random.nextInt(33); // so that the lower parts decide as often
                    System.arraycopy(one, 32 - same, other, 32 - same, same);
                    int expected = number(one).compareTo(number(other));
                    int order = Hash256.of(one).compareTo(Hash256.of(other));
                    assertEquals(expected, Integer.signum(order));
                    assertEquals(expected == 0, Hash256.of(one).equals(Hash256.of(other)));
                });
    }

    @Test
    void knowsZeroAndOne() throws MalformedException {
        assertTrue(Hash256.ZERO.isZero());
        assertFalse(Hash256.ONE.isZero());
        assertEquals(Hash256.ONE, Hash256.parse("0".repeat(63) + "1"));
        byte[] high = new byte[32];
        for (int i = 0; i < 32; i++) {
            high[i] = 1;
            assertFalse(Hash256.of(high).isZero());
            high[i] = 0;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 62, 63, 65, 66})
    void refusesOtherLengths(int digits) {
        assertThrows(MalformedException.class, () -> Hash256.parse("0".repeat(digits)));
        byte[] bytes = new byte[digits / 2];
        if (bytes.length == Hash256.BYTES) return;
        assertThrows(IllegalArgumentException.class, () -> Hash256.of(bytes));
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, Hex.reversed(bytes));
    }
}
