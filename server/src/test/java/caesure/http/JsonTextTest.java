// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class JsonTextTest {
    private static Json parse(String text) throws MalformedException {
        return JsonText.parse(ByteString.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "\"a\\\"b\\\\c\\n\\u0001\u00e4\ud83d\udcbb\"",
                "[]",
                "{}",
                "[1,-0,1.10,1e5,1E-5,123456789012345678901234567890.123456789]",
                "1e999999999",
                "{\"b\":1,\"a\":[{}],\"b\":2}",
            })
    void writesWhatItRead(String text) throws MalformedException {
        assertEquals(text, JsonText.of(parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "1 2",
                "{} x",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "+1",
                "1.",
                ".5",
                "NaN",
                "Infinity",
                "[",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "//x\n1",
                "\ufeff",
            })
    void refusesWhatIsNoJson(String text) {
        assertThrows(MalformedException.class, () -> parse(text));
    }

    @Test
    void refusesWhatIsBeyondABound() throws MalformedException {
        int most = JsonText.NESTING_MAX;
        parse("[".repeat(most) + "]".repeat(most));
        refused("[".repeat(most + 1) + "]".repeat(most + 1));
        refused("[".repeat(1_000_000));
        refused("1".repeat(JsonText.NUMBER_CHARS_MAX + 1));
        refused("{\"" + "x".repeat(JsonText.NAME_CHARS_MAX + 1) + "\":1}");
        refused("[" + "1,".repeat((int) JsonText.TOKENS_MAX) + "1]");
    }

    private static void refused(String text) {
        assertThrows(MalformedException.class, () -> parse(text));
    }

    @Test
    void refusesWhatIsNoUtf8() {
        for (var bytes : List.of(ByteString.of('"', 0xff, '"'), ByteString.of('"', 0xc3, '"'))) {
            assertThrows(MalformedException.class, () -> JsonText.parse(bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00000000",
        "1, 0.00000001",
        "-1, -0.00000001",
        "100000000, 1.00000000",
        "-150000000, -1.50000000",
        "2100000000000000, 21000000.00000000",
        "9223372036854775807, 92233720368.54775807",
        "-9223372036854775808, -92233720368.54775808",
    })
    void amountsHaveEightDecimals(long sats, String bitcoins) {
        assertEquals(bitcoins, JsonText.of(Json.ofBitcoins(sats)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "0.333333333333333333, 0.3333333333333333",
        "0.66666666666666666, 0.6666666666666666",
        "4.6565423739069247e-10, 4.656542373906925e-10",
        "1e-4, 0.0001",
        "0.00001, 1e-05",
        "2.5e-7, 2.5e-07",
        "-1234.5, -1234.5",
        "92049594548485.47, 92049594548485.47",
        "9999999999999998, 9999999999999998",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "5e-324, 4.940656458412465e-324",
    })
    void fractionsHaveSixteenDigitsAtMost(double value, String digits) {
        assertEquals(digits, JsonText.of(Json.ofDouble(value)));
    }

    @Test
    void hasNoWordsForWhatIsNoNumber() {
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Json.ofDouble(none));
        }
    }

    @Test
    void showsValuesOnSeveralLines() throws MalformedException {
        assertEquals(
                """
                {
                    "a": [
                        1,
                        {}
                    ],
                    "b": "x"
                }\
                """,
                JsonText.pretty(parse("{\"a\":[1,{}],\"b\":\"x\"}")));
    }

    @Test
    void cleansStrangersWordsForTheLog() {
        assertEquals("a?b?c", LogLines.clean("a\nb\u001bc"));
        assertEquals(200, LogLines.clean("x".repeat(1000)).length());
    }
}
