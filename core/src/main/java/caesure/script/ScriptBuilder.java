// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

/** Writes a script step by step. */
public final class ScriptBuilder {
    private final ByteWriter out = new ByteWriter();

    /** An opcode, 0 to 255. */
    public ScriptBuilder op(int opcode) {
        out.u8(opcode);
        return this;
    }

    /** Data with the shortest push of its length: a direct one up to 75 bytes (never OP_1..16). */
    public ScriptBuilder push(ByteString data) {
        int length = data.length();
        if (length < Opcode.OP_PUSHDATA1) {
            out.u8(length);
        } else if (length <= 0xff) {
            out.u8(Opcode.OP_PUSHDATA1).u8(length);
        } else if (length <= 0xffff) {
            out.u8(Opcode.OP_PUSHDATA2).u16(length);
        } else {
            out.u8(Opcode.OP_PUSHDATA4).u32(length);
        }
        out.bytes(data);
        return this;
    }

    /**
     * A number as Bitcoin Core's {@code CScript << int64}: OP_0, OP_1NEGATE, OP_1..16 or a push.
     */
    public ScriptBuilder number(long value) {
        if (value == 0) return op(Opcode.OP_0);
        if (value >= -1 && value <= 16) return op((int) value + Opcode.OP_1 - 1);
        return push(ScriptNumber.encode(value));
    }

    public ByteString build() {
        return out.toByteString();
    }
}
