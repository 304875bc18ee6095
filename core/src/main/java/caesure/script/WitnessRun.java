// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.crypto.Sha256;

import java.util.List;

/** Runs the witness of an input against its program (Bitcoin Core's VerifyWitnessProgram). */
final class WitnessRun {
    private static final int KEY_HASH_BYTES = 20;
    private static final int SCRIPT_HASH_BYTES = 32;
    private static final int TAPROOT_BYTES = 32;

    private final InputContext input;
    private final boolean inScriptHash;

    /**
     * @param inScriptHash whether the program is not the coin's own script but hashed in it
     */
    WitnessRun(InputContext input, boolean inScriptHash) {
        this.input = input;
        this.inScriptHash = inScriptHash;
    }

    /**
     * Runs it.
     *
     * @throws ScriptFailure if it fails
     */
    void run(WitnessProgram wanted) {
        ByteString program = wanted.program();
        List<ByteString> witness = input.txIn().witness();
        if (wanted.version() == 0) {
            runVersion0(program, witness);
        } else if (wanted.version() == 1 && program.length() == TAPROOT_BYTES && !inScriptHash) {
            if (input.has(VerifyFlag.TAPROOT)) runTaproot(program, witness);
        } else if (inScriptHash || !wanted.isAnchor()) {
            // any other program is for rules to come, and true until then
            refuseIf(
                    VerifyFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
                    ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
        }
    }

    private void runVersion0(ByteString program, List<ByteString> witness) {
        switch (program.length()) {
            case SCRIPT_HASH_BYTES -> {
                if (witness.isEmpty()) {
                    throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
                }
                ByteString script = witness.getLast();
                if (!Sha256.hash(script).toByteString().equals(program)) {
                    throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_MISMATCH);
                }
                List<ByteString> items = witness.subList(0, witness.size() - 1);
                execute(items, script, SigVersion.WITNESS_V0);
            }
            case KEY_HASH_BYTES -> {
                if (witness.size() != 2) {
                    throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_MISMATCH);
                }
                execute(witness, Script.payToKeyHash(program), SigVersion.WITNESS_V0);
            }
            default -> throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_WRONG_LENGTH);
        }
    }

    /** BIP 341. */
    private void runTaproot(ByteString outputKey, List<ByteString> witness) {
        if (witness.isEmpty()) throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
        List<ByteString> items = witness;
        if (hasAnnex(witness)) {
            input.taproot().annex(witness.getLast());
            items = witness.subList(0, witness.size() - 1);
        }
        if (items.size() == 1) {
            input.checkSchnorr(items.getFirst(), outputKey);
        } else {
            runLeaf(outputKey, items);
        }
    }

    private void runLeaf(ByteString outputKey, List<ByteString> items) {
        ByteString control = items.getLast();
        ByteString script = items.get(items.size() - 2);
        if (!Taproot.isControlLength(control.length())) {
            throw ScriptFailure.of(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
        }
        int version = Taproot.leafVersion(control);
        ByteString leafHash = Taproot.leafHash(version, script);
        if (!input.isCommitted(control, outputKey, leafHash)) {
            throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_MISMATCH);
        }
        if (version == Taproot.TAPSCRIPT_LEAF) {
            input.taproot().enterLeaf(leafHash, witnessBytes(input.txIn().witness()));
            runTapscript(items.subList(0, items.size() - 2), script);
        } else {
            refuseIf(
                    VerifyFlag.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
                    ScriptError.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION);
        }
    }

    /** BIP 342. A script with an OP_SUCCESS succeeds, whatever else is wrong behind it. */
    private void runTapscript(List<ByteString> items, ByteString script) {
        var cursor = new ScriptCursor(script);
        while (!cursor.atEnd()) {
            if (!cursor.next()) throw ScriptFailure.of(ScriptError.BAD_OPCODE);
            if (Opcode.isSuccess(cursor.opcode())) {
                refuseIf(VerifyFlag.DISCOURAGE_OP_SUCCESS, ScriptError.DISCOURAGE_OP_SUCCESS);
                return;
            }
        }
        if (items.size() > Stack.ITEMS_MAX) throw ScriptFailure.of(ScriptError.STACK_SIZE);
        execute(items, script, SigVersion.TAPSCRIPT);
    }

    private void execute(List<ByteString> items, ByteString script, SigVersion version) {
        for (ByteString item : items) {
            if (item.length() > Interpreter.ITEM_BYTES_MAX) {
                throw ScriptFailure.of(ScriptError.PUSH_SIZE);
            }
        }
        Stack stack = Stack.of(items);
        new Interpreter(stack, script, version, input).run();
        if (stack.size() != 1) throw ScriptFailure.of(ScriptError.CLEANSTACK);
        if (!stack.isTrue()) throw ScriptFailure.of(ScriptError.EVAL_FALSE);
    }

    private void refuseIf(VerifyFlag flag, ScriptError error) {
        if (input.has(flag)) throw ScriptFailure.of(error);
    }

    private static boolean hasAnnex(List<ByteString> witness) {
        ByteString last = witness.getLast();
        return witness.size() >= 2 && !last.isEmpty() && last.at(0) == Taproot.ANNEX_TAG;
    }

    private static long witnessBytes(List<ByteString> witness) {
        long bytes = ByteSink.compactSizeLength(witness.size());
        for (ByteString item : witness) {
            bytes += ByteSink.compactSizeLength(item.length()) + item.length();
        }
        return bytes;
    }
}
