// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.regex.Pattern;

class HelpTest {
    private static final int LINES_MAX = 90;

    @Test
    void staysShortEnoughToBeRead() {
        assertTrue(Help.usual().size() <= LINES_MAX, () -> "lines: " + Help.usual().size());
        var all = new ArrayList<>(Help.usual());
        all.addAll(Help.complete());
        Command.ALL.forEach(command -> all.addAll(Help.of(command)));
        for (String line : all) {
            assertTrue(line.length() <= 79, line);
            assertEquals(line.stripTrailing(), line);
        }
    }

    @Test
    void namesEveryOptionThatIsNotHidden() {
        String help = String.join("\n", Help.complete());
        for (Option option : OptionTable.rows()) {
            if (option.category() == Option.Category.COMMAND) continue;
            boolean shown =
                    Pattern.compile("\n {2}-" + Pattern.quote(option.name()) + "[=, \n]")
                            .matcher(help)
                            .find();
            assertEquals(!option.is(Option.Trait.HIDDEN), shown, option.name());
        }
    }

    @Test
    void marksWhatDoesNothing() {
        String help = String.join("\n", Help.complete()).replaceAll(" +", " ");
        assertTrue(help.contains("\n -disablewallet no wallet (accepted, no effect here)\n"), help);
        assertTrue(help.contains("\n -txindex find transactions (not there yet)\n"), help);
        assertTrue(help.contains("\n -par=N how many threads check scripts; 0: "), help);
    }

    @Test
    void tellsOfACommandItsOwnOptions() {
        String help = String.join("\n", Help.of(Command.find("verify-block").orElseThrow()));
        assertTrue(help.startsWith("Usage: caesure verify-block [OPTIONS] BLOCK\n"));
        assertTrue(help.contains("  -prevouts=FILE "));
        assertFalse(help.contains("-from"));
        assertTrue(help.contains("-regtest"));
    }
}
