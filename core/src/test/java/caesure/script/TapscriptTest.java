// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static caesure.script.ErrorsTest.keyThen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.testkit.ScriptText;
import caesure.testkit.Signer;
import caesure.testkit.Spend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** BIP 341's script path and BIP 342. */
class TapscriptTest {
    private static final Signer SIGNER = Signer.of(7);
    private static final ByteString KEY = SIGNER.xOnlyKey();
    private static final ByteString NONE = ByteString.EMPTY;

    /** How the spend of a coin ends whose only leaf is a script. */
    static ScriptError spend(ByteString script, VerifyFlags flags, ByteString... items) {
        Outputs.Leaf leaf = Outputs.leaf(script, Taproot.TAPSCRIPT_LEAF);
        var witness = new ArrayList<>(List.of(items));
        witness.add(script);
        witness.add(leaf.control());
        return Run.verify(NONE, leaf.scriptPubKey(), flags, witness.toArray(new ByteString[0]));
    }

    private static ScriptError spend(String script, ByteString... items) {
        return spend(ScriptText.script(script), Run.CONSENSUS, items);
    }

    @Test
    void keyPathIsSignedByTheOutputKey() {
        ByteString coin = Outputs.program(1, KEY);
        SigHashes unsigned = Spend.of(Spend.crediting(coin, 1000), NONE, List.of());
        for (int type : new int[] {0, 1, 2, 3, 0x81, 0x82, 0x83}) {
            Hash256 hash = SigHash.taproot(unsigned, 0, type).orElseThrow();
            ByteString signature = SIGNER.signSchnorr(hash);
            if (type != 0) signature = signature.plus(ByteString.of(type));
            assertEquals(ScriptError.OK, Run.verify(NONE, coin, VerifyFlags.all(), signature));
            assertEquals(
                    ScriptError.SCHNORR_SIG,
                    Run.verify(NONE, coin, Run.CONSENSUS, signature, ByteString.of(0x50)),
                    "the annex is signed too");
        }
        for (int type : new int[] {4, 0x80, 0x84, 0xff}) {
            assertEquals(Optional.empty(), SigHash.taproot(unsigned, 0, type));
        }
    }

    @Test
    void signaturesCommitToLeafAndSeparator() {
        ByteString script = keyThen(KEY, "CODESEPARATOR CHECKSIG");
        Outputs.Leaf leaf = Outputs.leaf(script, Taproot.TAPSCRIPT_LEAF);
        assertEquals(
                ScriptError.OK, spend(script, Run.CONSENSUS, Signed.tapscript(SIGNER, leaf, 1)));
        assertEquals(
                ScriptError.SCHNORR_SIG,
                spend(script, Run.CONSENSUS, Signed.tapscript(SIGNER, leaf, 0)));
        assertEquals(
                ScriptError.SCHNORR_SIG,
                spend(script, Run.CONSENSUS, Signed.tapscript(SIGNER, leaf)));
    }

    @Test
    void checkSigAddCounts() {
        ByteString script = keyThen(KEY, "CHECKSIGADD 3 EQUAL");
        Outputs.Leaf leaf = Outputs.leaf(script, Taproot.TAPSCRIPT_LEAF);
        ByteString signature = Signed.tapscript(SIGNER, leaf);
        assertEquals(ScriptError.OK, spend(script, Run.CONSENSUS, signature, ByteString.of(2)));
        assertEquals(ScriptError.OK, spend(script, Run.CONSENSUS, NONE, ByteString.of(3)));
        assertEquals(
                ScriptError.SCRIPTNUM,
                spend(script, Run.CONSENSUS, signature, ByteString.of(1, 0, 0, 0, 0)));
        assertEquals(ScriptError.INVALID_STACK_OPERATION, spend(script, Run.CONSENSUS, NONE));
        assertEquals(
                ScriptError.SCHNORR_SIG_SIZE,
                spend(script, Run.CONSENSUS, ByteString.of(1), ByteString.of(2)));
    }

    @Test
    void unknownKindsOfKeysTakeAnySignature() {
        assertEquals(ScriptError.OK, spend("'unknown' CHECKSIG", ByteString.of(1)));
        assertEquals(ScriptError.EVAL_FALSE, spend("'unknown' CHECKSIG", NONE));
        assertEquals(ScriptError.TAPSCRIPT_EMPTY_PUBKEY, spend("0 CHECKSIG", ByteString.of(1)));
        assertEquals(ScriptError.TAPSCRIPT_EMPTY_PUBKEY, spend("0 CHECKSIG", NONE));
    }

    /**
     * Each check with a signature takes 50 weight units out of 50 and the bytes of the witness:
     * here 1 for the count, 1 and the signature, 1 + 7 for the script, 1 + 33 for the control
     * block.
     */
    @ParameterizedTest
    @CsvSource({"5, TAPSCRIPT_VALIDATION_WEIGHT", "6, OK"})
    void checksArePaidForByTheWitness(int signatureBytes, ScriptError expected) {
        ByteString signature = ByteString.wrap(new byte[signatureBytes]);
        assertEquals(expected, spend("DUP 'k' CHECKSIGVERIFY 'k' CHECKSIG", signature));
    }

    @Test
    void emptySignaturesAreChecksForNothing() {
        assertEquals(ScriptError.OK, spend("'k' CHECKSIG NOT VERIFY 0 ".repeat(50) + "NOT", NONE));
    }

