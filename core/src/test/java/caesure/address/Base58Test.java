// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.SplittableRandom;

class Base58Test {
    private static final String DIGITS =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    @ParameterizedTest
    @CsvSource({"'',''", "00,1", "0000,11", "39,z", "3a,21", "ff,5Q", "0001,12"})
    void writesAZeroAtTheFrontAsAOne(String hex, String text) throws MalformedException {
        ByteString bytes = ByteString.fromHex(hex);
        assertEquals(text, Base58.encode(bytes));
        assertEquals(bytes, Base58.decode(text, 2));
    }

    @Test
    void agreesWithLongDivision() {
        Property.forAll(
                300,
                random -> {
                    ByteString bytes = bytes(random, 80);
                    String text = Base58.encode(bytes);
                    assertEquals(plain(bytes), text);
                    assertEquals(bytes, Base58.decode(text, bytes.length()));
                });
    }

    @Test
    void refusesOneByteMoreThanAsked() {
        Property.forAll(
                300,
                random -> {
                    ByteString bytes = bytes(random, 80).plus(ByteString.of(7));
                    String text = Base58.encode(bytes);
                    assertThrows(
                            MalformedException.class,
                            () -> Base58.decode(text, bytes.length() - 1));
                });
    }

    @Test
    void refusesOneZeroMoreThanAsked() throws MalformedException {
        assertEquals(ByteString.of(0, 0), Base58.decode("11", 2));
        assertThrows(MalformedException.class, () -> Base58.decode("111", 2));
        assertThrows(MalformedException.class, () -> Base58.decode("1", 0));
    }

    @Test
    void stopsEarlyWhenTheTextIsHuge() {
        String zeros = "1".repeat(50_000_000);
        String digits = "z".repeat(50_000_000);
        assertThrows(MalformedException.class, () -> Base58.decode(zeros, 100));
        assertThrows(MalformedException.class, () -> Base58.decode(digits, 100));
    }

    @Test
    void skipsWhiteSpaceAround() throws MalformedException {
        String space = " \t\n\u000b\f\r";
        assertEquals(ByteString.fromHex("971a55"), Base58.decode(space + "skip" + space, 3));
        assertEquals(ByteString.EMPTY, Base58.decode(space, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid",
                "0",
                "O",
                "I",
                "l",
                "skip a",
                "good\0",
                "\0good",
                "good\u00a0",
                "g\u1e9eod",
                "\ud83d\ude00",
                "+2",
                "-2",
                "\u001cgood"
            })
    void refusesWhatIsNoDigit(String text) {
        assertThrows(MalformedException.class, () -> Base58.decode(text, 100));
    }

    @Test
    void refusesAWrongChecksum() throws MalformedException {
        String text = Base58.encodeChecked(ByteString.of(1, 2, 3));
        assertEquals(ByteString.of(1, 2, 3), Base58.decodeChecked(text, 3));
        assertThrows(MalformedException.class, () -> Base58.decodeChecked(text, 2));
        for (int i = 0; i < text.length(); i++) {
            String changed = changed(text, i, text.charAt(i) == '2' ? '3' : '2');
            assertThrows(
                    MalformedException.class, () -> Base58.decodeChecked(changed, 100), changed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "111", " "})
    void refusesWhatIsTooShortForAChecksum(String text) {
        assertThrows(MalformedException.class, () -> Base58.decodeChecked(text, 100));
    }

    @Test
    void checksNothingToo() throws MalformedException {
        String text = Base58.encodeChecked(ByteString.EMPTY);
        assertEquals("3QJmnh", text);
        assertEquals(ByteString.EMPTY, Base58.decodeChecked(text, 0));
    }

    /** The slow and plain way: divide one big number by 58. */
    private static String plain(ByteString bytes) {
        var text = new StringBuilder();
        var number = new BigInteger(1, bytes.toArray());
        BigInteger base = BigInteger.valueOf(58);
        for (; number.signum() > 0; number = number.divide(base)) {
            text.append(DIGITS.charAt(number.mod(base).intValue()));
        }
        for (int i = 0; i < bytes.length() && bytes.at(i) == 0; i++) text.append('1');
        return text.reverse().toString();
    }

    private static ByteString bytes(SplittableRandom random, int bytesMax) {
        byte[] bytes = new byte[random.nextInt(bytesMax + 1)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length && random.nextInt(3) > 0; i++) bytes[i] = 0;
        return ByteString.wrap(bytes);
    }

    private static String changed(String text, int at, char c) {
        return text.substring(0, at) + c + text.substring(at + 1);
    }
}
