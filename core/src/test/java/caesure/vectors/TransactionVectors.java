// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Secp256k1;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;
import caesure.testkit.Cases;
import caesure.testkit.ScriptText;
import caesure.testkit.Spend;
import caesure.testkit.VectorSuite;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Bitcoin Core's tx_valid.json and tx_invalid.json.
 *
 * <pre>
 *   case = [[[txid, index, scriptPubKey, amount?]*], transaction, flags]
 * </pre>
 *
 * For valid ones the flags are those under which it would fail; for invalid ones those under which
 * it fails, or BADTX if it is wrong without any script.
 */
final class TransactionVectors implements VectorSuite {
    private static final long MONEY_MAX = 21_000_000L * 100_000_000;
    private static final int WEIGHT_MAX = 4_000_000;

    private final String glob;
    private final boolean valid;
    private final ScriptVerifier verifier = new ScriptVerifier(Secp256k1.load().engine());

    private TransactionVectors(String glob, boolean valid) {
        this.glob = glob;
        this.valid = valid;
    }

    static TransactionVectors valid() {
        return new TransactionVectors("vectors/core/tx_valid*.json", true);
    }

    static TransactionVectors invalid() {
        return new TransactionVectors("vectors/core/tx_invalid*.json", false);
    }

    @Override
    public String glob() {
        return glob;
    }

    @Override
    public int run(Path file) throws IOException {
        var cases = new Cases();
        for (JsonNode test : Json.read(file)) {
            if (!test.get(0).isArray()) continue; // a comment
            cases.run(test.toString(), () -> runCase(test));
        }
        return cases.end();
    }

    private void runCase(JsonNode test) throws MalformedException {
        Transaction transaction = Transaction.parse(ByteString.fromHex(test.get(1).asString()));
        String names = test.get(2).asString();
        if (!isWellFormed(transaction)) {
            assertEquals(valid ? "well formed" : "BADTX", names);
            return;
        }
        SigHashes spend = SigHashes.of(transaction, coins(transaction, test.get(0)));
        VerifyFlags named = VerifyFlags.parse(names);
        if (valid) {
            checkValid(spend, named);
        } else {
            checkInvalid(spend, named);
        }
    }

    private void checkValid(SigHashes spend, VerifyFlags excluded) {
        VerifyFlags flags = without(VerifyFlags.all(), excluded);
        assertEquals(flags, Spend.trimmed(flags), "flags of the case");
        assertPasses(spend, flags);
        var random = new SplittableRandom(1);
        for (VerifyFlag flag : VerifyFlag.values()) {
            assertPasses(spend, Spend.trimmed(flags.without(flag)));
            assertPasses(spend, Spend.trimmed(without(flags, new VerifyFlags(random.nextInt()))));
            // with any more of them it has to fail
            VerifyFlags fewer = Spend.trimmed(excluded.without(flag));
            if (!fewer.equals(excluded)) assertFails(spend, without(VerifyFlags.all(), fewer));
        }
    }

    private void checkInvalid(SigHashes spend, VerifyFlags flags) {
        assertEquals(flags, Spend.filled(flags), "flags of the case");
        assertFails(spend, flags);
        var random = new SplittableRandom(1);
        for (VerifyFlag flag : VerifyFlag.values()) {
            assertFails(spend, Spend.filled(flags.with(flag)));
            int some = random.nextInt() & VerifyFlags.all().bits();
            assertFails(spend, Spend.filled(new VerifyFlags(flags.bits() | some)));
        }
    }

    private void assertPasses(SigHashes spend, VerifyFlags flags) {
        assertEquals(ScriptError.OK, Spend.firstError(verifier, spend, flags), flags::toString);
    }

    private void assertFails(SigHashes spend, VerifyFlags flags) {
        assertNotEquals(ScriptError.OK, Spend.firstError(verifier, spend, flags), flags::toString);
    }

    private static VerifyFlags without(VerifyFlags flags, VerifyFlags others) {
        return new VerifyFlags(flags.bits() & ~others.bits());
    }

    private static List<TxOut> coins(Transaction transaction, JsonNode inputs)
            throws MalformedException {
        Map<OutPoint, TxOut> known = new HashMap<>();
        for (JsonNode input : inputs) {
            long index = input.get(1).asInt() & 0xffff_ffffL;
            long valueSats = input.size() > 3 ? input.get(3).asLong() : 0;
            known.put(
                    new OutPoint(Txid.parse(input.get(0).asString()), index),
                    new TxOut(valueSats, ScriptText.parse(input.get(2).asString())));
        }
        var coins = new ArrayList<TxOut>();
        for (TxIn input : transaction.inputs()) {
            TxOut coin = known.get(input.previous());
            if (coin == null) throw new MalformedException("no coin for " + input.previous());
            coins.add(coin);
        }
        return coins;
    }

    /** A plain twin of what caesure.consensus asks of a transaction by itself. */
    private static boolean isWellFormed(Transaction transaction) {
        var previous = new HashSet<OutPoint>();
        boolean distinct = true;
        boolean someNull = false;
        for (TxIn input : transaction.inputs()) {
            distinct &= previous.add(input.previous());
            someNull |= input.previous().isNull();
        }
        long total = 0;
        boolean inRange = true;
        for (TxOut output : transaction.outputs()) {
            inRange &= output.valueSats() >= 0 && output.valueSats() <= MONEY_MAX;
            if (inRange) total += output.valueSats();
            inRange &= total <= MONEY_MAX;
        }
        if (transaction.isCoinbase()) {
            int bytes = transaction.inputs().getFirst().scriptSig().length();
            someNull = bytes < 2 || bytes > 100;
        }
        return !transaction.inputs().isEmpty()
                && !transaction.outputs().isEmpty()
                && transaction.strippedSize() * 4L <= WEIGHT_MAX
                && distinct
                && inRange
                && !someNull;
    }
}
