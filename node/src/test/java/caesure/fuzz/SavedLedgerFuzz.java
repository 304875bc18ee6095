// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.ledger.Ledger;
import caesure.ledger.SavedLedger;
import caesure.ledger.Unspent;
import caesure.primitives.OutPoint;
import caesure.store.FileHead;
import caesure.testkit.TempFolder;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Whatever the file of a ledger holds: it is refused with its name, or is a ledger. */
class SavedLedgerFuzz {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString BLOCK = ByteString.wrap(new byte[32]);
    private static final int ABOUT_BYTES = 20;

    @FuzzTest(maxDuration = "10m")
    void readsAnyFile(byte[] bytes) throws IOException {
        reads(ByteString.copyOf(bytes));
    }

    /** Right sums around anything: what a random change does not come past. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyCoinsBehindRightSums(byte[] bytes) throws IOException {
        if (bytes.length < ABOUT_BYTES + 8) return;
        ByteString given = ByteString.copyOf(bytes);
        var file = new ByteWriter();
        file.bytes(new FileHead("coins", 1, REGTEST.magic()).toBytes());
        file.bytes(summed(BLOCK.plus(given.slice(0, ABOUT_BYTES))));
        ByteString counts = given.slice(ABOUT_BYTES, ABOUT_BYTES + 8);
        ByteString coins = given.slice(ABOUT_BYTES + 8, bytes.length);
        file.bytes(
                summed(
                        new ByteWriter()
                                .u32(0)
                                .bytes(counts.slice(0, 4))
                                .u32(coins.length())
                                .bytes(coins)
                                .toByteString()));
        ByteString end = new ByteWriter().u32(0xffff_ffffL).bytes(counts).toByteString();
        file.bytes(summed(end.plus(ByteString.wrap(new byte[4]))));
        reads(file.toByteString());
    }

    private static ByteString summed(ByteString part) {
        var sum = new CRC32C();
        sum.update(BLOCK.toArray());
        sum.update(part.toArray());
        return new ByteWriter().bytes(part).u32(sum.getValue()).toByteString();
    }

    private static void reads(ByteString bytes) throws IOException {
        try (var folder = new TempFolder()) {
            Path file = folder.path().resolve("coins.dat");
            Files.write(file, bytes.toArray());
            Optional<Ledger> ledger;
            try {
                ledger = SavedLedger.load(file, REGTEST, () -> false);
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                return;
            }
            List<Unspent> coins = sorted(ledger.orElseThrow());
            assertEquals(ledger.get().coinCount(), coins.size());
            assertTrue(SavedLedger.save(ledger.get(), file, REGTEST.magic(), () -> false));
            Ledger again = SavedLedger.load(file, REGTEST, () -> false).orElseThrow();
            assertEquals(coins, sorted(again));
            assertEquals(ledger.get().amountSats(), again.amountSats());
        }
    }

    private static List<Unspent> sorted(Ledger ledger) {
        var coins = new ArrayList<Unspent>();
        ledger.forEachCoin(coins::add);
        coins.sort(Comparator.<Unspent, OutPoint>comparing(Unspent::outPoint));
        return coins;
    }
}
