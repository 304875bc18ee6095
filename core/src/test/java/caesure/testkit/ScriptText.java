// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.script.Opcode;
import caesure.script.ScriptBuilder;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Scripts as Bitcoin Core's tests write them (ParseScript), words with blanks between.
 *
 * <pre>
 *   word = DUP | OP_DUP      an operation from OP_NOP on, or OP_RESERVED
 *        | -17               a number, pushed
 *        | 0x4c01            bytes that become part of the script as they are
 *        | 'text'            text without blanks, pushed
 * </pre>
 */
public final class ScriptText {
    private static final Map<String, Integer> OPCODES = opcodes();

    private ScriptText() {}

    /**
     * The script that a text means.
     *
     * @throws MalformedException if it means none
     */
    public static ByteString parse(String text) throws MalformedException {
        var script = new ScriptBuilder();
        for (String word : text.split("[ \t\n]+", -1)) {
            if (word.isEmpty()) continue;
            if (word.matches("-?[0-9]+")) {
                script.number(Long.parseLong(word));
            } else if (word.matches("0x([0-9a-fA-F]{2})+")) {
                ByteString bytes = ByteString.fromHex(word.substring(2));
                for (int i = 0; i < bytes.length(); i++) script.op(bytes.at(i));
            } else if (word.length() >= 2 && word.startsWith("'") && word.endsWith("'")) {
                String quoted = word.substring(1, word.length() - 1);
                script.push(ByteString.wrap(quoted.getBytes(StandardCharsets.UTF_8)));
            } else if (OPCODES.containsKey(word)) {
                script.op(OPCODES.get(word));
            } else {
                throw new MalformedException("no word of a script: " + word);
            }
        }
        return script.build();
    }

    /** Like {@link #parse}, for texts that stand in a test. */
    public static ByteString script(String text) {
        try {
            return parse(text);
        } catch (MalformedException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Map<String, Integer> opcodes() {
        var opcodes = new HashMap<String, Integer>();
        for (int opcode = 0; opcode <= Opcode.OP_CHECKSIGADD; opcode++) {
            if (opcode < Opcode.OP_NOP && opcode != Opcode.OP_RESERVED) continue;
            opcodes.put(Opcode.name(opcode), opcode);
            opcodes.put(Opcode.name(opcode).substring("OP_".length()), opcode);
        }
        return opcodes;
    }
}
