// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ImporterTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);

    @TempDir Path folder;
    private DataDir dir;
    private Chain chain;
    private final ImportRun run = new ImportRun();

    @BeforeEach
    void open() throws IOException {
        dir = DataDir.openWriter(folder, "regtest");
        chain = Chains.open(dir, REGTEST);
    }

    @AfterEach
    void close() throws IOException {
        chain.close();
        dir.close();
    }

    @Test
    void importsAFile() throws IOException {
        Path file = write("a.dat", TestChain.regtest().grow(20).blocks());
        Importer.Summary summary = run.into(chain, file);
        assertEquals(20, summary.tip().height());
        assertEquals(20, summary.accepted());
        assertEquals(1, summary.known()); // genesis
        assertEquals(Files.size(file), summary.bytesRead());
        assertEquals(20, run.into(chain, file).known() - 1);
    }

    @Test
    void importsBlocksInAnyOrderFromSeveralFiles() throws IOException {
        List<Block> blocks = new ArrayList<>(TestChain.regtest().grow(60).blocks());
        Collections.shuffle(blocks, new Random(7));
        Path first = write("a.dat", blocks.subList(0, 25));
        Path second = write("b.dat", blocks.subList(25, 61));
        Importer.Summary summary = run.into(chain, first, second);
        assertEquals(60, summary.tip().height());
        assertEquals(List.of(), run.bad());
        assertEquals(List.of(), run.orphans());
    }

    @Test
    void goesOnAfterABadBlockAndSaysWhereItLies() throws IOException {
        TestChain good = TestChain.regtest().grow(3);
        Block bad = good.next().coinbaseSats(5_000_000_001L).mine();
        List<Block> blocks = new ArrayList<>(good.blocks());
        blocks.add(bad);
        blocks.add(good.add(good.next().mine()).blocks().getLast());
        long offset = good.blocks().subList(0, 4).stream().mapToLong(b -> 8 + b.size()).sum();
        Path file = write("a.dat", blocks);
        assertEquals(4, run.into(chain, file).tip().height());
        assertEquals(
                List.of(
                        new Importer.BadBlock(
                                Optional.of(new Importer.Place(file, offset)),
                                bad.hash(),
                                Optional.of(4),
                                "bad-cb-amount",
                                run.bad().getFirst().detail())),
                run.bad());
    }

    @Test
    void saysWhereABlockLiesThatTurnsOutBadLater() throws IOException {
        TestChain good = TestChain.regtest().grow(2);
        List<Block> blocks = new ArrayList<>(good.blocks());
        TestChain other = TestChain.regtest().add(blocks.get(1));
        Block bad = other.next().coinbaseSats(5_000_000_001L).mine();
        blocks.add(bad);
        blocks.add(other.add(bad).next().mine());
        run.into(chain, write("a.dat", blocks));
        assertEquals(
                List.of("bad-cb-amount", "bad-prevblk"),
                run.bad().stream().map(Importer.BadBlock::reason).toList());
        long offset = blocks.subList(0, 3).stream().mapToLong(b -> 8 + b.size()).sum();
        assertEquals(offset, run.bad().getFirst().place().orElseThrow().offset());
        assertEquals(2, chain.tip().node().height());
    }

    @Test
    void reportsARecordThatHoldsNoBlock() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(2).blocks();
        var bytes = new ByteWriter();
        frame(bytes, blocks.get(1).bytes());
        byte[] broken = blocks.get(2).bytes().toArray();
        broken[80] = (byte) 0xfd; // so many transactions are not there
        frame(bytes, ByteString.wrap(broken));
        frame(bytes, blocks.get(2).bytes());
        run.into(chain, Files.write(folder.resolve("a.dat"), bytes.toArray()));
        assertEquals("malformed block", run.bad().getFirst().reason());
        assertEquals(Optional.of(2), run.bad().getFirst().height());
        assertEquals(blocks.get(2).hash(), run.bad().getFirst().hash());
        assertEquals(2, chain.tip().node().height());
    }

    @Test
    void findsTheNextBlockInsideARecordThatClaimsTooMuch() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(2).blocks();
        var bytes = new ByteWriter();
        ByteString second = frame(new ByteWriter(), blocks.get(2).bytes()).toByteString();
        bytes.bytes(REGTEST.magic()).u32(blocks.get(1).size() + second.length());
        bytes.bytes(blocks.get(1).bytes()).bytes(second);
        run.into(chain, Files.write(folder.resolve("a.dat"), bytes.toArray()));
        assertEquals(2, chain.tip().node().height());
        assertEquals(List.of(), run.bad());
    }

    @Test
    void tellsOfBytesThatAreNoRecord() throws IOException {
        var bytes = new ByteWriter().bytes(new byte[] {1, 2, 3});
        frame(bytes, TestChain.regtest().grow(1).blocks().getLast().bytes());
        run.into(chain, Files.write(folder.resolve("a.dat"), bytes.toArray()));
        assertEquals(3, run.gaps().getFirst().bytes());
        assertEquals(1, chain.tip().node().height());
    }

    @Test
    void reportsBlocksWhoseParentNeverComes() throws IOException {
        List<Block> blocks = new ArrayList<>(TestChain.regtest().grow(5).blocks());
        blocks.remove(3);
        Importer.Summary summary = run.into(chain, write("a.dat", blocks));
        assertEquals(2, summary.tip().height());
        assertEquals(2, summary.withoutParent());
        assertEquals(0, summary.bad());
        assertEquals(
                List.of(blocks.get(3).hash(), blocks.get(4).hash()),
                run.orphans().stream().map(Importer.Orphan::hash).toList());
    }

    @Test
    void stopsBetweenBlocksAndResumes() throws IOException {
        Path file = write("a.dat", TestChain.regtest().grow(20).blocks());
        Importer.Summary first = run.stoppedAfter(8, chain, file);
        assertTrue(first.stopped());
        assertEquals(8, first.tip().height());
        assertEquals(20, run.into(chain, file).tip().height());
    }

    @Test
    void judgesChildrenThatCameBeforeABadParentAsIfTheyCameAfter() throws IOException {
        TestChain chainOfTwo = TestChain.regtest();
        Block wrongHeight = chainOfTwo.next().coinbaseScript(ByteString.of(0x55, 0x00)).mine();
        Block child = chainOfTwo.add(wrongHeight).next().mine();
        run.into(chain, write("a.dat", List.of(child, wrongHeight)));
        assertEquals(
                List.of("bad-cb-height", "bad-prevblk"),
                run.bad().stream().map(Importer.BadBlock::reason).toList());
        assertEquals(List.of(), run.orphans());
    }

    @Test
    void waitsForTheGoodCopyOfADamagedParent() throws IOException {
        List<Block> blocks = TestChain.regtest().grow(2).blocks();
        Block parent = blocks.get(1);
        var doubled = new ArrayList<>(parent.transactions());
        doubled.addAll(parent.transactions());
        Block damaged = new Block(parent.header(), doubled);
        run.into(chain, write("a.dat", Arrays.asList(damaged, blocks.get(2), parent)));
        assertEquals(1, run.bad().size());
        assertEquals(2, chain.tip().node().height());
    }

    private Path write(String name, List<Block> blocks) throws IOException {
        var bytes = new ByteWriter();
        blocks.forEach(block -> frame(bytes, block.bytes()));
        return Files.write(folder.resolve(name), bytes.toArray());
    }

    private static ByteWriter frame(ByteWriter out, ByteString block) {
        return out.bytes(REGTEST.magic()).u32(block.length()).bytes(block);
    }
}
