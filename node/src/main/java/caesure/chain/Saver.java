// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.ledger.Ledger;
import caesure.ledger.SavedLedger;
import caesure.primitives.BlockHash;
import caesure.store.DataDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Saves a ledger now and then, so that a start has little to catch up with. It writes beside the
 * work: a ledger that was handed over never changes.
 *
 * <p>Only the thread that decides for the chain calls.
 */
final class Saver {
    /** Not more often, whatever happens. */
    private static final Duration PAUSE_MIN = Duration.ofSeconds(60);

    /** Nor more often than so many times what it took: saving costs a twentieth at most. */
    private static final int PAUSE_FACTOR = 20;

    private final Path file;
    private final ByteString magic;
    private final Archive archive;
    private final Chain.Reporter reporter;
    private volatile boolean stopping;
    private volatile long nextNs = System.nanoTime() + PAUSE_MIN.toNanos();
    private volatile Optional<BlockHash> saved = Optional.empty();
    private Optional<Thread> saving = Optional.empty();

    Saver(Path file, ByteString magic, Archive archive, Chain.Reporter reporter) {
        this.file = file;
        this.magic = magic;
        this.archive = archive;
        this.reporter = reporter;
    }

    /** Where the coins are saved in a data directory. */
    static Path fileIn(DataDir dir) {
        return dir.chainstate().resolve("coins.dat");
    }

    /** That this ledger is in the file, as was found at the start. */
    void found(Ledger ledger) {
        saved = Optional.of(ledger.block());
    }

    /** Removes what is saved. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
        saved = Optional.empty();
    }

    /**
     * Saves a ledger on a thread of its own, if it is time. If that fails it is told, and tried
     * again later: what is saved already stays, and a start only takes longer.
     */
    void consider(Ledger ledger) {
        if (!archive.isWritable() || System.nanoTime() - nextNs < 0) return;
        if (saving.isPresent() && saving.get().isAlive()) return;
        nextNs = System.nanoTime() + PAUSE_MIN.toNanos(); // also if this one fails
        saving =
                Optional.of(
                        Thread.ofPlatform()
                                .daemon()
                                .name("saver")
                                .start(() -> {
                                    try {
                                        save(ledger);
                                    } catch (IOException e) {
                                        reporter.damage("cannot save the coins: " + e);
                                    }
                                }));
    }

    /** Saves a ledger, at the end, unless it is in the file. */
    void finish(Ledger ledger) throws IOException {
        stopping = true;
        join();
        stopping = false;
        if (archive.isWritable() && !saved.equals(Optional.of(ledger.block()))) save(ledger);
    }

    private void save(Ledger ledger) throws IOException {
        long beganNs = System.nanoTime();
        archive.force(); // never coins of a block that a loss of power could take away
        if (SavedLedger.save(ledger, file, magic, () -> stopping)) {
            saved = Optional.of(ledger.block());
        }
        long tookNs = System.nanoTime() - beganNs;
        nextNs = System.nanoTime() + Math.max(PAUSE_MIN.toNanos(), PAUSE_FACTOR * tookNs);
    }

    private void join() {
        boolean interrupted = false;
        while (saving.isPresent() && saving.get().isAlive()) {
            try {
                saving.get().join();
            } catch (InterruptedException e) {
                interrupted = true; // told again below: two must not write one file
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
