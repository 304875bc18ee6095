// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha256;
import caesure.primitives.Transaction;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Transactions from strangers: refused, or written back to the same bytes. */
class TransactionFuzz {
    @FuzzTest(maxDuration = "10m")
    void readsAnyBytes(byte[] bytes) throws MalformedException {
        Transaction read;
        try {
            ByteString given = ByteString.copyOf(bytes);
            read = AllocationBound.hold(bytes.length, () -> Transaction.parse(given));
        } catch (MalformedException _) {
            return; // refused, as it may be
        }
        Transaction made =
                Transaction.of(read.version(), read.inputs(), read.outputs(), read.lockTime());
        assertEquals(ByteString.copyOf(bytes), made.bytes());
        assertEquals(made.txid(), read.txid());
        assertEquals(made.wtxid(), read.wtxid());
        var stripped = new ByteWriter();
        read.writeStripped(stripped);
        assertEquals(Sha256.doubleHash(stripped.toByteString()), read.txid().hash());
        assertEquals(stripped.length(), read.strippedSize());
    }
}
