// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the well-known forms an output script has, and what fills it (Bitcoin Core's Solver).
 *
 * @param threshold how many keys have to sign, of {@link Kind#MULTISIG}; the version of a witness
 *     program; else 0
 * @param parts keys, a hash or a program; empty where there are none
 */
public record ScriptTemplate(Kind kind, int threshold, List<ByteString> parts) {
    /** The most keys of a multisig script. */
    public static final int MULTISIG_KEYS_MAX = 20;

    private static final ScriptTemplate NONE = new ScriptTemplate(Kind.NONSTANDARD, 0, List.of());

    public ScriptTemplate {
        parts = List.copyOf(parts);
    }

    /** A form. */
    public enum Kind {
        NONSTANDARD("nonstandard"),
        PUBKEY("pubkey"),
        PUBKEYHASH("pubkeyhash"),
        SCRIPTHASH("scripthash"),
        MULTISIG("multisig"),
        NULL_DATA("nulldata"),
        ANCHOR("anchor"),
        WITNESS_V0_SCRIPTHASH("witness_v0_scripthash"),
        WITNESS_V0_KEYHASH("witness_v0_keyhash"),
        WITNESS_V1_TAPROOT("witness_v1_taproot"),
        WITNESS_UNKNOWN("witness_unknown");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** What bitcoind calls it. */
        public String text() {
            return text;
        }
    }

    /** The form of a script. */
    public static ScriptTemplate of(ByteString script) {
        if (Script.isPayToScriptHash(script)) {
            return new ScriptTemplate(Kind.SCRIPTHASH, 0, List.of(script.slice(2, 22)));
        }
        Optional<WitnessProgram> program = Script.witnessProgram(script);
        if (program.isPresent()) return ofWitness(program.get());
        if (isData(script)) return new ScriptTemplate(Kind.NULL_DATA, 0, List.of());
        if (isPayToKey(script)) {
            ByteString key = script.slice(1, script.length() - 1);
            return new ScriptTemplate(Kind.PUBKEY, 0, List.of(key));
        }
        if (isPayToKeyHash(script)) {
            return new ScriptTemplate(Kind.PUBKEYHASH, 0, List.of(script.slice(3, 23)));
        }
        return multisig(script);
    }

    /** What bitcoind calls the form. */
    public String text() {
        return kind.text;
    }

    private static ScriptTemplate ofWitness(WitnessProgram program) {
        int version = program.version();
        int length = program.program().length();
        Kind kind =
                switch (version) {
                    case 0 ->
                            length == 20
                                    ? Kind.WITNESS_V0_KEYHASH
                                    : length == 32 ? Kind.WITNESS_V0_SCRIPTHASH : Kind.NONSTANDARD;
                    case 1 ->
                            length == 32
                                    ? Kind.WITNESS_V1_TAPROOT
                                    : program.isAnchor() ? Kind.ANCHOR : Kind.WITNESS_UNKNOWN;
                    default -> Kind.WITNESS_UNKNOWN;
                };
        return kind == Kind.NONSTANDARD
                ? NONE
                : new ScriptTemplate(kind, version, List.of(program.program()));
    }

    private static boolean isData(ByteString script) {
        return !script.isEmpty()
                && script.at(0) == Opcode.OP_RETURN
                && Script.isPushOnly(script.slice(1, script.length()));
    }

    private static boolean isPayToKey(ByteString script) {
        int keyLength = script.length() - 2;
        return (keyLength == 33 || keyLength == 65)
                && script.at(0) == keyLength
                && script.at(keyLength + 1) == Opcode.OP_CHECKSIG
                && SignatureEncoding.hasKeyLength(script.slice(1, keyLength + 1));
    }

    private static boolean isPayToKeyHash(ByteString script) {
        return script.length() == 25
                && script.at(0) == Opcode.OP_DUP
                && script.at(1) == Opcode.OP_HASH160
                && script.at(2) == 20
                && script.at(23) == Opcode.OP_EQUALVERIFY
                && script.at(24) == Opcode.OP_CHECKSIG;
    }

    private static ScriptTemplate multisig(ByteString script) {
        int end = script.length() - 1;
        if (end < 0 || script.at(end) != Opcode.OP_CHECKMULTISIG) return NONE;
        var cursor = new ScriptCursor(script);
        if (!cursor.next()) return NONE;
        int threshold = number(cursor);
        var keys = new ArrayList<ByteString>();
        while (cursor.next() && SignatureEncoding.hasKeyLength(cursor.data())) {
            keys.add(cursor.data());
        }
        boolean fits =
                threshold >= 1
                        && number(cursor) == keys.size()
                        && keys.size() >= threshold
                        && cursor.position() == end;
        return fits ? new ScriptTemplate(Kind.MULTISIG, threshold, keys) : NONE;
    }

    /** What the operation passed last pushes, in its shortest form: 1 to 20; -1 for all else. */
    private static int number(ScriptCursor cursor) {
        int opcode = cursor.opcode();
        if (opcode >= Opcode.OP_1 && opcode <= Opcode.OP_16) return opcode - Opcode.OP_1 + 1;
        if (opcode != 1) return -1;
        int value = cursor.data().at(0);
        return value > 16 && value <= MULTISIG_KEYS_MAX ? value : -1;
    }
}
