// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import caesure.bytes.ByteString;
import caesure.crypto.Engines;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.crypto.Secp256k1;
import caesure.testkit.Cases;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Optional;

/** BIP 341's wallet vectors, as far as they concern the curve: internal key to output key. */
final class TapTweakVectors implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/core/bip341_wallet_vectors*.json";
    }

    @Override
    public int run(Path file) throws Exception {
        var cases = new Cases();
        int count = 0;
        for (JsonNode test : JsonMapper.shared().readTree(file).get("scriptPubKey")) {
            count++;
            String name = test.get("given").get("internalPubkey").asString();
            ByteString internal = ByteString.fromHex(name);
            JsonNode between = test.get("intermediary");
            JsonNode root = between.get("merkleRoot");
            HashWriter writer = HashWriter.tagged("TapTweak").bytes(internal);
            if (!root.isNull()) writer.bytes(ByteString.fromHex(root.asString()));
            Hash256 tweak = writer.sha256();
            cases.expect(
                    name + " tweak",
                    between.get("tweak").asString(),
                    tweak.toByteString().toString());
            Optional<Secp256k1.Tweaked> output = Engines.agreed(e -> e.tweak(internal, tweak));
            ByteString expected = ByteString.fromHex(between.get("tweakedPubkey").asString());
            cases.expect(name, Optional.of(expected), output.map(Secp256k1.Tweaked::key));
            checkControlBlocks(name, test.get("expected"), output.orElseThrow(), cases);
            boolean odd = output.orElseThrow().odd();
            cases.expect(
                    name + " checked",
                    true,
                    Engines.holds(e -> e.isTweaked(expected, odd, internal, tweak)));
            cases.expect(
                    name + " with the other y",
                    false,
                    Engines.holds(e -> e.isTweaked(expected, !odd, internal, tweak)));
        }
        cases.end();
        return count;
    }

    /** The lowest bit of a control block says whether the output's y is odd. */
    private static void checkControlBlocks(
            String name, JsonNode expected, Secp256k1.Tweaked output, Cases cases)
            throws Exception {
        JsonNode blocks = expected.get("scriptPathControlBlocks");
        if (blocks == null) return;
        for (JsonNode block : blocks) {
            boolean odd = (ByteString.fromHex(block.asString()).at(0) & 1) == 1;
            cases.expect(name + " parity", odd, output.odd());
        }
    }
}
