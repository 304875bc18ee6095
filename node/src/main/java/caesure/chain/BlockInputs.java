// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.script.ScriptError;
import caesure.script.SigHashes;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The inputs of one block, numbered through, as several threads take them in grains. It lives for
 * one {@link Verifier#verify}.
 */
final class BlockInputs {
    /** Inputs taken at once: enough that taking costs nothing, few enough to share out evenly. */
    private static final int GRAIN = 32;

    private final List<SpendRules.Spend> spends;
    private final SpendRules.Connected connected;
    private final Verifier.Check check;
    private final int[] starts; // number of each transaction's first input, and at the end of all
    private final AtomicReferenceArray<SigHashes> hashes;
    private final AtomicInteger nextGrain = new AtomicInteger();
    private final AtomicReference<Optional<Failure>> first =
            new AtomicReference<>(Optional.empty());
    private final AtomicInteger verified = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * @param number of the input in the block
     */
    private record Failure(int number, ScriptError error) {}

    BlockInputs(SpendRules.Connected connected, Verifier.Check check) {
        this.connected = connected;
        this.check = check;
        this.spends = connected.spends();
        this.hashes = new AtomicReferenceArray<>(spends.size());
        this.starts = new int[spends.size() + 1];
        for (int i = 0; i < spends.size(); i++) {
            starts[i + 1] = starts[i] + spends.get(i).transaction().inputs().size();
        }
    }

    int grains() {
        return (count() + GRAIN - 1) / GRAIN;
    }

    /** Takes grains until there are no more, or a failure stands before those that are left. */
    void work() {
        boolean done = false;
        try {
            for (int from = take(); from < count() && isWanted(from); from = take()) {
                verify(from, Math.min(from + GRAIN, count()));
            }
            done = true;
        } finally {
            if (!done) stop(); // the machine failed: the others need not go on
        }
    }

    /** Makes every thread stop after the input it is at. */
    void stop() {
        stopped = true;
    }

    /** To be asked when all threads have ended. */
    Optional<Reject> firstFailure() {
        if (first.get().isEmpty() && verified.get() != count()) {
            throw new IllegalStateException(verified + " of " + count() + " inputs verified");
        }
        return first.get().map(this::reject);
    }

    private int count() {
        return starts[spends.size()];
    }

    private int take() {
        // never beyond the last grain and one for each thread: no overflow
        return nextGrain.getAndIncrement() * GRAIN;
    }

    private boolean isWanted(int number) {
        return !stopped && first.get().map(f -> number < f.number).orElse(true);
    }

    private void verify(int from, int end) {
        int spend = spendOf(from);
        for (int number = from; number < end && isWanted(number); number++) {
            while (number >= starts[spend + 1]) spend++;
            ScriptError error =
                    check.verify(hashes(spend), number - starts[spend], connected.flags());
            if (error != ScriptError.OK) {
                fail(new Failure(number, error));
            } else {
                verified.incrementAndGet();
            }
        }
    }

    private void fail(Failure failure) {
        first.updateAndGet(old ->
                old.isPresent() && old.get().number < failure.number ? old : Optional.of(failure));
    }

    /** The transaction that an input belongs to. */
    private int spendOf(int number) {
        int low = 0;
        int high = spends.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= number) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private SigHashes hashes(int spend) {
        SigHashes known = hashes.get(spend);
        if (known != null) return known;
        hashes.compareAndSet(spend, null, Verifier.sigHashes(spends.get(spend)));
        return hashes.get(spend);
    }

    private Reject reject(Failure failure) {
        int spend = spendOf(failure.number);
        int input = failure.number - starts[spend];
        var transaction = spends.get(spend).transaction();
        return Reject.script(
                failure.error, transaction, input, transaction.inputs().get(input).previous());
    }
}
