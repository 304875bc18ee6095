// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.primitives.TxIn;

import java.util.Optional;

/** Decides whether an input may spend its coin. Safe for any number of threads. */
public final class ScriptVerifier {
    private final Secp256k1 secp;

    public ScriptVerifier(Secp256k1 secp) {
        this.secp = secp;
    }

    /**
     * Runs the scripts and the witness of one input (Bitcoin Core's VerifyScript).
     *
     * @param spend the transaction with the outputs it spends
     * @param index of the input, from 0
     * @param flags WITNESS only with P2SH, and CLEANSTACK only with WITNESS: otherwise a rule could
     *     be lifted by adding a flag
     * @return {@link ScriptError#OK} if it may
     */
    public ScriptError verify(SigHashes spend, int index, VerifyFlags flags) {
        if (flags.has(VerifyFlag.WITNESS) && !flags.has(VerifyFlag.P2SH)
                || flags.has(VerifyFlag.CLEANSTACK) && !flags.has(VerifyFlag.WITNESS)) {
            throw new IllegalArgumentException("WITNESS needs P2SH, CLEANSTACK needs WITNESS");
        }
        try {
            run(new InputContext(spend, index, flags, secp));
            return ScriptError.OK;
        } catch (ScriptFailure failure) {
            return failure.error();
        }
    }

    private static void run(InputContext input) {
        TxIn txIn = input.txIn();
        ByteString scriptSig = txIn.scriptSig();
        ByteString scriptPubKey = input.scriptPubKey();
        if (input.has(VerifyFlag.SIGPUSHONLY)) needPushOnly(scriptSig);

        // one after the other on one stack, not as one script: CVE-2010-5141
        var stack = new Stack();
        evaluate(stack, scriptSig, input);
        boolean byHash = input.has(VerifyFlag.P2SH) && Script.isPayToScriptHash(scriptPubKey);
        Stack pushed = byHash ? stack.copy() : stack;
        evaluate(stack, scriptPubKey, input);
        needTrue(stack);

        boolean witnessed = runProgram(scriptPubKey, ByteString.EMPTY, input);
        if (byHash) {
            needPushOnly(scriptSig);
            stack = pushed;
            ByteString redeemScript = stack.pop();
            evaluate(stack, redeemScript, input);
            needTrue(stack);
            ByteString onlyPush = new ScriptBuilder().push(redeemScript).build();
            witnessed = runProgram(redeemScript, onlyPush, input);
        }
        if (witnessed) return; // how clean its own stack has to be is the program's business
        if (input.has(VerifyFlag.CLEANSTACK) && stack.size() != 1) {
            throw ScriptFailure.of(ScriptError.CLEANSTACK);
        }
        if (input.has(VerifyFlag.WITNESS) && !txIn.witness().isEmpty()) {
            throw ScriptFailure.of(ScriptError.WITNESS_UNEXPECTED);
        }
    }

    /**
     * Runs the witness if a script asks for one.
     *
     * @param scriptSig what the scriptSig has to be; anything else could be changed by others
     * @return whether it did
     */
    private static boolean runProgram(ByteString script, ByteString scriptSig, InputContext input) {
        if (!input.has(VerifyFlag.WITNESS)) return false;
        Optional<WitnessProgram> program = Script.witnessProgram(script);
        if (program.isEmpty()) return false;
        if (!input.txIn().scriptSig().equals(scriptSig)) {
            throw ScriptFailure.of(
                    scriptSig.isEmpty()
                            ? ScriptError.WITNESS_MALLEATED
                            : ScriptError.WITNESS_MALLEATED_P2SH);
        }
        new WitnessRun(input, !scriptSig.isEmpty()).run(program.get());
        return true;
    }

    private static void evaluate(Stack stack, ByteString script, InputContext input) {
        new Interpreter(stack, script, SigVersion.BASE, input).run();
    }

    private static void needPushOnly(ByteString scriptSig) {
        if (!Script.isPushOnly(scriptSig)) throw ScriptFailure.of(ScriptError.SIG_PUSHONLY);
    }

    private static void needTrue(Stack stack) {
        if (stack.isEmpty() || !stack.isTrue()) throw ScriptFailure.of(ScriptError.EVAL_FALSE);
    }
}
