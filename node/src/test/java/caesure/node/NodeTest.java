// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.ledger.UtxoStats;
import caesure.log.Category;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.node.NodeSettings.Reindex;
import caesure.primitives.Block;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

@Timeout(60)
class NodeTest {
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    @TempDir Path temp;
    private final TestChain chain = TestChain.regtest();
    private Reindex reindex = Reindex.NONE;
    private List<Path> load = List.of();
    private int stopAtHeight;
    private Optional<Instant> mock = Optional.empty();
    private NodeListener listener = NodeListener.QUIET;

    private Path root() {
        return temp.resolve("data");
    }

    private Path folder() {
        return root().resolve("regtest");
    }

    private Node open(Path root) throws IOException {
        Params params = chain.params();
        var limits = Chain.Settings.of(params, 1);
        var settings =
                new NodeSettings(
                        root,
                        params,
                        new Chain.Settings(
                                1, limits.assumeValid(), limits.minimumWork(), stopAtHeight),
                        reindex,
                        load,
                        LogSettings.of(root.resolve("regtest/debug.log")),
                        LogFilter.NONE.with(Set.of(Category.BLOCKSTORAGE)),
                        mock,
                        InitialDownload.TIP_AGE_MAX,
                        Optional.empty(),
                        List.of("Caesure version test"),
                        List.of("an old option"));
        return Node.open(settings, SECP, System.out, listener);
    }

    /** What a run came to. */
    private record Run(boolean ready, int height, String muhash, List<String> warnings) {}

    private Run run() throws Exception {
        return run(root());
    }

    private Run run(Path root) throws Exception {
        try (Node node = open(root)) {
            node.start();
            boolean ready = node.awaitReady();
            Chain open = node.chain().orElseThrow();
            return new Run(
                    ready,
                    open.tip().node().height(),
                    UtxoStats.of(open.tip().ledger()).muhash().toString(),
                    node.warnings());
        }
    }

