// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static caesure.peers.Some.NOW;
import static caesure.peers.Some.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.testkit.TempFolder;
import caesure.wire.Addresses;
import caesure.wire.NetEndpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** peers.dat, whole and otherwise. */
@Timeout(60)
class AddressFileTest {
    static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final int KILLS = 4;

    private TempFolder folder;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        folder = new TempFolder();
        file = folder.path().resolve(AddressManager.FILE);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    /** One that has lived: several places for one address, tried ones, calls in vain. */
    static AddressManager lived(int steps, SplittableRandom random) {
        var manager = AddressManager.empty(random);
        for (int i = 0; i < steps; i++) {
            NetEndpoint one = Some.anyEndpoint(random);
            for (int times = random.nextInt(1, 9); times > 0; times--) {
                Addresses.Entry entry = entry(one, NOW.minusSeconds(random.nextInt(100_000)));
                NetEndpoint source = Some.anyEndpoint(random);
                manager.add(List.of(entry), source.address(), Duration.ZERO, NOW);
            }
            if (random.nextInt(3) == 0) manager.good(one, NOW);
            if (random.nextInt(3) == 0) manager.attempt(one, true, NOW.plusSeconds(i));
        }
        return manager;
    }

    private AddressManager load() throws IOException {
        return AddressManager.load(file, MAGIC, Optional.empty(), new SplittableRandom(7));
    }

    static void assertSame(AddressManager one, AddressManager other) {
        assertEquals(one.places(true), other.places(true));
        assertEquals(one.places(false), other.places(false));
        assertEquals(one.size(), other.size());
        for (boolean filtered : List.of(true, false)) {
            assertEquals(sorted(one, filtered), sorted(other, filtered));
        }
    }

    private static List<Addresses.Entry> sorted(AddressManager manager, boolean filtered) {
        return manager
                .sample(0, 0, Optional.empty(), filtered, NOW.plus(Duration.ofHours(1)))
                .stream()
                .sorted(Comparator.comparing(Addresses.Entry::endpoint))
                .toList();
    }

    @Test
    void whereThereIsNoFileNobodyIsKnown() throws IOException {
        assertEquals(0, load().size());
        assertFalse(Files.exists(file));
    }

    @Test
    void whatIsSavedIsReadAgain() throws IOException {
        for (int steps : List.of(0, 1, 10, 3000)) {
            var manager = lived(steps, new SplittableRandom(steps));
            manager.save(file, MAGIC);
            assertSame(manager, load());
        }
    }

    @Test
    void theSameIsWrittenAgain() throws IOException {
        lived(500, new SplittableRandom(1)).save(file, MAGIC);
        long size = Files.size(file);
        AddressManager again = load();
        again.save(file, MAGIC);
        assertEquals(size, Files.size(file));
        assertSame(again, load());
    }

    @Test
    void damageOfAnyByteIsFoundAndNamed() throws IOException {
        lived(40, new SplittableRandom(2)).save(file, MAGIC);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] bad = whole.clone();
            bad[i] ^= (byte) (1 << i % 8);
            assertRefused(bad);
        }
    }

    @Test
    void aFileThatIsCutOffAnywhereOrTooLongIsRefused() throws IOException {
        lived(40, new SplittableRandom(3)).save(file, MAGIC);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) assertRefused(Arrays.copyOf(whole, i));
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
        assertRefused(Arrays.copyOf(whole, 9 << 20));
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        String text = assertThrows(IOException.class, this::load).getMessage();
        assertTrue(text.startsWith("Invalid or corrupt peers.dat (" + file + ": "), text);
        assertTrue(text.contains("you can move the file (\"" + file + "\") out of the way"), text);
    }

    @Test
    void theFileOfAnotherNetworkIsRefused() throws IOException {
        AddressManager.empty(new SplittableRandom(4)).save(file, ByteString.of(1, 2, 3, 4));
        String text = assertThrows(IOException.class, this::load).getMessage();
        assertTrue(text.contains("it belongs to another network"), text);
    }

    /** What the disk holds when a save is killed: the old file, and a part of the new one. */
    @Test
    void aSaveThatWasCutShortLeavesTheOldFile() throws IOException {
        var old = lived(20, new SplittableRandom(5));
        old.save(file, MAGIC);
        byte[] whole = Files.readAllBytes(file);
        Path half = folder.path().resolve(AddressManager.FILE + ".new");
        for (int i = 0; i <= whole.length; i += 97) {
            Files.write(half, Arrays.copyOf(whole, i));
            assertSame(old, load());
        }
        var next = lived(21, new SplittableRandom(6));
        next.save(file, MAGIC);
        assertSame(next, load());
        assertFalse(Files.exists(half));
    }

    @Test
    void aKilledProcessLeavesAFileThatCanBeRead() throws Exception {
        var random = new SplittableRandom();
        for (int i = 0; i < KILLS; i++) {
            Process process = Saver.start(file);
            try (InputStream in = process.getInputStream()) {
                for (int saves = random.nextInt(1, 20); saves > 0; saves--) {
                    assertEquals('.', in.read(), "it ended by itself");
                }
                long untilNs = System.nanoTime() + random.nextInt(5_000_000);
                while (System.nanoTime() < untilNs) Thread.onSpinWait();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertTrue(load().size() > 0);
        }
    }

    /** A program that saves without end. */
    static final class Saver {
        private Saver() {}

        static Process start(Path file) throws IOException {
            var command =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Saver.class.getName(),
                            file.toString());
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        public static void main(String[] args) throws IOException {
            var random = new SplittableRandom(8);
            for (int steps = 1000; true; steps += 10) {
                lived(steps, random).save(Path.of(args[0]), MAGIC);
                System.out.write('.');
                System.out.flush();
            }
        }
    }
}
