// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;
import caesure.primitives.Header;
import caesure.testkit.Place;

import org.junit.jupiter.api.Test;

class RetargetTest {
    private static final ProofOfWork MAIN = Params.of(Network.MAIN).proofOfWork();
    private static final ProofOfWork TESTNET3 = Params.of(Network.TESTNET3).proofOfWork();
    private static final ProofOfWork TESTNET4 = Params.of(Network.TESTNET4).proofOfWork();
    private static final ProofOfWork REGTEST = Params.of(Network.REGTEST).proofOfWork();

    /**
     * The four cases that Core's pow_tests name: first time, last time and bits, and what follows.
     */
    @Test
    void followsTheTimeOfTheLastPeriod() {
        assertEquals(0x1d00d86aL, after(1_261_130_161L, 1_262_152_739L, 0x1d00ffffL));
        assertEquals(0x1d00ffffL, after(1_231_006_505L, 1_233_061_996L, 0x1d00ffffL)); // the limit
        assertEquals(0x1c0168fdL, after(1_279_008_237L, 1_279_297_671L, 0x1c05a3f4L)); // a quarter
        assertEquals(0x1d00e1fdL, after(1_263_163_443L, 1_269_211_443L, 0x1c387f6fL)); // four times
    }

    @Test
    void keepsTheTargetInsideAPeriod() {
        Place last = period(1_300_000_000L, 1_300_000_600L, 0x1c05a3f4L, 2);
        assertEquals(0x1c05a3f4L, Retarget.requiredBits(last, 2_000_000_000L, MAIN));
    }

    @Test
    void allowsTheEasiestTargetTwentyMinutesLate() {
        Place last = period(1_300_000_000L, 1_300_000_600L, 0x1c05a3f4L, 2);
        assertEquals(0x1c05a3f4L, Retarget.requiredBits(last, 1_300_001_800L, TESTNET3));
        assertEquals(0x1d00ffffL, Retarget.requiredBits(last, 1_300_001_801L, TESTNET3));
    }

    @Test
    void goesBackBehindLateBlocks() {
        Place proper = period(1_300_000_000L, 1_300_000_600L, 0x1c05a3f4L, 2);
        Place late = proper;
        for (int i = 0; i < 5; i++) late = late.then(header(late, 1_300_009_000L, 0x1d00ffffL));
        assertEquals(0x1c05a3f4L, Retarget.requiredBits(late, 1_300_009_001L, TESTNET3));
    }

    @Test
    void goesBackNoFurtherThanThePeriod() {
        Place first = Place.first(header(null, 1_300_000_000L, 0x1d00ffffL), 2016);
        Place late = first.then(header(first, 1_300_009_000L, 0x1d00ffffL));
        assertEquals(0x1d00ffffL, Retarget.requiredBits(late, 1_300_009_001L, TESTNET3));
    }

    @Test
    void measuresALatePeriodByItsLastBlockButUnderBip94ByItsFirst() {
        Place last = period(1_300_000_000L, 1_300_000_000L + 1_209_600, 0x1c05a3f4L, 2015);
        Place late = last.then(header(last, 1_300_000_000L + 1_209_600, 0x1d00ffffL));
        assertEquals(2015, late.height() % 2016);
        assertEquals(0x1d00ffffL, Retarget.requiredBits(late, 1_400_000_000L, TESTNET3));
        assertEquals(0x1c05a3f4L, Retarget.requiredBits(late, 1_400_000_000L, TESTNET4));
    }

    @Test
    void regtestNeverRetargets() {
        Place last = Place.first(header(null, 1_300_000_000L, 0x207fffffL), 0);
        for (int i = 1; i < 144; i++) last = last.then(header(last, 1_300_000_001L, 0x207fffffL));
        assertEquals(143, last.height());
        assertEquals(0x207fffffL, Retarget.requiredBits(last, 1_300_000_002L, REGTEST));
    }

    @Test
    void aTargetMayChangeFourfoldAtAPeriodsEndAndElseNotAtAll() {
        long bits = 0x1c05a3f4L;
        assertTrue(Retarget.isPermitted(2017, bits, bits, MAIN));
        assertFalse(Retarget.isPermitted(2017, bits, bits - 1, MAIN));
        assertTrue(Retarget.isPermitted(2016, bits, 0x1c0168fdL, MAIN)); // a quarter
        assertFalse(Retarget.isPermitted(2016, bits, 0x1c0168fcL, MAIN));
        assertTrue(Retarget.isPermitted(2016, bits, 0x1c168fd0L, MAIN)); // four times
        assertFalse(Retarget.isPermitted(2016, bits, 0x1c168fd1L, MAIN));
        assertTrue(Retarget.isPermitted(2016, 0x1d00ffffL, 0x1d00ffffL, MAIN));
        assertFalse(Retarget.isPermitted(2016, 0x1d00ffffL, 0x1d010000L, MAIN)); // the limit
        assertTrue(Retarget.isPermitted(2017, bits, 0x1d00ffffL, TESTNET3));
    }

    private static long after(long first, long last, long bits) {
        return Retarget.requiredBits(period(first, last, bits, 2016), last + 600, MAIN);
    }

    /** So many blocks of a period, of which the first and the last have these times. */
    private static Place period(long first, long last, long bits, int count) {
        Place place = Place.first(header(null, first, bits), 2016);
        for (int i = 1; i < count; i++) {
            place = place.then(header(place, i == count - 1 ? last : first + i, bits));
        }
        return place;
    }

    private static Header header(Place parent, long time, long bits) {
        var previous = parent == null ? Params.of(Network.MAIN).genesis().hash() : parent.hash();
        return new Header(4, previous, Hash256.ZERO, time, bits, 0);
    }
}
