// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.TxIn;
import caesure.primitives.Work;
import caesure.store.BlockIndex.Standing;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a chain does when it is opened, what it takes from whom, and whom it tells. */
class ChainStartTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final long NOW_S = 2_000_000_000L;

    private TempFolder folder;
    private DataDir dir;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new TempFolder();
        dir = DataDir.openWriter(folder.path(), "");
    }

    @AfterEach
    void removeFolder() throws IOException {
        dir.close();
        folder.close();
    }

    @Test
    void computesNothingAfterACleanStop() throws IOException {
        TestChain main = fill(30);
        try (Chain chain = openOnly(settings())) {
            assertEquals(main.tip().hash(), chain.tip().node().hash(), "before it catches up");
            assertEquals(30, chain.tip().ledger().coinCount());
        }
    }

    @Test
    void goesOnByItselfAfterBeingKilled() throws IOException {
        Chain killed = Chains.open(dir, REGTEST); // never closed: as if killed
        TestChain main = TestChain.regtest().grow(20);
        for (Block block : blocks(main)) add(killed, block);
        assertFalse(Files.exists(coins()));
        try (Chain chain = openOnly(settings())) {
            assertEquals(0, chain.tip().node().height());
            assertTrue(chain.catchUp(() -> false));
            assertEquals(main.tip().hash(), chain.tip().node().hash());
            assertEquals(20, chain.tip().ledger().coinCount());
        }
    }

    @Test
    void canBeStoppedWhileItCatchesUp() throws IOException {
        TestChain main = fill(20);
        Files.delete(coins());
        var asked = new AtomicInteger();
        try (Chain chain = openOnly(settings())) {
            assertFalse(chain.catchUp(() -> asked.incrementAndGet() > 7));
            int height = chain.tip().node().height();
            assertTrue(height > 0 && height < 20, "height " + height);
            assertTrue(chain.catchUp(() -> false));
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
    }

    @Test
    void readsTheRestOfTheFilesAfterAScanWasStoppedAndClosed() throws IOException {
        TestChain main = fill(20);
        forgetIndexAndCoins();
        try (Chain chain = openOnly(settings())) {
            var asked = new AtomicInteger();
            assertFalse(chain.catchUp(() -> asked.incrementAndGet() > 7));
        }
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
    }

    @Test
    void findsBlocksBeforeTheirParentsAlsoIfTheScanIsStopped() throws IOException {
        TestChain main = TestChain.regtest().grow(20);
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertTrue(chain.addHeaders(headers(main), Chain.Source.FILE, NOW_S).isEmpty());
            for (Block block : blocks(main).reversed()) add(chain, block);
        }
        forgetIndexAndCoins();
        try (Chain chain = openOnly(settings())) {
            var asked = new AtomicInteger();
            assertFalse(chain.catchUp(() -> asked.incrementAndGet() > 7));
        }
        var heard = new Chains.Heard();
        try (Chain chain = Chains.open(dir, REGTEST, heard)) {
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
    }

    @Test
    void doesNotForgetABlockWhoseFileCannotBeOpenedForNow() throws IOException {
        TestChain main = fill(10);
        Block fifth = main.blocks().get(5);
        Path file = dir.blocks().resolve("blk00000.dat");
        Path aside = dir.blocks().resolve("aside");
        var heard = new Chains.Heard();
        try (Chain chain = Chains.open(dir, REGTEST, heard)) {
            Files.move(file, aside);
            Files.createSymbolicLink(file, file.getFileName()); // as with too many open files
            assertThrows(IOException.class, () -> chain.block(fifth.hash()));
            Files.delete(file);
            Files.move(aside, file);
            assertEquals(fifth, chain.block(fifth.hash()).orElseThrow());
            assertEquals(List.of(), heard.damage());
        }
    }

    @Test
    void keepsTheSpentCoinsOfBlocksAboveADamagedSlot() throws IOException {
        TestChain main = spending();
        try (Chain chain = Chains.open(dir, REGTEST)) {
            for (Block block : blocks(main)) add(chain, block);
        }
        Path file = dir.blocks().resolve("rev00000.dat");
        long size = Files.size(file);
        Path index = dir.blocks().resolve("index.dat");
        byte[] bytes = Files.readAllBytes(index);
        bytes[12 * 256 + 100] ^= 1;
        Files.write(index, bytes);
        var heard = new Chains.Heard();
        try (Chain chain = Chains.open(dir, REGTEST, heard)) {
            assertEquals(1, heard.damage().size(), heard.damage()::toString);
            assertEquals(List.of(), heard.repaired());
            assertEquals(1, chain.spent(main.tip().hash()).orElseThrow().spent().size());
            assertEquals(List.of(), heard.repaired());
        }
        assertTrue(Files.size(file) >= size);
    }

    @Test
    void keepsNoCheapHeadersBeforeOneThatOnlyClaimsItsWork() throws IOException {
        var atLeast = new Work(BigInteger.valueOf(2 * 20));
        var settings = new Chain.Settings(1, Optional.empty(), atLeast, 0);
        List<Header> headers = new ArrayList<>(headers(TestChain.regtest().grow(10)));
        Header last = headers.getLast();
        headers.add(
                new Header(
                        last.version(),
                        last.hash(),
                        last.merkleRoot(),
                        last.time() + 1,
                        0x1d00ffff,
                        0));
        try (Chain chain = Chains.open(dir, REGTEST, settings, new Chains.Heard())) {
            var reject = chain.addHeaders(headers, Chain.Source.REQUESTED, NOW_S);
            assertTrue(reject.isPresent());
            assertEquals(1, chain.headers().all().size(), "nothing was kept");
        }
    }

    @Test
    void losesNothingWhenItIsClosedBeforeItCaughtUp() throws IOException {
        TestChain main = fill(20);
        Files.delete(coins());
        Files.delete(index());
        openOnly(settings()).close();
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
    }

    @Test
    void findsABlockWhoseSlotStandsBeforeThatOfItsParent() throws IOException {
        TestChain main = fill(20);
        Block fork = TestChain.regtest().next().time(NOW_S - 50).mine();
        try (Chain chain = Chains.open(dir, REGTEST)) {
            List<Header> header = List.of(fork.header());
            assertTrue(chain.addHeaders(header, Chain.Source.FILE, NOW_S).isEmpty());
            main.grow(1);
            add(chain, main.blocks().getLast());
        }
        damageSlot(20); // of the header without a block, which is not found again
        try (Chain chain = Chains.open(dir, REGTEST, new Chains.Heard())) {
            main.grow(1);
            add(chain, main.blocks().getLast()); // behind 21 of slot 21, in slot 20
            main.grow(1);
            add(chain, main.blocks().getLast());
        }
        try (Chain chain = openOnly(settings())) {
            assertEquals(main.tip().hash(), chain.tip().node().hash(), "before it catches up");
        }
    }

    @Test
    void findsBlocksInABootstrapFileAndLeavesItAsItIs() throws IOException {
        TestChain main = TestChain.regtest().grow(12);
        Path file = dir.blocks().resolve("bootstrap.dat");
        byte[] bytes = bootstrap(main);
        Files.write(file, bytes);
        for (int i = 0; i < 2; i++) {
            try (Chain chain = Chains.open(dir, REGTEST, new Chains.Heard())) {
                assertEquals(main.tip().hash(), chain.tip().node().hash());
                Block fifth = main.blocks().get(5);
                assertEquals(fifth, chain.block(fifth.hash()).orElseThrow());
            }
        }
        assertEquals(ByteString.wrap(bytes), ByteString.wrap(Files.readAllBytes(file)));
        assertFalse(Files.exists(dir.blocks().resolve("blk00000.dat")), "nothing is copied");
    }

    @Test
    void doesNotGoBeyondTheHeightWhereItIsToStop() throws IOException {
        fill(20);
        Files.delete(coins());
        var until = new Chain.Settings(2, Optional.empty(), Work.NONE, 12);
        try (Chain chain = Chains.open(dir, REGTEST, until, new Chains.Heard())) {
            assertEquals(12, chain.tip().node().height());
        }
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(20, chain.tip().node().height());
        }
    }

    @Test
    void keepsAPersonsWordOverTheNextStart() throws IOException {
        TestChain main = fill(10);
        BlockHash seventh = main.blocks().get(7).hash();
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertTrue(chain.invalidate(seventh));
            assertEquals(6, chain.tip().node().height());
            assertEquals(6, chain.tip().ledger().coinCount());
            assertFalse(chain.invalidate(REGTEST.genesis().hash()));
        }
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(6, chain.tip().node().height());
            assertTrue(chain.reconsider(main.tip().hash()), "a block above it does as well");
            assertEquals(main.tip().hash(), chain.tip().node().hash());
            assertFalse(chain.reconsider(new BlockHash(Hash256.ONE)));
        }
    }

    @Test
    void stopsAtADamagedBlockAndGoesOnWhenItComesAgain() throws IOException {
        TestChain main = fill(10);
        Files.delete(coins());
        Path file = dir.blocks().resolve("blk00000.dat");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var heard = new Chains.Heard();
        try (Chain chain = Chains.open(dir, REGTEST, heard)) {
            assertTrue(chain.tip().node().height() < 10);
            assertEquals(1, heard.damage().size(), heard.damage()::toString);
            assertTrue(heard.damage().getFirst().contains("blk00000.dat"));
            for (Block block : blocks(main)) add(chain, block);
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(main.tip().hash(), chain.tip().node().hash());
        }
    }

    @Test
    void computesSpentCoinsAnewWhenTheyAreDamaged() throws IOException {
        TestChain main = spending();
        BlockHash last = main.tip().hash();
        try (Chain chain = Chains.open(dir, REGTEST)) {
            for (Block block : blocks(main)) add(chain, block);
            assertEquals(1, chain.spent(last).orElseThrow().spent().size());
        }
        Path file = dir.blocks().resolve("rev00000.dat");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
        var heard = new Chains.Heard();
        try (Chain chain = Chains.open(dir, REGTEST, heard)) {
            assertEquals(1, chain.spent(last).orElseThrow().spent().size());
            assertTrue(heard.repaired().getLast().contains("rev00000.dat"), heard::toString);
        }
        try (Chain chain = Chains.open(dir, REGTEST)) {
            assertEquals(1, chain.spent(last).orElseThrow().spent().size());
        }
    }

    @Test
    void keepsOfUnrequestedBlocksOnlyWhatCoreKeeps() throws IOException {
        TestChain main = TestChain.regtest().grow(300);
        List<Block> all = blocks(main);
        try (Chain chain = Chains.open(dir, REGTEST)) {
            List<Header> headers = all.stream().map(Block::header).toList();
            assertTrue(chain.addHeaders(headers, Chain.Source.REQUESTED, NOW_S).isEmpty());
            assertEquals(300, chain.headers().bestHeader().height());
            assertEquals(0, chain.tip().node().height());
            assertInstanceOf(Verdict.Ignored.class, addUnrequested(chain, all.get(288)));
            assertInstanceOf(Verdict.Stored.class, addUnrequested(chain, all.get(287)));
            for (Block block : all.subList(0, 5)) {
                assertInstanceOf(Verdict.Connected.class, addUnrequested(chain, block));
            }
            Block beside = TestChain.regtest().next().time(NOW_S - 50).mine();
            assertInstanceOf(Verdict.Ignored.class, addUnrequested(chain, beside));
            assertTrue(chain.block(beside.hash()).isEmpty());
            assertInstanceOf(
                    Verdict.Stored.class, chain.add(beside.bytes(), Chain.Source.REQUESTED, NOW_S));
        }
    }

    @Test
    void keepsNoHeadersOfStrangersBelowTheMinimumWork() throws IOException {
        var atLeast = new Work(BigInteger.valueOf(2 * 20)); // genesis and 19 more
        var settings = new Chain.Settings(1, Optional.empty(), atLeast, 0);
        List<Header> headers = headers(TestChain.regtest().grow(25));
        try (Chain chain = Chains.open(dir, REGTEST, settings, new Chains.Heard())) {
            var reject = chain.addHeaders(headers.subList(0, 18), Chain.Source.REQUESTED, NOW_S);
            assertEquals("too-little-chainwork", reject.orElseThrow().text());
            assertEquals(1, chain.headers().all().size(), "nothing was kept");
            assertTrue(chain.addHeaders(headers, Chain.Source.REQUESTED, NOW_S).isEmpty());
            assertEquals(26, chain.headers().all().size());
        }
    }

    /** The scripts of all blocks below are believed, of those above none. */
    @Test
    void believesScriptsOnlyUnderCoresConditions() throws IOException {
        TestChain main = TestChain.regtest().grow(101);
        var wrong = new TxIn(main.coinbase(1), ByteString.of(0x6a), TxBuilder.FINAL, List.of());
        main.add(main.next().with(new TxBuilder().input(wrong).pay(0).build()).mine());
        int bad = main.tip().height();
        main.grow(2016 + 2);
        List<Header> headers = headers(main);
        Optional<BlockHash> assumed = Optional.of(main.blocks().get(bad).hash());
        try (Chain chain =
                Chains.open(
                        dir,
                        REGTEST,
                        new Chain.Settings(2, assumed, Work.NONE, 0),
                        new Chains.Heard())) {
            assertTrue(chain.addHeaders(headers, Chain.Source.FILE, NOW_S).isEmpty());
            for (Block block : main.blocks().subList(1, bad + 1)) add(chain, block);
            assertEquals(bad, chain.tip().node().height());
            assertEquals(Standing.ASSUMED, chain.tip().node().facts().standing());
        }
        try (TempFolder other = new TempFolder();
                DataDir second = DataDir.openWriter(other.path(), "");
                Chain chain =
                        Chains.open(
                                second,
                                REGTEST,
                                new Chain.Settings(2, assumed, Work.NONE, 0),
                                new Chains.Heard())) {
            List<Header> few = headers.subList(0, bad + 2015); // not two weeks on top
            assertTrue(chain.addHeaders(few, Chain.Source.FILE, NOW_S).isEmpty());
            for (Block block : main.blocks().subList(1, bad + 1)) add(chain, block);
            assertEquals(bad - 1, chain.tip().node().height());
        }
    }

    @Test
    void tellsSubscribersOfBlocksAndOfEachMoveOfTheTip() throws Exception {
        BlockingQueue<ChainEvent> heard = new LinkedBlockingQueue<>();
        TestChain left = TestChain.regtest().grow(2);
        TestChain right = TestChain.regtest();
        right.add(right.next().time(NOW_S - 9_000).mine());
        right.grow(2);
        try (Chain chain = Chains.open(dir, REGTEST);
                Subscription _ = chain.subscribe(heard::add)) {
            for (Block block : blocks(left)) add(chain, block);
            for (Block block : blocks(right)) add(chain, block);
            ChainEvent event = heard.poll(10, TimeUnit.SECONDS);
            while (!(event instanceof ChainEvent.Moved(var _, var to)) || to.height() != 3) {
                event = heard.poll(10, TimeUnit.SECONDS);
            }
            var move = (ChainEvent.Moved) event;
            assertEquals(List.of(2, 1), move.left().stream().map(HeaderNode::height).toList());
            assertEquals(List.of(1, 2, 3), move.joined().stream().map(HeaderNode::height).toList());
        }
    }

    private static List<Header> headers(TestChain chain) {
        return blocks(chain).stream().map(Block::header).toList();
    }

    private static byte[] bootstrap(TestChain chain) {
        var out = new ByteWriter(1 << 14);
        for (Block block : chain.blocks()) {
            ByteString bytes = block.bytes();
            out.bytes(REGTEST.magic()).u32(bytes.length()).bytes(bytes);
        }
        return out.toArray();
    }

    private static TestChain spending() {
        TestChain main = TestChain.regtest().grow(101);
        return main.add(
                main.next().with(new TxBuilder().spend(main.coinbase(1)).pay(1000).build()).mine());
    }

    private void forgetIndexAndCoins() throws IOException {
        Files.delete(coins());
        Files.delete(dir.blocks().resolve("index.dat"));
    }

    private Path index() {
        return dir.blocks().resolve("index.dat");
    }

    private void damageSlot(int number) throws IOException {
        byte[] bytes = Files.readAllBytes(index());
        bytes[256 * (2 + number) + 50] ^= 1;
        Files.write(index(), bytes);
    }

    private Path coins() {
        return dir.chainstate().resolve("coins.dat");
    }

    private static Chain.Settings settings() {
        return Chain.Settings.of(REGTEST, 2);
    }

    private Chain openOnly(Chain.Settings settings) throws IOException {
        Secp256k1 secp = Secp256k1.load().engine();
        return Chain.open(dir, REGTEST, secp, settings, new Chains.Heard());
    }

    private TestChain fill(int blocks) throws IOException {
        TestChain main = TestChain.regtest().grow(blocks);
        try (Chain chain = Chains.open(dir, REGTEST)) {
            for (Block block : blocks(main)) add(chain, block);
        }
        return main;
    }

    private static List<Block> blocks(TestChain chain) {
        return chain.blocks().subList(1, chain.blocks().size());
    }

    private static Verdict add(Chain chain, Block block) throws IOException {
        return chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW_S);
    }

    private static Verdict addUnrequested(Chain chain, Block block) throws IOException {
        return chain.add(block.bytes(), Chain.Source.UNREQUESTED, NOW_S);
    }
}
