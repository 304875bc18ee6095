// SPDX-License-Identifier: BSD-2-Clause
package caesure.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.address.Bech32.Checksum;
import caesure.address.Bech32.Content;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Locale;
import java.util.SplittableRandom;

class Bech32Test {
    private static final String SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    @ParameterizedTest
    @CsvSource({
        "A12UEL5L,BECH32,a,0",
        "a12uel5l,BECH32,a,0",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w,BECH32,split,48",
        "?1ezyfcl,BECH32,?,0",
        "A1LQFN3A,BECH32M,a,0",
        "a1lqfn3a,BECH32M,a,0",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v,BECH32M,split,48",
        "?1v759aa,BECH32M,?,0",
    })
    void readsWhatTheBipsCallValid(String text, Checksum checksum, String human, int symbols)
            throws MalformedException {
        Content content = Bech32.decode(text);
        assertEquals(checksum, content.checksum());
        assertEquals(human, content.humanPart());
        assertEquals(symbols, content.symbols().length());
        assertEquals(text.toLowerCase(Locale.ROOT), Bech32.encode(content));
    }

    @Test
    void readsEverySymbol() throws MalformedException {
        ByteString symbols = Bech32.decode("abcdef1" + SYMBOLS + "mqqqxw").symbols();
        assertEquals(32, symbols.length());
        for (int i = 0; i < 32; i++) assertEquals(i, symbols.at(i));
    }

    @ParameterizedTest
    @CsvSource({
        "pzry9x0s0muk,Missing separator",
        "1pzry9x0s0muk,Invalid separator position",
        "x1b4n0q5v,Invalid Base 32 character",
        "li1dgmt3,Invalid separator position",
        "A1G7SGD8,Invalid checksum",
        "10a06t8,Invalid separator position",
        "1qzzfhee,Invalid separator position",
        "a12UEL5L,Invalid character or mixed case",
        "A12uEL5L,Invalid character or mixed case",
        "M1VUXWEZ,Invalid checksum",
        "16plkw9,Invalid separator position",
        "a12uel5\u00e9,Invalid character or mixed case",
    })
    void saysWhatIsWrong(String text, String fault) {
        assertFault(fault, text);
    }

    @Test
    void refusesControlCharactersAndSpace() {
        for (String c : new String[] {" ", "\u007f", "\u0080", "\0", "\u2126"}) {
            assertFault("Invalid character or mixed case", c + "1nwldj5");
            assertFault("Invalid character or mixed case", "a12uel5l" + c);
        }
    }

    @Test
    void takesNinetyCharactersAndNotOneMore() throws MalformedException {
        for (int human = 1; human <= 83; human++) {
            var symbols = ByteString.wrap(new byte[83 - human]);
            var content = new Content(Checksum.BECH32M, "x".repeat(human), symbols);
            String text = Bech32.encode(content);
            assertEquals(90, text.length());
            assertEquals(content, Bech32.decode(text));
            var longer = new Content(Checksum.BECH32M, "x".repeat(human + 1), symbols);
            assertThrows(IllegalArgumentException.class, () -> Bech32.encode(longer));
            assertFault("Bech32 string too long", "x" + text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "\u00e9"})
    void writesNoBadHumanPart(String human) {
        var content = new Content(Checksum.BECH32, human, ByteString.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> Bech32.encode(content));
    }

    @Test
    void writesNoSymbolOfSixBits() {
        var content = new Content(Checksum.BECH32, "a", ByteString.of(32));
        assertThrows(IllegalArgumentException.class, () -> Bech32.encode(content));
    }

    @Test
    void readsBackWhatItWrote() {
        Property.forAll(
                500,
                random -> {
                    Content content = content(random);
                    String text = Bech32.encode(content);
                    assertEquals(content, Bech32.decode(text));
                    assertEquals(content, Bech32.decode(upper(text)));
                });
    }

    @Test
    void findsUpToFourWrongSymbols() {
        Property.forAll(
                2_000,
                random -> {
                    Content content = content(random);
                    var text = new StringBuilder(Bech32.encode(content));
                    int first = content.humanPart().length() + 1;
                    int errors = 1 + random.nextInt(4);
                    var hit = new HashSet<Integer>();
                    while (hit.size() < errors) hit.add(random.nextInt(first, text.length()));
                    for (int at : hit) {
                        int was = SYMBOLS.indexOf(text.charAt(at));
                        text.setCharAt(at, SYMBOLS.charAt(was + 1 + random.nextInt(31) & 31));
                    }
                    String wrong = text.toString();
                    try {
                        // up to four errors never lead to a text with the same checksum
                        assertEquals(
                                false,
                                Bech32.decode(wrong).checksum() == content.checksum(),
                                wrong);
                    } catch (MalformedException _) {
                        // found
                    }
                });
    }

    @Test
    void regroupsBits() {
        Property.forAll(
                500,
                random -> {
                    byte[] bytes = new byte[random.nextInt(60)];
                    random.nextBytes(bytes);
                    ByteString whole = ByteString.wrap(bytes);
                    ByteString symbols = Bech32.toSymbols(whole);
                    assertEquals((bytes.length * 8 + 4) / 5, symbols.length());
                    assertEquals(whole, Bech32.toBytes(symbols));
                });
    }

    @Test
    void refusesPaddingThatIsAWholeSymbolOrNotZero() throws MalformedException {
        assertEquals(ByteString.of(0xff), Bech32.toBytes(ByteString.of(31, 28)));
        assertThrows(MalformedException.class, () -> Bech32.toBytes(ByteString.of(31, 29)));
        assertThrows(MalformedException.class, () -> Bech32.toBytes(ByteString.of(31, 30)));
        assertThrows(MalformedException.class, () -> Bech32.toBytes(ByteString.of(31, 28, 0)));
        assertThrows(MalformedException.class, () -> Bech32.toBytes(ByteString.of(0)));
        assertEquals(ByteString.EMPTY, Bech32.toBytes(ByteString.EMPTY));
    }

    private static Content content(SplittableRandom random) {
        var human = new StringBuilder();
        do {
            char c = (char) random.nextInt(33, 127);
            human.append(c >= 'A' && c <= 'Z' ? 'z' : c);
        } while (random.nextInt(4) > 0 && human.length() < 83);
        byte[] symbols = new byte[random.nextInt(84 - human.length())];
        for (int i = 0; i < symbols.length; i++) symbols[i] = (byte) random.nextInt(32);
        Checksum checksum = random.nextBoolean() ? Checksum.BECH32 : Checksum.BECH32M;
        return new Content(checksum, human.toString(), ByteString.wrap(symbols));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static void assertFault(String fault, String text) {
        var refused = assertThrows(MalformedException.class, () -> Bech32.decode(text), text);
        assertEquals(fault, refused.getMessage(), text);
    }
}
