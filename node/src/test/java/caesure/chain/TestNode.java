// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.ledger.Ledger;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.store.DataDir;
import caesure.testkit.ForkTree;
import caesure.testkit.TempFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A chain on regtest in a folder of its own, which can be stopped, copied and started. */
final class TestNode implements AutoCloseable, Chain.Reporter {
    /** Later than any block of the tests. */
    static final long NOW_S = 2_000_000_000L;

    static final Params REGTEST = Params.of(Network.REGTEST);
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    private final TempFolder folder = new TempFolder();
    private final List<String> damages = new ArrayList<>();
    private DataDir dir;
    private Chain chain;

    /** A new one, started. */
    TestNode() throws IOException {
        start();
    }

    private TestNode(Path from) throws IOException {
        copy(from, folder.path());
    }

    /**
     * Its files as they are now, under another that is not started. A copy is as good as a kill.
     */
    TestNode copy() throws IOException {
        return new TestNode(folder.path());
    }

    void start() throws IOException {
        open();
        assertTrue(chain.catchUp(() -> false));
    }

    /** Starts, though it is stopped now and then while it catches up. */
    void start(SplittableRandom random) throws IOException {
        open();
        boolean whole = false;
        for (int tries = 0; !whole; tries++) {
            assertTrue(tries < 10_000, "it never ends");
            var asked = new AtomicInteger(random.nextInt(40));
            whole = chain.catchUp(() -> asked.decrementAndGet() < 0);
        }
    }

    private void open() throws IOException {
        dir = DataDir.openWriter(folder.path(), "");
        chain = Chain.open(dir, REGTEST, SECP, Chain.Settings.of(REGTEST, 1), this);
    }

    void stop() throws IOException {
        if (chain != null) chain.close();
        if (dir != null) dir.close();
        chain = null;
        dir = null;
    }

    Chain chain() {
        return chain;
    }

    Path folder() {
        return folder.path();
    }

    Verdict add(Block block) throws IOException {
        return chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW_S);
    }

    /** What was reported as damaged, since the last time that somebody asked. */
    List<String> damages() {
        List<String> all = List.copyOf(damages);
        damages.clear();
        return all;
    }

    /** Holds a world against the plain copy of it. */
    static void assertSame(ForkTree.Grown plain, Ledger world) {
        assertEquals(plain.place().hash(), world.block());
        assertEquals(plain.place().height(), world.height());
        Map<OutPoint, Coin> coins = new TreeMap<>();
        world.forEachCoin(unspent -> coins.put(unspent.outPoint(), unspent.coin()));
        assertEquals(plain.coins(), coins, plain::toString);
        assertEquals(coins.size(), world.coinCount());
        long sats = coins.values().stream().mapToLong(c -> c.output().valueSats()).sum();
        assertEquals(sats, world.amountSats());
    }

    /** It is at the best block, and every valid block and world is there and right. */
    void assertWhole(ForkTree tree) throws IOException {
        assertSame(tree.best(), chain.tip().ledger());
        for (Block block : ForkTree.trunk()) {
            assertEquals(block, chain.block(block.hash()).orElseThrow());
        }
        for (ForkTree.Grown grown : tree.grown()) {
            BlockHash hash = grown.place().hash();
            Optional<HeaderNode> at = chain.headers().find(hash);
            if (at.isEmpty() || !grown.valid()) continue;
            assertEquals(grown.block(), chain.block(hash).orElseThrow());
            if (!at.get().facts().isConnected()) continue;
            assertSpentIsRight(tree, grown);
            assertSame(grown, chain.ledgerAt(hash).orElseThrow());
        }
    }

    /** If the coins that a block spent can be told, they are those. */
    void assertSpentIsRight(ForkTree tree, ForkTree.Grown grown) throws IOException {
        if (tree.isTrunk(grown)) return;
        var spent = chain.spent(grown.place().hash());
        spent.ifPresent(coins -> assertEquals(tree.spentBy(grown), coins.spent()));
    }

    /** Holds the coins at the tip, wherever it is, against the plain copy of them. */
    static void assertCoinsAreOfTheTip(ForkTree tree, Chain chain) {
        Chain.Tip tip = chain.tip();
        assertEquals(tip.node().hash(), tip.ledger().block());
        if (tip.node().height() >= tree.grown().getFirst().place().height()) {
            assertSame(tree.of(tip.node().hash()), tip.ledger());
            return;
        }
        assertEquals(tip.node().height(), tip.ledger().coinCount()); // coinbases alone
        if (tip.node().height() == 0) return;
        Block trunk = ForkTree.trunk().get(tip.node().height() - 1);
        assertEquals(trunk.hash(), tip.node().hash());
    }

    /** A file of blocks in the framing of bootstrap.dat. */
    static Path write(Path file, List<Block> blocks) throws IOException {
        var bytes = new ByteWriter();
        for (Block block : blocks) {
            bytes.bytes(REGTEST.magic()).u32(block.size()).bytes(block.bytes());
        }
        return Files.write(file, bytes.toArray());
    }

    @Override
    public void progress(CatchUp step) {
        // nobody looks
    }

    @Override
    public void damage(String what) {
        damages.add(what);
    }

    @Override
    public void repaired(String what) {
        damages.add(what);
    }

    @Override
    public void close() throws IOException {
        stop();
        folder.close();
    }

    static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else Files.copy(path, target);
            }
        }
    }
}