    @Test
    void aSuccessOverridesWhatComesAfterAndTheLimits() {
        ByteString huge = ByteString.wrap(new byte[600]);
        assertEquals(ScriptError.OK, spend("RETURN CAT 0x4c", huge));
        assertEquals(ScriptError.BAD_OPCODE, spend("RETURN 0x4c CAT"));
        assertEquals(
                ScriptError.DISCOURAGE_OP_SUCCESS,
                spend(
                        ScriptText.script("RETURN CAT"),
                        Run.CONSENSUS.with(VerifyFlag.DISCOURAGE_OP_SUCCESS)));
        assertEquals(ScriptError.PUSH_SIZE, spend("DROP 1", huge));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0102", "0x020100", "0x0100", "0x0180"})
    void conditionsAreMinimalByRule(String condition) {
        String script = condition + " IF ENDIF 1";
        assertEquals(ScriptError.TAPSCRIPT_MINIMALIF, spend(script));
        ByteString old = ScriptText.script(script);
        assertEquals(ScriptError.OK, Run.witness(old, Run.CONSENSUS));
        assertEquals(
                ScriptError.MINIMALIF, Run.witness(old, Run.CONSENSUS.with(VerifyFlag.MINIMALIF)));
        assertEquals(ScriptError.OK, Run.verify("", script, VerifyFlag.MINIMALIF));
    }

    @Test
    void noLimitOfBytesOrOperationsHolds() {
        assertEquals(ScriptError.OK, spend("NOP ".repeat(20_000) + "1"));
    }

    /** Another node refused witnesses of many items and of many bytes. */
    @Test
    void aThousandItemsAndAnyNumberOfBytesFit() {
        ByteString[] items = new ByteString[1000];
        Arrays.fill(items, ByteString.of(1));
        assertEquals(ScriptError.OK, spend("2DROP ".repeat(499) + "DROP", items));
        ByteString[] more = new ByteString[1001];
        Arrays.fill(more, ByteString.of(1));
        assertEquals(ScriptError.STACK_SIZE, spend("2DROP ".repeat(500), more));
    }

    @Test
    void fourMegabytesOfScriptRun() {
        var script = new byte[3_999_000];
        Arrays.fill(script, (byte) Opcode.OP_NOP);
        script[0] = Opcode.OP_1;
        assertEquals(ScriptError.OK, spend(ByteString.wrap(script), Run.CONSENSUS));
    }

    /** The shape of the transaction that once stopped a node on the real chain. */
    @Test
    void signs998Of999() {
        var script = new ScriptBuilder();
        for (int i = 0; i < 999; i++) {
            script.push(KEY).op(i == 0 ? Opcode.OP_CHECKSIG : Opcode.OP_CHECKSIGADD);
        }
        ByteString whole = script.number(998).op(Opcode.OP_NUMEQUAL).build();
        Outputs.Leaf leaf = Outputs.leaf(whole, Taproot.TAPSCRIPT_LEAF);
        ByteString[] items = new ByteString[999];
        Arrays.fill(items, Signed.tapscript(SIGNER, leaf));
        items[500] = NONE;
        assertEquals(ScriptError.OK, spend(whole, Run.CONSENSUS, items));
        items[501] = NONE;
        assertEquals(ScriptError.EVAL_FALSE, spend(whole, Run.CONSENSUS, items));
    }

    @Test
    void leavesOfOtherVersionsAreForLater() {
        Outputs.Leaf leaf = Outputs.leaf(ScriptText.script("RETURN"), 0xc2);
        ByteString script = ScriptText.script("RETURN");
        assertEquals(
                ScriptError.OK,
                Run.verify(NONE, leaf.scriptPubKey(), Run.CONSENSUS, script, leaf.control()));
    }

    @Test
    void controlBlocksHaveToFit() {
        ByteString script = ScriptText.script("1");
        Outputs.Leaf leaf = Outputs.leaf(script, Taproot.TAPSCRIPT_LEAF);
        ByteString control = leaf.control();
        ByteString coin = leaf.scriptPubKey();
        assertEquals(ScriptError.OK, Run.verify(NONE, coin, Run.CONSENSUS, script, control));
        ByteString otherParity =
                ByteString.of(control.at(0) ^ 1).plus(control.slice(1, control.length()));
        assertEquals(
                ScriptError.WITNESS_PROGRAM_MISMATCH,
                Run.verify(NONE, coin, Run.CONSENSUS, script, otherParity));
        for (int more : new int[] {1, 31, 33, 32 * 129}) {
            ByteString wrong = control.plus(ByteString.wrap(new byte[more]));
            assertEquals(
                    ScriptError.TAPROOT_WRONG_CONTROL_SIZE,
                    Run.verify(NONE, coin, Run.CONSENSUS, script, wrong));
        }
        assertEquals(
                ScriptError.WITNESS_PROGRAM_MISMATCH,
                Run.verify(
                        NONE,
                        coin,
                        Run.CONSENSUS,
                        script,
                        control.plus(ByteString.wrap(new byte[32 * 128]))));
    }

    @Test
    void inAScriptHashThereIsNoTaproot() {
        ByteString program = Outputs.program(1, KEY);
        ByteString push = new ScriptBuilder().push(program).build();
        assertEquals(ScriptError.OK, Run.verify(push, Outputs.scriptHash(program), Run.CONSENSUS));
        ByteString anchor = ByteString.of(0x51, 2, 0x4e, 0x73);
        assertEquals(ScriptError.OK, Run.verify(NONE, anchor, VerifyFlags.all(), NONE));
        assertEquals(
                ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
                Run.verify(
                        new ScriptBuilder().push(anchor).build(),
                        Outputs.scriptHash(anchor),
                        VerifyFlags.all()));
    }
}
