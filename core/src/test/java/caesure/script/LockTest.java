// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.testkit.ScriptText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BIP 65 and BIP 112. */
class LockTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, OK",
        "5, 5, 0, OK",
        "5, 6, 0, OK",
        "6, 5, 0, UNSATISFIED_LOCKTIME",
        "499999999, 499999999, 0, OK",
        "499999999, 500000000, 0, UNSATISFIED_LOCKTIME",
        "500000000, 499999999, 0, UNSATISFIED_LOCKTIME",
        "500000000, 500000000, 0, OK",
        "4294967295, 4294967295, 0, OK",
        "4294967296, 4294967295, 0, UNSATISFIED_LOCKTIME",
        "5, 5, 4294967294, OK",
        "5, 5, 4294967295, UNSATISFIED_LOCKTIME",
        "-1, 5, 0, NEGATIVE_LOCKTIME"
    })
    void lockTimeHasToBeReached(long operand, long lockTime, long sequence, ScriptError expected) {
        var script = ScriptText.script(pushed(operand) + " CHECKLOCKTIMEVERIFY DROP 1");
        var spend = Run.locked(1, sequence, lockTime, script);
        assertEquals(expected, Run.VERIFIER.verify(spend, 0, Run.CONSENSUS));
        assertEquals(ScriptError.OK, Run.VERIFIER.verify(spend, 0, VerifyFlags.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, OK",
        "5, 5, OK",
        "6, 5, UNSATISFIED_LOCKTIME",
        "5, 65541, OK",
        "4194309, 4194309, OK",
        "4194309, 5, UNSATISFIED_LOCKTIME",
        "5, 4194309, UNSATISFIED_LOCKTIME",
        "4194310, 4194309, UNSATISFIED_LOCKTIME",
        "2147483648, 0, OK",
        "6442450944, 0, OK",
        "4294967301, 5, OK",
        "5, 2147483653, UNSATISFIED_LOCKTIME",
        "-1, 5, NEGATIVE_LOCKTIME"
    })
    void sequenceHasToBeReached(long operand, long sequence, ScriptError expected) {
        var script = ScriptText.script(pushed(operand) + " CHECKSEQUENCEVERIFY DROP 1");
        var spend = Run.locked(2, sequence, 0, script);
        assertEquals(expected, Run.VERIFIER.verify(spend, 0, Run.CONSENSUS));
        assertEquals(ScriptError.OK, Run.VERIFIER.verify(spend, 0, VerifyFlags.NONE));
    }

    /** Another node once took versions as signed. */
    @ParameterizedTest
    @CsvSource({
        "0, UNSATISFIED_LOCKTIME",
        "1, UNSATISFIED_LOCKTIME",
        "2, OK",
        "2147483649, OK",
        "2147483650, OK",
        "4294967295, OK"
    })
    void versionsOfRelativeLocksAreUnsigned(long version, ScriptError expected) {
        var script = ScriptText.script("5 CHECKSEQUENCEVERIFY");
        assertEquals(
                expected, Run.VERIFIER.verify(Run.locked(version, 5, 0, script), 0, Run.CONSENSUS));
    }

    @Test
    void operandsMayHaveFiveBytesAndStayOnTheStack() {
        var flag = VerifyFlag.CHECKSEQUENCEVERIFY;
        String disabled = "0x050000008000";
        assertEquals(Run.stack(disabled), Run.stack(disabled + " CHECKSEQUENCEVERIFY", flag));
        assertEquals(
                ScriptError.SCRIPTNUM, Run.error("0x06000000800000 CHECKSEQUENCEVERIFY", flag));
        assertEquals(ScriptError.INVALID_STACK_OPERATION, Run.error("CHECKSEQUENCEVERIFY", flag));
        assertEquals(
                ScriptError.INVALID_STACK_OPERATION,
                Run.error("CHECKLOCKTIMEVERIFY", VerifyFlag.CHECKLOCKTIMEVERIFY));
    }

    /** As a direct push: Core's texts stop at 32 bits. */
    private static String pushed(long operand) {
        return "0x" + new ScriptBuilder().push(ScriptNumber.encode(operand)).build();
    }
}
