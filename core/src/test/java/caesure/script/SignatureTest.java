// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static caesure.script.ErrorsTest.keyThen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash160;
import caesure.crypto.Hash256;
import caesure.crypto.LaxDer;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.testkit.ScriptText;
import caesure.testkit.Signer;
import caesure.testkit.Spend;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;

/** Signatures before taproot. */
class SignatureTest {
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final Signer A = Signer.of(1);
    private static final Signer B = Signer.of(2);
    private static final Signer C = Signer.of(3);
    private static final ByteString CHECK = keyThen(A.publicKey(), "CHECKSIG");

    @Test
    void everyHashTypeByteCanBeSigned() {
        for (int type = 0; type < 256; type++) {
            ByteString signature = Signed.legacy(A, CHECK, CHECK, type);
            assertEquals(ScriptError.OK, spend(CHECK, VerifyFlags.NONE, signature), "" + type);
            boolean defined = (type & 0x7f) >= 1 && (type & 0x7f) <= 3;
            assertEquals(
                    defined ? ScriptError.OK : ScriptError.SIG_HASHTYPE,
                    spend(CHECK, VerifyFlags.of(VerifyFlag.STRICTENC), signature));
        }
    }

    @Test
    void keysMayBeFullAndHybridUnlessForbidden() {
        for (ByteString key : List.of(A.publicKey(), A.uncompressedKey(), A.hybridKey())) {
            ByteString script = keyThen(key, "CHECKSIG");
            ByteString signature = Signed.legacy(A, script, script, SigHash.ALL);
            assertEquals(ScriptError.OK, spend(script, VerifyFlags.NONE, signature));
            assertEquals(
                    key.equals(A.hybridKey()) ? ScriptError.PUBKEYTYPE : ScriptError.OK,
                    spend(script, VerifyFlags.of(VerifyFlag.STRICTENC), signature));
        }
    }

    @Test
    void laxSignaturesCountWithoutBip66() {
        ByteString strict = Signed.legacy(A, CHECK, CHECK, SigHash.ALL);
        int last = strict.length() - 1;
        ByteString padded = strict.slice(0, last).plus(ByteString.of(0xaa, SigHash.ALL));
        assertEquals(ScriptError.OK, spend(CHECK, VerifyFlags.NONE, padded));
        assertEquals(ScriptError.SIG_DER, spend(CHECK, VerifyFlags.of(VerifyFlag.DERSIG), padded));
        assertEquals(ScriptError.OK, spend(CHECK, VerifyFlags.NONE, highS(strict)));
    }

    @Test
    void strictDerHasOneShape() {
        ByteString good = Signed.legacy(A, CHECK, CHECK, SigHash.ALL);
        assertTrue(SignatureEncoding.isStrictDer(good));
        for (int i = 0; i < good.length(); i++) {
            assertFalse(SignatureEncoding.isStrictDer(good.slice(0, i)), "cut at " + i);
        }
        for (String bad :
                new String[] {
                    "3006020101020101",
                    "310602010102010101",
                    "300702010102010101",
                    "300603010102010101",
                    "300602010103010101",
                    "300602018102010101",
                    "300602010102018101",
                    "30070202000102010101",
                    "30070201010202000101",
                    "30060200020201010101",
                    "3006020301010102" + "0001",
                    "300602ff0102010101"
                }) {
            assertFalse(SignatureEncoding.isStrictDer(ScriptText.script("0x" + bad)), bad);
        }
        assertTrue(SignatureEncoding.isStrictDer(ScriptText.script("0x300602010102010101")));
        assertTrue(SignatureEncoding.isStrictDer(ScriptText.script("0x30070202008002010101")));
    }

