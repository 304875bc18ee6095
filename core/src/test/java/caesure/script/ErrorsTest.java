// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.testkit.ScriptText;
import caesure.testkit.Signer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every error there is, by the simplest spend that ends in it. */
class ErrorsTest {
    private static final Signer SIGNER = Signer.of(1);
    private static final ByteString KEY = SIGNER.publicKey();
    private static final ByteString X_KEY = SIGNER.xOnlyKey();
    private static final ByteString NONE = ByteString.EMPTY;
    private static final ByteString ONE = ByteString.of(1);
    private static final ByteString CHECK = keyThen(KEY, "CHECKSIG");
    private static final VerifyFlags SEGWIT = VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN_ERROR")
    void everyErrorCanBeMet(ScriptError error) {
        assertEquals(error, meet(error));
    }

    private static ScriptError meet(ScriptError error) {
        return switch (error) {
            case OK -> Run.verify("", "1");
            case EVAL_FALSE -> Run.verify("0", "");
            case VERIFY -> Run.verify("0", "VERIFY");
            case EQUALVERIFY -> Run.verify("0", "1 EQUALVERIFY");
            case CHECKMULTISIGVERIFY -> Run.verify("0 0", "1 'k' 1 CHECKMULTISIGVERIFY");
            case CHECKSIGVERIFY -> Run.verify("0", "'k' CHECKSIGVERIFY");
            case NUMEQUALVERIFY -> Run.verify("0", "1 NUMEQUALVERIFY");
            case SCRIPT_SIZE -> Run.verify("", "NOP ".repeat(10_001));
            case PUSH_SIZE -> Run.verify("0x4d0902" + "00".repeat(521), "");
            case OP_COUNT -> Run.verify("1", "NOP ".repeat(202));
            case STACK_SIZE -> Run.verify("1 ".repeat(1001), "");
            case SIG_COUNT -> Run.verify("0", "1 0 CHECKMULTISIG");
            case PUBKEY_COUNT -> Run.verify("0", "0 21 CHECKMULTISIG");
            case BAD_OPCODE -> Run.verify("1", "RESERVED");
            case DISABLED_OPCODE -> Run.verify("1", "CAT");
            case INVALID_STACK_OPERATION -> Run.verify("", "DUP");
            case INVALID_ALTSTACK_OPERATION -> Run.verify("", "FROMALTSTACK");
            case OP_RETURN -> Run.verify("1", "RETURN");
            case UNBALANCED_CONDITIONAL -> Run.verify("1", "IF");
            case NEGATIVE_LOCKTIME ->
                    Run.verify("-1", "CHECKLOCKTIMEVERIFY", VerifyFlag.CHECKLOCKTIMEVERIFY);
            case UNSATISFIED_LOCKTIME ->
                    Run.verify("1", "CHECKLOCKTIMEVERIFY", VerifyFlag.CHECKLOCKTIMEVERIFY);
            case SCRIPTNUM -> Run.verify("0x050000000001", "1ADD");
            case CLEANSTACK ->
                    Run.verify(
                            "1 1", "", VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.CLEANSTACK);
            case MINIMALDATA -> Run.verify("0x0101", "", VerifyFlag.MINIMALDATA);
            case SIG_PUSHONLY -> Run.verify("1 NOP", "", VerifyFlag.SIGPUSHONLY);
            case DISCOURAGE_UPGRADABLE_NOPS ->
                    Run.verify("1", "NOP10", VerifyFlag.DISCOURAGE_UPGRADABLE_NOPS);
            case OP_CODESEPARATOR -> Run.verify("1", "CODESEPARATOR", VerifyFlag.CONST_SCRIPTCODE);
            case SIG_FINDANDDELETE ->
                    Run.verify("", "'s' DUP 'k' CHECKSIG", VerifyFlag.CONST_SCRIPTCODE);
            case UNKNOWN_ERROR -> error;
            default ->
                    error.name().contains("TAP")
                                    || error.name().contains("SCHNORR")
                                    || error.name().startsWith("DISCOURAGE")
                            ? meetInTaproot(error)
                            : meetWithSignatures(error);
        };
    }

