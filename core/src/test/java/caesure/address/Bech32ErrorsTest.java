// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.TreeSet;

/** Compared with what bitcoind's validateaddress says. */
class Bech32ErrorsTest {
    private static final String SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static final String V0 = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final String V1 =
            "bcrt1pccz8l9zpa47k6vz9gphftsrumpw80rjt3nhnefat4symjhrsnmjsgkm3r6";

    @Test
    void findsNothingWrongWithAnAddress() {
        assertEquals(new Bech32Errors.Located("", List.of()), Bech32Errors.in(V0));
        assertEquals(new Bech32Errors.Located("", List.of()), Bech32Errors.in(V1));
    }

    @Test
    void findsOneOrTwoWrongSymbols() {
        Property.forAll(
                60,
                random -> {
                    boolean later = random.nextBoolean();
                    var text = new StringBuilder(later ? V1 : V0);
                    var places = new TreeSet<Integer>();
                    for (int i = 0; i < 1 + random.nextInt(2); i++) {
                        int place = random.nextInt(5, text.length());
                        places.add(place);
                        char was = (later ? V1 : V0).charAt(place);
                        char now = SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
                        text.setCharAt(place, now == was ? (was == 'q' ? 'p' : 'q') : now);
                    }
                    String words = "Invalid " + (later ? "Bech32m" : "Bech32") + " checksum";
                    assertEquals(
                            new Bech32Errors.Located(words, List.copyOf(places)),
                            Bech32Errors.in(text.toString()));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "bcrt1, Invalid separator position, 4",
        "1qqqqqqqq, Invalid separator position, 0",
        "bcrtq, Missing separator, ''",
        "bcrt1qqbqqqqqqqq, Invalid Base 32 character, 7",
        "bcrt1qqQqqqqqqqQ, Invalid character or mixed case, 7 15",
        "bc 1qqqqqqqq, Invalid character or mixed case, 2",
        "bcrt1qqqqqqqqqqq, Invalid checksum, ''"
    })
    void saysWhatElseIsWrong(String text, String words, String places) {
        var expected = places.isEmpty() ? List.<Integer>of() : numbers(places);
        assertEquals(new Bech32Errors.Located(words, expected), Bech32Errors.in(text));
    }

    @Test
    void namesTheCharactersBeyondTheEnd() {
        var located = Bech32Errors.in("bcrt1" + "q".repeat(88));
        assertEquals("Bech32 string too long", located.words());
        assertEquals(List.of(90, 91, 92), located.places());
    }

    private static List<Integer> numbers(String text) {
        return List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
    }
}
