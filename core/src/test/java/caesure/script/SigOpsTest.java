// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.testkit.ScriptText;
import caesure.testkit.Spend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class SigOpsTest {
    private static final VerifyFlags P2SH = VerifyFlags.of(VerifyFlag.P2SH);

    @ParameterizedTest
    @CsvSource({
        "CHECKSIG, 1",
        "CHECKSIGVERIFY CHECKSIG, 2",
        "0 0 CHECKMULTISIG, 20",
        "0 'k' 1 CHECKMULTISIGVERIFY, 20",
        "CHECKSIGADD, 0",
        "0 IF CHECKSIG ENDIF, 1",
        "RETURN CHECKSIG, 1",
        "0x01ac, 0",
        "CHECKSIG 0x05 CHECKSIG, 1"
    })
    void countsRoughlyUpToTheFirstBrokenPush(String script, int count) {
        Transaction transaction = Spend.crediting(ScriptText.script(script), 1);
        assertEquals(count, SigOps.legacy(transaction));
    }

    @Test
    void aCoinbaseCountsToo() {
        var in = new TxIn(OutPoint.NULL, ScriptText.script("CHECKSIG"), 0, List.of());
        var out = new TxOut(1, ScriptText.script("CHECKMULTISIG"));
        var coinbase = Transaction.of(1, List.of(in), List.of(out), 0);
        assertEquals(21, SigOps.legacy(coinbase));
        assertEquals(84, SigOps.cost(coinbase, List.of(), Run.CONSENSUS));
    }

    @ParameterizedTest
    @CsvSource({
        "CHECKSIG, 1",
        "1 CHECKMULTISIG, 1",
        "16 CHECKMULTISIG, 16",
        "17 CHECKMULTISIG, 20",
        "0 CHECKMULTISIG, 20",
        "CHECKMULTISIG, 20",
        "2 NOP CHECKMULTISIG, 20",
        "2 CHECKMULTISIG CHECKMULTISIG, 22"
    })
    void countsKeysOfHiddenScriptsExactly(String script, int count) {
        ByteString hidden = ScriptText.script(script);
        ByteString push = new ScriptBuilder().push(hidden).build();
        assertEquals(4L * count, cost(push, Outputs.scriptHash(hidden), P2SH));
        assertEquals(0, cost(push, Outputs.scriptHash(hidden), VerifyFlags.NONE));
        ByteString program = Outputs.witnessScriptHash(hidden);
        assertEquals(count, cost(ByteString.EMPTY, program, Run.CONSENSUS, hidden));
        assertEquals(0, cost(ByteString.EMPTY, program, P2SH, hidden));
        assertEquals(
                count,
                cost(
                        new ScriptBuilder().push(program).build(),
                        Outputs.scriptHash(program),
                        Run.CONSENSUS,
                        hidden));
    }

    @Test
    void whatIsNotOnlyPushesHidesNothing() {
        ByteString coin = Outputs.scriptHash(ByteString.of(0xac));
        assertEquals(0, cost(ScriptText.script("NOP 0x01ac"), coin, P2SH));
        assertEquals(0, cost(ScriptText.script("0x01ac 0x05"), coin, P2SH));
        assertEquals(0, cost(ScriptText.script("0x01ac 1"), coin, P2SH));
        assertEquals(0, cost(ByteString.EMPTY, coin, P2SH));
        assertEquals(4, cost(ScriptText.script("RESERVED 0x01ac"), coin, P2SH));
    }

    @Test
    void keyHashesCountOneAndNewerProgramsNothing() {
        ByteString key = ByteString.wrap(new byte[33]);
        ByteString none = ByteString.EMPTY;
        assertEquals(1, cost(none, Outputs.witnessKeyHash(key), Run.CONSENSUS, key));
        assertEquals(1, cost(none, Outputs.witnessKeyHash(key), Run.CONSENSUS));
        ByteString checks = ScriptText.script("CHECKSIG CHECKSIG");
        Outputs.Leaf leaf = Outputs.leaf(checks, Taproot.TAPSCRIPT_LEAF);
        assertEquals(0, cost(none, leaf.scriptPubKey(), Run.CONSENSUS, checks, leaf.control()));
        assertEquals(0, cost(none, Outputs.witnessScriptHash(key), Run.CONSENSUS));
    }

    private static long cost(
            ByteString scriptSig, ByteString coin, VerifyFlags flags, ByteString... witness) {
        SigHashes spend = Spend.of(Spend.crediting(coin, 1), scriptSig, List.of(witness));
        return SigOps.cost(spend.transaction(), spend.spent(), flags)
                - 4L * SigOps.legacy(spend.transaction());
    }
}
