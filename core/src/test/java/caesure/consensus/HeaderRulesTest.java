// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;

class HeaderRulesTest {
    private static final Params MAIN = Params.of(Network.MAIN);
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final long LATER_S = 4_294_967_295L;

    @Test
    void acceptsEveryGenesis() {
        for (Network network : Network.values()) {
            Params params = Params.of(network);
            assertEquals("", work(params.genesis().header(), params), network.chain());
        }
    }

    @Test
    void refusesAHashAboveTheTarget() {
        Header genesis = MAIN.genesis().header();
        assertEquals("high-hash", work(withNonce(genesis, genesis.nonce() + 1), MAIN));
    }

    @Test
    void refusesATargetAboveTheLimit() {
        Header regtest = REGTEST.genesis().header(); // 0x207fffff: fine there, too easy elsewhere
        assertEquals("", work(regtest, REGTEST));
        assertEquals("high-hash", work(regtest, MAIN));
    }

    @Test
    void refusesTargetsThatAreNone() {
        Header genesis = REGTEST.genesis().header();
        long[] none = {0, 0x1d80ffffL, 0xff7fffffL, 0x2100ffffL << 8 & 0xffff_ffffL, 0x00ffffffL};
        for (long bits : none) assertEquals("high-hash", work(withBits(genesis, bits), REGTEST));
    }

    @Test
    void refusesAnotherTargetThanRequired() {
        Place parent = place(MAIN.genesis().header(), 0);
        assertEquals(
                "bad-diffbits",
                context(header(parent, 4, 2_000_000_000L, 0x1c00ffffL), parent, MAIN));
    }

    @Test
    void refusesATimeNotAfterTheMedian() {
        TestChain chain = TestChain.regtest().grow(20);
        long median = chain.tip().medianTimePast();
        assertEquals(chain.tip().ancestor(15).header().time(), median);
        assertEquals("time-too-old", context(next(chain, median), chain.tip(), REGTEST));
        assertEquals("", context(next(chain, median + 1), chain.tip(), REGTEST));
    }

    @Test
    void medianOfFewBlocksIsTheUpperMiddle() {
        TestChain chain = TestChain.regtest().grow(1);
        assertEquals(chain.tip().header().time(), chain.tip().medianTimePast());
        chain.grow(1);
        assertEquals(chain.tip().ancestor(1).header().time(), chain.tip().medianTimePast());
    }

    @Test
    void refusesATimeTwoHoursAhead() {
        TestChain chain = TestChain.regtest();
        Header header = next(chain, 1_700_000_000L);
        assertEquals("time-too-new", at(header, chain, 1_700_000_000L - 7_201));
        assertEquals("", at(header, chain, 1_700_000_000L - 7_200));
        Reject reject = HeaderRules.checkContext(header, chain.tip(), REGTEST, 1).orElseThrow();
        assertEquals(Reject.Blame.NOT_YET, reject.blame());
    }

    @Test
    void timesAreUnsigned() {
        TestChain chain = TestChain.regtest();
        assertEquals("", context(next(chain, 0xffff_ffffL), chain.tip(), REGTEST));
    }

    @Test
    void refusesAFirstBlockThatReachesBackOnlyUnderBip94() {
        TestChain chain = TestChain.regtest().grow(142);
        chain.add(chain.next().time(chain.tip().header().time() + 100_000).mine()); // height 143
        long last = chain.tip().header().time();
        Params bip94 = REGTEST.withProofOfWork(bip94());
        assertEquals("time-timewarp-attack", context(next(chain, last - 601), chain.tip(), bip94));
        assertEquals("", context(next(chain, last - 600), chain.tip(), bip94));
        assertEquals("", context(next(chain, last - 601), chain.tip(), REGTEST));
        Place inside = chain.tip().parent().orElseThrow().then(chain.tip().header());
        chain.add(chain.next().mine());
        assertEquals(143, inside.height());
        assertEquals(
                "", context(next(chain, chain.tip().header().time() - 601), chain.tip(), bip94));
    }

    @Test
    void refusesRetiredVersionsFromTheirHeights() {
        int[] heights = {227_931, 363_725, 388_381};
        for (int i = 0; i < heights.length; i++) {
            assertEquals("", version(i + 1, heights[i] - 1));
            assertEquals("bad-version(0x0000000" + (i + 1) + ")", version(i + 1, heights[i]));
            assertEquals("", version(i + 2, heights[i]));
        }
    }

    @Test
    void versionsAreSigned() {
        assertEquals("bad-version(0xffffffff)", version(-1, 400_000));
        assertEquals("bad-version(0x80000000)", version(Integer.MIN_VALUE, 400_000));
        assertEquals("bad-version(0x80000000)", version(Integer.MIN_VALUE, 227_931));
        assertEquals("", version(Integer.MIN_VALUE, 227_930));
        assertEquals("", version(0x2000_0000, 400_000));
        assertEquals("", version(0x7fff_ffff, 400_000));
    }

    @Test
    void namesCoresFirstFault() {
        TestChain chain = TestChain.regtest().grow(20);
        long old = chain.tip().medianTimePast();
        Header wrongBits = header(chain.tip(), 1, old, 0x1d00ffffL);
        assertEquals("bad-diffbits", context(wrongBits, chain.tip(), REGTEST));
        Header oldAndRetired = header(chain.tip(), 1, old, 0x207fffffL);
        assertEquals("time-too-old", context(oldAndRetired, chain.tip(), REGTEST));
        Header newAndRetired = header(chain.tip(), 1, old + 9_000, 0x207fffffL);
        assertEquals("time-too-new", at(newAndRetired, chain, 1));
        assertEquals("bad-version(0x00000001)", context(newAndRetired, chain.tip(), REGTEST));
    }

    static ProofOfWork bip94() {
        ProofOfWork old = REGTEST.proofOfWork();
        return new ProofOfWork(old.limit(), old.spacingS(), old.timespanS(), true, true, true);
    }

    /** What is said of a mainnet header of some version at some height. */
    private static String version(int version, int height) {
        Header genesis = MAIN.genesis().header();
        Place parent = place(genesis, height - 1);
        return context(header(parent, version, genesis.time() + 1, genesis.bits()), parent, MAIN);
    }

    private static String work(Header header, Params params) {
        return HeaderRules.checkProofOfWork(header, params).map(Reject::text).orElse("");
    }

    private static String context(Header header, HeaderView parent, Params params) {
        return HeaderRules.checkContext(header, parent, params, LATER_S)
                .map(Reject::text)
                .orElse("");
    }

    private static String at(Header header, TestChain chain, long nowS) {
        return HeaderRules.checkContext(header, chain.tip(), REGTEST, nowS)
                .map(Reject::text)
                .orElse("");
    }

    private static Header next(TestChain chain, long time) {
        return chain.next().time(time).mineHeader(Hash256.ZERO);
    }

    private static Place place(Header header, int height) {
        return Place.first(header, height);
    }

    private static Header header(Place parent, int version, long time, long bits) {
        return new Header(version, parent.hash(), Hash256.ZERO, time, bits, 0);
    }

    private static Header withNonce(Header h, long nonce) {
        return new Header(h.version(), h.previous(), h.merkleRoot(), h.time(), h.bits(), nonce);
    }

    private static Header withBits(Header h, long bits) {
        return new Header(
                1, new BlockHash(Hash256.ZERO), h.merkleRoot(), h.time(), bits, h.nonce());
    }
}
