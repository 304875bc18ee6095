// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.store.DataDir;
import caesure.store.Frames;
import caesure.testkit.Chains;
import caesure.testkit.CoreFolder;
import caesure.testkit.ForkTree;
import caesure.testkit.Property;
import caesure.testkit.TempFolder;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Folders of Bitcoin Core, and imports that are stopped and go on. */
class ImportFolderTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString KEY = ByteString.of(0x9c, 1, 0x55, 7, 0xff, 0, 0x10, 3);
    private static final int ROOM = 300_000;

    @TempDir Path folder;
    private final ImportRun run = new ImportRun();

    /** What is done with a chain that is open. */
    private interface Use {
        void of(Chain chain) throws IOException;
    }

    private void with(Use use) throws IOException {
        with(folder.resolve("data"), use);
    }

    private static void with(Path data, Use use) throws IOException {
        try (DataDir dir = DataDir.openWriter(data, "regtest");
                Chain chain = Chains.open(dir, REGTEST)) {
            use.of(chain);
        }
    }

    private CoreFolder core(ByteString key) throws IOException {
        return CoreFolder.make(folder.resolve("core"), REGTEST, key);
    }

    @Test
    void importsHiddenFilesOutOfOrderWithHolesAndRoom() throws IOException {
        TestChain made = TestChain.regtest().grow(90);
        var blocks = new ArrayList<>(made.blocks());
        Collections.shuffle(blocks, new Random(11));
        CoreFolder core = core(KEY);
        core.write(0, blocks.subList(0, 30), 0);
        core.write(3, blocks.subList(30, 60), ROOM);
        core.write(17, blocks.subList(60, 91), ROOM);
        with(chain -> {
            Importer.Summary summary = run.into(chain, core.path());
            assertEquals(made.tip().hash(), summary.tip().hash());
            assertEquals(90, summary.accepted());
            assertEquals(List.of(), run.gaps());
            assertEquals(List.of(), run.bad());
            assertEquals(List.of(), run.orphans());
        });
    }

    @Test
    void importsAFolderThatNoKeyHides() throws IOException {
        CoreFolder core = core(CoreFolder.NO_KEY);
        core.write(0, TestChain.regtest().grow(5).blocks(), ROOM);
        Files.delete(core.path().resolve("xor.dat"));
        with(chain -> assertEquals(5, run.into(chain, core.path()).tip().height()));
    }

    @Test
    void importsAnotherNodesOwnFolder() throws IOException {
        Path file = core(CoreFolder.NO_KEY).write(0, TestChain.regtest().grow(12).blocks(), 0);
        Path other = folder.resolve("other");
        with(other, chain -> run.into(chain, file));
        with(chain -> assertEquals(12, run.into(chain, other).tip().height()));
    }

    @Test
    void asksForTheKeyThatIsMissing() throws IOException {
        CoreFolder core = core(KEY);
        Path file = core.write(0, TestChain.regtest().grow(3).blocks(), 0);
        Files.delete(core.path().resolve("xor.dat"));
        with(chain -> run.into(chain, core.path()));
        String reason = "no block begins here (where is its xor.dat?)";
        assertEquals(List.of(new Frames.Gap(0, Files.size(file), reason)), run.gaps());
    }

    /**
     * Wherever the writer was when it was read or killed: no bad block, and all before is there.
     */
    @Test
    void takesARecordThatIsBeingWrittenForTheEnd() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(3).blocks();
        for (ByteString key : List.of(KEY, CoreFolder.NO_KEY)) {
            CoreFolder core = CoreFolder.make(folder.resolve("c" + key), REGTEST, key);
            Path file = core.write(0, blocks, ROOM);
            byte[] whole = Files.readAllBytes(file);
            int end = whole.length - ROOM;
            int start = end - 8 - blocks.getLast().size();
            // without a key the zeros in which a block may end prove nothing
            int surely = key.equals(KEY) ? 8 : 64;
            for (int cut = start; cut <= end - surely; cut += 13) {
                byte[] torn = whole.clone();
                for (int i = cut; i < end; i++) torn[i] = 0;
                Files.write(file, torn);
                var each = new ImportRun();
                try (TempFolder data = new TempFolder()) {
                    with(
                            data.path(),
                            chain -> {
                                assertEquals(2, each.into(chain, core.path()).tip().height());
                            });
                }
                assertEquals(List.of(), each.bad(), "cut at " + cut);
            }
        }
    }

    @Test
    void namesADamagedRecordAndTakesTheRest() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(4).blocks();
        CoreFolder core = core(KEY);
        Path file = core.write(0, blocks, ROOM);
        byte[] bytes = Files.readAllBytes(file);
        int third = 8 * 3 + blocks.subList(0, 3).stream().mapToInt(Block::size).sum();
        bytes[third + 8 + 100] ^= 1; // in the coinbase
        Files.write(file, bytes);
        core.write(1, blocks.subList(3, 4), 0);
        with(chain -> assertEquals(4, run.into(chain, core.path()).tip().height()));
        assertEquals(1, run.bad().size());
        assertEquals(Optional.of(new Importer.Place(file, third)), run.bad().getFirst().place());
    }

    @Test
    void readsOfWhatIsKnownOnlyTheHeaders() throws IOException {
        TestChain made = TestChain.regtest().grow(30);
        CoreFolder core = core(KEY);
        Path file = core.write(0, made.blocks(), 0);
        with(chain -> run.into(chain, core.path()));
        byte[] bytes = Files.readAllBytes(file);
        int at = 0;
        for (Block block : made.blocks()) { // all bodies broken, all headers whole
            for (int i = at + 8 + 80; i < at + 8 + block.size(); i++) bytes[i] ^= 0x5a;
            at += 8 + block.size();
        }
        Files.write(file, bytes);
        var again = new ImportRun();
        with(chain -> {
            Importer.Summary summary = again.into(chain, core.path());
            assertEquals(31, summary.known());
            assertEquals(0, summary.accepted());
        });
        assertEquals(List.of(), again.bad());
        assertTrue(again.progress().stream().allMatch(step -> step.bytesTaken() == 0));
    }

    @Test
    void namesBlocksWithoutWorkAtOnceAndDoesNotRememberThem() throws IOException {
        TestChain made = TestChain.regtest().grow(2);
        Block good = made.blocks().getLast();
        var header = good.header();
        long nonce = header.nonce();
        Block lazy = good;
        while ((lazy.hash().hash().toArray()[31] & 0x80) == 0) { // above the target of regtest
            nonce++;
            lazy =
                    new Block(
                            new Header(
                                    header.version(),
                                    header.previous(),
                                    header.merkleRoot(),
                                    header.time(),
                                    header.bits(),
                                    nonce),
                            good.transactions());
        }
        CoreFolder core = core(KEY);
        core.write(0, List.of(lazy, made.blocks().get(1), good), 0);
        with(chain -> assertEquals(2, run.within(1, chain, core.path()).tip().height()));
        assertEquals("high-hash", run.bad().getFirst().reason());
    }

    @Test
    void findsRecordsInRecordsThatClaimTooMuch() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(40).blocks().subList(1, 41);
        CoreFolder core = core(KEY);
        var bytes = new ByteWriter();
        int left = blocks.stream().mapToInt(Block::size).sum() + 8 * blocks.size();
        for (Block block : blocks) { // each claims all that follows
            left -= 8;
            bytes.bytes(REGTEST.magic()).u32(left).bytes(block.bytes());
            left -= block.size();
        }
        core.write(0, bytes, 0);
        with(chain -> assertEquals(40, run.within(3, chain, core.path()).tip().height()));
        assertEquals(List.of(), run.bad());
    }

    @Test
    void keepsWaitingBlocksWithinItsBoundAndNamesTheOthers() throws IOException {
        var blocks = new ArrayList<>(TestChain.regtest().grow(9).blocks().subList(1, 10));
        Collections.reverse(blocks);
        CoreFolder core = core(KEY);
        core.write(0, blocks, 0);
        with(chain -> {
            Importer.Summary summary = run.within(4, chain, core.path());
            assertEquals(1, summary.tip().height());
            assertEquals(8, summary.withoutParent());
        });
        with(chain -> assertEquals(9, run.within(100, chain, core.path()).tip().height()));
    }

    @Test
    void tellsHonestlyHowFarItIs() throws IOException {
        TestChain made = TestChain.regtest().grow(20);
        CoreFolder core = core(KEY);
        Path file = core.write(0, made.blocks(), ROOM);
        with(chain -> run.stoppedAfter(10, chain, core.path()));
        var rest = new ImportRun();
        with(chain -> rest.into(chain, core.path()));
        List<Importer.Progress> steps =
                rest.progress().stream()
                        .filter(step -> step.phase() == Importer.Phase.TAKING)
                        .toList();
        assertEquals(10, steps.size());
        long total = Files.size(file);
        long before = 0;
        for (Importer.Progress step : steps) {
            assertEquals(total, step.bytesTotal());
            assertTrue(step.bytesDone() > before);
            before = step.bytesDone();
        }
        assertEquals(total, before);
        long new10 = made.blocks().subList(11, 21).stream().mapToLong(Block::size).sum();
        assertEquals(new10, steps.getLast().bytesTaken());
    }

    /** Random trees, shuffled within windows, with copies, in several files, few at a time. */
    @Test
    void endsWhereANodeEndsThatReadTheFilesFromFrontToBack() {
        Property.forAll(
                25,
                random -> {
                    List<Block> blocks = shuffledTree(random);
                    try (TempFolder place = new TempFolder()) {
                        CoreFolder core = spread(blocks, place.path().resolve("core"), random);
                        with(
                                place.path().resolve("a"),
                                expected -> {
                                    feed(expected, blocks);
                                    with(
                                            place.path().resolve("b"),
                                            chain -> {
                                                new ImportRun().within(1000, chain, core.path());
                                                assertEquals(
                                                        expected.tip().node().hash(),
                                                        chain.tip().node().hash());
                                            });
                                });
                    }
                });
    }

    /** As before, but stopped after a few blocks again and again, and opened anew. */
    @Test
    void resumesAfterAnyRecord() {
        Property.forAll(
                10,
                random -> {
                    List<Block> blocks = shuffledTree(random);
                    try (TempFolder place = new TempFolder()) {
                        CoreFolder core = spread(blocks, place.path().resolve("core"), random);
                        Path data = place.path().resolve("b");
                        for (int stops = 0; stops < 8; stops++) {
                            int after = random.nextInt(60);
                            with(
                                    data,
                                    chain ->
                                            new ImportRun()
                                                    .stoppedAfter(after, chain, core.path()));
                        }
                        with(
                                place.path().resolve("a"),
                                expected -> {
                                    feed(expected, blocks);
                                    with(
                                            data,
                                            chain -> {
                                                Importer.Summary last =
                                                        new ImportRun().into(chain, core.path());
                                                assertEquals(
                                                        expected.tip().node().work(),
                                                        last.tip().work());
                                                assertEquals(
                                                        0,
                                                        new ImportRun()
                                                                .into(chain, core.path())
                                                                .accepted());
                                            });
                                });
                    }
                });
    }

    private static List<Block> shuffledTree(SplittableRandom random) {
        var blocks = new ArrayList<>(ForkTree.trunk());
        ForkTree.random(random, 40, random.nextInt(3) * 8).grown().stream()
                .skip(1)
                .forEach(grown -> blocks.add(grown.block()));
        int window = 1 + random.nextInt(blocks.size());
        var shuffled = new ArrayList<Block>();
        for (int at = 0; at < blocks.size(); at += window) {
            var some = new ArrayList<>(blocks.subList(at, Math.min(at + window, blocks.size())));
            if (random.nextBoolean()) some.add(some.getFirst()); // a copy
            Collections.shuffle(some, new Random(random.nextLong()));
            shuffled.addAll(some);
        }
        return shuffled;
    }

    private static CoreFolder spread(List<Block> blocks, Path path, SplittableRandom random)
            throws IOException {
        CoreFolder core =
                CoreFolder.make(path, REGTEST, random.nextBoolean() ? KEY : CoreFolder.NO_KEY);
        int number = 0;
        for (int at = 0; at < blocks.size(); ) {
            int end = Math.min(blocks.size(), at + 1 + random.nextInt(80));
            core.write(number, blocks.subList(at, end), random.nextInt(2) * 5000);
            number += 1 + random.nextInt(3);
            at = end;
        }
        return core;
    }

    /** The plainest import: a block waits until its parent was offered, whatever became of that. */
    private static void feed(Chain chain, List<Block> blocks) throws IOException {
        Map<BlockHash, List<Block>> waiting = new HashMap<>();
        var offered = new HashSet<BlockHash>();
        offered.add(REGTEST.genesis().hash());
        for (Block block : blocks) {
            var ready = new ArrayDeque<Block>();
            if (offered.contains(block.header().previous())) ready.add(block);
            else
                waiting.computeIfAbsent(block.header().previous(), _ -> new ArrayList<>())
                        .add(block);
            while (!ready.isEmpty()) {
                Block next = ready.remove();
                offered.add(next.hash());
                ByteString bytes = next.bytes();
                chain.add(bytes, Chain.Source.FILE, 2_000_000_000L);
                List<Block> children = waiting.remove(next.hash());
                if (children != null) ready.addAll(children);
            }
        }
    }
}
