// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.consensus.Network;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class ConfigurationTest {
    private static final String READING = "Error reading configuration file: ";

    @TempDir Path folder;
    private Path data;
    private Path conf;

    @BeforeEach
    void makeDataDir() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        conf = data.resolve("bitcoin.conf");
    }

    private Configuration read(String... more) throws BadOption {
        var arguments = new ArrayList<>(Arrays.asList(more));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("-datadir"))) {
            arguments.add("-datadir=" + data);
        }
        return readBare(arguments);
    }

    private Configuration readBare(List<String> arguments) throws BadOption {
        return Configuration.read(
                Arguments.parse(arguments), new Machine(folder.resolve("home"), 4));
    }

    private String refusal(String... more) {
        return assertThrows(BadOption.class, () -> read(more)).getMessage();
    }

    private String refusalOf(String text, String... more) throws IOException {
        Files.writeString(conf, text);
        return refusal(more);
    }

    private Configuration readWith(String text, String... more) throws IOException, BadOption {
        Files.writeString(conf, text);
        return read(more);
    }

    @Test
    void goesWithoutAFile() throws BadOption {
        Configuration configuration = read();
        assertEquals(Network.MAIN, configuration.network());
        assertEquals(data, configuration.dataDir());
        assertEquals(conf, configuration.confFile().orElseThrow());
        assertEquals(List.of(), configuration.warnings());
        assertEquals(List.of(), configuration.notices());
        assertEquals(folder.resolve("home/.caesure"), readBare(List.of()).dataDir(), "the default");
    }

    @Test
    void takesTheFileAfterTheCommandLine() throws IOException, BadOption {
        Configuration configuration =
                readWith("regtest=1\npid=a\npar=1\n[regtest]\npid=b\n[main]\npid=c\n", "-par=3");
        assertEquals(Network.REGTEST, configuration.network());
        assertEquals("b", configuration.settings().text("pid").orElseThrow());
        assertEquals("3", configuration.settings().text("par").orElseThrow());
        assertTrue(readWith("garbage", "-noconf").confFile().isEmpty());
    }

    @Test
    void choosesTheNetworkByTheLastSwitchOfTheFile() throws IOException, BadOption {
        assertEquals(Network.REGTEST, readWith("regtest=0\nregtest=1").network());
        assertEquals(Network.MAIN, readWith("regtest=1\nregtest=0").network());
        assertEquals(Network.TESTNET4, readWith("chain=testnet4").network());
        assertEquals(Network.TESTNET3, readWith("[regtest]\nsignet=1\n", "-t").network());
        assertEquals(Network.MAIN, readWith("regtest=1", "-noregtest").network());
        assertEquals(Network.SIGNET, readWith("regtest=1", "-regtest=0", "-signet").network());
        String two =
                "Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can use"
                        + " at most one.";
        assertEquals(two, refusalOf("regtest=1", "-signet"));
        assertEquals(two, refusalOf("", "-chain=main", "-testnet"));
        assertEquals("Unknown chain mainnet.", refusalOf("", "-chain=mainnet"));
    }

    @Test
    void wantsTheNamedFileToBeThere() throws IOException {
        Path other = folder.resolve("other.conf");
        assertEquals(
                READING + "specified config file \"" + other + "\" could not be opened.",
                refusal("-conf=" + other));
        assertEquals(
                READING
                        + "specified config file \""
                        + data.resolve("x")
                        + "\" could not be opened.",
                refusal("-conf=x"));
        Files.createDirectory(conf);
        assertEquals(READING + "Config file \"" + conf + "\" is a directory.", refusal());
    }

    @Test
    void wantsAPlaceForTheDataDirectory() throws IOException, BadOption {
        Path absent = folder.resolve("absent");
        assertEquals(absent, read("-datadir=" + absent).dataDir(), "its folder is there");
        assertFalse(Files.exists(absent), "whoever opens it makes it");
        Path deep = absent.resolve("deep");
        String missing = "pecified data directory \"" + deep + "\" does not exist.";
        assertEquals("S" + missing, refusal("-datadir=" + deep));
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(
                "Specified data directory \"" + file + "\" does not exist.",
                refusal("-datadir=" + file));
    }

    @Test
    void followsTheDataDirectoryThatTheFileNames() throws IOException, BadOption {
        Path home = Files.createDirectories(folder.resolve("home/.caesure"));
        Path other = folder.resolve("moved");
        Files.writeString(home.resolve("bitcoin.conf"), "datadir=" + other + "\nregtest=1\n");
        assertEquals(
                READING + "specified data directory \"" + other + "\" does not exist.",
                assertThrows(BadOption.class, () -> readBare(List.of())).getMessage());
        Files.createDirectory(other);
        assertEquals(other, readBare(List.of()).dataDir());
        Files.createFile(other.resolve("bitcoin.conf"));
        String ignored = assertThrows(BadOption.class, () -> readBare(List.of())).getMessage();
        assertTrue(
                ignored.startsWith(
                        "Data directory \""
                                + other
                                + "\" contains a \"bitcoin.conf\" file which is ignored, because a"
                                + " different configuration file \""
                                + home.resolve("bitcoin.conf")
                                + "\" from data directory \""
                                + home
                                + "\" is being used instead."),
                ignored);
        assertEquals(1, readBare(List.of("-allowignoredconf")).notices().size());
        assertEquals(
                data, readBare(List.of("-datadir=" + data)).dataDir(), "the command line wins");
    }

    @Test
    void saysWhichFileIsUsedInsteadOfTheOneThatLiesThere() throws IOException, BadOption {
        Files.createFile(conf);
        Path other = Files.createFile(folder.resolve("other.conf"));
        assertTrue(
                refusal("-conf=" + other)
                        .contains(
                                "from command line argument \"-conf="
                                        + other
                                        + "\" is being used"));
        assertEquals(List.of(), read("-conf=" + conf).notices(), "the same");
        assertEquals(
                List.of(
                        "Data directory \""
                                + data
                                + "\" contains a \"bitcoin.conf\" file which is explicitly ignored"
                                + " using -noconf."),
                read("-noconf").notices());
    }

    @Test
    void includesFilesOneLevelDeep() throws IOException, BadOption {
        Files.writeString(data.resolve("one"), "pid=1\nincludeconf=three\n");
        Files.writeString(data.resolve("two"), "pid=2\n[regtest]\npar=2\n");
        Configuration configuration =
                readWith("regtest=1\nincludeconf=two\n[regtest]\nincludeconf=one\n");
        assertEquals("1", configuration.settings().text("pid").orElseThrow(), "sections first");
        assertEquals("2", configuration.settings().text("par").orElseThrow());
        assertEquals(
                List.of(
                        "-includeconf cannot be used from included files; ignoring"
                                + " -includeconf=three"),
                configuration.warnings());
        assertFalse(read("-noincludeconf").settings().isSet("pid"));
    }

    @Test
    void refusesIncludesThatAreNone() throws IOException {
        assertEquals(
                READING + "Failed to include configuration file relative.conf",
                refusalOf("includeconf=relative.conf"));
        assertEquals(
                READING + "Included config file \"" + data + "\" is a directory.",
                refusalOf("includeconf=" + data));
        Files.writeString(data.resolve("inc"), "a=1\n-dash=1\n");
        assertEquals(
                READING
                        + "parse error on line 2: -dash=1, options in configuration file must be"
                        + " specified without leading -",
                refusalOf("includeconf=inc"));
        Files.writeString(data.resolve("inc"), "conf=some.conf\n");
        assertEquals(
                READING
                        + "conf cannot be set in the configuration file; use includeconf= if you"
                        + " want to include additional config files",
                refusalOf("includeconf=inc"));
    }

    @Test
    void warnsOfSectionsAndNotesKeysThatAreUnknown() throws IOException, BadOption {
        Path inc = data.resolve("inc");
        Files.writeString(inc, "testnot.datadir=1\n");
        Files.writeString(data.resolve("inc2"), "[testnet]\n");
        Configuration configuration =
                readWith("includeconf=" + inc + "\nincludeconf=inc2\ndash_conf=1\nheight=5\n");
        assertEquals(
                List.of(
                        inc
                                + ":1 Section [testnot] is not recognized."
                                + System.lineSeparator()
                                + "inc2:1 Section [testnet] is not recognized."),
                configuration.warnings());
        assertEquals(
                List.of(
                        "Ignoring unknown configuration value dash_conf",
                        "Ignoring unknown configuration value height"),
                configuration.notices());
    }

    @Test
    void notesThatReindexingAtEachStartIsSlow() throws IOException, BadOption {
        assertTrue(
                readWith("reindex=1")
                        .notices()
                        .getFirst()
                        .startsWith("reindex=1 is set in the configuration file, which will"));
    }

    @Test
    void passesOverWhatComesLaterButForWhatGuardsSomebody() throws IOException, BadOption {
        assertEquals(
                List.of("bitcoin.conf: -natpmp is not there yet: it comes with a later version"),
                readWith("natpmp=1\nlistenonion=0\n").notices());
        assertEquals(
                READING + "-proxy is not there yet: it comes with a later version",
                refusalOf("proxy=127.0.0.1:9050"));
        assertEquals(List.of(), readWith("proxy=0\nnoonion=1\n").notices());
        assertEquals(List.of(), readWith("natpmp=1", "version").notices(), "of the node alone");
    }

    @Test
    void boundsTheFile() throws IOException {
        assertEquals(
                READING + "\"" + conf + "\" has more than 1048576 bytes.",
                refusalOf("#".repeat((1 << 20) + 1)));
    }
}
