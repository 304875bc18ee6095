// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.testkit.Property;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.List;

class TransactionTest {
    private static final String OUTPOINT =
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "01000000";
    private static final String INPUT = OUTPOINT + "00" + "feffffff";
    private static final String OUTPUT = "0500000000000000" + "0151";

    @Test
    void readsEveryField() throws MalformedException {
        Transaction transaction = parse("02000000" + "01" + INPUT + "01" + OUTPUT + "10000000");
        assertEquals(2, transaction.version());
        assertEquals(16, transaction.lockTime());
        TxIn input = transaction.inputs().getFirst();
        assertEquals("aa".repeat(32) + ":1", input.previous().toString());
        assertEquals(0xffff_fffeL, input.sequence());
        assertEquals(ByteString.EMPTY, input.scriptSig());
        assertEquals(List.of(), input.witness());
        assertEquals(List.of(new TxOut(5, ByteString.of(0x51))), transaction.outputs());
        assertFalse(transaction.hasWitness());
        assertEquals(61, transaction.size());
        assertEquals(61, transaction.strippedSize());
        assertEquals(244, transaction.weight());
        assertEquals(Sha256.doubleHash(transaction.bytes()), transaction.txid().hash());
        assertEquals(transaction.txid().hash(), transaction.wtxid().hash());
    }

    @Test
    void readsTheWitnessAndLeavesItOutOfTheTxid() throws MalformedException {
        String head = "02000000";
        String body = "01" + INPUT + "01" + OUTPUT;
        String witness = "02" + "00" + "03010203";
        Transaction transaction = parse(head + "0001" + body + witness + "10000000");
        assertTrue(transaction.hasWitness());
        assertEquals(
                List.of(ByteString.EMPTY, ByteString.of(1, 2, 3)),
                transaction.inputs().getFirst().witness());
        ByteString stripped = ByteString.fromHex(head + body + "10000000");
        assertEquals(Sha256.doubleHash(stripped), transaction.txid().hash());
        assertEquals(Sha256.doubleHash(transaction.bytes()), transaction.wtxid().hash());
        assertEquals(stripped.length(), transaction.strippedSize());
        assertEquals(stripped.length() + 8, transaction.size());
        assertEquals(4 * stripped.length() + 8, transaction.weight());
        assertEquals(stripped, stripped(transaction));
        Transaction bare = Transaction.parse(stripped);
        assertEquals(bare.txid(), transaction.txid());
        assertNotEquals(bare, transaction);
    }

    @Test
    void readsBackWhatItWrote() {
        Property.forAll(
                500,
                random -> {
                    Transaction made = Samples.transaction(random);
                    Transaction read = Transaction.parse(made.bytes());
                    assertEquals(made, read);
                    assertEquals(made.inputs(), read.inputs());
                    assertEquals(made.outputs(), read.outputs());
                    assertEquals(made.version(), read.version());
                    assertEquals(made.lockTime(), read.lockTime());
                    assertEquals(made.txid(), read.txid());
                    assertEquals(made.wtxid(), read.wtxid());
                    assertEquals(made.strippedSize(), read.strippedSize());
                    assertEquals(made.hasWitness(), read.hasWitness());
                    assertEquals(
                            made.hasWitness(), !made.wtxid().hash().equals(made.txid().hash()));
                    ByteString stripped = stripped(read);
                    assertEquals(Sha256.doubleHash(stripped), read.txid().hash());
                    assertEquals(stripped.length(), read.strippedSize());
                    assertEquals(3 * stripped.length() + read.size(), read.weight());
                });
    }

    @Test
    void refusesEveryBeginningOfATransaction() {
        Property.forAll(
                100,
                random -> {
                    ByteString whole = Samples.transaction(random).bytes();
                    for (int end = 0; end < whole.length(); end++) {
                        ByteString cut = whole.slice(0, end);
                        assertThrows(MalformedException.class, () -> Transaction.parse(cut));
                    }
                    ByteString longer = whole.plus(ByteString.of(0));
                    assertThrows(MalformedException.class, () -> Transaction.parse(longer));
                });
    }

    @Test
    void readsItsOwnPartOfALongerSpanOnly() {
        Property.forAll(
                100,
                random -> {
                    Transaction one = Samples.transaction(random);
                    Transaction two = Samples.transaction(random);
                    var in = one.bytes().plus(two.bytes()).plus(ByteString.of(9)).reader();
                    assertEquals(one, Transaction.read(in));
                    Transaction second = Transaction.read(in);
                    assertEquals(two, second);
                    assertEquals(two.txid(), second.txid());
                    assertEquals(1, in.remaining());
                });
    }

    @Test
    void readsATransactionWithoutInputsAndOutputs() throws MalformedException {
        Transaction empty = parse("01000000" + "0000" + "02000000");
        assertEquals(List.of(), empty.inputs());
        assertEquals(List.of(), empty.outputs());
        assertEquals(2, empty.lockTime());
        assertEquals(Transaction.BYTES_MIN, empty.size());
        assertEquals(Transaction.of(1, List.of(), List.of(), 2), empty);
    }

    /** Without inputs, what follows the empty list is read as a flag (BIP 144). */
    @Test
    void takesTheNumberOfOutputsForAFlagWhenThereIsNoInput() {
        assertRefused("01000000" + "00" + "01" + OUTPUT + "00000000");
        assertRefused("01000000" + "00" + "02" + OUTPUT + OUTPUT + "00000000");
        assertRefused("01000000" + "0001" + "00" + "00" + "00000000");
        assertRefused("01000000" + "0001" + "00" + "01" + OUTPUT + "00000000");
    }

