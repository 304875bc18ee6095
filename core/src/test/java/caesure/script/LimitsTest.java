// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How much a script may be and do, and what is looked at first. */
class LimitsTest {
    @Test
    void scriptsMayHaveTenThousandBytes() {
        assertEquals(ScriptError.OK, Run.error(filled(10_000)));
        assertEquals(ScriptError.SCRIPT_SIZE, Run.error(filled(10_001)));
    }

    /** Pushes of 500 bytes, dropped, up to a length. */
    private static String filled(int bytes) {
        String push = "0x4df401" + "00".repeat(500);
        String drop = "0x75";
        int whole = bytes / 504;
        int rest = bytes - whole * 504;
        return (push + " " + drop + " ").repeat(whole) + "0 ".repeat(rest);
    }

    @Test
    void itemsMayHave520Bytes() {
        assertEquals(ScriptError.OK, Run.error("0x4d0802" + "00".repeat(520)));
        assertEquals(ScriptError.PUSH_SIZE, Run.error("0x4d0902" + "00".repeat(521)));
        assertEquals(
                ScriptError.PUSH_SIZE, Run.error("0 IF 0x4d0902" + "00".repeat(521) + " ENDIF"));
    }

    @Test
    void twoHundredAndOneOperationsMayRun() {
        assertEquals(ScriptError.OK, Run.error("NOP ".repeat(201)));
        assertEquals(ScriptError.OP_COUNT, Run.error("NOP ".repeat(202)));
        assertEquals(ScriptError.OP_COUNT, Run.error("0 IF " + "NOP ".repeat(200) + " ENDIF"));
    }

    @Test
    void keysOfAMultisigCountAsOperations() {
        String twentyKeys = "0 0 " + "'k' ".repeat(20) + "20 CHECKMULTISIG DROP ";
        assertEquals(ScriptError.OK, Run.error(twentyKeys.repeat(9) + "NOP ".repeat(3)));
        assertEquals(ScriptError.OP_COUNT, Run.error(twentyKeys.repeat(9) + "NOP ".repeat(4)));
        assertEquals(
                ScriptError.OP_COUNT,
                Run.error("NOP ".repeat(181) + "0 0 " + "'k' ".repeat(20) + "20 CHECKMULTISIG"));
    }

    @Test
    void numbersDoNotCountAsOperations() {
        assertEquals(ScriptError.OK, Run.error("16 DROP ".repeat(201)));
    }

    @Test
    void reservedDoesNotCountAsAnOperation() {
        assertEquals(
                ScriptError.OK,
                Run.error("0 IF " + "RESERVED ".repeat(300) + "NOP ".repeat(199) + " ENDIF"));
    }

    @Test
    void bothStacksTogetherHoldAThousandItems() {
        assertEquals(ScriptError.OK, Run.error("1 ".repeat(1000)));
        assertEquals(ScriptError.STACK_SIZE, Run.error("1 ".repeat(1001)));
        assertEquals(
                ScriptError.STACK_SIZE, Run.error("1 ".repeat(999) + "TOALTSTACK TOALTSTACK 1 1"));
        assertEquals(ScriptError.STACK_SIZE, Run.error("1 ".repeat(998) + "3DUP"));
    }

    @Test
    void multisigTakesTwentyKeysAndNoMoreSignaturesThanKeys() {
        assertEquals(ScriptError.PUBKEY_COUNT, Run.error("0 0 21 CHECKMULTISIG"));
        assertEquals(ScriptError.PUBKEY_COUNT, Run.error("0 0 -1 CHECKMULTISIG"));
        assertEquals(ScriptError.SIG_COUNT, Run.error("0 -1 0 CHECKMULTISIG"));
        assertEquals(ScriptError.SIG_COUNT, Run.error("0 's' 's' 2 'k' 1 CHECKMULTISIG"));
        assertEquals(ScriptError.OK, Run.error("0 0 0 CHECKMULTISIGVERIFY"));
    }

    @Test
    void rollingDeepIsCheap() {
        String script = "1 ".repeat(900) + "0x028303 ROLL ".repeat(200);
        assertEquals(ScriptError.OK, Run.error(script));
    }

    @Test
    void pushesAreMinimalWhereRunOnly() {
        for (String push :
                new String[] {
                    "0x0101",
                    "0x0181",
                    "0x0110",
                    "0x4c00",
                    "0x4c0111",
                    "0x4d010011",
                    "0x4d4c00" + "00".repeat(76),
                    "0x4e00010000" + "00".repeat(256)
                }) {
            assertEquals(ScriptError.OK, Run.error(push), push);
            assertEquals(ScriptError.MINIMALDATA, Run.error(push, VerifyFlag.MINIMALDATA), push);
            assertEquals(
                    ScriptError.OK,
                    Run.error("0 IF " + push + " ENDIF", VerifyFlag.MINIMALDATA),
                    push);
        }
        for (String push :
                new String[] {
                    "0",
                    "0x0100",
                    "0x0111",
                    "0x0180",
                    "0x4c4c" + "00".repeat(76),
                    "0x4d0001" + "00".repeat(256)
                }) {
            assertEquals(ScriptError.OK, Run.error(push, VerifyFlag.MINIMALDATA), push);
        }
    }

    /** In a block this order cannot be seen, but in what a peer or a person is told. */
    @Test
    void theFirstFaultInCoresOrderIsNamed() {
        String longPush = "0x4d0902" + "00".repeat(521);
        assertEquals(ScriptError.PUSH_SIZE, Run.error("NOP ".repeat(201) + longPush));
        assertEquals(ScriptError.OP_COUNT, Run.error("NOP ".repeat(201) + "CAT"));
        assertEquals(
                ScriptError.DISABLED_OPCODE,
                Run.error("CAT CODESEPARATOR", VerifyFlag.CONST_SCRIPTCODE));
        assertEquals(ScriptError.BAD_OPCODE, Run.error("0 IF 0x05"));
    }
}