    private static ScriptError meetWithSignatures(ScriptError error) {
        ByteString good = Signed.legacy(SIGNER, CHECK, CHECK, SigHash.ALL);
        return switch (error) {
            case SIG_DER -> check(ONE, VerifyFlag.DERSIG);
            case SIG_HASHTYPE ->
                    check(Signed.legacy(SIGNER, CHECK, CHECK, 5), VerifyFlag.STRICTENC);
            case SIG_HIGH_S -> check(SignatureTest.highS(good), VerifyFlag.LOW_S);
            case SIG_NULLFAIL -> check(ONE, VerifyFlag.NULLFAIL);
            case SIG_NULLDUMMY -> Run.verify("1 0", "0 CHECKMULTISIG", VerifyFlag.NULLDUMMY);
            case PUBKEYTYPE -> Run.verify("0", "'k' CHECKSIG", VerifyFlag.STRICTENC);
            case WITNESS_PUBKEYTYPE ->
                    Run.witness(
                            keyThen(SIGNER.uncompressedKey(), "CHECKSIG"),
                            SEGWIT.with(VerifyFlag.WITNESS_PUBKEYTYPE),
                            NONE);
            case MINIMALIF ->
                    Run.witness(
                            ScriptText.script("IF 1 ENDIF"),
                            SEGWIT.with(VerifyFlag.MINIMALIF),
                            ByteString.of(2));
            case WITNESS_PROGRAM_WRONG_LENGTH ->
                    Run.verify(NONE, Outputs.program(0, X_KEY.slice(0, 30)), SEGWIT);
            case WITNESS_PROGRAM_WITNESS_EMPTY ->
                    Run.verify(NONE, Outputs.witnessScriptHash(ONE), SEGWIT);
            case WITNESS_PROGRAM_MISMATCH ->
                    Run.verify(NONE, Outputs.witnessScriptHash(ONE), SEGWIT, NONE);
            case WITNESS_MALLEATED ->
                    Run.verify(ONE.plus(ONE), Outputs.witnessScriptHash(ONE), SEGWIT, ONE);
            case WITNESS_MALLEATED_P2SH -> {
                ByteString program = Outputs.witnessScriptHash(ONE);
                ByteString push = new ScriptBuilder().number(0).push(program).build();
                yield Run.verify(push, Outputs.scriptHash(program), SEGWIT, ONE);
            }
            case WITNESS_UNEXPECTED -> Run.verify(NONE, ScriptText.script("1"), SEGWIT, ONE);
            default -> throw new AssertionError("no case for " + error);
        };
    }

    private static ScriptError meetInTaproot(ScriptError error) {
        return switch (error) {
            case SCHNORR_SIG_SIZE -> keyPath(ONE);
            case SCHNORR_SIG_HASHTYPE -> keyPath(ByteString.wrap(new byte[65]));
            case SCHNORR_SIG -> keyPath(ByteString.wrap(new byte[64]));
            case TAPROOT_WRONG_CONTROL_SIZE -> keyPath(ONE, NONE);
            case TAPSCRIPT_VALIDATION_WEIGHT -> {
                String checks = "0x02" + "aaaa" + " 2DUP CHECKSIGVERIFY ";
                ByteString script = ScriptText.script(checks.repeat(10));
                yield leaf(script, Run.CONSENSUS, ONE);
            }
            case TAPSCRIPT_CHECKMULTISIG ->
                    leaf(ScriptText.script("0 0 0 CHECKMULTISIG"), Run.CONSENSUS);
            case TAPSCRIPT_MINIMALIF -> leaf(ScriptText.script("2 IF ENDIF"), Run.CONSENSUS);
            case TAPSCRIPT_EMPTY_PUBKEY -> leaf(ScriptText.script("0 0 CHECKSIG"), Run.CONSENSUS);
            case DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM ->
                    Run.verify(
                            NONE,
                            Outputs.program(2, X_KEY),
                            SEGWIT.with(VerifyFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM));
            case DISCOURAGE_UPGRADABLE_TAPROOT_VERSION -> {
                Outputs.Leaf leaf = Outputs.leaf(ONE, 0xc2);
                yield Run.verify(NONE, leaf.scriptPubKey(), VerifyFlags.all(), ONE, leaf.control());
            }
            case DISCOURAGE_OP_SUCCESS -> leaf(ScriptText.script("CAT"), VerifyFlags.all());
            case DISCOURAGE_UPGRADABLE_PUBKEYTYPE ->
                    leaf(ScriptText.script("0 'k' CHECKSIG"), VerifyFlags.all());
            default -> throw new AssertionError("no case for " + error);
        };
    }

    private static ScriptError check(ByteString signature, VerifyFlag flag) {
        ByteString push = new ScriptBuilder().push(signature).build();
        return Run.verify(push, CHECK, VerifyFlags.of(flag));
    }

    private static ScriptError keyPath(ByteString... witness) {
        return Run.verify(NONE, Outputs.program(1, X_KEY), Run.CONSENSUS, witness);
    }

    private static ScriptError leaf(ByteString script, VerifyFlags flags, ByteString... items) {
        return TapscriptTest.spend(script, flags, items);
    }

    static ByteString keyThen(ByteString key, String operations) {
        return new ScriptBuilder().push(key).build().plus(ScriptText.script(operations));
    }
}
