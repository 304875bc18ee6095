// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.address.Base58;
import caesure.bytes.ByteString;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.nio.file.Path;

/** Bytes and their digits: {@code [hex, text]} (Core: base58_tests). */
final class Base58Vectors implements VectorSuite {
    private static final int BYTES_MAX = 256;

    @Override
    public String glob() {
        return "vectors/core/base58_encode_decode*.json";
    }

    @Override
    public int run(Path file) throws Exception {
        int cases = 0;
        for (JsonNode test : new ObjectMapper().readTree(file.toFile())) {
            ByteString bytes = ByteString.fromHex(test.get(0).asString());
            String text = test.get(1).asString();
            assertEquals(text, Base58.encode(bytes));
            assertEquals(bytes, Base58.decode(text, BYTES_MAX), text);
            cases++;
        }
        return cases;
    }
}
