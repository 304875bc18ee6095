// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.consensus.Reject;
import caesure.consensus.SpendRules;
import caesure.crypto.Sha256;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.ScriptError;
import caesure.script.VerifyFlags;
import caesure.testkit.Property;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class VerifierTest {
    @Test
    void verifiesEveryInputOnce() {
        Property.forAll(
                30,
                random -> {
                    int[] counts = random.ints(random.nextInt(40), 1, 90).toArray();
                    Set<String> seen = ConcurrentHashMap.newKeySet();
                    Verifier.Check check =
                            (spend, input, _) -> {
                                assertTrue(seen.add(spend.transaction().txid() + ":" + input));
                                return ScriptError.OK;
                            };
                    try (Verifier verifier = new Verifier(check, 1 + random.nextInt(4))) {
                        assertTrue(verifier.verify(block(counts)).isEmpty());
                    }
                    var all = new TreeSet<String>();
                    for (SpendRules.Spend spend : block(counts).spends()) {
                        for (int i = 0; i < spend.coins().size(); i++) {
                            all.add(spend.transaction().txid() + ":" + i);
                        }
                    }
                    assertEquals(all, new TreeSet<>(seen));
                });
    }

    @Test
    void namesTheFirstFailureWhoeverWasFastest() {
        Property.forAll(
                60,
                random -> {
                    SpendRules.Connected block = block(random.ints(20, 1, 60).toArray());
                    Set<String> bad = ConcurrentHashMap.newKeySet();
                    String first = null;
                    for (SpendRules.Spend spend : block.spends()) {
                        for (int i = 0; i < spend.coins().size(); i++) {
                            if (random.nextInt(100) > 0) continue;
                            String name = "input " + i + " of " + spend.transaction().txid();
                            bad.add(name);
                            if (first == null) first = name;
                        }
                    }
                    Verifier.Check check =
                            (spend, i, _) -> {
                                String name = "input " + i + " of " + spend.transaction().txid();
                                return bad.contains(name) ? ScriptError.EVAL_FALSE : ScriptError.OK;
                            };
                    try (Verifier verifier = new Verifier(check, 4)) {
                        var reject = verifier.verify(block);
                        assertEquals(first != null, reject.isPresent());
                        if (first == null) return;
                        assertEquals(
                                Reject.Reason.BLOCK_SCRIPT_VERIFY_FLAG_FAILED,
                                reject.get().reason());
                        assertTrue(reject.get().detail().startsWith(first), reject.toString());
                    }
                });
    }

    /** CVE-2024-52911: one input fails while others are at work on the same block. */
    @Test
    void noWorkOutlivesAFailure() throws InterruptedException {
        var atWork = new CountDownLatch(1);
        var failed = new CountDownLatch(1); // never opened: the others end after the failure
        var running = new AtomicInteger();
        var begun = new AtomicInteger();
        Verifier.Check check =
                (_, input, _) -> {
                    begun.incrementAndGet();
                    running.incrementAndGet();
                    try {
                        if (input > 0) {
                            atWork.countDown();
                            failed.await(20, TimeUnit.MILLISECONDS); // still at work meanwhile
                            return ScriptError.OK;
                        }
                        atWork.await();
                        return ScriptError.EVAL_FALSE;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        running.decrementAndGet();
                    }
                };
        int after = 0;
        try (Verifier verifier = new Verifier(check, 4)) {
            for (int i = 0; i < 5; i++) {
                int before = begun.get();
                assertEquals(after, before); // nothing began since the last verdict
                assertTrue(verifier.verify(block(1000)).isPresent());
                assertEquals(0, running.get());
                after = begun.get();
            }
        }
        assertEquals(after, begun.get()); // the pool has ended, and had nothing left to do
    }

    @Test
    void aFailureOfTheMachineIsNoVerdict() {
        for (int bad : new int[] {0, 150, 400}) {
            var failure = new OutOfMemoryError("as if");
            Verifier.Check check =
                    (_, input, _) -> {
                        if (input == bad) throw failure;
                        return ScriptError.OK;
                    };
            try (Verifier verifier = new Verifier(check, 3)) {
                assertSame(
                        failure,
                        assertThrows(OutOfMemoryError.class, () -> verifier.verify(block(401))));
                assertThrows(OutOfMemoryError.class, () -> verifier.verify(block(401)));
                if (bad > 10) assertTrue(verifier.verify(block(10)).isEmpty());
            }
        }
    }

    @Test
    void aFailureOfTheEngineIsNoVerdict() {
        Verifier.Check check =
                (_, _, _) -> {
                    throw new IllegalStateException("engine");
                };
        try (Verifier verifier = new Verifier(check, 2)) {
            assertThrows(IllegalStateException.class, () -> verifier.verify(block(100, 100)));
        }
    }

    @Test
    void finishesThoughInterrupted() {
        Verifier.Check check = (_, _, _) -> ScriptError.OK;
        try (Verifier verifier = new Verifier(check, 3)) {
            Thread.currentThread().interrupt();
            assertTrue(verifier.verify(block(500)).isEmpty());
            assertTrue(Thread.interrupted(), "and the interrupt is not lost");
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** A block whose transactions have so many inputs. */
    private static SpendRules.Connected block(int... inputCounts) {
        var spends = new ArrayList<SpendRules.Spend>();
        for (int t = 0; t < inputCounts.length; t++) {
            var builder = new TxBuilder().lockTime(t).pay(1);
            List<Coin> coins = new ArrayList<>();
            for (int i = 0; i < inputCounts[t]; i++) {
                builder.spend(new OutPoint(new Txid(Sha256.hash(ByteString.of(t))), i));
                coins.add(new Coin(new TxOut(1, TxBuilder.ANYONE), 1, false));
            }
            Transaction transaction = builder.build();
            spends.add(new SpendRules.Spend(transaction, coins));
        }
        return new SpendRules.Connected(0, spends, VerifyFlags.NONE);
    }
}
