// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class OpcodeTest {
    @Test
    void namesAreBitcoinds() {
        assertEquals("0", Opcode.name(0));
        assertEquals("OP_UNKNOWN", Opcode.name(1));
        assertEquals("OP_UNKNOWN", Opcode.name(75));
        assertEquals("OP_PUSHDATA4", Opcode.name(78));
        assertEquals("-1", Opcode.name(79));
        assertEquals("OP_RESERVED", Opcode.name(80));
        assertEquals("16", Opcode.name(96));
        assertEquals("OP_NOP", Opcode.name(97));
        assertEquals("OP_CHECKSIG", Opcode.name(0xac));
        assertEquals("OP_NOP10", Opcode.name(Opcode.OP_NOP10));
        assertEquals("OP_CHECKSIGADD", Opcode.name(0xba));
        assertEquals("OP_UNKNOWN", Opcode.name(0xbb));
        assertEquals("OP_INVALIDOPCODE", Opcode.name(0xff));
    }

    @Test
    void everyConstantHasItsOwnName() throws IllegalAccessException {
        for (var field : Opcode.class.getFields()) {
            int opcode = field.getInt(null);
            String name = Opcode.name(opcode);
            String full = name.startsWith("OP_") ? name : "OP_" + name.replace("-1", "1NEGATE");
            assertEquals(field.getName(), full);
        }
    }

    @Test
    void successesAreThoseOfBip342() {
        int[] successes = IntStream.range(0, 256).filter(Opcode::isSuccess).toArray();
        assertEquals(87, successes.length);
        assertEquals(80, successes[0]);
        assertEquals(254, successes[86]);
    }

    @Test
    void fifteenOpcodesAreDisabled() {
        assertEquals(15, IntStream.range(0, 256).filter(Opcode::isDisabled).count());
    }
}
