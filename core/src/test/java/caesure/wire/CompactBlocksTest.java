// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.primitives.Header;
import caesure.primitives.Transaction;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/** How the two lists of a compact block fit together. */
class CompactBlocksTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(7);
    private static final Header HEADER = Samples.header(RANDOM);
    private static final Transaction TRANSACTION = Samples.transaction(RANDOM);

    @Test
    void countsWhatLiesBetween() throws Exception {
        ByteString payload = payload(HEADER, 3, 0, 1, 1);
        var read = (CompactBlocks.CmpctBlock) Message.read("cmpctblock", payload);
        assertEquals(
                List.of(0, 2, 4),
                read.prefilled().stream().map(CompactBlocks.Prefilled::index).toList());
        assertEquals(3, read.shortIdCount());
        assertEquals(payload, read.payload());
    }

    @Test
    void readsShortIdsLowestByteFirst() {
        ByteString ids = ByteString.of(1, 2, 3, 4, 5, 6, 0xff, 0, 0, 0, 0, 0x80);
        var block = new CompactBlocks.CmpctBlock(HEADER, 0, ids, List.of());
        assertEquals(0x0605_0403_0201L, block.shortId(0));
        assertEquals(0x8000_0000_00ffL, block.shortId(1));
    }

    /** A place that neither list can fill. */
    @Test
    void leavesNoPlaceEmpty() throws Exception {
        Message.read("cmpctblock", payload(HEADER, 3, 3));
        assertViolation(payload(HEADER, 3, 4));
        assertViolation(payload(HEADER, 0, 1));
        Message.read("cmpctblock", payload(HEADER, 3, 0, 3));
        assertViolation(payload(HEADER, 3, 0, 4));
        Message.read("cmpctblock", payload(HEADER, 3, 0, 2, 0, 0));
        assertViolation(payload(HEADER, 0xfff0, 0xffff));
    }

    @Test
    void isABlockOfSomething() {
        assertViolation(payload(HEADER, 0));
        var nullHeader =
                new Header(
                        1,
                        HEADER.previous(),
                        HEADER.merkleRoot(),
                        HEADER.time(),
                        0,
                        HEADER.nonce());
        assertViolation(payload(nullHeader, 3, 0));
    }

    @Test
    void prefillsTransactionsOfSomething() throws Exception {
        ByteString none = payload(HEADER, 1);
        String nothing = "01000000" + "0000" + "00000000";
        ByteString payload =
                none.slice(0, none.length() - 1).plus(ByteString.fromHex("01" + "00" + nothing));
        assertViolation(payload);
    }

    @Test
    void placesHaveSixteenBits() throws Exception {
        Message.read("cmpctblock", payload(HEADER, 0xfffe, 0xfffe));
        ByteString tooMany = payload(HEADER, 0xffff, 0);
        assertThrows(MalformedException.class, () -> Message.read("cmpctblock", tooMany));
        ByteString tooFar = payload(HEADER, 3, 0x10000);
        assertThrows(MalformedException.class, () -> Message.read("cmpctblock", tooFar));
    }

    private static void assertViolation(ByteString payload) {
        var refused =
                assertThrows(ViolationException.class, () -> Message.read("cmpctblock", payload));
        assertEquals("invalid compact block", refused.getMessage());
    }

    private static ByteString payload(Header header, int shortCount, int... skipped) {
        var out = new ByteWriter();
        header.write(out);
        out.u64(5).compactSize(shortCount).bytes(new byte[6 * shortCount]);
        out.compactSize(skipped.length);
        for (int one : skipped) out.compactSize(one).bytes(TRANSACTION.bytes());
        return out.toByteString();
    }
}
