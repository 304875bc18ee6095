// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.testkit.ScriptText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ScriptTest {
    private static final ByteString HASH20 = ByteString.wrap(new byte[20]);
    private static final ByteString HASH32 = ByteString.wrap(new byte[32]);

    @Test
    void knowsTheFormsOfOutputs() {
        assertTrue(Script.isPayToScriptHash(Outputs.scriptHash(HASH20)));
        assertTrue(Script.isPayToWitnessScriptHash(Outputs.program(0, HASH32)));
        assertTrue(Script.isPayToWitnessKeyHash(Outputs.program(0, HASH20)));
        assertTrue(Script.isPayToTaproot(Outputs.program(1, HASH32)));
        assertTrue(Script.isPayToAnchor(ByteString.of(0x51, 2, 0x4e, 0x73)));
        assertFalse(Script.isPayToAnchor(ByteString.of(0x51, 2, 0x4e, 0x74)));
        assertFalse(Script.isPayToTaproot(Outputs.program(0, HASH32)));
        assertFalse(Script.isPayToWitnessKeyHash(Outputs.program(0, HASH32)));
    }

    /** A longer push of the same hash gives the same stack, but another form. */
    @Test
    void aScriptHashIsOnlyOneInItsShortestForm() {
        ByteString direct = Outputs.scriptHash(HASH20);
        ByteString longer = ByteString.of(0xa9, 0x4c).plus(direct.slice(1, direct.length()));
        assertFalse(Script.isPayToScriptHash(longer));
    }

    @Test
    void aProgramIsAVersionAndAPushOf2To40Bytes() {
        for (int version = 0; version <= 16; version++) {
            var program = new WitnessProgram(version, HASH20);
            assertEquals(
                    Optional.of(program), Script.witnessProgram(Outputs.program(version, HASH20)));
        }
        for (int length = 0; length < 50; length++) {
            ByteString script = Outputs.program(1, ByteString.wrap(new byte[length]));
            assertEquals(length >= 2 && length <= 40, Script.witnessProgram(script).isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x4f02aaaa",
                "0x5002aaaa",
                "0x6102aaaa",
                "0x5103aaaa",
                "0x5101aaaa",
                "0x514c02aaaa"
            })
    void otherScriptsAreNoPrograms(String script) {
        assertEquals(Optional.empty(), Script.witnessProgram(ScriptText.script(script)));
    }

    @Test
    void pushOnlyTakesReservedButNoBrokenPush() {
        assertTrue(Script.isPushOnly(ByteString.EMPTY));
        assertTrue(Script.isPushOnly(ScriptText.script("0 'a' 16 -1 RESERVED")));
        assertFalse(Script.isPushOnly(ScriptText.script("1 NOP")));
        assertFalse(Script.isPushOnly(ScriptText.script("1 0x02ff")));
    }

    @Test
    void returnsAndOverlongScriptsAreUnspendable() {
        assertTrue(Script.isUnspendable(ScriptText.script("RETURN 1")));
        assertFalse(Script.isUnspendable(ScriptText.script("1 RETURN")));
        assertFalse(Script.isUnspendable(ByteString.EMPTY));
        assertFalse(Script.isUnspendable(ByteString.wrap(new byte[10_000])));
        assertTrue(Script.isUnspendable(ByteString.wrap(new byte[10_001])));
    }

    @Test
    void theBuilderPushesAsCoreDoes() {
        assertEquals(ByteString.of(0), new ScriptBuilder().number(0).build());
        assertEquals(ByteString.of(0x4f), new ScriptBuilder().number(-1).build());
        assertEquals(ByteString.of(0x60), new ScriptBuilder().number(16).build());
        assertEquals(ByteString.of(1, 17), new ScriptBuilder().number(17).build());
        assertEquals(ByteString.of(1, 0x82), new ScriptBuilder().number(-2).build());
        assertEquals(ByteString.of(2, 0x80, 0), new ScriptBuilder().number(128).build());
        assertEquals(ByteString.of(1, 1), new ScriptBuilder().push(ByteString.of(1)).build());
        assertEquals(75, pushed(75).at(0));
        assertEquals(ByteString.of(0x4c, 76), pushed(76).slice(0, 2));
        assertEquals(ByteString.of(0x4d, 0, 1), pushed(256).slice(0, 3));
        assertEquals(ByteString.of(0x4e, 0, 0, 1, 0), pushed(65536).slice(0, 5));
    }

    private static ByteString pushed(int bytes) {
        return new ScriptBuilder().push(ByteString.wrap(new byte[bytes])).build();
    }
}
