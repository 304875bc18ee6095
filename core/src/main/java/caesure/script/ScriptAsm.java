// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/**
 * A script as words for people (Bitcoin Core's ScriptToAsmStr). Not made to be read back: what is
 * pushed in up to four bytes is shown as the number it means, whatever its form was.
 */
public final class ScriptAsm {
    private static final String BROKEN = "[error]";

    private ScriptAsm() {}

    /** The operations of a script, separated by spaces; where it is cut off, {@code [error]}. */
    public static String of(ByteString script) {
        return words(script, false);
    }

    /**
     * The same for a script that holds signatures: of each the last byte, its hash type, is shown
     * as a word, {@code [ALL]}. Meant for scripts of inputs.
     */
    public static String ofSpending(ByteString script) {
        return words(script, !Script.isUnspendable(script));
    }

    private static String words(ByteString script, boolean signatures) {
        var text = new StringBuilder();
        var cursor = new ScriptCursor(script);
        while (!cursor.atEnd()) {
            if (!text.isEmpty()) text.append(' ');
            if (!cursor.next()) return text.append(BROKEN).toString();
            if (cursor.opcode() > Opcode.OP_PUSHDATA4) {
                text.append(Opcode.name(cursor.opcode()));
            } else if (cursor.data().length() <= ScriptNumber.BYTES_MAX) {
                text.append(ScriptNumber.decode(cursor.data(), false, ScriptNumber.BYTES_MAX));
            } else {
                text.append(signatures ? signature(cursor.data()) : cursor.data().toString());
            }
        }
        return text.toString();
    }

    private static String signature(ByteString data) {
        if (!SignatureEncoding.isSignature(data)) return data.toString();
        int last = data.length() - 1;
        return data.slice(0, last) + "[" + hashType(data.at(last)) + "]";
    }

    /** What signatures call a defined hash type (SighashToStr). */
    private static String hashType(int type) {
        String outputs =
                switch (type & ~SigHash.ANYONECANPAY) {
                    case SigHash.ALL -> "ALL";
                    case SigHash.NONE -> "NONE";
                    case SigHash.SINGLE -> "SINGLE";
                    default -> throw new IllegalArgumentException("hash type " + type);
                };
        return (type & SigHash.ANYONECANPAY) == 0 ? outputs : outputs + "|ANYONECANPAY";
    }
}
