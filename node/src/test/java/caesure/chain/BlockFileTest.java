// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.testkit.CoreFolder;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class BlockFileTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final ByteString KEY = ByteString.of(1, 2, 3, 4, 5, 6, 7, 8);

    @TempDir Path folder;

    @Test
    void listsTheNumberedFilesInTheirOrderAndNothingElse() throws IOException {
        for (String name : List.of("blk00010.dat", "blk00002.dat", "blk100000.dat")) {
            Files.write(folder.resolve(name), new byte[0]);
        }
        for (String name : List.of("rev00002.dat", "blk1.dat", "blk00003.dat.bak", "index")) {
            Files.write(folder.resolve(name), new byte[0]);
        }
        Files.createDirectory(folder.resolve("blk00004.dat"));
        assertEquals(List.of("blk00002.dat", "blk00010.dat", "blk100000.dat"), names(folder));
    }

    @Test
    void listsABootstrapLastAndNeverHidden() throws IOException {
        Files.write(folder.resolve("bootstrap.dat"), new byte[0]);
        Files.write(folder.resolve("blk00000.dat"), new byte[0]);
        Files.write(folder.resolve("xor.dat"), KEY.toArray());
        List<BlockFile> files = BlockFile.find(folder, REGTEST);
        assertEquals(KEY, files.get(0).key());
        assertEquals("bootstrap.dat", files.get(1).path().getFileName().toString());
        assertEquals(BlockFile.PLAIN, files.get(1).key());
    }

    @Test
    void findsTheBlocksInADataDirectory() throws IOException {
        Path main = Files.createDirectories(folder.resolve("blocks"));
        Path regtest = Files.createDirectories(folder.resolve("regtest/blocks"));
        Files.write(main.resolve("blk00001.dat"), new byte[0]);
        Files.write(regtest.resolve("blk00002.dat"), new byte[0]);
        assertEquals(List.of("blk00002.dat"), names(folder));
        assertEquals(List.of("blk00002.dat"), names(folder.resolve("regtest")));
        assertEquals(
                main.resolve("blk00001.dat"),
                BlockFile.find(folder, Params.of(Network.MAIN)).getFirst().path());
    }

    @Test
    void takesTheKeyBesideAFileThatIsNamedByItself() throws IOException {
        Files.write(folder.resolve("xor.dat"), KEY.toArray());
        Path numbered = Files.write(folder.resolve("blk00007.dat"), new byte[0]);
        Path other = Files.write(folder.resolve("mine.dat"), new byte[0]);
        assertEquals(KEY, BlockFile.find(numbered, REGTEST).getFirst().key());
        assertEquals(BlockFile.PLAIN, BlockFile.find(other, REGTEST).getFirst().key());
    }

    @Test
    void refusesAKeyOfAnotherLength() throws IOException {
        Files.write(folder.resolve("blk00000.dat"), new byte[0]);
        Path key = Files.write(folder.resolve("xor.dat"), new byte[7]);
        assertEquals(
                key + " is no key of Bitcoin Core: it must have 8 bytes, and has 7", refusal());
        Files.write(key, new byte[9]);
        assertTrue(refusal().endsWith("and has more"));
    }

    @Test
    void refusesAnotherNetworkEvenHidden() throws IOException {
        for (Network network : Network.values()) {
            if (network == Network.REGTEST) continue;
            Params params = Params.of(network);
            var chain = new TestChain(params);
            var core = CoreFolder.make(folder.resolve(network.chain()), params, KEY);
            Path file = core.write(0, chain.blocks(), 0);
            String line =
                    assertThrows(IOException.class, () -> BlockFile.find(core.path(), REGTEST))
                            .getMessage();
            assertEquals(
                    file + " holds blocks of the network " + network.chain() + ", not of regtest",
                    line);
        }
    }

    @Test
    void refusesWhatHoldsNoBlockFiles() {
        assertEquals("no blk00000.dat or the like in " + folder, refusal());
        Path absent = folder.resolve("absent");
        IOException e = assertThrows(IOException.class, () -> BlockFile.find(absent, REGTEST));
        assertEquals("no such file: " + absent, e.getMessage());
    }

    private String refusal() {
        return assertThrows(IOException.class, () -> BlockFile.find(folder, REGTEST)).getMessage();
    }

    private static List<String> names(Path path) throws IOException {
        return BlockFile.find(path, REGTEST).stream()
                .map(file -> file.path().getFileName().toString())
                .toList();
    }
}
