// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Secp256k1;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;
import caesure.testkit.Cases;
import caesure.testkit.Spend;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Bitcoin Core's script_assets_test.json: spends made by its taproot tests, each with a proof that
 * succeeds and one that fails. What succeeds has to under every smaller set of flags (or under all,
 * if it is "final"), what fails under every larger one.
 */
final class ScriptAssetVectors implements VectorSuite {
    private static final List<VerifyFlags> CONSENSUS_FLAGS = consensusFlags();

    private final ScriptVerifier verifier = new ScriptVerifier(Secp256k1.load().engine());

    @Override
    public String glob() {
        return "vectors/taproot/script_assets*.json.gz";
    }

    @Override
    public int run(Path file) throws IOException {
        var cases = new Cases();
        Json.forEach(file, test -> cases.run(test.path("comment").asString(), () -> runCase(test)));
        return cases.end();
    }

    private void runCase(JsonNode test) throws MalformedException {
        Transaction transaction = Transaction.parse(ByteString.fromHex(test.get("tx").asString()));
        var coins = new ArrayList<TxOut>();
        for (JsonNode coin : test.get("prevouts")) {
            ByteReader in = ByteString.fromHex(coin.asString()).reader();
            coins.add(new TxOut(in.i64(), in.varBytes()));
        }
        int index = test.get("index").asInt();
        VerifyFlags named = VerifyFlags.parse(test.get("flags").asString());
        boolean always = test.path("final").asBoolean(false);
        if (test.has("success")) {
            var spend = SigHashes.of(proved(transaction, index, test.get("success")), coins);
            for (VerifyFlags flags : CONSENSUS_FLAGS) {
                if (always || contains(named, flags)) check(true, spend, index, flags);
            }
        }
        if (test.has("failure")) {
            var spend = SigHashes.of(proved(transaction, index, test.get("failure")), coins);
            for (VerifyFlags flags : CONSENSUS_FLAGS) {
                if (contains(flags, named)) check(false, spend, index, flags);
            }
        }
    }

    private void check(boolean success, SigHashes spend, int index, VerifyFlags flags) {
        ScriptError error = verifier.verify(spend, index, flags);
        assertEquals(success, error == ScriptError.OK, () -> error + " with flags " + flags);
    }

    private static Transaction proved(Transaction transaction, int index, JsonNode proof)
            throws MalformedException {
        var items = new ArrayList<ByteString>();
        for (JsonNode item : proof.get("witness")) items.add(ByteString.fromHex(item.asString()));
        ByteString scriptSig = ByteString.fromHex(proof.get("scriptSig").asString());
        return Spend.with(transaction, index, scriptSig, items);
    }

    private static boolean contains(VerifyFlags all, VerifyFlags some) {
        return (some.bits() & ~all.bits()) == 0;
    }

    private static List<VerifyFlags> consensusFlags() {
        VerifyFlag[] forks = {
            VerifyFlag.P2SH,
            VerifyFlag.DERSIG,
            VerifyFlag.NULLDUMMY,
            VerifyFlag.CHECKLOCKTIMEVERIFY,
            VerifyFlag.CHECKSEQUENCEVERIFY,
            VerifyFlag.WITNESS,
            VerifyFlag.TAPROOT
        };
        var sets = new ArrayList<VerifyFlags>();
        for (int set = 0; set < 1 << forks.length; set++) {
            VerifyFlags flags = VerifyFlags.NONE;
            for (int i = 0; i < forks.length; i++) {
                if ((set >> i & 1) != 0) flags = flags.with(forks[i]);
            }
            boolean witness = flags.has(VerifyFlag.WITNESS);
            if (witness && !flags.has(VerifyFlag.P2SH)) continue;
            if (flags.has(VerifyFlag.TAPROOT) && !witness) continue;
            sets.add(flags);
        }
        return sets;
    }
}
