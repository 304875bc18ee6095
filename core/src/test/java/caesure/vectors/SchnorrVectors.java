// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import caesure.bytes.ByteString;
import caesure.crypto.Engines;
import caesure.crypto.Hash256;
import caesure.testkit.Cases;
import caesure.testkit.Signer;
import caesure.testkit.VectorSuite;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * BIP 340: index, secret key, public key, randomness, message, signature, result, comment. Where
 * there is a secret, our test signer is held to the public key too.
 */
final class SchnorrVectors implements VectorSuite {
    @Override
    public String glob() {
        return "vectors/bips/bip340-schnorr*.csv";
    }

    @Override
    public int run(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        var cases = new Cases();
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",", -1);
            ByteString key = ByteString.fromHex(cell[2]);
            ByteString message = ByteString.fromHex(cell[4]);
            ByteString signature = ByteString.fromHex(cell[5]);
            cases.expect(
                    cell[0],
                    cell[6].equals("TRUE"),
                    Engines.holds(e -> e.verifySchnorr(key, signature, message)));
            if (cell[1].isEmpty()) continue;
            Signer signer = Signer.ofSecret(new BigInteger(cell[1], 16));
            cases.expect(cell[0] + " key", key, signer.xOnlyKey());
            ByteString ours = signer.signSchnorr(message);
            cases.expect(
                    cell[0] + " signed by us",
                    true,
                    Engines.holds(e -> e.verifySchnorr(key, ours, message)));
            if (message.length() != Hash256.BYTES) continue;
            Hash256 hash = Hash256.of(message.toArray());
            cases.expect(cell[0] + " hash form", ours, signer.signSchnorr(hash));
        }
        cases.end();
        return lines.size() - 1;
    }
}
