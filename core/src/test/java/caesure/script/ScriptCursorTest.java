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

class ScriptCursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"0x015a", "0x4c015a", "0x4d01005a", "0x4e010000005a"})
    void everyPushGivesTheSameData(String script) {
        var cursor = new ScriptCursor(ScriptText.script(script));
        assertTrue(cursor.next());
        assertEquals(ByteString.of(0x5a), cursor.data());
        assertTrue(cursor.atEnd());
        assertFalse(cursor.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x02ff",
                "0x4c",
                "0x4c01",
                "0x4d",
                "0x4d01",
                "0x4d0100",
                "0x4e",
                "0x4e010000",
                "0x4e01000000",
                "0x4effffffff00",
                "0x4e00000080"
            })
    void aPushBeyondTheEndIsBroken(String script) {
        var cursor = new ScriptCursor(ScriptText.script(script));
        assertFalse(cursor.next());
        assertEquals(Opcode.OP_INVALIDOPCODE, cursor.opcode());
        assertTrue(cursor.data().isEmpty());
    }

    /** Once cut to 16 bits by another node: the script then went on inside the push. */
    @Test
    void takesAllFourBytesOfAPushdata4() {
        var script = new byte[5 + 0x1_0001];
        script[0] = Opcode.OP_PUSHDATA4;
        script[1] = 1;
        script[3] = 1;
        var cursor = new ScriptCursor(ByteString.wrap(script));
        assertTrue(cursor.next());
        assertEquals(0x1_0001, cursor.data().length());
        assertTrue(cursor.atEnd());
    }

    @Test
    void standsBehindTheLengthOfABrokenPush() {
        var cursor = new ScriptCursor(ScriptText.script("0x614d030001"));
        assertTrue(cursor.next());
        assertFalse(cursor.next());
        assertEquals(4, cursor.position());
        assertFalse(cursor.atEnd());
    }

    @Test
    void onlyPushesFromTheScriptHaveData() {
        var cursor = new ScriptCursor(ScriptText.script("'a' 1 DUP"));
        cursor.next();
        assertEquals(1, cursor.data().length());
        cursor.next();
        assertEquals(Opcode.OP_1, cursor.opcode());
        assertTrue(cursor.data().isEmpty());
        cursor.next();
        assertEquals(Opcode.OP_DUP, cursor.opcode());
    }
}
