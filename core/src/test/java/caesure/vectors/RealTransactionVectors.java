// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Secp256k1;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;
import caesure.testkit.Cases;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Transactions of the real chain with the outputs they spend, and what Bitcoin Core said of each
 * input under P2SH, WITNESS and TAPROOT: {@code 1:No error|} or {@code 0:why not|}, as often as
 * there are inputs.
 */
final class RealTransactionVectors implements VectorSuite {
    private static final VerifyFlags FLAGS =
            VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.TAPROOT);

    private final ScriptVerifier verifier = new ScriptVerifier(Secp256k1.load().engine());

    @Override
    public String glob() {
        return "vectors/tx/*-with-prevouts.json";
    }

    @Override
    public int run(Path file) throws IOException {
        var cases = new Cases();
        for (JsonNode test : Json.read(file)) {
            cases.run(test.get("txid").asString(), () -> runCase(test));
        }
        return cases.end();
    }

    private void runCase(JsonNode test) throws MalformedException {
        Transaction transaction = Transaction.parse(ByteString.fromHex(test.get("tx").asString()));
        assertEquals(test.get("txid").asString(), transaction.txid().toString());
        var coins = new ArrayList<TxOut>();
        for (JsonNode coin : test.get("prevouts")) {
            coins.add(new TxOut(coin.get(0).asLong(), ByteString.fromHex(coin.get(1).asString())));
        }
        var spend = SigHashes.of(transaction, coins);
        String[] expected = test.get("core").asString().split("\\|", -1);
        assertEquals(coins.size() + 1, expected.length, "one answer for each input");
        for (int i = 0; i < coins.size(); i++) {
            String text = expected[i].substring(expected[i].indexOf(':') + 1);
            assertEquals(text, verifier.verify(spend, i, FLAGS).text(), "input " + i);
        }
    }
}
