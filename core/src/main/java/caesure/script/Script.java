// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

import java.util.Optional;

/** What can be told of a script without running it. */
public final class Script {
    /** The longest script that may run before tapscript, in bytes. */
    public static final int BYTES_MAX = 10_000;

    /** The longest element of the stack that a script may push, in bytes. */
    public static final int ELEMENT_BYTES_MAX = 520;

    private static final int PROGRAM_BYTES_MIN = 2;
    private static final int PROGRAM_BYTES_MAX = 40;

    private Script() {}

    /** Whether an output with this script can never be spent, so that it never becomes a coin. */
    public static boolean isUnspendable(ByteString script) {
        return begins(script, Opcode.OP_RETURN) || script.length() > BYTES_MAX;
    }

    /** BIP 16. */
    public static boolean isPayToScriptHash(ByteString script) {
        return script.length() == 23
                && script.at(0) == Opcode.OP_HASH160
                && script.at(1) == 20
                && script.at(22) == Opcode.OP_EQUAL;
    }

    /** Segwit version 0 with the hash of a script (BIP 141). */
    public static boolean isPayToWitnessScriptHash(ByteString script) {
        return isProgram(script, Opcode.OP_0, 32);
    }

    /** Segwit version 0 with the hash of a key (BIP 141). */
    public static boolean isPayToWitnessKeyHash(ByteString script) {
        return isProgram(script, Opcode.OP_0, 20);
    }

    /** Segwit version 1 with an output key (BIP 341). */
    public static boolean isPayToTaproot(ByteString script) {
        return isProgram(script, Opcode.OP_1, 32);
    }

    /** An output that anyone may spend (P2A). */
    public static boolean isPayToAnchor(ByteString script) {
        return witnessProgram(script).filter(WitnessProgram::isAnchor).isPresent();
    }

    /** What a script asks for that is one version and one direct push of 2 to 40 bytes. */
    public static Optional<WitnessProgram> witnessProgram(ByteString script) {
        int length = script.length() - 2;
        if (length < PROGRAM_BYTES_MIN || length > PROGRAM_BYTES_MAX) return Optional.empty();
        int first = script.at(0);
        boolean versioned = first == Opcode.OP_0 || first >= Opcode.OP_1 && first <= Opcode.OP_16;
        if (!versioned || script.at(1) != length) return Optional.empty();
        int version = first == Opcode.OP_0 ? 0 : first - Opcode.OP_1 + 1;
        return Optional.of(new WitnessProgram(version, script.slice(2, script.length())));
    }

    /** Whether the script parses to the end and only pushes (OP_RESERVED counts as a push). */
    public static boolean isPushOnly(ByteString script) {
        var cursor = new ScriptCursor(script);
        while (!cursor.atEnd()) {
            if (!cursor.next() || cursor.opcode() > Opcode.OP_16) return false;
        }
        return true;
    }

    /**
     * Whether the script parses to the end, has no operation that was never given a meaning and
     * pushes nothing longer than an element of the stack (HasValidOps). OP_CHECKSIGADD counts as
     * unknown.
     */
    public static boolean hasValidOps(ByteString script) {
        var cursor = new ScriptCursor(script);
        while (!cursor.atEnd()) {
            if (!cursor.next()
                    || cursor.opcode() > Opcode.OP_NOP10
                    || cursor.data().length() > ELEMENT_BYTES_MAX) return false;
        }
        return true;
    }

    /** Whether some operation has a meaning only in tapscript (BIP 342). */
    public static boolean hasTapscriptOps(ByteString script) {
        var cursor = new ScriptCursor(script);
        while (cursor.next()) {
            int opcode = cursor.opcode();
            if (opcode == Opcode.OP_CHECKSIGADD || Opcode.isSuccess(opcode)) return true;
        }
        return false;
    }

    /** The script that pays to the holder of a key. */
    static ByteString payToKeyHash(ByteString keyHash) {
        return new ScriptBuilder()
                .op(Opcode.OP_DUP)
                .op(Opcode.OP_HASH160)
                .push(keyHash)
                .op(Opcode.OP_EQUALVERIFY)
                .op(Opcode.OP_CHECKSIG)
                .build();
    }

    private static boolean begins(ByteString script, int opcode) {
        return !script.isEmpty() && script.at(0) == opcode;
    }

    private static boolean isProgram(ByteString script, int version, int bytes) {
        return script.length() == 2 + bytes && script.at(0) == version && script.at(1) == bytes;
    }
}
