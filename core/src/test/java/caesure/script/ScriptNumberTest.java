// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "1, 01",
        "-1, 81",
        "127, 7f",
        "128, 8000",
        "-127, ff",
        "-128, 8080",
        "255, ff00",
        "-255, ff80",
        "256, 0001",
        "32767, ff7f",
        "32768, 008000",
        "2147483647, ffffff7f",
        "-2147483647, ffffffff",
        "2147483648, 0000008000",
        "4294967294, feffffff00",
        "-4294967296, 0000000081"
    })
    void numbersHaveOneShortestForm(long value, String hex) throws MalformedException {
        ByteString bytes = ByteString.fromHex(hex);
        assertEquals(bytes, ScriptNumber.encode(value));
        assertEquals(value, ScriptNumber.decode(bytes, true, 5));
    }

    @ParameterizedTest
    @CsvSource({"80, 0", "00, 0", "0000, 0", "0080, 0", "0100, 1", "0180, -1", "ff0000, 255"})
    void longerFormsCountUnlessShortestIsAsked(String hex, long value) throws MalformedException {
        ByteString bytes = ByteString.fromHex(hex);
        assertEquals(value, ScriptNumber.decode(bytes, false, 4));
        assertEquals(ScriptError.SCRIPTNUM, errorOf(bytes, true, 4));
    }

    @Test
    void tooManyBytesFailWhateverTheyMean() {
        assertEquals(ScriptError.SCRIPTNUM, errorOf(ByteString.of(0, 0, 0, 0, 0), false, 4));
        assertEquals(0, ScriptNumber.decode(ByteString.of(0, 0, 0, 0, 0), false, 5));
        assertEquals(ScriptError.SCRIPTNUM, errorOf(ByteString.of(1, 0, 0, 0, 0, 0), false, 5));
    }

    @Test
    void whatIsWrittenIsRead() {
        Property.forAll(
                1000,
                random -> {
                    long value = random.nextLong() >> 24 + random.nextInt(40);
                    assertEquals(value, ScriptNumber.decode(ScriptNumber.encode(value), true, 6));
                });
    }

    private static ScriptError errorOf(ByteString bytes, boolean minimal, int bytesMax) {
        return assertThrows(
                        ScriptFailure.class, () -> ScriptNumber.decode(bytes, minimal, bytesMax))
                .error();
    }
}
