// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * Walks over the operations of a script (Bitcoin Core's GetScriptOp). A push that is longer than
 * what is left of the script ends the walk: the script is malformed from there on.
 */
public final class ScriptCursor {
    private final ByteString script;
    private int position;
    private int opcode = Opcode.OP_INVALIDOPCODE;
    private ByteString data = ByteString.EMPTY;

    /** Before the first operation. */
    public ScriptCursor(ByteString script) {
        this.script = script;
    }

    /** Whether nothing is left, not even a broken operation. */
    public boolean atEnd() {
        return position >= script.length();
    }

    /**
     * Steps over one operation.
     *
     * @return false at the end, and where an operation is cut off
     */
    public boolean next() {
        opcode = Opcode.OP_INVALIDOPCODE;
        data = ByteString.EMPTY;
        if (atEnd()) return false;
        int first = script.at(position++);
        if (first <= Opcode.OP_PUSHDATA4 && !takeData(first)) return false;
        opcode = first;
        return true;
    }

    /** Where the next operation begins; after a broken one, behind what could be read of it. */
    public int position() {
        return position;
    }

    /** The operation passed last, 0 to 255. */
    public int opcode() {
        return opcode;
    }

    /** What the operation passed last pushes from the script; empty for all that are no pushes. */
    public ByteString data() {
        return data;
    }

    /** Goes on from another place. */
    void moveTo(int there) {
        position = there;
    }

    private boolean takeData(int first) {
        int width = first < Opcode.OP_PUSHDATA1 ? 0 : 1 << first - Opcode.OP_PUSHDATA1;
        if (script.length() - position < width) return false;
        long length = width == 0 ? first : 0;
        for (int i = 0; i < width; i++) length |= (long) script.at(position++) << 8 * i;
        if (length > script.length() - position) return false;
        data = script.slice(position, position + (int) length);
        position += (int) length;
        return true;
    }
}
