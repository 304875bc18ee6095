// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.Txid;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class TransactionRulesTest {
    private static final OutPoint COIN = coin(1);

    @Test
    void acceptsAPlainTransaction() {
        assertEquals("", fault(new TxBuilder().spend(COIN).pay(1)));
    }

    @Test
    void refusesNoInputs() {
        assertEquals("bad-txns-vin-empty", fault(new TxBuilder().pay(1)));
    }

    @Test
    void refusesNoOutputs() {
        assertEquals("bad-txns-vout-empty", fault(new TxBuilder().spend(COIN)));
    }

    @Test
    void refusesMoreThanABlockHoldsWithoutWitness() {
        int frame = new TxBuilder().spend(COIN).pay(1, script(100_000)).build().size() - 100_000;
        assertEquals("", fault(new TxBuilder().spend(COIN).pay(1, script(1_000_000 - frame))));
        assertEquals(
                "bad-txns-oversize",
                fault(new TxBuilder().spend(COIN).pay(1, script(1_000_001 - frame))));
    }

    @Test
    void refusesNegativeOutputs() {
        assertEquals("bad-txns-vout-negative", fault(new TxBuilder().spend(COIN).pay(-1)));
        assertEquals(
                "bad-txns-vout-negative", fault(new TxBuilder().spend(COIN).pay(Long.MIN_VALUE)));
    }

    @Test
    void refusesOutputsAboveAllMoney() {
        assertEquals("", fault(new TxBuilder().spend(COIN).pay(Money.MAX_SATS)));
        assertEquals(
                "bad-txns-vout-toolarge",
                fault(new TxBuilder().spend(COIN).pay(Money.MAX_SATS + 1)));
    }

    @Test
    void refusesOutputsThatOverflowTogether() { // CVE-2010-5139: 92,233,720,368.54 BTC, twice
        long half = 9_223_372_036_854_277_039L;
        assertEquals(
                "bad-txns-vout-toolarge", fault(new TxBuilder().spend(COIN).pay(half).pay(half)));
        assertEquals(
                "bad-txns-txouttotal-toolarge",
                fault(new TxBuilder().spend(COIN).pay(Money.MAX_SATS).pay(1)));
    }

    @Test
    void namesTheFirstBadOutput() {
        assertEquals(
                "bad-txns-vout-toolarge",
                fault(new TxBuilder().spend(COIN).pay(Money.MAX_SATS + 1).pay(-1)));
    }

    @Test
    void refusesTheSameCoinTwice() { // CVE-2018-17144
        assertEquals(
                "bad-txns-inputs-duplicate",
                fault(new TxBuilder().spend(COIN).spend(coin(2)).spend(COIN, 7).pay(1)));
    }

    @Test
    void refusesCoinbaseScriptsOutOfRange() {
        assertEquals("bad-cb-length", fault(coinbase(1)));
        assertEquals("", fault(coinbase(2)));
        assertEquals("", fault(coinbase(100)));
        assertEquals("bad-cb-length", fault(coinbase(101)));
    }

    @Test
    void refusesAnInputWithoutACoin() {
        assertEquals(
                "bad-txns-prevout-null",
                fault(new TxBuilder().spend(COIN).spend(OutPoint.NULL).pay(1)));
    }

    @Test
    void acceptsZeroTxidWithAnotherIndex() {
        var coin = new OutPoint(new Txid(Hash256.ZERO), 0xffff_fffeL);
        assertEquals("", fault(new TxBuilder().spend(coin).spend(COIN).pay(1)));
    }

    @Test
    void namesCoresFirstFault() {
        assertEquals("bad-txns-vin-empty", fault(new TxBuilder()));
        assertEquals(
                "bad-txns-vout-negative", fault(new TxBuilder().spend(COIN).spend(COIN).pay(-1)));
        assertEquals(
                "bad-txns-inputs-duplicate",
                fault(new TxBuilder().spend(OutPoint.NULL).spend(OutPoint.NULL).pay(1)));
    }

    @Test
    void acceptsSixtyFourBytes() { // CVE-2017-12842 is a matter of policy and of proofs
        Transaction transaction = new TxBuilder().spend(COIN).pay(1, script(4)).build();
        assertEquals(64, transaction.strippedSize());
        assertTrue(TransactionRules.check(transaction).isEmpty());
    }

    @Test
    void staysFastWhenAllOutpointsHashAlike() {
        var builder = new TxBuilder().pay(1);
        for (int i = 0; i < 24_000; i++) {
            // Hash256 folds its first 16 bytes; equal halves fold to zero whatever they are
            var bytes = new ByteWriter().u64(i).u64(i).u64(0).u64(0).toArray();
            builder.spend(new OutPoint(new Txid(Hash256.of(bytes)), 0));
        }
        Transaction transaction = builder.build();
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertTrue(TransactionRules.check(transaction).isEmpty()));
    }

    @Test
    void lockTimesAreHeightsBelowFiveHundredMillion() {
        var lock = new TxBuilder().spend(COIN, 0).pay(1);
        assertTrue(TransactionRules.isFinal(lock.lockTime(0).build(), 0, 0));
        assertFalse(TransactionRules.isFinal(lock.lockTime(100).build(), 100, 2_000_000_000L));
        assertTrue(TransactionRules.isFinal(lock.lockTime(100).build(), 101, 0));
        assertFalse(TransactionRules.isFinal(lock.lockTime(499_999_999).build(), 499_999_999, 0));
        assertTrue(TransactionRules.isFinal(lock.lockTime(499_999_999).build(), 500_000_000, 0));
    }

    @Test
    void lockTimesAreSecondsFromFiveHundredMillion() {
        var lock = new TxBuilder().spend(COIN, 0).pay(1);
        assertFalse(TransactionRules.isFinal(lock.lockTime(500_000_000).build(), 1, 500_000_000));
        assertTrue(TransactionRules.isFinal(lock.lockTime(500_000_000).build(), 1, 500_000_001));
        // beyond 2^31: unsigned
        assertFalse(TransactionRules.isFinal(lock.lockTime(0xffff_ffffL).build(), 1, 0xffff_ffffL));
        assertTrue(TransactionRules.isFinal(lock.lockTime(0xffff_fffeL).build(), 1, 0xffff_ffffL));
    }

    @Test
    void lockTimesDoNotHoldWhereEveryInputGaveUp() {
        var builder = new TxBuilder().spend(COIN).spend(coin(2)).pay(1).lockTime(999);
        assertTrue(TransactionRules.isFinal(builder.build(), 1, 1));
        assertFalse(TransactionRules.isFinal(builder.spend(coin(3), 0xffff_fffeL).build(), 1, 1));
    }

    private static String fault(TxBuilder builder) {
        return fault(builder.build());
    }

    private static String fault(Transaction transaction) {
        return TransactionRules.check(transaction).map(Reject::text).orElse("");
    }

    private static Transaction coinbase(int scriptBytes) {
        var input = new TxIn(OutPoint.NULL, script(scriptBytes), TxBuilder.FINAL, List.of());
        return new TxBuilder().input(input).pay(1).build();
    }

    private static ByteString script(int bytes) {
        return ByteString.wrap(new byte[bytes]);
    }

    private static OutPoint coin(int number) {
        return new OutPoint(new Txid(Hash256.ONE), number);
    }
}
