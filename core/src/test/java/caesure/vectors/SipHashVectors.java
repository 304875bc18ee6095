// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.SipHash;
import caesure.testkit.Cases;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;

/**
 * Core's siphash.json: key, pieces of input, SipHash-2-4. Its other column, SipHash13UJ, is Core's
 * own affair within one process. Inputs of 32 and 36 bytes go through the fast forms too.
 */
final class SipHashVectors implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/core/siphash*.json";
    }

    @Override
    public int run(Path file) throws Exception {
        var cases = new Cases();
        int count = 0;
        for (JsonNode test : JsonMapper.shared().readTree(file)) {
            JsonNode expected = test.get("expected").get("siphash24");
            if (expected == null) continue; // a case of the other function alone
            count++;
            JsonNode key = test.get("key");
            var hash = new SipHash(number(key.get(0)), number(key.get(1)));
            ByteString input = ByteString.EMPTY;
            for (JsonNode piece : test.get("input")) {
                input = input.plus(ByteString.fromHex(piece.asString()));
            }
            cases.expect(test.toString(), number(expected), hash.hash(input));
            if (input.length() == 32) {
                Hash256 words = Hash256.read(input.reader());
                cases.expect("hash " + test, number(expected), hash.hash(words));
            }
            if (input.length() == 36) {
                var reader = input.reader();
                Hash256 words = Hash256.read(reader);
                long fast = hash.hash(words, reader.u32());
                cases.expect("outpoint " + test, number(expected), fast);
            }
        }
        cases.end();
        return count;
    }

    private static long number(JsonNode hex) {
        return Long.parseUnsignedLong(hex.asString(), 16);
    }
}
