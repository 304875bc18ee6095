// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.ledger.UtxoStats;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.store.DataDir;
import caesure.store.FileHead;
import caesure.testkit.Chains;
import caesure.testkit.ForkTree;
import caesure.testkit.Place;
import caesure.testkit.Property;
import caesure.testkit.TempFolder;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class ChainTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final long NOW_S = 2_000_000_000L;

    private TempFolder folder;
    private DataDir dir;
    private Chain chain;

    @BeforeEach
    void open() throws IOException {
        folder = new TempFolder();
        reopen();
    }

    @AfterEach
    void close() throws IOException {
        chain.close();
        dir.close();
        folder.close();
    }

    private void reopen() throws IOException {
        if (chain != null) {
            chain.close();
            dir.close();
        }
        dir = DataDir.openWriter(folder.path(), "regtest");
        chain = Chains.open(dir, REGTEST);
    }

    @Test
    void beginsWithGenesis() throws IOException {
        assertEquals(0, chain.tip().node().height());
        assertEquals(REGTEST.genesis(), chain.block(REGTEST.genesis().hash()).orElseThrow());
        assertInstanceOf(Verdict.Known.class, add(REGTEST.genesis()));
    }

    @Test
    void connectsBlockAfterBlock() throws IOException {
        for (Block block : TestChain.regtest().grow(5).blocks().subList(1, 6)) {
            assertInstanceOf(Verdict.Connected.class, add(block));
            assertEquals(block.hash(), chain.tip().ledger().block());
            assertEquals(block, chain.block(block.hash()).orElseThrow());
        }
        assertEquals(5, chain.tip().ledger().coinCount());
    }

    @Test
    void keepsTheFirstOfTwoBranchesWithEqualWork() throws IOException {
        Fork fork = fork(2, 2);
        fork.left.forEach(this::connects);
        assertInstanceOf(Verdict.Stored.class, add(fork.right.get(0)));
        assertInstanceOf(Verdict.Stored.class, add(fork.right.get(1)));
        assertEquals(fork.left.getLast().hash(), chain.tip().node().hash());
        reopen();
        assertEquals(fork.left.getLast().hash(), chain.tip().node().hash());
    }

    @Test
    void goesOverToTheBranchWithMoreWork() throws IOException {
        Fork fork = fork(2, 3);
        fork.left.forEach(this::connects);
        assertInstanceOf(Verdict.Stored.class, add(fork.right.get(0)));
        assertInstanceOf(Verdict.Stored.class, add(fork.right.get(1)));
        assertInstanceOf(Verdict.Connected.class, add(fork.right.get(2)));
        assertEquals(fork.right.getLast().hash(), chain.tip().node().hash());
        assertEquals(5, chain.tip().ledger().height());
        reopen();
        assertEquals(fork.right.getLast().hash(), chain.tip().node().hash());
    }

    @Test
    void returnsFromABranchThatTurnsOutInvalid() throws IOException {
        TestChain main = TestChain.regtest().grow(3);
        main.blocks().stream().skip(1).forEach(this::connects);
        UtxoStats before = UtxoStats.of(chain.tip().ledger());
        TestChain other = TestChain.regtest().add(main.blocks().get(1)).add(main.blocks().get(2));
        Block bad = other.next().time(NOW_S - 9_000).coinbaseSats(5_000_000_001L).mine();
        other.add(bad);
        Block after = other.next().mine();
        assertInstanceOf(Verdict.Stored.class, add(bad));
        var verdict = assertInstanceOf(Verdict.Rejected.class, add(after));
        assertEquals("bad-prevblk", verdict.reject().text());
        assertEquals(bad.hash(), verdict.ancestor().orElseThrow().hash());
        assertEquals("bad-cb-amount", verdict.ancestor().orElseThrow().reject().text());
        assertEquals(before, UtxoStats.of(chain.tip().ledger()));
        assertRefused("duplicate-invalid", add(bad));
        assertRefused("duplicate-invalid", add(after));
        reopen();
        assertEquals(before, UtxoStats.of(chain.tip().ledger()));
        assertRefused("duplicate-invalid", add(bad));
        assertRefused("duplicate-invalid", add(after));
    }

    @Test
    void takesAGoodCopyAfterADamagedOne() throws IOException {
        TestChain main = TestChain.regtest();
        Block good = main.next().mine();
        List<Transaction> twice = new ArrayList<>(good.transactions());
        twice.addAll(good.transactions());
        Block damaged = new Block(good.header(), twice);
        var verdict = assertInstanceOf(Verdict.Rejected.class, add(damaged));
        assertEquals(Reject.Blame.COPY, verdict.reject().blame());
        connects(good);
    }

    @Test
    void takesABlockWhoseTimeHasCome() throws IOException {
        Block early = TestChain.regtest().next().time(NOW_S + 7_201).mine();
        var verdict = assertInstanceOf(Verdict.Rejected.class, add(early));
        assertEquals("time-too-new", verdict.reject().text());
        assertInstanceOf(
                Verdict.Connected.class,
                chain.add(early.bytes(), Chain.Source.SUBMITTED, NOW_S + 1));
    }

    @Test
    void remembersABlockThatBreaksARuleOfItsHeight() throws IOException {
        TestChain main = TestChain.regtest();
        Block bad = main.next().coinbaseScript(ByteString.of(0x55, 0x00)).mine();
        assertRefused("bad-cb-height", add(bad));
        assertRefused("duplicate-invalid", add(bad));
        assertRefused("bad-prevblk", add(TestChain.regtest().add(bad).next().mine()));
        reopen();
        assertRefused("duplicate-invalid", add(bad));
    }

    /** Some copy of the same hash may be good: 64-byte nodes of a tree look like transactions. */
    @Test
    void doesNotRememberABlockThatIsBadByItself() throws IOException {
        TestChain main = TestChain.regtest();
        Transaction other = new TxBuilder().spend(main.coinbase(0)).pay(1).build();
        Block bad = main.next().mine(List.of(other));
        assertRefused("bad-cb-missing", add(bad));
        assertRefused("bad-cb-missing", add(bad));
        reopen();
        assertRefused("bad-cb-missing", add(bad));
        assertInstanceOf(Verdict.NoParent.class, add(TestChain.regtest().add(bad).next().mine()));
    }

    @Test
    void keepsNoBlockWithoutAParent() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(2).blocks();
        assertInstanceOf(Verdict.NoParent.class, add(blocks.get(2)));
        connects(blocks.get(1));
        connects(blocks.get(2));
    }

    @Test
    void saysWhatIsNoBlock() throws IOException {
        assertInstanceOf(
                Verdict.Malformed.class,
                chain.add(ByteString.of(1, 2, 3), Chain.Source.SUBMITTED, NOW_S));
    }

    @Test
    void computesOldLedgersWithoutWriting() throws IOException {
        TestChain main = TestChain.regtest().grow(Chain.HORIZON_BLOCKS + 20);
        main.blocks().stream().skip(1).forEach(this::connects);
        byte[] before = Files.readAllBytes(dir.blocks().resolve("blk00000.dat"));
        for (int height : new int[] {0, 1, 15, 100, Chain.HORIZON_BLOCKS + 20}) {
            var ledger = chain.ledgerAt(height).orElseThrow();
            assertEquals(main.blocks().get(height).hash(), ledger.block());
            assertEquals(height, ledger.coinCount());
        }
        assertTrue(chain.ledgerAt(Chain.HORIZON_BLOCKS + 21).isEmpty());
        assertTrue(chain.ledgerAt(-1).isEmpty());
        assertArrayEquals(before, Files.readAllBytes(dir.blocks().resolve("blk00000.dat")));
    }

    @Test
    void reorganizesDeeperThanTheHorizon() throws IOException {
        int depth = Chain.HORIZON_BLOCKS + 10;
        Fork fork = fork(depth, depth + 1);
        fork.left.forEach(this::connects);
        for (Block block : fork.right.subList(0, depth)) {
            assertInstanceOf(Verdict.Stored.class, add(block));
        }
        connects(fork.right.getLast());
        assertEquals(depth + 3, chain.tip().node().height());
    }

    @Test
    void aReaderSeesWhatTheWriterSees() throws IOException {
        TestChain.regtest().grow(4).blocks().stream().skip(1).forEach(this::connects);
        try (DataDir beside = DataDir.openReader(folder.path(), "regtest");
                Chain reader = Chains.open(beside, REGTEST)) {
            assertEquals(chain.tip().node().hash(), reader.tip().node().hash());
        }
        assertThrows(IOException.class, () -> DataDir.openWriter(folder.path(), "regtest"));
    }

    @Test
    void endsWhereAPlainRecomputationEnds() {
        Property.forAll(
                25,
                random -> {
                    ForkTree tree = ForkTree.random(random, 40, 12);
                    try (Fresh fresh = new Fresh()) {
                        fresh.addAll(tree);
                        fresh.assertAt(tree.best());
                        fresh.reopen();
                        fresh.assertAt(tree.best());
                    }
                });
    }

    /** Cuts the files as a crash may, anywhere: the node comes back and catches up. */
    @Test
    void comesBackAfterACrash() {
        Property.forAll(
                25,
                random -> {
                    ForkTree tree = ForkTree.random(random, 25, 8);
                    try (Fresh fresh = new Fresh()) {
                        fresh.addAll(tree);
                        fresh.cut("blocks/blk00000.dat", random);
                        fresh.cut("blocks/rev00000.dat", random);
                        fresh.cut("blocks/index.dat", random);
                        fresh.cut("chainstate/coins.dat", random);
                        fresh.reopen();
                        fresh.addAll(tree);
                        fresh.assertAtOneAsGoodAs(tree);
                    }
                });
    }

    /** A flipped bit anywhere costs that block at most, and another copy heals it. */
    @Test
    void healsADamagedBlockFile() {
        Property.forAll(
                25,
                random -> {
                    ForkTree tree = ForkTree.random(random, 15, 0);
                    try (Fresh fresh = new Fresh()) {
                        fresh.addAll(tree);
                        fresh.flip("blocks/blk00000.dat", random);
                        fresh.flip("blocks/rev00000.dat", random);
                        fresh.flip("blocks/index.dat", random);
                        fresh.flip("chainstate/coins.dat", random);
                        fresh.reopen();
                        fresh.addAll(tree);
                        assertEquals(
                                tree.best().place().height(), fresh.chain.tip().node().height());
                    }
                });
    }

    /** A chain of its own in a folder of its own. */
    private static final class Fresh implements AutoCloseable {
        private final TempFolder folder = new TempFolder();
        private DataDir dir;
        private Chain chain;

        Fresh() throws IOException {
            dir = DataDir.openWriter(folder.path(), "");
            chain = Chains.open(dir, REGTEST);
        }

        void reopen() throws IOException {
            chain.close();
            chain = Chains.open(dir, REGTEST, new Chains.Heard());
        }

        void addAll(ForkTree tree) throws IOException {
            for (Block block : ForkTree.trunk())
                chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW_S);
            for (ForkTree.Grown next : tree.grown())
                chain.add(next.block().bytes(), Chain.Source.SUBMITTED, NOW_S);
        }

        void assertAt(ForkTree.Grown best) {
            assertEquals(best.place().hash(), chain.tip().node().hash());
            assertEquals(best.coins().size(), chain.tip().ledger().coinCount());
            best.coins()
                    .forEach((out, coin) ->
                            assertEquals(coin, chain.tip().ledger().coin(out).orElseThrow()));
        }

        /** What was lost may have come back later than a block with as much work. */
        void assertAtOneAsGoodAs(ForkTree tree) {
            assertEquals(tree.best().place().height(), chain.tip().node().height());
            assertAt(
                    tree.grown().stream()
                            .filter(g -> g.place().hash().equals(chain.tip().node().hash()))
                            .findFirst()
                            .orElseThrow());
        }

        void cut(String name, SplittableRandom random) throws IOException {
            chain.close();
            Path file = folder.path().resolve(name);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(random.nextLong(channel.size() + 1));
            }
        }

        void flip(String name, SplittableRandom random) throws IOException {
            chain.close();
            Path file = folder.path().resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            int head =
                    name.contains("blk") ? 0 : FileHead.BYTES; // damage there is told, not healed
            bytes[head + random.nextInt(bytes.length - head)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
        }

        @Override
        public void close() throws IOException {
            chain.close();
            dir.close();
            folder.close();
        }
    }

    private record Fork(List<Block> left, List<Block> right) {}

    /** Two branches of so many blocks after two common ones, which are connected. */
    private Fork fork(int left, int right) {
        TestChain trunk = TestChain.regtest().grow(2);
        trunk.blocks().stream().skip(1).forEach(this::connects);
        return new Fork(branch(trunk, left, 1), branch(trunk, right, 2));
    }

    private static List<Block> branch(TestChain trunk, int length, int name) {
        List<Block> blocks = new ArrayList<>();
        Place place = trunk.tip();
        for (int i = 0; i < length; i++) {
            Block block = trunk.on(place).pay(0, ByteString.of(0x6a, 0x01, name)).mine();
            blocks.add(block);
            place = place.then(block.header());
        }
        return blocks;
    }

    private Verdict add(Block block) throws IOException {
        return chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW_S);
    }

    private void connects(Block block) {
        try {
            assertInstanceOf(Verdict.Connected.class, add(block));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String text, Verdict verdict) {
        var rejected = assertInstanceOf(Verdict.Rejected.class, verdict);
        assertEquals(text, rejected.reject().text());
        assertFalse(rejected.reject().blame() == Reject.Blame.COPY);
    }
}
