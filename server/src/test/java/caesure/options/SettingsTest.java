// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class SettingsTest {
    /**
     * Settings on the network {@code section}, out of words such as {@code lang=x} and {@code
     * nolang}.
     */
    private static Settings settings(String section, String typed, String inSection, String before)
            throws BadOption {
        var arguments = new ArrayList<String>();
        for (String word : words(typed)) arguments.add("-" + word);
        var settings = new Settings(Arguments.parse(arguments).options());
        fill(settings, section, inSection);
        fill(settings, "", before);
        settings.choose(section);
        return settings;
    }

    private static void fill(Settings settings, String section, String lines) throws BadOption {
        for (String line : words(lines)) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            String value = equals < 0 ? "1" : line.substring(equals + 1);
            boolean negated = key.startsWith("no");
            String name = negated ? key.substring(2) : key;
            settings.add(
                    section,
                    name,
                    Value.read(OptionTable.row(name), name, negated, Optional.of(value)));
        }
    }

    private static List<String> words(String text) {
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    /** A row: command line, the network's section, what stands before it; the value that counts. */
    @ParameterizedTest
    @CsvSource({
        "lang=a lang=b, lang=c, lang=d, b", // the last of the command line
        ", lang=c lang=d, lang=e, c", // the first of the file
        ", , lang=e lang=f, e",
        "nolang, lang=c, lang=d, 0",
        "nolang lang=a, lang=c, , a",
        ", nolang, lang=d, 0",
        ", lang=c nolang lang=d, , d", // the first behind the negation
        ", lang=c nolang, lang=d, 0",
        "nolang=0, lang=c, , 1"
    })
    void oneValueCounts(String typed, String inSection, String before, String value)
            throws BadOption {
        Settings settings = settings("regtest", typed, inSection, before);
        assertEquals(value, settings.text("lang").orElseThrow());
    }

    /** A row: command line, the network's section, what stands before it; the values that count. */
    @ParameterizedTest
    @CsvSource({
        "loadblock=a loadblock=b, loadblock=c, loadblock=d, a b c d",
        "noloadblock, loadblock=c, loadblock=d, ''",
        "loadblock=a noloadblock loadblock=b, loadblock=c, loadblock=d, b c d", // back from the
        // dead
        "loadblock=a, loadblock=c noloadblock loadblock=d, loadblock=e, a d e",
        "loadblock=a, noloadblock, loadblock=e, a e",
        ", loadblock=c noloadblock, loadblock=e, ''"
    })
    void allValuesCount(String typed, String inSection, String before, String values)
            throws BadOption {
        Settings settings = settings("regtest", typed, inSection, before);
        assertEquals(values, String.join(" ", settings.list("loadblock")));
    }

    @Test
    void someOptionsAreDeafToTheDefaultSectionOfOtherNetworks() throws BadOption {
        Settings regtest = settings("regtest", "", "", "walletdir=a wallet=b");
        assertFalse(regtest.isSet("walletdir"));
        assertEquals(List.of(), regtest.list("wallet"));
        assertEquals(List.of("wallet", "walletdir"), regtest.misplaced(false));
        Settings main = settings("main", "", "", "walletdir=a wallet=b");
        assertEquals("a", main.text("walletdir").orElseThrow());
        assertEquals(List.of("b"), main.list("wallet"));
        assertEquals(List.of(), main.misplaced(true));
        assertEquals(
                List.of(), settings("regtest", "walletdir=x", "", "walletdir=a").misplaced(false));
        assertEquals(
                List.of(), settings("regtest", "", "walletdir=x", "walletdir=a").misplaced(false));
        assertTrue(settings("regtest", "", "", "nowalletdir").isNegated("walletdir"));
    }

    @Test
    void numbersAreWholeAndWithinTheirRange() throws BadOption {
        assertEquals(-3, settings("main", "par=-3", "", "").number("par", -9, 9).orElseThrow());
        assertEquals(0, settings("main", "nopar", "", "").number("par", -9, 9).orElseThrow());
        assertTrue(settings("main", "", "", "").number("par", -9, 9).isEmpty());
        for (String bad :
                new String[] {"10", "-10", "x", "1x", "0x1", "1.0", "99999999999999999999"}) {
            Settings settings = settings("main", "par=" + bad, "", "");
            assertEquals(
                    "-par=" + bad + ": it takes a number from -9 to 9",
                    assertThrows(BadOption.class, () -> settings.number("par", -9, 9))
                            .getMessage());
        }
    }

    @Test
    void linesForTheLogHideSecrets() throws BadOption {
        Settings settings =
                settings("regtest", "pid=a\"b nodaemon debug", "par=1", "rpcpassword=s regtest=1");
        assertEquals(
                List.of(
                        "Config file arg: regtest=\"1\"",
                        "Config file arg: rpcpassword=****",
                        "Config file arg: [regtest] par=\"1\"",
                        "Command-line arg: daemon=false",
                        "Command-line arg: debug=\"\"",
                        "Command-line arg: pid=\"a\\\"b\""),
                settings.lines());
    }

    /** What the table of rules in the Javadoc says, once more, as plainly as can be. */
    private record Plain(List<String> typed, List<String> inSection, List<String> before) {
        private static boolean isOff(String word) {
            return word.startsWith("no");
        }

        private static String value(String word) {
            return word.substring(word.indexOf('=') + 1);
        }

        /** The texts after the last negation. */
        private static List<String> kept(List<String> words) {
            List<String> kept = new ArrayList<>();
            for (String word : words) {
                if (isOff(word)) kept.clear();
                else kept.add(value(word));
            }
            return kept;
        }

        private static boolean endsOff(List<String> words) {
            return !words.isEmpty() && isOff(words.getLast());
        }

        Optional<String> one(boolean deaf) {
            if (!typed.isEmpty()) {
                return Optional.of(endsOff(typed) ? "0" : value(typed.getLast()));
            }
            if (!inSection.isEmpty()) {
                return Optional.of(endsOff(inSection) ? "0" : kept(inSection).getFirst());
            }
            if (before.isEmpty()) return Optional.empty();
            if (endsOff(before)) return Optional.of("0");
            return deaf ? Optional.empty() : Optional.of(kept(before).getFirst());
        }

        List<String> many() {
            var all = new ArrayList<>(kept(typed));
            if (endsOff(typed)) return all;
            all.addAll(kept(inSection));
            boolean anyOff =
                    typed.stream().anyMatch(Plain::isOff)
                            || inSection.stream().anyMatch(Plain::isOff);
            if (anyOff && endsOff(inSection) && all.isEmpty()) return all;
            all.addAll(kept(before));
            return all;
        }
    }

    @Test
    void agreeWithAPlainTwin() {
        Property.forAll(
                2_000,
                random -> {
                    for (String name :
                            new String[] {"lang", "walletdir", "loadblock", "uacomment"}) {
                        var plain =
                                new Plain(
                                        words(random, name),
                                        words(random, name),
                                        words(random, name));
                        Settings settings =
                                settings(
                                        "signet",
                                        String.join(" ", plain.typed),
                                        String.join(" ", plain.inSection),
                                        String.join(" ", plain.before));
                        assertEquals(
                                plain.one(name.equals("walletdir")),
                                settings.text(name),
                                plain::toString);
                        if (!name.equals("walletdir")) {
                            assertEquals(plain.many(), settings.list(name), plain::toString);
                        }
                    }
                });
    }

    private static List<String> words(SplittableRandom random, String name) {
        var words = new ArrayList<String>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            words.add(random.nextInt(3) == 0 ? "no" + name : name + "=v" + random.nextInt(100));
        }
        return words;
    }
}
