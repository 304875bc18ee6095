// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;

class ConfFileTest {
    private static List<String> settings(String text) throws BadOption {
        return ConfFile.parse(text).settings().stream()
                .map(setting -> setting.line() + " " + setting.key() + "=" + setting.value())
                .toList();
    }

    private static List<String> sections(String text) throws BadOption {
        return ConfFile.parse(text).sections().stream()
                .map(section -> section.line() + " " + section.name())
                .toList();
    }

    private static String refusal(String text) {
        return assertThrows(BadOption.class, () -> ConfFile.parse(text)).getMessage();
    }

    @Test
    void cutsBlanksAndComments() throws BadOption {
        assertEquals(
                List.of("1 a=b", "3 c=d e", "5 f=", "6 g=h=i"),
                settings("\t a = b \r\n# all\n c=d e # rest\n\n  f=\ng=h=i"));
    }

    @Test
    void putsSettingsIntoSections() throws BadOption {
        String text = "a=1\n[test]\nb=2\nmain.c=3\n[]\nd=4\nmain.e=5\n";
        assertEquals(
                List.of("1 a=1", "3 test.b=2", "4 test.main.c=3", "6 .d=4", "7 .main.e=5"),
                settings(text));
        assertEquals(List.of("2 test", "4 test.main", "5 ", "7 .main"), sections(text));
        assertEquals(List.of("1 regtest"), sections("regtest.port=1"));
    }

    @Test
    void namesTheFirstLineThatIsNone() {
        assertEquals("parse error on line 1: garbage", refusal("garbage\n"));
        assertEquals(
                "parse error on line 2: -dash=1, options in configuration file must be specified"
                        + " without leading -",
                refusal("a=1\n-dash=1"));
        assertEquals(
                "parse error on line 1: nono, if you intended to specify a negated option, use"
                        + " nono=1 instead",
                refusal("nono"));
        assertEquals("parse error on line 3: [main", refusal("\n\n[main"));
    }

    @Test
    void wantsNoDoubtAboutAPassword() {
        String refused =
                "parse error on line 2, using # in rpcpassword can be ambiguous and should be avoided";
        assertEquals(refused, refusal("server=1\nrpcpassword=some#pass"));
        assertEquals(refused, refusal("server=1\nmain.rpcpassword=some#pass"));
        assertEquals(refused, refusal("[main]\nrpcpassword=some#pass"));
    }
}
