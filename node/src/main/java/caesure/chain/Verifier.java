// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.primitives.Coin;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs all scripts of a block on all cores.
 *
 * <p>The verdict does not depend on who was fastest: of several inputs that fail, the first of the
 * block is named. No work outlives a call, however it ends (CVE-2024-52911 was a check that did,
 * and read what had been freed). A failure of the machine is thrown and is never a verdict.
 */
public final class Verifier implements AutoCloseable {
    private final Check check;
    private final int threads;
    private final ExecutorService pool;

    /** Verifies one input; what a test puts in the place of {@link ScriptVerifier}. */
    interface Check {
        ScriptError verify(SigHashes spend, int input, VerifyFlags flags);
    }

    /**
     * @param threads how many work on a block, 1 or more; the caller's is one of them
     */
    public Verifier(ScriptVerifier scripts, int threads) {
        this(scripts::verify, threads);
    }

    Verifier(Check check, int threads) {
        if (threads < 1) throw new IllegalArgumentException(threads + " threads");
        this.check = check;
        this.threads = threads;
        var named = Thread.ofPlatform().daemon().name("verifier-", 1);
        this.pool = Executors.newFixedThreadPool(Math.max(1, threads - 1), named.factory());
    }

    /**
     * Verifies what a block spends. Any number of threads may call it.
     *
     * @return the first input that may not spend its coin, and why; empty if all may
     */
    public Optional<Reject> verify(SpendRules.Connected connected) {
        var inputs = new BlockInputs(connected, check);
        int helpers = Math.min(threads, inputs.grains()) - 1;
        List<Future<?>> helping = new ArrayList<>();
        boolean done = false;
        try {
            for (int i = 0; i < helpers; i++) helping.add(pool.submit(inputs::work));
            inputs.work();
            done = true;
        } finally {
            if (!done) inputs.stop();
            join(helping);
        }
        return inputs.firstFailure();
    }

    /** Stops the threads. No call may be under way. */
    @Override
    public void close() {
        pool.close();
    }

    /** Waits for every task, then throws what the first of those that failed has thrown. */
    private static void join(List<Future<?>> tasks) {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> task : tasks) {
            while (true) {
                try {
                    task.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // told again below: the work must end first
                } catch (ExecutionException e) {
                    if (failure == null) failure = e.getCause();
                    break;
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException("verifying failed", failure);
        }
    }

    /** The outputs that a transaction spends. */
    static SigHashes sigHashes(SpendRules.Spend spend) {
        return SigHashes.of(spend.transaction(), spend.coins().stream().map(Coin::output).toList());
    }
}
