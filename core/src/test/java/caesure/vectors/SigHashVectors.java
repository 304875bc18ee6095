// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.SigHash;
import caesure.script.SigHashes;
import caesure.testkit.Cases;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;

/**
 * Bitcoin Core's sighash.json: what the original signatures sign, for all 32 bits of the hash type.
 *
 * <pre>
 *   case = [transaction, scriptCode, index, hash type, hash]
 * </pre>
 */
final class SigHashVectors implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/core/sighash*.json";
    }

    @Override
    public int run(Path file) throws IOException {
        var cases = new Cases();
        for (JsonNode test : Json.read(file)) {
            if (test.size() == 5) cases.run(test.toString(), () -> runCase(test));
        }
        return cases.end();
    }

    private static void runCase(JsonNode test) throws MalformedException {
        Transaction transaction = Transaction.parse(ByteString.fromHex(test.get(0).asString()));
        int inputs = transaction.inputs().size();
        var spend =
                SigHashes.of(
                        transaction, Collections.nCopies(inputs, new TxOut(0, ByteString.EMPTY)));
        ByteString scriptCode = ByteString.fromHex(test.get(1).asString());
        int index = test.get(2).asInt();
        int hashType = test.get(3).asInt();
        assertEquals(
                test.get(4).asString(),
                SigHash.legacy(spend, index, scriptCode, hashType).toString());
    }
}
