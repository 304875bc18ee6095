// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.chain.Importer;
import caesure.console.Console;
import caesure.console.Stop;
import caesure.primitives.Block;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

class ImportTest {
    @TempDir Path folder;

    private Session run(String command, String... more) {
        var arguments = new ArrayList<>(List.of(command, "-regtest"));
        arguments.addAll(List.of("-b", folder.resolve("data").toString()));
        arguments.addAll(List.of(more));
        return Session.run(arguments.toArray(String[]::new));
    }

    private String framed(TestChain chain, List<Block> blocks) throws IOException {
        return Session.framed(folder.resolve("blocks.dat"), chain, blocks).toString();
    }

    @Test
    void importsAChainAndCountsItsCoins() throws IOException {
        TestChain chain = TestChain.regtest().grow(20);
        Session session = run("import", framed(chain, chain.blocks()));
        assertEquals(0, session.code(), session::toString);
        assertTrue(session.out().startsWith("imported: 20 blocks and 0 inputs"), session::out);
        assertTrue(session.out().contains("1 known, 0 bad, 0 without parent"), session::out);
        var json = run("utxo-stats", "--json").json();
        assertEquals("regtest", json.get("network").stringValue());
        assertEquals(20, json.get("height").intValue());
        assertEquals(chain.tip().hash().toString(), json.get("bestblock").stringValue());
        assertEquals(20, json.get("txouts").intValue());
    }

    @Test
    void computesOlderCoinsAndChangesNothingOnDisk() throws IOException {
        TestChain chain = TestChain.regtest().grow(20);
        run("import", framed(chain, chain.blocks()));
        List<String> before = snapshot();
        Session session = run("utxo-stats", "-json", "-height=7");
        assertTrue(session.out().contains("\"height\":7,"), session::toString);
        assertTrue(session.out().contains("\"total_amount\":350.00000000,"), session::toString);
        session = run("utxo-stats", "-height=0", "-json");
        assertTrue(session.out().contains("\"total_amount\":0.00000000,"), session::toString);
        session = run("utxo-stats", "-height=21");
        assertEquals(1, session.code());
        assertTrue(session.err().contains("no block at height 21"), session::toString);
        assertEquals(before, snapshot());
    }

