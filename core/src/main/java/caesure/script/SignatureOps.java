// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;

/** OP_CHECKSIG and its kin. */
final class SignatureOps {
    /** The most keys of one OP_CHECKMULTISIG. */
    static final int KEYS_MAX = 20;

    private static final int SCHNORR_KEY_BYTES = 32;

    private SignatureOps() {}

    /** OP_CHECKSIG and OP_CHECKSIGVERIFY: signature and key give whether it is good. */
    static void checkSig(int opcode, Interpreter in) {
        Stack stack = in.stack();
        stack.need(2);
        boolean good = check(stack.top(2), stack.top(1), in);
        stack.drop(2);
        if (opcode == Opcode.OP_CHECKSIG) {
            stack.push(good);
        } else if (!good) {
            throw ScriptFailure.of(ScriptError.CHECKSIGVERIFY);
        }
    }

    /** OP_CHECKSIGADD (BIP 342): signature, number and key give the number or one more. */
    static void checkSigAdd(Interpreter in) {
        if (in.version() != SigVersion.TAPSCRIPT) throw ScriptFailure.of(ScriptError.BAD_OPCODE);
        Stack stack = in.stack();
        stack.need(3);
        long count = in.number(2);
        boolean good = check(stack.top(3), stack.top(1), in);
        stack.drop(3);
        stack.push(good ? count + 1 : count);
    }

    private static boolean check(ByteString signature, ByteString key, Interpreter in) {
        return in.version() == SigVersion.TAPSCRIPT
                ? checkTapscript(signature, key, in)
                : checkEcdsa(signature, key, in);
    }

    private static boolean checkEcdsa(ByteString signature, ByteString key, Interpreter in) {
        InputContext input = in.input();
        ByteString code = without(signature, in.scriptCode(), in);
        SignatureEncoding.check(signature, input);
        SignatureEncoding.checkKey(key, in.version(), input);
        boolean good = input.isSigned(signature, key, code, in.version());
        if (!good && input.has(VerifyFlag.NULLFAIL) && !signature.isEmpty()) {
            throw ScriptFailure.of(ScriptError.SIG_NULLFAIL);
        }
        return good;
    }

    /** In this order by BIP 342: budget, empty key, signature, unknown kind of key. */
    private static boolean checkTapscript(ByteString signature, ByteString key, Interpreter in) {
        InputContext input = in.input();
        boolean signed = !signature.isEmpty();
        if (signed) input.taproot().payForCheck();
        if (key.isEmpty()) throw ScriptFailure.of(ScriptError.TAPSCRIPT_EMPTY_PUBKEY);
        if (key.length() == SCHNORR_KEY_BYTES) {
            if (signed) input.checkSchnorr(signature, key);
        } else if (input.has(VerifyFlag.DISCOURAGE_UPGRADABLE_PUBKEYTYPE)) {
            throw ScriptFailure.of(ScriptError.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);
        }
        return signed;
    }

    /**
     * OP_CHECKMULTISIG and OP_CHECKMULTISIGVERIFY.
     *
     * <pre>
     *   dummy signature* signatureCount key* keyCount  --  whether all signatures are good
     * </pre>
     *
     * Signatures have to be in the order of their keys. The dummy is a bug of the first version
     * that has become a rule.
     */
    static void checkMultisig(int opcode, Interpreter in) {
        if (in.version() == SigVersion.TAPSCRIPT) {
            throw ScriptFailure.of(ScriptError.TAPSCRIPT_CHECKMULTISIG);
        }
        Stack stack = in.stack();
        stack.need(1);
        int keys = count(in.number(1), KEYS_MAX, ScriptError.PUBKEY_COUNT);
        in.countOps(keys);
        stack.need(keys + 2);
        int signatures = count(in.number(keys + 2), keys, ScriptError.SIG_COUNT);
        stack.need(keys + signatures + 3);
        boolean good = areSigned(in, keys, signatures);
        dropOperands(in, keys, signatures, good);
        if (opcode == Opcode.OP_CHECKMULTISIG) {
            stack.push(good);
        } else if (!good) {
            throw ScriptFailure.of(ScriptError.CHECKMULTISIGVERIFY);
        }
    }

    private static int count(long count, int max, ScriptError error) {
        if (count < 0 || count > max) throw ScriptFailure.of(error);
        return (int) count;
    }

    private static boolean areSigned(Interpreter in, int keys, int signatures) {
        Stack stack = in.stack();
        InputContext input = in.input();
        int keyDepth = 2;
        int signatureDepth = keys + 3;
        ByteString code = in.scriptCode();
        for (int i = 0; i < signatures; i++) {
            code = without(stack.top(signatureDepth + i), code, in);
        }
        int keysLeft = keys;
        int signaturesLeft = signatures;
        while (signaturesLeft > 0) {
            if (signaturesLeft > keysLeft) return false;
            ByteString signature = stack.top(signatureDepth);
            ByteString key = stack.top(keyDepth);
            SignatureEncoding.check(signature, input);
            SignatureEncoding.checkKey(key, in.version(), input);
            if (input.isSigned(signature, key, code, in.version())) {
                signatureDepth++;
                signaturesLeft--;
            }
            keyDepth++;
            keysLeft--;
        }
        return true;
    }

    private static void dropOperands(Interpreter in, int keys, int signatures, boolean good) {
        Stack stack = in.stack();
        stack.drop(keys + 2);
        boolean mustBeEmpty = !good && in.input().has(VerifyFlag.NULLFAIL);
        for (int i = 0; i < signatures; i++) {
            if (!stack.pop().isEmpty() && mustBeEmpty) {
                throw ScriptFailure.of(ScriptError.SIG_NULLFAIL);
            }
        }
        if (!stack.pop().isEmpty() && in.input().has(VerifyFlag.NULLDUMMY)) {
            throw ScriptFailure.of(ScriptError.SIG_NULLDUMMY);
        }
    }

    /** The script code without a signature, which cannot sign itself; segwit has dropped that. */
    private static ByteString without(ByteString signature, ByteString code, Interpreter in) {
        if (in.version() != SigVersion.BASE) return code;
        ByteString rest = SigHash.without(code, new ScriptBuilder().push(signature).build());
        if (rest.length() != code.length() && in.input().has(VerifyFlag.CONST_SCRIPTCODE)) {
            throw ScriptFailure.of(ScriptError.SIG_FINDANDDELETE);
        }
        return rest;
    }
}
