// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"import", "utxo-stats", "verify-block", "verify-headers", "version"})
    void helpsWithEachCommand(String command) {
        Session first = Session.run("help", command);
        assertEquals(0, first.code(), first::toString);
        assertTrue(first.out().contains("Usage: caesure " + command), first::toString);
        assertTrue(first.out().contains("-regtest"), "the network is a choice of every command");
        assertTrue(Session.run("help").out().contains("\n  " + command), "is listed");
        for (String word : new String[] {"--help", "-help", "-h", "-?"}) {
            assertEquals(first.out(), Session.run(command, word).out());
        }
    }

    @Test
    void refusesWhatItDoesNotKnowInOneLine() {
        String parsing = "Error parsing command line arguments: ";
        assertRefused(parsing + "Invalid parameter -sever", "-sever");
        assertRefused("no command frob; see caesure help", "frob");
        assertRefused("no command frob; see caesure help", "help", "frob");
        assertRefused(
                "-from=x: it takes a number from 0 to 2147483647",
                "verify-headers",
                "-from=x",
                "f");
        assertRefused("import needs PATH...; see caesure help import", "import", "-b", "d");
        assertRefused(
                "Specified data directory \"/no/such\" does not exist.",
                "utxo-stats",
                "-b",
                "/no/such");
    }

    @Test
    void refusesTwoNetworksAtOnce() {
        String two =
                "Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can use"
                        + " at most one.";
        assertRefused(two, "utxo-stats", "-b", "d", "-regtest", "-signet");
        assertRefused(two, "utxo-stats", "-b", "d", "-chain=testnet4", "-testnet");
        assertRefused("Unknown chain mainnet.", "utxo-stats", "-b", "d", "-chain=mainnet");
    }

    @Test
    void readsTheNetworkOutOfTheDataDirectory(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("bitcoin.conf"), "[regtes]\nregtest=1\n");
        Session session = Session.run("utxo-stats", "-b", data.toString());
        assertEquals(
                List.of(
                        "Warning: "
                                + data.resolve("bitcoin.conf")
                                + ":1 Section [regtes] is not recognized.",
                        "caesure: no blocks in " + data),
                session.err().lines().toList());
        Files.writeString(data.resolve("bitcoin.conf"), "regtest=1\n");
        session = Session.run("utxo-stats", "-b", data.toString());
        assertEquals("caesure: no blocks in " + data.resolve("regtest"), session.err().strip());
    }

    @Test
    void refusesOptionsOfTheNodeThatAreOfNoUse() {
        assertRefused("Unsupported logging category -debug=abc.", "-debug=abc", "-noconf");
        assertRefused(
                "-natpmp is not there yet: it comes with a later version", "-natpmp", "-noconf");
    }

    @Test
    void showsNoControlCharactersOfOthers() {
        assertRefused("no command \\u001b[31m\\u202e; see caesure help", "\u001b[31m\u202e");
    }

    @Test
    void saysItsVersion() {
        Session session = Session.run("version", "-regtest");
        assertEquals(0, session.code());
        assertTrue(session.out().startsWith("Caesure "), session::toString);
        assertTrue(session.out().contains("\nsignatures: "), session::toString);
    }

    private static void assertRefused(String why, String... arguments) {
        Session session = Session.run(arguments);
        assertEquals("Error: " + why + System.lineSeparator(), session.err());
        assertEquals("", session.out());
        assertEquals(1, session.code());
    }
}
