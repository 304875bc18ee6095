// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.log.Log;
import caesure.peers.AddressManager;
import caesure.peers.BanList;
import caesure.peers.Permissions;
import caesure.store.Crc32c;
import caesure.store.FileHead;
import caesure.testkit.TempFolder;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The files of what is known of peers, whatever they hold, and what operators write. */
class PeersFuzz {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    /** The key and both counts come first, and a count for each bucket last. */
    private static final int BUCKETS = 1024;

    @FuzzTest(maxDuration = "10m")
    void readsAnyPeers(byte[] bytes) throws IOException {
        reads(ByteString.copyOf(bytes));
    }

    /** A right head and sum around anything, and empty buckets behind. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyPeersBehindARightSum(byte[] bytes) throws IOException {
        ByteString body = new ByteWriter().bytes(bytes).bytes(new byte[BUCKETS]).toByteString();
        for (ByteString one : new ByteString[] {ByteString.copyOf(bytes), body}) {
            reads(
                    new ByteWriter()
                            .bytes(new FileHead("peers", 1, MAGIC).toBytes())
                            .bytes(one)
                            .u32(Crc32c.of(one))
                            .toByteString());
        }
    }

    /** A file is refused with its name, or read; then it is written so that it is read again. */
    private static void reads(ByteString bytes) throws IOException {
        try (var folder = new TempFolder()) {
            Path file = folder.path().resolve("peers.dat");
            Files.write(file, bytes.toArray());
            AddressManager read;
            try {
                read = AddressManager.load(file, MAGIC, Optional.empty(), new SplittableRandom(1));
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(file + ": "), e.getMessage());
                return;
            }
            read.pick(false, Set.of(), NOW);
            read.resolveCollisions(NOW);
            read.save(file, MAGIC);
            var again = AddressManager.load(file, MAGIC, Optional.empty(), new SplittableRandom(1));
            assertEquals(read.places(true), again.places(true));
            assertEquals(read.places(false), again.places(false));
        }
    }

    /** A file of bans is read, or made anew; what is kept is read again. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyBans(byte[] bytes) throws IOException {
        try (var folder = new TempFolder()) {
            Path file = folder.path().resolve("banlist.json");
            Files.write(file, bytes);
            var random = new SplittableRandom(1);
            var bans = BanList.open(file, random, Log.none(), NOW).bans(NOW);
            assertEquals(bans, BanList.open(file, random, Log.none(), NOW).bans(NOW));
        }
    }

    /** A text of an option is refused in words, or names a range or an address. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyPermissions(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Permissions.whitelist(text, Set.of());
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("'"), e.getMessage());
        }
        try {
            Permissions.whitebind(text, Set.of());
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().contains("whitebind") || e.getMessage().contains("'"));
        }
    }
}