    @Test
    void refusesASuperfluousWitness() throws MalformedException {
        String body = "01" + INPUT + "01" + OUTPUT;
        var refused =
                assertThrows(
                        MalformedException.class,
                        () -> parse("02000000" + "0001" + body + "00" + "00000000"));
        assertEquals("Superfluous witness record", refused.getMessage());
        String two = "02" + INPUT + INPUT + "01" + OUTPUT;
        assertRefused("02000000" + "0001" + two + "0000" + "00000000");
        Transaction half = parse("02000000" + "0001" + two + "000100" + "00000000");
        assertEquals(List.of(), half.inputs().getFirst().witness());
        assertEquals(List.of(ByteString.EMPTY), half.inputs().getLast().witness());
        assertTrue(half.hasWitness());
    }

    @Test
    void refusesUnknownFlags() {
        String body = "01" + INPUT + "01" + OUTPUT;
        for (int flags = 2; flags <= 0xff; flags++) {
            String flag = String.format("%02x", flags);
            assertRefused("02000000" + "00" + flag + body + "00000000");
            assertRefused("02000000" + "00" + flag + body + "010151" + "00000000");
            assertRefused("02000000" + "00" + flag + "00" + "00" + "00000000");
        }
    }

    @Test
    void readsUnsignedFieldsAsSuch() throws MalformedException {
        String previous = "00".repeat(32) + "ffffffff";
        String input = previous + "00" + "ffffffff";
        Transaction highest =
                parse("ffffffff" + "01" + input + "01" + "ff".repeat(8) + "00" + "ffffffff");
        assertEquals(0xffff_ffffL, highest.version());
        assertEquals(0xffff_ffffL, highest.lockTime());
        TxIn only = highest.inputs().getFirst();
        assertEquals(0xffff_ffffL, only.sequence());
        assertEquals(0xffff_ffffL, only.previous().index());
        assertEquals(OutPoint.NULL, only.previous());
        assertTrue(highest.isCoinbase());
        assertEquals(-1, highest.outputs().getFirst().valueSats());
        Transaction again = Transaction.of(0xffff_ffffL, highest.inputs(), highest.outputs(), 0);
        assertEquals(0xffff_ffffL, Transaction.parse(again.bytes()).version());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MIN_VALUE, Long.MAX_VALUE})
    void makesNothingThatItsBytesWouldNotSay(long number) {
        var none = List.<TxIn>of();
        var txid = new Txid(Hash256.ZERO);
        assertThrows(
                IllegalArgumentException.class, () -> Transaction.of(number, none, List.of(), 0));
        assertThrows(
                IllegalArgumentException.class, () -> Transaction.of(1, none, List.of(), number));
        assertThrows(IllegalArgumentException.class, () -> new OutPoint(txid, number));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TxIn(OutPoint.NULL, ByteString.EMPTY, number, List.of()));
    }

    @Test
    void isACoinbaseOnlyWithOneInputThatNamesNoCoin() {
        var nothing = new TxIn(OutPoint.NULL, ByteString.EMPTY, 0, List.of());
        var zeroth = new OutPoint(new Txid(Hash256.ZERO), 0);
        var last = new OutPoint(new Txid(Hash256.ONE), 0xffff_ffffL);
        assertTrue(Transaction.of(1, List.of(nothing), List.of(), 0).isCoinbase());
        assertFalse(Transaction.of(1, List.of(), List.of(), 0).isCoinbase());
        assertFalse(Transaction.of(1, List.of(nothing, nothing), List.of(), 0).isCoinbase());
        for (OutPoint other : List.of(zeroth, last)) {
            var input = new TxIn(other, ByteString.EMPTY, 0, List.of());
            assertFalse(Transaction.of(1, List.of(input), List.of(), 0).isCoinbase());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the most inputs, outputs, witness items, bytes of a script, that a size can say
                "02000000" + "fe00000002" + INPUT,
                "02000000" + "01" + INPUT + "fe00000002" + OUTPUT,
                "02000000" + "0001" + "01" + INPUT + "01" + OUTPUT + "fe00000002" + "00",
                "02000000" + "0001" + "01" + INPUT + "01" + OUTPUT + "01" + "fe00000002" + "00",
                "02000000" + "01" + OUTPOINT + "fe00000002" + "00",
                "02000000" + "01" + INPUT + "01" + "0500000000000000" + "fe00000002" + "00",
                // and one more, and sizes that wrap around
                "02000000" + "fe01000002" + INPUT,
                "02000000" + "feffffffff" + INPUT,
                "02000000" + "ffffffffffffffffff" + INPUT,
            })
    void refusesLyingCountsBeforeItAllocates(String hex) throws MalformedException {
        ByteString bytes = ByteString.fromHex(hex + "00000000");
        assertThrows(MalformedException.class, () -> Transaction.parse(bytes)); // loads classes
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Transaction.parse(bytes);
        } catch (MalformedException _) {
            // as the line above has shown
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000, allocated + " bytes");
    }

    @Test
    void refusesSizesInMoreBytesThanNeeded() {
        assertRefused("02000000" + "fd0100" + INPUT + "01" + OUTPUT + "00000000");
        assertRefused("02000000" + "01" + INPUT + "fd0100" + OUTPUT + "00000000");
        assertRefused(
                "02000000" + "01" + OUTPOINT + "fd0000" + "ffffffff" + "01" + OUTPUT + "00000000");
    }

    private static ByteString stripped(Transaction transaction) {
        var out = new ByteWriter();
        transaction.writeStripped(out);
        return out.toByteString();
    }

    private static void assertRefused(String hex) {
        assertThrows(MalformedException.class, () -> parse(hex), hex);
    }

    private static Transaction parse(String hex) throws MalformedException {
        return Transaction.parse(ByteString.fromHex(hex));
    }
}