    private List<String> snapshot() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            var lines = new ArrayList<String>();
            for (Path path : all.sorted().toList()) {
                String bytes =
                        Files.isDirectory(path)
                                ? ""
                                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
                lines.add(path + " " + Files.getLastModifiedTime(path) + " " + bytes.hashCode());
            }
            return lines;
        }
    }

    @Test
    void goesOnAfterABadBlock() throws IOException {
        TestChain chain = TestChain.regtest().grow(3);
        Block greedy = chain.next().coinbaseSats(1L << 40).mine();
        chain.grow(1);
        var blocks = new ArrayList<>(chain.blocks());
        blocks.add(4, greedy);
        long offset = blocks.subList(0, 4).stream().mapToLong(b -> b.size() + 8).sum();
        String file = framed(chain, blocks);
        Session session = run("import", file);
        assertEquals(1, session.code());
        assertEquals(
                "bad block: height 4 hash " + greedy.hash() + " reason bad-cb-amount",
                session.firstLine().replaceFirst(" \\(.*", ""));
        assertTrue(session.firstLine().endsWith(" byte " + offset + " of " + file));
        assertTrue(session.out().contains("1 bad"), session::toString);
        assertTrue(session.out().contains("tip at height 4 " + chain.tip().hash()));
    }

    @Test
    void reportsBlocksWithoutParentAsNoError() throws IOException {
        TestChain chain = TestChain.regtest().grow(5);
        List<Block> late = chain.blocks().subList(3, 6);
        Session session = run("import", framed(chain, late));
        assertEquals(0, session.code(), session::toString);
        assertTrue(session.out().contains("without parent: hash " + late.getFirst().hash()));
        assertTrue(session.out().contains("0 bad, 3 without parent"), session::toString);
    }

    @Test
    void takesBlocksInAnyOrderAndGoesOnWhereItWas() throws IOException {
        TestChain chain = TestChain.regtest().grow(101);
        chain.add(
                chain.next()
                        .with(new TxBuilder().spend(chain.coinbase(1)).pay(1000).build())
                        .mine());
        var blocks = new ArrayList<>(chain.blocks());
        run("import", framed(chain, blocks.subList(0, 50)));
        Collections.reverse(blocks);
        Session session = run("import", framed(chain, blocks));
        assertEquals(0, session.code(), session::toString);
        assertTrue(session.out().contains("imported: 53 blocks and 1 inputs"), session::toString);
        assertTrue(session.out().contains("50 known"), session::toString);
        assertTrue(session.out().contains("tip at height 102 "), session::toString);
    }

    @Test
    void stopsBetweenBlocksWhenAsked() throws IOException {
        TestChain chain = TestChain.regtest().grow(5);
        String file = framed(chain, chain.blocks());
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var stop = new Stop();
        stop.wish();
        String data = folder.resolve("data").toString();
        String[] arguments = {"import", "-regtest", "-b", data, file};
        int code = Main.run(arguments, new Console(stream, stream, false), stop, Session.NOBODY);
        assertEquals(0, code);
        String line = out.toString(StandardCharsets.UTF_8).strip();
        assertTrue(line.startsWith("stopped: 0 blocks"), line);
        assertTrue(line.endsWith("; the same command goes on from here"), line);
    }

    @Test
    void takesADataDirectoryOfAnotherNode() throws IOException {
        TestChain chain = TestChain.regtest().grow(8);
        run("import", framed(chain, chain.blocks()));
        String other = folder.resolve("other").toString();
        for (String part : List.of("data", "data/regtest", "data/regtest/blocks")) {
            String from = folder.resolve(part).toString();
            Session session = Session.run("import", "-regtest", "-b", other, from);
            assertEquals(0, session.code(), session::toString);
            assertTrue(session.out().contains("tip at height 8 "), session::toString);
        }
    }

    @Test
    void refusesToImportItsOwnBlocks() throws IOException {
        TestChain chain = TestChain.regtest().grow(2);
        run("import", framed(chain, chain.blocks()));
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder.resolve("data"));
        for (String part : List.of("data", "link", "data/regtest/blocks/blk00000.dat")) {
            Session session = run("import", folder.resolve(part).toString());
            assertEquals(1, session.code(), session::toString);
            assertTrue(session.err().contains(" is the data directory's own: "), session::err);
        }
    }

    @Test
    void refusesAnotherNetworkBeforeItMakesAnything() throws IOException {
        TestChain chain = TestChain.regtest().grow(2);
        Session session =
                Session.run(
                        "import",
                        "-b",
                        folder.resolve("data").toString(),
                        framed(chain, chain.blocks()));
        assertEquals(1, session.code(), session::toString);
        assertTrue(session.err().endsWith(" holds blocks of the network regtest, not of main\n"));
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void refusesWhatIsNotThereBeforeItMakesAnything() {
        Session session = run("import", folder.resolve("missing").toString());
        assertEquals(1, session.code());
        assertTrue(session.err().startsWith("caesure: no such file: "), session::toString);
        assertFalse(Files.exists(folder.resolve("data")));
        session = run("utxo-stats");
        assertEquals(1, session.code());
        assertTrue(session.err().startsWith("caesure: no blocks in "), session::toString);
        assertEquals(1, Session.run("import", "x").code());
    }

    @Test
    void tellsHowFarItIs() {
        Duration ten = Duration.ofSeconds(10);
        var progress = step(Importer.Phase.TAKING, 250, 250, 7, 20, 4000, ten);
        assertEquals(
                "height 7, 25.0 %, 2 blocks/s, 400 inputs/s, 0.0 MB/s, 0:00:30 left",
                ImportReport.words(progress));
        var start = step(Importer.Phase.TAKING, 0, 0, 0, 0, 0, Duration.ZERO);
        assertEquals("height 0, 0.0 %", ImportReport.words(start));
    }

    /** Half was there before, and a tenth came in ten seconds: the rest takes forty. */
    @Test
    void countsNoRatesForWhatWasThereBefore() {
        Duration ten = Duration.ofSeconds(10);
        var progress = step(Importer.Phase.TAKING, 600, 100, 7, 20, 4000, ten);
        assertTrue(ImportReport.words(progress).endsWith(" 0:00:40 left"));
        var looking = step(Importer.Phase.LOOKING, 600, 0, 7, 0, 0, Duration.ZERO);
        assertEquals("height 7, looked through 60.0 %", ImportReport.words(looking));
    }

    private static Importer.Progress step(
            Importer.Phase phase,
            long done,
            long taken,
            int height,
            long blocks,
            long inputs,
            Duration taking) {
        return new Importer.Progress(
                phase, done, 1000, taken, height, blocks, inputs, taking.plusSeconds(3), taking);
    }

    @Test
    void writesOneLiveLineOnATerminal() {
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var console = new Console(stream, stream, true);
        console.live("height 10");
        console.live("done");
        console.line("imported");
        assertEquals(
                "\rheight 10\rdone     \r    \rimported" + System.lineSeparator(),
                err.toString(StandardCharsets.UTF_8));
    }
}
