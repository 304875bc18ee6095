// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Engines;
import caesure.crypto.Hash256;
import caesure.crypto.LaxDer;
import caesure.crypto.Sha256;
import caesure.testkit.Cases;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Wycheproof's ECDSA for Bitcoin: strict DER and low S, as our policy asks. Consensus of today asks
 * for the former only; that is tested with the scripts.
 */
final class WycheproofVectors implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/wycheproof/ecdsa_secp256k1_sha256_bitcoin*.json";
    }

    @Override
    public int run(Path file) throws Exception {
        var cases = new Cases();
        int count = 0;
        for (JsonNode group : JsonMapper.shared().readTree(file).get("testGroups")) {
            ByteString key =
                    ByteString.fromHex(group.get("publicKey").get("uncompressed").asString());
            for (JsonNode test : group.get("tests")) {
                count++;
                String name = test.get("tcId").asInt() + " " + test.get("comment").asString();
                ByteString message = ByteString.fromHex(test.get("msg").asString());
                ByteString signature = ByteString.fromHex(test.get("sig").asString());
                cases.expect(
                        name,
                        test.get("result").asString().equals("valid"),
                        isGood(key, Sha256.hash(message), signature));
            }
        }
        cases.end();
        return count;
    }

    private static boolean isGood(ByteString key, Hash256 message, ByteString der) {
        Optional<ByteString> signature = LaxDer.parse(der);
        if (signature.isEmpty()) return false;
        // both engines are asked even where the form is wrong already
        boolean verified = Engines.holds(e -> e.verifyEcdsa(key, signature.get(), message));
        return verified && LaxDer.isLowS(signature.get()) && strict(signature.get()).equals(der);
    }

    /** The one way in which strict DER writes these numbers. */
    private static ByteString strict(ByteString signature) {
        ByteString r = integer(signature.slice(0, 32));
        ByteString s = integer(signature.slice(32, 64));
        return new ByteWriter()
                .u8(0x30)
                .u8(r.length() + s.length())
                .bytes(r)
                .bytes(s)
                .toByteString();
    }

    private static ByteString integer(ByteString bigEndian) {
        byte[] digits = new BigInteger(1, bigEndian.toArray()).toByteArray();
        return new ByteWriter().u8(0x02).u8(digits.length).bytes(digits).toByteString();
    }
}