    private Path framed(String name, List<Block> blocks) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Block block : blocks) {
            bytes.write(
                    new ByteWriter()
                            .bytes(chain.params().magic())
                            .u32(block.size())
                            .bytes(block.bytes())
                            .toArray());
        }
        return Files.write(temp.resolve(name), bytes.toByteArray());
    }

    private void loadChain(int blocks) throws Exception {
        chain.grow(blocks);
        load = List.of(framed("blocks.dat", chain.blocks()));
        assertEquals(blocks, run().height);
        load = List.of();
    }

    /** Blocks that pay too much, under a tip that is recent, with as many more. */
    private Node withInvalidBranch(int blocks) throws Exception {
        chain.grow(2);
        Node node = open(root());
        node.clock().mock(Optional.of(Instant.ofEpochSecond(chain.tip().header().time())));
        node.start();
        assertTrue(node.awaitReady());
        Chain open = node.chain().orElseThrow();
        for (Block block : chain.blocks()) add(open, block);
        Place at = chain.tip();
        List<Block> branch = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            branch.add(chain.on(at).coinbaseSats(50_0000_0001L).mine());
            at = at.then(branch.getLast().header());
        }
        long nowS = at.header().time();
        var headers = branch.stream().map(Block::header).toList();
        assertTrue(open.addHeaders(headers, Chain.Source.SUBMITTED, nowS).isEmpty());
        for (Block block : branch.reversed()) add(open, block);
        open.awaitTold();
        return node;
    }

    private static void add(Chain open, Block block) throws IOException {
        open.add(block, block.bytes(), Chain.Source.SUBMITTED, block.header().time());
    }

    @Test
    void warnsOfALongInvalidChainUntilTheBestIsLonger() throws Exception {
        try (Node node = withInvalidBranch(7)) {
            assertEquals(List.of(ForkAlarm.WORDS), node.warnings());
            chain.grow(1);
            Chain open = node.chain().orElseThrow();
            add(open, chain.blocks().getLast());
            open.awaitTold();
            assertEquals(List.of(), node.warnings());
        }
    }

    @Test
    void sixInvalidBlocksAreNoAlarm() throws Exception {
        try (Node node = withInvalidBranch(6)) {
            assertEquals(List.of(), node.warnings());
        }
    }

    private List<String> logged(String part) throws IOException {
        return Files.readAllLines(folder().resolve("debug.log")).stream()
                .filter(line -> line.contains(part))
                .map(line -> line.substring("2026-11-22T21:00:00Z ".length()))
                .toList();
    }

    @Test
    void beginsWithNothingAndGoesOnWhereItEnded() throws Exception {
        Run first = run();
        assertTrue(first.ready);
        assertEquals(0, first.height);
        assertEquals("Caesure version test", logged("").getFirst());
        assertEquals("[warning] an old option", logged("").get(1));
        assertEquals(List.of("Using data directory " + folder()), logged("Using data"));
        assertEquals("Shutdown done", logged("").getLast());
        loadChain(30);
        Run third = run();
        assertTrue(third.ready);
        assertEquals(30, third.height);
        assertEquals(List.of(), third.warnings);
        assertTrue(
                logged("Loaded best chain: hashBestChain=" + chain.tip().hash())
                        .getFirst()
                        .contains(" height=30 date=2011-"));
        assertEquals(List.of("nBestHeight = 30", "nBestHeight = 30"), logged("nBestHeight = 30"));
    }

    @Test
    void writesEachNewTipAsBitcoindDoes() throws Exception {
        loadChain(3);
        List<String> lines = logged("UpdateTip: ");
        assertEquals(3, lines.size());
        Block block = chain.blocks().get(3);
        String version = String.format("%08x", block.header().version());
        String date = Instant.ofEpochSecond(block.header().time()).toString();
        assertTrue(
                lines.get(2)
                        .startsWith(
                                "UpdateTip: new best="
                                        + block.hash()
                                        + " height=3 version=0x"
                                        + version
                                        + " log2_work=3.000000 tx=4 date='"
                                        + date
                                        + "' progress=0."),
                lines.get(2));
        assertEquals(3, logged("[blockstorage] Stored block ").size());
    }

    @Test
    void saysOnceWhyScriptsAreRun() throws Exception {
        loadChain(3);
        String first = chain.blocks().get(1).hash().toString();
        assertEquals(
                List.of(
                        "Enabling script verification at block #1 ("
                                + first
                                + "): assumevalid=0 (always verify)."),
                logged("script verification"));
    }

    @Test
    void writesHowAReorganizationGoesDownAndUp() throws Exception {
        loadChain(5);
        TestChain other = TestChain.regtest();
        for (Block block : chain.blocks().subList(1, 4)) other.add(block);
        for (int i = 0; i < 4; i++)
            other.add(other.next().time(other.tip().header().time() + 7).mine());
        load = List.of(framed("fork.dat", other.blocks()));
        assertEquals(7, run().height);
        List<String> heights =
                logged("UpdateTip: ").stream()
                        .map(line -> line.replaceAll(".* height=(\\d+) .*", "$1"))
                        .toList();
        assertEquals(List.of("1", "2", "3", "4", "5", "4", "3", "4", "5", "6", "7"), heights);
    }

    @Test
    void stopsAtAHeightAndAtTheNextStartAgain() throws Exception {
        stopAtHeight = 12;
        chain.grow(30);
        load = List.of(framed("blocks.dat", chain.blocks()));
        Run first = run();
        assertFalse(first.ready);
        assertEquals(12, first.height);
        Run second = run();
        assertFalse(second.ready);
        assertEquals(12, second.height);
        assertEquals(2, logged("Stopping: the chain is at height 12 (-stopatheight)").size());
        stopAtHeight = 0;
        assertEquals(30, run().height);
    }

    @Test
    void endsByItselfWhenTheChainIsAsLongAsItWasToBecome() throws Exception {
        stopAtHeight = 2;
        chain.grow(2);
        try (Node node = open(root())) {
            node.start();
            assertTrue(node.awaitReady());
            for (Block block : chain.blocks().subList(1, 3)) {
                node.chain()
                        .orElseThrow()
                        .add(block.bytes(), Chain.Source.REQUESTED, node.clock().nowS());
            }
            node.awaitStop();
            assertTrue(node.isStopping());
        }
    }

    @Test
    void findsEverythingAgainFromTheBlocks() throws Exception {
        loadChain(30);
        Run before = run();
        for (Reindex each : List.of(Reindex.ALL, Reindex.CHAINSTATE)) {
            var files = new ArrayList<>(List.of("blocks/rev00000.dat", "chainstate/coins.dat"));
            if (each == Reindex.ALL) files.add("blocks/index.dat");
            for (String file : files) {
                Path damaged = folder().resolve(file);
                Files.write(damaged, new byte[(int) Files.size(damaged)]);
            }
            reindex = each;
            assertEquals(before, run());
            reindex = Reindex.NONE;
            assertEquals(before, run());
        }
        assertEquals(1, logged("Reindexing finished").size());
        assertEquals(2, logged("Removed " + folder().resolve("chainstate/coins.dat")).size());
    }

    @Test
    void goesOnWithAReindexThatWasInterrupted() throws Exception {
        loadChain(40);
        Run before = run();
        reindex = Reindex.ALL;
        Run half = runUntil(15);
        assertFalse(half.ready);
        assertTrue(half.height < 40, () -> "stopped at " + half.height);
        reindex = Reindex.NONE;
        assertEquals(before, run());
    }

    @Test
    void anInterruptedImportEndsCleanlyAndIsGoneOnWith() throws Exception {
        chain.grow(40);
        load = List.of(framed("blocks.dat", chain.blocks()));
        Run half = runUntil(15);
        assertFalse(half.ready);
        assertTrue(half.height >= 15 && half.height < 40, () -> "stopped at " + half.height);
        assertEquals(1, logged("Exit block importing").size());
        assertEquals("Shutdown done", logged("").getLast());
        assertEquals(40, run().height);
    }

    /** Runs until something happens at a height, or to the end. */
    private Run runUntil(int height) throws Exception {
        var node = new AtomicReference<Node>();
        listener =
                new NodeListener() {
                    @Override
                    public void progress(Progress progress) {
                        if (progress.height() >= height) node.get().stop("the test wants it");
                    }

                    @Override
                    public void warning(String what) {}
                };
        try (Node open = open(root())) {
            node.set(open);
            open.start();
            boolean ready = open.awaitReady();
            var tip = open.chain().orElseThrow().tip();
            return new Run(ready, tip.node().height(), "", open.warnings());
        } finally {
            listener = NodeListener.QUIET;
        }
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        chain.grow(30);
        load = List.of(framed("blocks.dat", chain.blocks()));
        Path copy = temp.resolve("copy");
        try (Node node = open(root())) {
            node.start();
            assertTrue(node.awaitReady());
            copyTree(root(), copy); // as the disk is if it is killed now
        }
        load = List.of();
        Run after = run(copy);
        assertTrue(after.ready);
        assertEquals(run(), after);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void goesByTheTimeThatIsSet() throws Exception {
        chain.grow(30);
        load = List.of(framed("blocks.dat", chain.blocks()));
        mock = Optional.of(Instant.ofEpochSecond(chain.blocks().get(10).header().time() - 7200));
        Run run = run();
        assertEquals(10, run.height);
        assertFalse(logged("time-too-new").isEmpty());
        assertTrue(logged("").getFirst().startsWith("(mocktime: 2011-02-"), logged("").getFirst());
        mock = Optional.empty();
        assertEquals(30, run().height);
    }

    @Test
    void keepsASecondNodeOut() throws Exception {
        try (Node node = open(root())) {
            var refused = assertThrows(IOException.class, () -> open(root()));
            assertTrue(refused.getMessage().contains(folder().toString()), refused.getMessage());
            assertFalse(node.isStopping());
        }
        open(root()).close();
    }

    @Test
    void aLogThatCannotBeOpenedStopsTheStart() throws Exception {
        Files.createDirectories(folder().resolve("debug.log"));
        var refused = assertThrows(IOException.class, () -> open(root()));
        assertEquals(
                "Could not open debug log file " + folder().resolve("debug.log"),
                refused.getMessage());
        Files.delete(folder().resolve("debug.log"));
        open(root()).close(); // the lock was let go
    }

    @Test
    void namesWhatIsDamagedAndGoesOn() throws Exception {
        loadChain(30);
        Path coins = folder().resolve("chainstate/coins.dat");
        byte[] bytes = Files.readAllBytes(coins);
        bytes[bytes.length / 2] ^= 1;
        Files.write(coins, bytes);
        var heard = new ArrayList<String>();
        listener =
                new NodeListener() {
                    @Override
                    public void progress(Progress progress) {}

                    @Override
                    public void warning(String what) {
                        heard.add(what);
                    }
                };
        Run run = run();
        assertEquals(30, run.height);
        assertEquals(1, run.warnings.size());
        assertTrue(run.warnings.getFirst().contains("coins.dat"), run.warnings::toString);
        assertEquals(heard, run.warnings);
        assertEquals(1, logged("[warning] " + heard.getFirst()).size());
    }

    @Test
    void filesThatAreNotThereAreNamedAndPassedOver() throws Exception {
        chain.grow(5);
        Path absent = temp.resolve("absent.dat");
        load = List.of(absent, framed("blocks.dat", chain.blocks()));
        Run run = run();
        assertTrue(run.ready);
        assertEquals(5, run.height);
        assertEquals(1, logged("[warning] Could not open blocks file " + absent).size());
    }

    @Test
    void badBlocksOfAFileAreNamedInTheLog() throws Exception {
        chain.grow(3);
        Block bad = chain.next().time(1).mine();
        var blocks = new ArrayList<>(chain.blocks());
        blocks.add(bad);
        load = List.of(framed("blocks.dat", blocks));
        assertEquals(3, run().height);
        List<String> named = logged("Bad block " + bad.hash());
        assertEquals(1, named.size());
        assertTrue(named.getFirst().contains("blocks.dat: time-too-old"), named::toString);
    }

    @Test
    void aStartThatFailsSaysWhyAndEnds() throws Exception {
        run();
        Path index = folder().resolve("blocks/index.dat");
        byte[] bytes = Files.readAllBytes(index);
        Files.delete(index);
        Files.createDirectory(index);
        try (Node node = open(root())) {
            node.start();
            assertThrows(IOException.class, node::awaitReady);
            node.awaitStop();
        }
        assertEquals(1, logged("[error] The start failed").size());
        Files.delete(index);
        Files.write(index, bytes);
        assertTrue(run().ready);
    }

    @Test
    void canBeClosedAtAnyTime() throws Exception {
        Node never = open(root());
        never.close();
        never.close();
        try (Node node = open(root())) {
            node.start();
            assertThrows(IllegalStateException.class, node::start);
        } // at once
        chain.grow(30);
        load = List.of(framed("blocks.dat", chain.blocks()));
        try (Node node = open(root())) {
            node.start();
            Thread.currentThread().interrupt(); // a close is not hurried
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(30, run().height);
    }
}
