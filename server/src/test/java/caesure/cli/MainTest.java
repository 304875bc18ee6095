// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void saysHowItIsUsedWhenNothingIsAsked() {
        Session session = Session.run();
        assertEquals(1, session.code());
        assertEquals("", session.out());
        assertTrue(session.err().startsWith("usage: caesure COMMAND"), session::err);
    }

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
        assertRefused("unknown option -sever", "-sever");
        assertRefused("no command frob; see caesure help", "frob");
        assertRefused("Unknown subcommand 'frob'.", "help", "frob");
        assertRefused(
                "Invalid value for option '--from': 'x' is not an int",
                "verify-headers",
                "-from=x",
                "f");
        assertRefused("Missing required parameter: 'PATH'", "import", "-b", "d");
    }

    @Test
    void refusesTwoNetworksAtOnce() {
        assertRefused(
                "one network at a time, not signet and regtest",
                "utxo-stats",
                "-b",
                "d",
                "-regtest",
                "-signet");
        assertRefused(
                "one network at a time, not test and testnet4",
                "utxo-stats",
                "-b",
                "d",
                "-chain=testnet4",
                "-testnet");
        assertRefused(
                "one network at a time, not main and test",
                "utxo-stats",
                "-b",
                "d",
                "-chain=main",
                "-chain=test");
        assertRefused(
                "no network mainnet: main, test, testnet4, signet or regtest",
                "utxo-stats",
                "-b",
                "d",
                "-chain=mainnet");
    }

    @Test
    void takesAChallengeForSignetsOnly() {
        assertRefused("-signetchallenge needs -signet", "utxo-stats", "-signetchallenge=51");
        assertRefused(
                "-signetchallenge: no hexadecimal digit at position 0",
                "utxo-stats",
                "-signet",
                "-signetchallenge=xy");
    }

    @Test
    void showsNoControlCharactersOfOthers() {
        assertRefused("no command \\u001b[31m\\u202e; see caesure help", "\u001b[31m\u202e");
        assertEquals("tür \\u0007", Console.printable("tür \u0007"));
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
        assertEquals("caesure: " + why + System.lineSeparator(), session.err());
        assertEquals("", session.out());
        assertEquals(1, session.code());
    }
}
