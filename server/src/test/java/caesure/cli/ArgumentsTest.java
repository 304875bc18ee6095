// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Model.CommandSpec;

import java.util.List;

class ArgumentsTest {
    private static final CommandSpec ALL =
            Main.commands(new Console(System.out, System.err, false), new Stop()).getCommandSpec();

    private static List<String> normal(String... arguments) throws BadInput {
        return Arguments.normalise(List.of(arguments), ALL);
    }

    private static String refusal(String... arguments) {
        return assertThrows(BadInput.class, () -> normal(arguments)).getMessage();
    }

    @Test
    void takesOneDashOrTwo() throws BadInput {
        var expected = List.of("utxo-stats", "--regtest=true", "--datadir=d", "--");
        assertEquals(expected, normal("utxo-stats", "-regtest", "-datadir=d"));
        assertEquals(expected, normal("utxo-stats", "--regtest", "--datadir=d"));
    }

    @Test
    void takesAValueFromTheNextArgument() throws BadInput {
        assertEquals(
                List.of("utxo-stats", "--datadir=d", "--height=7", "--"),
                normal("utxo-stats", "-b", "d", "--height", "7"));
    }

    @Test
    void takesOptionsBeforeAndAfterWords() throws BadInput {
        assertEquals(
                List.of("import", "--regtest=true", "--datadir=d", "--par=2", "--", "x", "y"),
                normal("-regtest", "-b", "d", "import", "x", "-par=2", "y"));
    }

    @Test
    void takesAllForWordsAfterTwoDashes() throws BadInput {
        assertEquals(List.of("import", "--", "-x", "--"), normal("import", "--", "-x", "--"));
    }

    @Test
    void takesSwitchesOnAndOff() throws BadInput {
        assertEquals(List.of("version", "--regtest=true", "--"), normal("version", "-regtest=1"));
        assertEquals(List.of("version", "--regtest=false", "--"), normal("version", "-regtest=0"));
        assertEquals(List.of("version", "--regtest=false", "--"), normal("version", "-noregtest"));
        assertEquals(List.of("version", "--regtest=true", "--"), normal("version", "-noregtest=0"));
        assertEquals(
                "-regtest=yes: a switch takes no value but 0 or 1",
                refusal("version", "-regtest=yes"));
    }

    @Test
    void refusesAnUnknownOptionByItsWholeName() {
        assertEquals("unknown option -sever", refusal("-sever"));
        assertEquals("unknown option -bdir", refusal("import", "-bdir", "x"));
        assertEquals("unknown option -regtes", refusal("import", "--regtes=1", "x"));
        assertEquals("unknown option -", refusal("import", "-=1"));
    }

    @Test
    void refusesAnOptionOfAnotherCommand() {
        assertEquals("option -json is not for import", refusal("import", "-json", "x"));
        assertEquals("option -regtest is for no command; see caesure help", refusal("-regtest"));
    }

    @Test
    void refusesAMissingValue() {
        assertEquals("option -b needs a value", refusal("import", "-b"));
        assertEquals("option -b needs a value", refusal("import", "-b", "-regtest"));
        assertEquals("option -b needs a value", refusal("import", "-b=", "x"));
    }

    @Test
    void refusesAnUnknownCommand() {
        assertEquals("no command frob; see caesure help", refusal("-regtest", "frob"));
    }

    @Test
    void leavesNothingOfNothing() throws BadInput {
        assertEquals(List.of(), normal());
        assertEquals(List.of("--help=true"), normal("-?"));
    }
}