    /** The oldest bug of all: without an output for it, SINGLE signs the number one. */
    @Test
    void singleWithoutAnOutputSignsOne() {
        Transaction credit = Spend.crediting(CHECK, 1);
        Transaction one = Spend.of(credit, ByteString.EMPTY, List.of()).transaction();
        var inputs = List.of(one.inputs().getFirst(), one.inputs().getFirst());
        ByteString signature = A.signEcdsa(Hash256.ONE).plus(ByteString.of(SigHash.SINGLE));
        ByteString push = new ScriptBuilder().push(signature).build();
        Transaction two =
                Spend.with(Transaction.of(1, inputs, one.outputs(), 0), 1, push, List.of());
        var spend = SigHashes.of(two, List.of(new TxOut(1, CHECK), new TxOut(1, CHECK)));
        assertEquals(Hash256.ONE, SigHash.legacy(spend, 1, CHECK, SigHash.SINGLE));
        assertEquals(ScriptError.OK, Run.VERIFIER.verify(spend, 1, Run.CONSENSUS));
        assertFalse(SigHash.segwit(spend, 1, CHECK, SigHash.SINGLE).equals(Hash256.ONE));
    }

    /** Another node once cut out more than the signature. */
    @Test
    void signaturesAreCutOutOfTheScriptTheySign() {
        ByteString code = ScriptText.script("2DROP").plus(CHECK);
        Transaction unsigned = Run.spend().transaction();
        var before = SigHashes.of(unsigned, List.of(new TxOut(1, code)));
        ByteString signature =
                A.signEcdsa(SigHash.legacy(before, 0, code, SigHash.ALL))
                        .plus(ByteString.of(SigHash.ALL));
        ByteString push = new ScriptBuilder().push(signature).build();
        var spend =
                SigHashes.of(
                        Spend.with(unsigned, 0, push, List.of()),
                        List.of(new TxOut(1, push.plus(push).plus(code))));
        assertEquals(ScriptError.OK, Run.VERIFIER.verify(spend, 0, Run.CONSENSUS));
        assertEquals(
                ScriptError.SIG_FINDANDDELETE,
                Run.VERIFIER.verify(spend, 0, VerifyFlags.of(VerifyFlag.CONST_SCRIPTCODE)));
    }

    @Test
    void cutsOnlyWhereAnOperationBegins() {
        assertCut("0x02ac03", "0x02ac03 1 0x02ac03", "1");
        assertCut("0xac", "0x02acac 0xac", "0x02acac");
        assertCut("0xac", "0xacac 1 0xacacac", "1");
        assertCut("0x5152", "0x51525152 0x51", "0x51");
        assertCut("0x5152", "0x51 0x5152 0x52", "0x5152"); // what a cut brings together stays
        assertCut("0x0151", "0x0201 0x0151", "0x0201 0x0151");
        assertCut("0x5151", "0x515151", "0x51");
        assertCut("0x51", "0x51 0x0551", "0x0551"); // also before a broken push
    }

    private static void assertCut(String part, String script, String rest) {
        assertEquals(words(rest), SigHash.without(words(script), words(part)), script);
    }

    private static ByteString words(String text) {
        return ScriptText.script(text);
    }

    @Test
    void aScriptWithoutThePartIsNotCopied() {
        assertSame(CHECK, SigHash.without(CHECK, ByteString.of(0)));
        assertSame(CHECK, SigHash.without(CHECK, ByteString.EMPTY));
    }

    @Test
    void separatorsThatRanCutTheScriptOff() {
        ByteString before = ScriptText.script("NOP CODESEPARATOR");
        ByteString script = before.plus(CHECK);
        assertEquals(
                ScriptError.OK,
                spend(script, VerifyFlags.NONE, Signed.legacy(A, script, CHECK, SigHash.ALL)));
        ByteString skipped = ScriptText.script("0 IF CODESEPARATOR ENDIF").plus(CHECK);
        ByteString signed = ScriptText.script("0 IF ENDIF").plus(CHECK);
        assertEquals(
                ScriptError.OK,
                spend(skipped, VerifyFlags.NONE, Signed.legacy(A, skipped, signed, SigHash.ALL)));
    }

    @Test
    void segwitKeepsSeparatorsThatDidNotRun() {
        ByteString script = ScriptText.script("0 IF CODESEPARATOR ENDIF").plus(CHECK);
        ByteString coin = Outputs.witnessScriptHash(script);
        ByteString signature = Signed.segwit(A, coin, script, SigHash.ALL);
        assertEquals(ScriptError.OK, Run.witness(script, Run.CONSENSUS, signature));
    }

