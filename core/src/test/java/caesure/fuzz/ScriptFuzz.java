// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.crypto.Secp256k1;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptCursor;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.SigOps;
import caesure.script.VerifyFlags;
import caesure.testkit.Spend;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.ArrayList;
import java.util.List;

/** Scripts and witnesses of strangers: whatever they hold, they end in one verdict. */
class ScriptFuzz {
    private static final ScriptVerifier VERIFIER = new ScriptVerifier(Secp256k1.load().engine());

    @FuzzTest(maxDuration = "10m")
    void everyScriptEndsInOneVerdict(FuzzedDataProvider data) {
        VerifyFlags flags =
                Spend.trimmed(new VerifyFlags(data.consumeInt() & VerifyFlags.all().bits()));
        long version = data.consumeInt() & 0xffff_ffffL;
        long sequence = data.consumeInt() & 0xffff_ffffL;
        long lockTime = data.consumeInt() & 0xffff_ffffL;
        var witness = new ArrayList<ByteString>();
        for (int i = data.consumeInt(0, 6); i > 0; i--) witness.add(bytes(data, 700));
        ByteString scriptSig = bytes(data, 700);
        ByteString scriptPubKey = bytes(data, 12_000);
        var in = new TxIn(OutPoint.NULL, scriptSig, sequence, witness);
        var out = new TxOut(1, ByteString.EMPTY);
        var transaction = Transaction.of(version, List.of(in), List.of(out), lockTime);
        var spent = List.of(new TxOut(1, scriptPubKey));
        ScriptError error = VERIFIER.verify(SigHashes.of(transaction, spent), 0, flags);
        ScriptError again = VERIFIER.verify(SigHashes.of(transaction, spent), 0, flags);
        assertEquals(error, again);
        assertTrue(SigOps.cost(transaction, spent, flags) >= 0);
    }

    @FuzzTest(maxDuration = "10m")
    void aWalkOverAScriptPassesEveryByteOnce(FuzzedDataProvider data) {
        ByteString script = ByteString.wrap(data.consumeRemainingAsBytes());
        var cursor = new ScriptCursor(script);
        int before = 0;
        while (cursor.next()) {
            assertTrue(cursor.position() > before);
            assertTrue(cursor.data().length() < cursor.position() - before);
            before = cursor.position();
        }
        assertTrue(cursor.position() <= script.length());
        assertEquals(script.length() == before, cursor.atEnd() && before == cursor.position());
    }

    private static ByteString bytes(FuzzedDataProvider data, int most) {
        return ByteString.wrap(data.consumeBytes(data.consumeInt(0, most)));
    }
}
