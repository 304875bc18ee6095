// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.testkit.ScriptText;
import caesure.testkit.Spend;

import java.util.ArrayList;
import java.util.List;

/** Runs scripts for the tests of this package. */
final class Run {
    static final Secp256k1 SECP = Secp256k1.load().engine();
    static final ScriptVerifier VERIFIER = new ScriptVerifier(SECP);

    /** What blocks of today are verified under. */
    static final VerifyFlags CONSENSUS =
            VerifyFlags.of(
                    VerifyFlag.P2SH,
                    VerifyFlag.DERSIG,
                    VerifyFlag.NULLDUMMY,
                    VerifyFlag.CHECKLOCKTIMEVERIFY,
                    VerifyFlag.CHECKSEQUENCEVERIFY,
                    VerifyFlag.WITNESS,
                    VerifyFlag.TAPROOT);

    private Run() {}

    /** How a spend ends of a coin with one script by another. */
    static ScriptError verify(
            ByteString scriptSig, ByteString scriptPubKey, VerifyFlags flags, ByteString... items) {
        Transaction credit = Spend.crediting(scriptPubKey, 1000);
        return VERIFIER.verify(Spend.of(credit, scriptSig, List.of(items)), 0, flags);
    }

    static ScriptError verify(String scriptSig, String scriptPubKey, VerifyFlag... flags) {
        return verify(
                ScriptText.script(scriptSig),
                ScriptText.script(scriptPubKey),
                VerifyFlags.of(flags));
    }

    /** How a spend ends of a segwit coin with a script hash. */
    static ScriptError witness(ByteString script, VerifyFlags flags, ByteString... items) {
        var witness = new ArrayList<>(List.of(items));
        witness.add(script);
        return verify(
                ByteString.EMPTY,
                Outputs.witnessScriptHash(script),
                flags,
                witness.toArray(new ByteString[0]));
    }

    /** What a script leaves on the stack, top last. */
    static List<ByteString> stack(String script, VerifyFlag... flags) {
        var stack = new Stack();
        run(stack, ScriptText.script(script), SigVersion.BASE, VerifyFlags.of(flags));
        var items = new ArrayList<ByteString>();
        while (!stack.isEmpty()) items.addFirst(stack.pop());
        return items;
    }

    static void run(Stack stack, ByteString script, SigVersion version, VerifyFlags flags) {
        new Interpreter(stack, script, version, new InputContext(spend(), 0, flags, SECP)).run();
    }

    /** How a script ends that runs alone. */
    static ScriptError error(String script, VerifyFlag... flags) {
        try {
            stack(script, flags);
            return ScriptError.OK;
        } catch (ScriptFailure failure) {
            return failure.error();
        }
    }

    /** Some transaction with one input and one output. */
    static SigHashes spend() {
        return Spend.of(Spend.crediting(ByteString.EMPTY, 1000), ByteString.EMPTY, List.of());
    }

    /** A spend whose transaction and input have these lock times. */
    static SigHashes locked(long version, long sequence, long lockTime, ByteString scriptPubKey) {
        var in =
                new TxIn(
                        new OutPoint(Spend.crediting(scriptPubKey, 1).txid(), 0),
                        ByteString.EMPTY,
                        sequence,
                        List.of());
        var out = new TxOut(1, ByteString.EMPTY);
        return SigHashes.of(
                Transaction.of(version, List.of(in), List.of(out), lockTime),
                List.of(new TxOut(1, scriptPubKey)));
    }
}
