// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.store.BlockDB;
import caesure.store.FileHead;
import caesure.store.SpentDB;
import caesure.testkit.TempFolder;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whatever a file of spent coins holds: what is read of it is in it, and new coins can be added.
 */
class SpentDBFuzz {
    private static final ByteString MAGIC = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);
    private static final BlockHash BLOCK = new BlockHash(Hash256.ZERO);
    private static final int BEFORE = 36;

    @FuzzTest(maxDuration = "10m")
    void readsAnyRecords(byte[] records) throws IOException {
        try (TempFolder folder = new TempFolder()) {
            Path file = folder.path().resolve("rev00000.dat");
            ByteString head = new FileHead("spent", 1, MAGIC).toBytes();
            Files.write(file, head.plus(ByteString.copyOf(records)).toArray());
            try (SpentDB db = SpentDB.openReader(folder.path(), MAGIC)) {
                for (int size = 0; size < records.length; size++) tryToRead(db, size);
            }
            addsToWhatIsThere(folder.path(), Files.size(file));
        }
    }

    @FuzzTest(maxDuration = "10m")
    void opensAnyFile(byte[] bytes) throws IOException {
        try (TempFolder folder = new TempFolder()) {
            Path file = Files.write(folder.path().resolve("rev00000.dat"), bytes);
            try {
                addsToWhatIsThere(folder.path(), bytes.length);
            } catch (IOException e) {
                if (!e.getMessage().startsWith(file.toString())) throw e; // refused by name
            }
        }
    }

    private static void tryToRead(SpentDB db, int size) {
        long first = FileHead.BYTES + BEFORE;
        try {
            ByteString coins = db.read(new BlockDB.Location(0, first, size), BLOCK);
            if (coins.length() != size) throw new AssertionError(coins.length() + " of " + size);
        } catch (IOException e) {
            // no record of this size
        }
    }

    private static void addsToWhatIsThere(Path folder, long known) throws IOException {
        try (SpentDB db = SpentDB.openWriter(folder, MAGIC, Map.of(0, known))) {
            ByteString coins = ByteString.of(1, 2, 3);
            BlockDB.Location at = db.append(0, BLOCK, coins);
            if (!db.read(at, BLOCK).equals(coins)) throw new AssertionError("lost at " + at);
        }
    }
}
