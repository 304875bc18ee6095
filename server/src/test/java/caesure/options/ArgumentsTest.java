// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ArgumentsTest {
    private static final String PARSING = "Error parsing command line arguments: ";

    @TempDir Path folder;

    private static Arguments parse(String... arguments) throws BadOption {
        return Arguments.parse(List.of(arguments));
    }

    private static Settings settings(String... arguments) throws BadOption {
        return new Settings(parse(arguments).options());
    }

    private static String refusal(String... arguments) {
        return assertThrows(BadOption.class, () -> parse(arguments).checkComplete()).getMessage();
    }

    @Test
    void takesOneDashOrTwo() throws BadOption {
        for (String dash : new String[] {"-", "--"}) {
            Settings settings = settings(dash + "regtest", dash + "datadir=d", dash + "nodaemon");
            assertTrue(settings.flag("regtest", false));
            assertEquals("d", settings.text("datadir").orElseThrow());
            assertTrue(settings.isNegated("daemon"));
        }
    }

    /** A row: what is typed, and whether the switch is on then. */
    @ParameterizedTest
    @CsvSource({
        "-daemon, true",
        "-daemon=, true",
        "-daemon=1, true",
        "-daemon=2, true",
        "-daemon=0, false",
        "-daemon=00, false",
        "-nodaemon, false",
        "-nodaemon=1, false",
        "-nodaemon=, false",
        "-nodaemon=0, true",
        "-daemon -daemon=0, false",
        "-daemon=0 -daemon, true",
        "-nodaemon -daemon, true",
        "-daemon -nodaemon, false",
        "-nodaemon=0 -daemon=0, false"
    })
    void takesSwitchesOnAndOff(String typed, boolean on) throws BadOption {
        assertEquals(on, settings(typed.split(" ", -1)).flag("daemon", !on), typed);
    }

    @Test
    void refusesASwitchThatIsNeitherOnNorOff() {
        assertEquals(
                PARSING + "-regtest=yes: a switch takes no value but 0 or 1",
                refusal("-regtest=yes"));
        assertEquals(
                PARSING + "-nodaemon=garbage: a switch takes no value but 0 or 1",
                refusal("-nodaemon=garbage"));
    }

    @Test
    void lastCountsOfThoseThatAreOneAndAllOfThoseThatAreMany() throws BadOption {
        Settings settings =
                settings(
                        "-pid=a", "-pid=b", "-loadblock=x", "-loadblock=y", "-debug", "-debug=net");
        assertEquals("b", settings.text("pid").orElseThrow());
        assertEquals(List.of("x", "y"), settings.list("loadblock"));
        assertEquals(List.of("", "net"), settings.list("debug"));
        assertEquals(List.of("z"), settings("-debug=x", "-nodebug", "-debug=z").list("debug"));
        assertEquals(List.of(), settings("-debug=x", "-nodebug").list("debug"));
    }

    @Test
    void takesTheLettersOfTheOriginal() throws BadOption {
        Settings settings = settings("-t", "-v", "-b", "d");
        assertTrue(settings.flag("testnet", false));
        assertTrue(settings.flag("verbose", false));
        assertEquals("d", settings.text("datadir").orElseThrow());
        assertEquals("e", settings("--base", "e").text("datadir").orElseThrow());
        assertEquals("f", settings("-b=f").text("datadir").orElseThrow());
        assertEquals(List.of("0"), settings("-c", "0").list("c"));
    }

    @Test
    void takesOptionsBeforeAndAfterWords() throws BadOption {
        Arguments arguments = parse("-regtest", "-b", "d", "import", "x", "-par=2", "y", "-");
        assertEquals("import", arguments.command().orElseThrow().name());
        assertEquals(List.of("x", "y", "-"), arguments.words());
        assertEquals(List.of("-x", "--"), parse("import", "--", "-x", "--").words());
    }

    @Test
    void takesOnlyValuesWithAnEqualsSignForOptionsOfBitcoindAlone() throws BadOption {
        Arguments arguments = parse("import", "x", "-mocktime=5");
        assertEquals(List.of("x"), arguments.words());
        assertEquals(
                PARSING
                        + "Can not set -mocktime with no value. Please specify value with"
                        + " -mocktime=value.",
                refusal("import", "x", "-mocktime", "5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-sever",
                "-bdir",
                "--regtes=1",
                "-=1",
                "---regtest",
                "-regtest.daemon=1",
                "-nono",
                "-no",
                "-dash_cli=1"
            })
    void refusesAnUnknownOptionByItsWholeName(String argument) {
        assertEquals(PARSING + "Invalid parameter " + argument, refusal(argument));
    }

    @Test
    void refusesAMissingValue() {
        String missing =
                PARSING + "Can not set -b with no value. Please specify value with -b=value.";
        assertEquals(missing, refusal("import", "-b"));
        assertEquals(missing, refusal("import", "-b", "-regtest"));
        assertEquals(missing, refusal("import", "-b=", "x"));
        assertEquals(
                PARSING
                        + "Can not set -proxy with no value. Please specify value with -proxy=value.",
                refusal("-proxy"));
    }

    @Test
    void refusesSomeNegations() {
        assertEquals(
                PARSING + "Negating of -datadir is meaningless and therefore forbidden",
                refusal("-nodatadir"));
        assertEquals(
                PARSING + "Negating of -loglevel is meaningless and therefore forbidden",
                refusal("-nologlevel=0"));
    }

    @Test
    void includesNothingFromTheCommandLine() throws BadOption {
        String refused = PARSING + "-includeconf cannot be used from commandline; -includeconf=";
        assertEquals(refused + "\"relative2.conf\"", refusal("-includeconf=relative2.conf"));
        assertEquals(refused + "\"\"", refusal("-includeconf"));
        assertEquals(refused + "true", refusal("-noincludeconf=0"));
        assertFalse(settings("-noincludeconf").mayInclude());
    }

    @Test
    void refusesByNameWhatComesLater() throws BadOption {
        assertEquals(
                "-v2transport is not there yet: it comes with a later version",
                refusal("-v2transport=1"));
        assertEquals("-natpmp is not there yet: it comes with a later version", refusal("-natpmp"));
        assertEquals(
                "-m is not there yet: monitor and web pages come with a later version",
                refusal("-m"));
        parse(
                "-listen=0",
                "-connect=0",
                "-noserver",
                "-dnsseed=0",
                "-discover=0",
                "-v2transport=0");
        parse("-connect=1.2.3.4", "-noconnect");
    }

    @Test
    void acceptsWhatMeansNothingHere() throws BadOption {
        parse("-disablewallet", "-uacomment=testnode0", "-keypool=1", "-wallet=a", "-wallet=b");
        parse("-walletbroadcast=nonsense", "-dbcache=4", "-unsafesqlitesync");
    }

    @Test
    void refusesAnOptionOfAnotherCommand() {
        assertEquals("option -json is not for import", refusal("import", "-json", "x"));
        assertEquals("option -v is not for version", refusal("version", "-v"));
        assertEquals("option -json is for commands; see caesure help", refusal("-json"));
        assertEquals("no command frob; see caesure help", refusal("-regtest", "frob"));
    }

    @Test
    void wantsTheWordsAndOptionsThatACommandNeeds() throws BadOption {
        assertEquals("import needs PATH...; see caesure help import", refusal("import"));
        assertEquals(
                "utxo-stats does not take x; see caesure help utxo-stats",
                refusal("utxo-stats", "x"));
        assertEquals(
                "verify-headers needs -from; see caesure help verify-headers",
                refusal("verify-headers", "x"));
        assertTrue(parse("verify-headers", "-?").wantsHelp());
        assertTrue(parse("-h").wantsHelp());
        assertTrue(parse("-version").wantsVersion());
        assertFalse(parse("-noversion").wantsVersion());
    }

    @Test
    void takesArgumentsOutOfAFile() throws IOException, BadOption {
        Path inner = Files.writeString(folder.resolve("inner"), "a name with spaces\n");
        Path file = folder.resolve("file");
        Files.writeString(file, "-regtest\r\n\nimport\n-b\n/d\n@" + inner);
        Arguments arguments = parse("@" + file, "--", "@x");
        assertEquals(List.of("a name with spaces", "@x"), arguments.words());
        assertEquals("/d", new Settings(arguments.options()).text("datadir").orElseThrow());
    }

    @Test
    void refusesArgumentFilesThatAreNoneOrNameThemselves() throws IOException {
        Path file = folder.resolve("file");
        assertTrue(refusal("@" + file).startsWith(PARSING + "@" + file + ": cannot read"));
        Files.writeString(file, "@" + file);
        assertEquals(PARSING + "@" + file + ": files within files", refusal("@" + file));
        Files.writeString(file, "x\n".repeat(1 << 20));
        assertEquals(PARSING + "@" + file + ": more than 1048576 bytes", refusal("@" + file));
        Files.writeString(file, "x\n".repeat(100_001));
        assertEquals(PARSING + "more than 100000 arguments", refusal("@" + file));
    }
}
