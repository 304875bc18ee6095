// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.Optional;
import java.util.SplittableRandom;

class TargetTest {
    private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

    @ParameterizedTest
    @CsvSource({
        "01123456,12,01120000",
        "02123456,1234,02123400",
        "03123456,123456,03123456",
        "04123456,12345600,04123456",
        "05009234,92340000,05009234",
        "0200ffff,ff,0200ff00",
        "017fffff,7f,017f0000",
        "02008000,80,02008000",
        "03008000,8000,03008000",
        "04008000,800000,04008000",
        "04000001,100,02010000",
        "1d00ffff,ffff0000000000000000000000000000000000000000000000000000,1d00ffff",
    })
    void readsCompactForms(String bits, String value, String again) {
        Target target = Target.ofCompact(bits(bits)).orElseThrow();
        assertEquals(value, target.value().toString(16));
        assertEquals(again, String.format("%08x", target.toCompact()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // zero, as written or after its low digits fell off
                "00000000",
                "00123456",
                "01003456",
                "02000056",
                "03000000",
                "04000000",
                "20000000",
                "ff000000",
                "00923456",
                "01803456",
                "02800056",
                "03800000",
                "04800000",
                "ff800000",
                // negative
                "01fedcba",
                "02923456",
                "03923456",
                "04923456",
                "1d80ffff",
                "20ffffff",
                // beyond 256 bits
                "21010000",
                "22000100",
                "23000001",
                "24000001",
                "ff123456",
                "217fffff"
            })
    void refusesWhatNoHashMeets(String bits) {
        assertEquals(Optional.empty(), Target.ofCompact(bits(bits)));
    }

    @ParameterizedTest
    @CsvSource({
        "20123456,253",
        "207fffff,255",
        "2000ffff,248",
        "21000001,241",
        "2100ffff,256",
        "22000001,249",
        "220000ff,256",
        "1f7fffff,247"
    })
    void readsUpTo256Bits(String bits, int length) {
        Target target = Target.ofCompact(bits(bits)).orElseThrow();
        assertEquals(length, target.value().bitLength());
    }

    @Test
    void agreesWithTheDefinitionOnAllForms() {
        Property.forAll(
                20_000,
                random -> {
                    long bits = random.nextLong(40) << 24 | random.nextLong(1 << 24);
                    if (random.nextInt(3) == 0) bits &= 0xff80_ffffL;
                    if (random.nextInt(3) == 0) bits &= 0xff80_00ffL;
                    assertEquals(plain(bits), Target.ofCompact(bits).map(Target::value));
                });
    }

    @Test
    void writesCompactFormsThatKeepTheHighestDigits() {
        Property.forAll(
                5_000,
                random -> {
                    BigInteger value = number(random);
                    long bits = new Target(value).toCompact();
                    BigInteger back = Target.ofCompact(bits).orElseThrow().value();
                    assertTrue(back.compareTo(value) <= 0);
                    int lost = Math.max(0, value.bitLength() - 16);
                    assertEquals(value.shiftRight(lost), back.shiftRight(lost));
                    assertEquals(bits, new Target(back).toCompact());
                });
    }

    @Test
    void writesZeroAsZero() {
        assertEquals(0, new Target(BigInteger.ZERO).toCompact());
        assertEquals(0x2100_ffffL, new Target(TWO_TO_256.subtract(BigInteger.ONE)).toCompact());
    }

    @Test
    void isMetByEqualAndLowerHashesOnly() throws MalformedException {
        Target target = Target.ofCompact(0x0300_0100).orElseThrow();
        assertTrue(target.isMetBy(hash("0")));
        assertTrue(target.isMetBy(hash("100")));
        assertFalse(target.isMetBy(hash("101")));
        assertFalse(target.isMetBy(hash("8" + "0".repeat(63))));
    }

    @Test
    void countsTheHashesItTakes() {
        assertEquals(
                new BigInteger("100010001", 16),
                Target.ofCompact(0x1d00_ffffL).orElseThrow().work().hashes());
        assertEquals(BigInteger.TWO, Target.ofCompact(0x207f_ffffL).orElseThrow().work().hashes());
        Property.forAll(
                500,
                random -> {
                    // as Core computes it in 256 bits: (~t / (t + 1)) + 1
                    BigInteger value = number(random);
                    BigInteger not = TWO_TO_256.subtract(BigInteger.ONE).subtract(value);
                    assertEquals(
                            not.divide(value.add(BigInteger.ONE)).add(BigInteger.ONE),
                            new Target(value).work().hashes());
                });
    }

    @Test
    void addsAndShowsWork() {
        Work two = new Work(BigInteger.TWO);
        assertEquals(new Work(BigInteger.valueOf(4)), two.plus(two).plus(Work.NONE));
        assertTrue(two.compareTo(Work.NONE) > 0);
        assertEquals("0".repeat(63) + "2", two.toString());
    }

    /** Word by word as arith_uint256::SetCompact says it, and what no hash meets left out. */
    private static Optional<BigInteger> plain(long bits) {
        int size = (int) (bits >> 24);
        long word = bits & 0x7f_ffff;
        BigInteger value;
        if (size <= 3) {
            for (int i = size; i < 3; i++) word /= 256;
            value = BigInteger.valueOf(word);
        } else {
            value = BigInteger.valueOf(word).multiply(BigInteger.valueOf(256).pow(size - 3));
        }
        boolean negative = (bits & 0x80_0000) != 0;
        boolean fits = value.signum() > 0 && value.compareTo(TWO_TO_256) < 0;
        return fits && !negative ? Optional.of(value) : Optional.empty();
    }

    /** 1 to 2^256 - 1, short ones as often as long ones. */
    private static BigInteger number(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(32)];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes).max(BigInteger.ONE);
    }

    private static long bits(String hex) {
        return Long.parseLong(hex, 16);
    }

    private static BlockHash hash(String digits) throws MalformedException {
        return new BlockHash(Hash256.parse("0".repeat(64 - digits.length()) + digits));
    }
}
