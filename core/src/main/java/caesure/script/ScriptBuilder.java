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
        throw new UnsupportedOperationException();
    }

    /**
     * A number as Bitcoin Core's {@code CScript << int64}: OP_0, OP_1NEGATE, OP_1..16 or a push.
     */
    public ScriptBuilder number(long value) {
        throw new UnsupportedOperationException();
    }

    public ByteString build() {
        return out.toByteString();
    }
}