    @Test
    void multisigWantsSignaturesInTheOrderOfKeys() {
        ByteString script =
                new ScriptBuilder()
                        .number(2)
                        .push(A.publicKey())
                        .push(B.publicKey())
                        .push(C.publicKey())
                        .number(3)
                        .op(Opcode.OP_CHECKMULTISIG)
                        .build();
        ByteString a = Signed.legacy(A, script, script, SigHash.ALL);
        ByteString b = Signed.legacy(B, script, script, SigHash.NONE);
        ByteString c = Signed.legacy(C, script, script, SigHash.ALL | SigHash.ANYONECANPAY);
        ByteString dummy = ByteString.EMPTY;
        assertEquals(ScriptError.OK, spend(script, Run.CONSENSUS, dummy, a, b));
        assertEquals(ScriptError.OK, spend(script, Run.CONSENSUS, dummy, a, c));
        assertEquals(ScriptError.OK, spend(script, Run.CONSENSUS, dummy, b, c));
        assertEquals(ScriptError.EVAL_FALSE, spend(script, Run.CONSENSUS, dummy, b, a));
        assertEquals(ScriptError.EVAL_FALSE, spend(script, Run.CONSENSUS, dummy, a, a));
        assertEquals(
                ScriptError.SIG_NULLDUMMY, spend(script, Run.CONSENSUS, ByteString.of(1), a, b));
        assertEquals(ScriptError.OK, spend(script, VerifyFlags.NONE, ByteString.of(1), a, b));
        assertEquals(
                ScriptError.SIG_NULLFAIL,
                spend(script, VerifyFlags.of(VerifyFlag.NULLFAIL), dummy, b, a));
        assertEquals(
                ScriptError.EVAL_FALSE,
                spend(script, VerifyFlags.of(VerifyFlag.NULLFAIL), dummy, dummy, dummy));
    }

    @Test
    void keyHashesAreSpentOldAndNew() {
        ByteString key = A.publicKey();
        ByteString old = Script.payToKeyHash(Hash160.hash(key));
        ByteString signature = Signed.legacy(A, old, old, SigHash.ALL);
        assertEquals(ScriptError.OK, spend(old, Run.CONSENSUS, signature, key));
        ByteString program = Outputs.witnessKeyHash(key);
        ByteString witness = Signed.segwit(A, program, old, SigHash.ALL);
        assertEquals(
                ScriptError.OK,
                Run.verify(ByteString.EMPTY, program, VerifyFlags.all(), witness, key));
        ByteString nested = Outputs.scriptHash(program);
        assertEquals(
                ScriptError.OK,
                Run.verify(
                        new ScriptBuilder().push(program).build(),
                        nested,
                        VerifyFlags.all(),
                        Signed.segwit(A, nested, old, SigHash.ALL),
                        key));
        assertEquals(
                ScriptError.WITNESS_PROGRAM_MISMATCH,
                Run.verify(ByteString.EMPTY, program, Run.CONSENSUS, witness));
    }

    /** The same signature with n - s for s. */
    static ByteString highS(ByteString signature) {
        ByteString rs = LaxDer.parse(signature.slice(0, signature.length() - 1)).orElseThrow();
        byte[] r = new BigInteger(1, rs.slice(0, 32).toArray()).toByteArray();
        byte[] s = ORDER.subtract(new BigInteger(1, rs.slice(32, 64).toArray())).toByteArray();
        return new ByteWriter()
                .u8(0x30)
                .u8(4 + r.length + s.length)
                .u8(2)
                .u8(r.length)
                .bytes(r)
                .u8(2)
                .u8(s.length)
                .bytes(s)
                .u8(signature.at(signature.length() - 1))
                .toByteString();
    }

    private static ScriptError spend(ByteString coin, VerifyFlags flags, ByteString... items) {
        var pushes = new ScriptBuilder();
        for (ByteString item : items) pushes.push(item);
        return Run.verify(pushes.build(), coin, flags);
    }
}
