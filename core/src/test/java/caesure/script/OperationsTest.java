// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;

/** What every operation does that needs no transaction. */
class OperationsTest {
    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    0x4f | 0x0181
                    16 | 0x0110
                    1 NOP | 1
                    5 1 IF 6 ELSE 7 ENDIF | 5 6
                    5 0 IF 6 ELSE 7 ENDIF | 5 7
                    0 NOTIF 6 ELSE 7 ENDIF | 6
                    1 NOTIF 6 ELSE 7 ENDIF | 7
                    0x0180 IF 6 ELSE 7 ENDIF | 7
                    0x020080 IF 6 ELSE 7 ENDIF | 7
                    0x028000 IF 6 ELSE 7 ENDIF | 6
                    1 IF 1 ELSE 2 ELSE 3 ELSE 4 ENDIF | 1 3
                    0 IF 1 IF 1 ELSE 2 ENDIF ELSE 3 ENDIF | 3
                    1 IF 0 IF 1 ELSE 2 ENDIF ELSE 3 ENDIF | 2
                    0 IF RESERVED VER 0xff ENDIF 3 | 3
                    3 1 VERIFY | 3
                    1 2 TOALTSTACK 3 FROMALTSTACK | 1 3 2
                    1 2 3 2DROP | 1
                    1 2 2DUP | 1 2 1 2
                    1 2 3 3DUP | 1 2 3 1 2 3
                    1 2 3 4 2OVER | 1 2 3 4 1 2
                    1 2 3 4 5 6 2ROT | 3 4 5 6 1 2
                    1 2 3 4 2SWAP | 3 4 1 2
                    5 IFDUP | 5 5
                    0 IFDUP | 0
                    0x0180 IFDUP | 0x0180
                    DEPTH | 0
                    7 7 DEPTH | 7 7 2
                    1 2 DROP | 1
                    2 DUP | 2 2
                    1 2 NIP | 2
                    1 2 OVER | 1 2 1
                    1 2 3 0 PICK | 1 2 3 3
                    1 2 3 2 PICK | 1 2 3 1
                    1 2 3 0 ROLL | 1 2 3
                    1 2 3 2 ROLL | 2 3 1
                    1 2 3 ROT | 2 3 1
                    1 2 SWAP | 2 1
                    1 2 TUCK | 2 1 2
                    'abc' SIZE | 'abc' 3
                    0 SIZE | 0 0
                    1 1 EQUAL | 1
                    1 0x020100 EQUAL | 0
                    9 1 1 EQUALVERIFY | 9
                    1 1ADD | 2
                    2147483647 1ADD | 2147483648
                    0 1SUB | -1
                    1 NEGATE | -1
                    0 NEGATE | 0
                    -5 ABS | 5
                    5 ABS | 5
                    0 NOT | 1
                    1 NOT | 0
                    7 NOT | 0
                    0x0180 NOT | 1
                    7 0NOTEQUAL | 1
                    0 0NOTEQUAL | 0
                    2 3 ADD | 5
                    2147483647 2147483647 ADD | 4294967294
                    2 3 SUB | -1
                    1 2 BOOLAND | 1
                    1 0 BOOLAND | 0
                    0 2 BOOLOR | 1
                    0 0 BOOLOR | 0
                    1 0x020100 NUMEQUAL | 1
                    1 2 NUMEQUAL | 0
                    8 1 1 NUMEQUALVERIFY | 8
                    1 2 NUMNOTEQUAL | 1
                    1 1 NUMNOTEQUAL | 0
                    -1 1 LESSTHAN | 1
                    1 1 LESSTHAN | 0
                    2 1 GREATERTHAN | 1
                    1 1 GREATERTHAN | 0
                    1 1 LESSTHANOREQUAL | 1
                    2 1 LESSTHANOREQUAL | 0
                    1 1 GREATERTHANOREQUAL | 1
                    0 1 GREATERTHANOREQUAL | 0
                    -1 1 MIN | -1
                    -1 1 MAX | 1
                    1 1 3 WITHIN | 1
                    3 1 3 WITHIN | 0
                    0 1 3 WITHIN | 0
                    0 RIPEMD160 | 0x149c1185a5c5e9fc54612808977ee8f548b2258d31
                    0 SHA1 | 0x14da39a3ee5e6b4b0d3255bfef95601890afd80709
                    0 SHA256 | 0x20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                    0 HASH160 | 0x14b472a266d0bd89c13706a4132ccfb16f7c3b9fcb
                    0 HASH256 | 0x205df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456
                    1 CODESEPARATOR | 1
                    1 NOP1 NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 NOP10 | 1
                    1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY | 1
                    """)
    void operationLeaves(String script, String stack) {
        assertEquals(Run.stack(stack), Run.stack(script));
    }

    @ParameterizedTest(name = "{0} needs {1}")
    @CsvSource({
        "VERIFY, 1",
        "TOALTSTACK, 1",
        "2DROP, 2",
        "2DUP, 2",
        "3DUP, 3",
        "2OVER, 4",
        "2ROT, 6",
        "2SWAP, 4",
        "IFDUP, 1",
        "DROP, 1",
        "DUP, 1",
        "NIP, 2",
        "OVER, 2",
        "PICK, 2",
        "ROLL, 2",
        "ROT, 3",
        "SWAP, 2",
        "TUCK, 2",
        "SIZE, 1",
        "EQUAL, 2",
        "EQUALVERIFY, 2",
        "1ADD, 1",
        "1SUB, 1",
        "NEGATE, 1",
        "ABS, 1",
        "NOT, 1",
        "0NOTEQUAL, 1",
        "ADD, 2",
        "SUB, 2",
        "BOOLAND, 2",
        "BOOLOR, 2",
        "NUMEQUAL, 2",
        "NUMEQUALVERIFY, 2",
        "NUMNOTEQUAL, 2",
        "LESSTHAN, 2",
        "GREATERTHAN, 2",
        "LESSTHANOREQUAL, 2",
        "GREATERTHANOREQUAL, 2",
        "MIN, 2",
        "MAX, 2",
        "WITHIN, 3",
        "RIPEMD160, 1",
        "SHA1, 1",
        "SHA256, 1",
        "HASH160, 1",
        "HASH256, 1",
        "CHECKSIG, 2",
        "CHECKSIGVERIFY, 2",
        "CHECKMULTISIG, 1",
        "CHECKMULTISIGVERIFY, 1",
        "IF, 1",
        "NOTIF, 1"
    })
    void failsOnTooSmallAStack(String operation, int items) {
        String enough = "0 ".repeat(items);
        String oneLess = "0 ".repeat(items - 1);
        assertEquals(
                ScriptError.INVALID_STACK_OPERATION, Run.error(oneLess + operation), operation);
        if (!operation.startsWith("CHECKMULTI")) {
            assertNotEquals(ScriptError.INVALID_STACK_OPERATION, Run.error(enough + operation));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 1 -1 PICK",
                "1 1 2 PICK",
                "1 1 -1 ROLL",
                "1 1 2 ROLL",
                "1 1 2147483647 ROLL",
                "0 2 CHECKMULTISIG",
                "0 0 'k' 1 CHECKMULTISIG DROP CHECKMULTISIG",
                "1 'k' 1 CHECKMULTISIG",
                "'s' 1 'k' 1 CHECKMULTISIG"
            })
    void failsBeyondTheBottomOfTheStack(String script) {
        assertEquals(ScriptError.INVALID_STACK_OPERATION, Run.error(script));
    }

    /** Once let through by another node for OP_0NOTEQUAL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1ADD",
                "1SUB",
                "NEGATE",
                "ABS",
                "NOT",
                "0NOTEQUAL",
                "1 ADD",
                "1 SUB",
                "1 SWAP ADD",
                "1 BOOLAND",
                "1 BOOLOR",
                "1 NUMEQUAL",
                "1 NUMNOTEQUAL",
                "1 LESSTHAN",
                "1 GREATERTHAN",
                "1 MIN",
                "1 MAX",
                "1 1 WITHIN",
                "1 SWAP 1 WITHIN",
                "PICK",
                "ROLL",
                "CHECKMULTISIG"
            })
    void takesNoNumberOfFiveBytes(String operation) {
        assertEquals(ScriptError.SCRIPTNUM, Run.error("1 0x050000000001 " + operation), operation);
        assertEquals(
                ScriptError.SCRIPTNUM,
                Run.error("1 0x020000 " + operation, VerifyFlag.MINIMALDATA),
                operation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VER",
                "RESERVED",
                "RESERVED1",
                "RESERVED2",
                "CHECKSIGADD",
                "0xbb",
                "0xfe",
                "0xff"
            })
    void meaninglessOperationsFailOnlyWhereRun(String operation) {
        assertEquals(ScriptError.BAD_OPCODE, Run.error("1 1 1 " + operation));
        assertEquals(ScriptError.OK, Run.error("0 IF " + operation + " ENDIF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERIF", "VERNOTIF"})
    void conditionsOnVersionsFailEvenWhereSkipped(String operation) {
        assertEquals(ScriptError.BAD_OPCODE, Run.error("0 IF " + operation + " ENDIF"));
    }

    @Test
    void disabledOperationsFailEvenWhereSkipped() {
        for (int opcode = 0; opcode < 256; opcode++) {
            if (!Opcode.isDisabled(opcode)) continue;
            String name = Opcode.name(opcode);
            assertEquals(ScriptError.DISABLED_OPCODE, Run.error("0 IF " + name + " ENDIF"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 IF", "1 IF ELSE", "ENDIF", "ELSE", "1 IF ENDIF ENDIF", "0 IF 0 IF ENDIF"})
    void conditionsHaveToBalance(String script) {
        assertEquals(ScriptError.UNBALANCED_CONDITIONAL, Run.error(script));
    }

    @Test
    void theAltStackIsNotSharedBetweenScripts() {
        assertEquals(
                ScriptError.INVALID_ALTSTACK_OPERATION,
                Run.verify("1 1 TOALTSTACK", "FROMALTSTACK"));
    }

    @Test
    void conditionsAreTrueAsManyTwinsOfThem() {
        Property.forAll(
                200,
                random -> {
                    var fast = new Conditions();
                    var plain = new ArrayList<Boolean>();
                    for (int i = 0; i < 50; i++) {
                        int action = plain.isEmpty() ? 0 : random.nextInt(3);
                        boolean truth = random.nextBoolean();
                        switch (action) {
                            case 0 -> {
                                fast.enter(truth);
                                plain.add(truth);
                            }
                            case 1 -> {
                                fast.turn();
                                plain.set(plain.size() - 1, !plain.getLast());
                            }
                            default -> {
                                fast.leave();
                                plain.removeLast();
                            }
                        }
                        assertEquals(plain.isEmpty(), fast.isEmpty());
                        assertEquals(!plain.contains(false), fast.allTrue());
                    }
                });
    }
}
