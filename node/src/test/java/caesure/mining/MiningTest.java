// SPDX-License-Identifier: BSD-2-Clause
package caesure.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.Verdict;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Templates, nonces, and trials on the tip, with a chain of regtest. */
@Timeout(60)
class MiningTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString ANYONE = ByteString.of(0x51);
    private static final long NOW_S = 1_700_000_000L;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW_S));

    private final Assembler assembler = new Assembler(CLOCK, OptionalInt.empty());
    private TempFolder folder;
    private DataDir dir;
    private Chain chain;

    @BeforeEach
    void open() throws IOException {
        folder = new TempFolder();
        dir = DataDir.openWriter(folder.path(), "regtest");
        chain = Chains.open(dir, REGTEST);
    }

    @AfterEach
    void close() throws IOException {
        chain.close();
        dir.close();
        folder.close();
    }

    /** What bitcoind v31.99 made with setmocktime 1700000000, generatetodescriptor 450 raw(51). */
    @Test
    void blocksAreThoseOfBitcoindByteForByte() throws Exception {
        grow(450);
        assertEquals("662dbcc4a44fb803448d92696a963271c519c8311b5c938f3a535550154f0404", hashAt(3));
        assertEquals(
                "4f9e9e89d6037013c9e33b8cd4a6065c61fe09d3317db51dca17b8bfaff74ecd", hashAt(17));
        assertEquals(
                "1cb1fa775190052041404b980fcbb16080b23df82a262aab8f22b07c209804f4", hashAt(450));
    }

    /** The same node's versions: testdummy started at 144 and was active from 432 on. */
    @Test
    void testdummyIsSignalledUntilItIsActive() throws Exception {
        grow(433);
        assertEquals(0x2000_0000, at(143).header().version());
        assertEquals(0x3000_0000, at(144).header().version());
        assertEquals(0x3000_0000, at(431).header().version());
        assertEquals(0x2000_0000, at(432).header().version());
    }

    @Test
    void aVersionOfOnesOwnIsTaken() {
        var other = new Assembler(CLOCK, OptionalInt.of(1337));
        assertFalse(other.isUsed());
        assertEquals(1337, other.next(chain, ANYONE, List.of()).version());
        assertTrue(other.isUsed());
    }

    @Test
    void aTemplateIsAfterTheMedianTimeAlsoWhenTheClockIsBehind() throws Exception {
        grow(20); // a second later each from the twelfth on
        HeaderNode tip = chain.tip().node();
        BlockTemplate template = BlockTemplate.on(tip, REGTEST, NOW_S - 1_000, ANYONE, List.of());
        assertEquals(tip.medianTimePast() + 1, template.time());
        assertTrue(template.time() > NOW_S);
    }

    @Test
    void triesAreCountedOverAllBlocks() {
        BlockTemplate template = assembler.next(chain, ANYONE, List.of());
        assertTrue(new Miner(-1, () -> false).solve(template).isPresent());
        var none = new Miner(0, () -> false);
        assertFalse(none.goesOn());
        assertEquals(Optional.empty(), none.solve(template));
        assertEquals(Optional.empty(), new Miner(-1, () -> true).solve(template));
    }

    /** Main's target takes more tries than this test has. */
    @Test
    void aHardTargetEndsTheSearchWhenTriesAreOver() throws Exception {
        Params main = Params.of(Network.MAIN);
        var asked = new AtomicInteger();
        var miner =
                new Miner(
                        100,
                        () -> {
                            asked.incrementAndGet();
                            return false;
                        });
        try (var mainFolder = new TempFolder();
                var mainDir = DataDir.openWriter(mainFolder.path(), "");
                var mainChain = Chains.open(mainDir, main)) {
            BlockTemplate template = assembler.next(mainChain, ANYONE, List.of());
            assertEquals(0x2000_0000, template.version());
            assertEquals(Optional.empty(), miner.solve(template));
        }
        assertFalse(miner.goesOn());
        assertEquals(100, asked.get());
    }

    @Test
    void transactionsAreCommittedToAndConnected() throws Exception {
        grow(101);
        Transaction spend = spend(1);
        BlockTemplate template = assembler.next(chain, ANYONE, List.of(spend));
        assertEquals(List.of(spend), template.transactions().subList(1, 2));
        assertEquals(Optional.empty(), chain.trial().draft(template.block(0), NOW_S));
        assertInstanceOf(Verdict.Connected.class, add(solved(template)));
    }

    @Test
    void aTrialSaysWhatIsWrongAndLeavesNothingBehind() throws Exception {
        grow(101);
        int headers = chain.headers().all().size();
        Transaction unripe = spend(50);
        Block block = assembler.next(chain, ANYONE, List.of(unripe)).block(0);
        assertEquals(
                Optional.of(Reject.Reason.BAD_TXNS_PREMATURE_SPEND_OF_COINBASE),
                chain.trial().draft(block, NOW_S).map(Reject::reason));
        assertEquals(headers, chain.headers().all().size());
        assertEquals(Optional.empty(), chain.block(block.hash()));
    }

    @Test
    void aTrialRunsTheScripts() throws Exception {
        Block mine =
                solved(assembler.next(chain, ByteString.of(0x00), List.of())); // OP_0: nobody's
        assertInstanceOf(Verdict.Connected.class, add(mine));
        grow(100);
        var coin = new OutPoint(mine.transactions().getFirst().txid(), 0);
        Transaction spend = new TxBuilder().spend(coin).pay(1_000).build();
        Block block = assembler.next(chain, ANYONE, List.of(spend)).block(0);
        assertEquals(
                Optional.of(Reject.Reason.BLOCK_SCRIPT_VERIFY_FLAG_FAILED),
                chain.trial().draft(block, NOW_S).map(Reject::reason));
    }

    @Test
    void aProposalMustBuildOnTheTipAndCommitToItsTransactions() throws Exception {
        BlockTemplate first = assembler.next(chain, ANYONE, List.of());
        assertEquals(Optional.empty(), chain.trial().proposal(first.block(0), NOW_S));
        var other = new Block(first.block(0).header(), first.transactions().subList(0, 0));
        assertEquals(
                Optional.of("bad-txnmrklroot"),
                chain.trial().proposal(other, NOW_S).map(Reject::text));
        assertEquals(
                Optional.of("bad-blk-length"), chain.trial().draft(other, NOW_S).map(Reject::text));
        grow(1);
        assertEquals(
                Optional.of("inconclusive-not-best-prevblk"),
                chain.trial().proposal(first.block(0), NOW_S).map(Reject::text));
    }

    @Test
    void aProposalFromTheFutureIsRefused() {
        Block block = assembler.next(chain, ANYONE, List.of()).block(0);
        assertEquals(
                Optional.of("time-too-new"),
                chain.trial().proposal(block, NOW_S - 7_201).map(Reject::text));
    }

    @Test
    void whoWaitsForListenersWaitsForTheSlowestOfThem() throws Exception {
        var heard = new ArrayList<Integer>();
        var go = new CountDownLatch(1);
        chain.subscribe(event -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.add(1);
        });
        grow(2); // each is stored, and moves the tip
        Thread.ofVirtual().start(go::countDown);
        chain.awaitTold();
        assertEquals(4, heard.size());
        chain.awaitTold(); // and at once when there is nothing new
    }

    @Test
    void aListenerThatFailedHoldsNobody() throws Exception {
        var failing = new CountDownLatch(1);
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> failing.countDown());
        try {
            chain.subscribe(event -> {
                throw new IllegalStateException("a listener's fault");
            });
            grow(2);
            chain.awaitTold();
            failing.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    private void grow(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            add(solved(assembler.next(chain, ANYONE, List.of())));
        }
    }

    private static Block solved(BlockTemplate template) {
        return new Miner(1_000_000, () -> false).solve(template).orElseThrow();
    }

    private Verdict add(Block block) throws IOException {
        Verdict verdict = chain.add(block, block.bytes(), Chain.Source.SUBMITTED, NOW_S);
        assertInstanceOf(Verdict.Connected.class, verdict);
        return verdict;
    }

    private Transaction spend(int height) throws IOException {
        BlockHash hash = at(height).hash();
        Transaction coinbase = chain.block(hash).orElseThrow().transactions().getFirst();
        return new TxBuilder().spend(new OutPoint(coinbase.txid(), 0)).pay(1_000).build();
    }

    private HeaderNode at(int height) {
        return chain.tip().node().ancestor(height);
    }

    private String hashAt(int height) {
        return at(height).hash().toString();
    }
}
