// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.testkit.ForkTree;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class SavedLedgerTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final BlockHash BLOCK = new BlockHash(Hash256.ONE);
    private static final int HEIGHT = 700_000;

    @TempDir private Path folder;

    @Test
    void worldsReadBackAsTheyWere() {
        Property.forAll(
                10,
                random -> {
                    ForkTree tree = ForkTree.random(random, 10, 0);
                    Ledger ledger = LedgerTest.trunk();
                    for (ForkTree.Grown next : tree.grown().subList(1, tree.grown().size())) {
                        if (!next.block().header().previous().equals(ledger.block())) continue;
                        ledger = ((Ledger.Extended) LedgerTest.extend(ledger, next)).ledger();
                        assertTrue(save(ledger));
                        Ledger loaded = load();
                        assertEquals(next.block().hash(), loaded.block());
                        LedgerTest.compare(next, loaded);
                    }
                });
    }

    @Test
    void theEmptyWorldIsSavedToo() throws IOException {
        save(Ledger.genesis(REGTEST));
        assertEquals(REGTEST.genesis().hash(), load().block());
        assertEquals(0, load().coinCount());
    }

    @Test
    void manyChunksAreOneWorld() throws IOException {
        Ledger ledger = ledger(IntStream.range(0, 100_000).mapToObj(i -> coin(i, 25)).toList());
        save(ledger);
        assertTrue(Files.size(file()) > 6L * SavedLedger.CHUNK_BYTES);
        assertEquals(UtxoStats.of(ledger), UtxoStats.of(load()));
    }

    @Test
    void coinsWithTheLongestScriptsFillChunksToo() throws IOException {
        Ledger ledger = ledger(IntStream.range(0, 300).mapToObj(i -> coin(i, 10_000)).toList());
        save(ledger);
        assertEquals(UtxoStats.of(ledger), UtxoStats.of(load()));
    }

    @Test
    void aWorldThatWasReadGoesOn() throws IOException {
        save(LedgerTest.trunk());
        ForkTree tree = ForkTree.random(new SplittableRandom(1), 3, 0);
        ForkTree.Grown next = tree.grown().get(1);
        LedgerTest.compare(next, ((Ledger.Extended) LedgerTest.extend(load(), next)).ledger());
    }

    @Test
    void thereIsNoWorldWhereThereIsNoFile() throws IOException {
        assertTrue(SavedLedger.load(file(), REGTEST, () -> false).isEmpty());
    }

    @Test
    void theFileIsAsItsGrammarSays() throws IOException {
        save(ledger(List.of(coin(7, 1))));
        assertEquals(file(1, 5007, chunk(0, 1, bytesOf(coin(7, 1))), end(1)), bytes());
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        save(ledger(List.of(coin(1, 3), coin(2, 0), coin(3, 30))));
        ByteString good = bytes();
        for (int i = 0; i < 8 * good.length(); i++) {
            byte[] bad = good.toArray();
            bad[i / 8] ^= (byte) (1 << i % 8);
            write(ByteString.wrap(bad));
            assertDamaged("");
        }
    }

    @Test
    void everyOtherByteIsFound() throws IOException {
        save(ledger(List.of(coin(1, 3), coin(2, 0))));
        ByteString good = bytes();
        for (int i = 0; i < good.length(); i++) {
            for (int value : new int[] {0x00, 0xff, 0x55}) {
                if (good.at(i) == value) continue;
                byte[] bad = good.toArray();
                bad[i] = (byte) value;
                write(ByteString.wrap(bad));
                assertDamaged("");
            }
        }
    }

    @Test
    void everyCutIsFoundAndNamed() throws IOException {
        save(ledger(List.of(coin(1, 3), coin(2, 0))));
        ByteString good = bytes();
        for (int length = 0; length < good.length(); length++) {
            write(good.slice(0, length));
            assertDamaged(length < 32 ? "of its head are left" : "");
        }
        write(good.slice(0, good.length() - 1));
        assertDamaged("damaged at byte " + (good.length() - 4) + ": the file ends 1 bytes early");
        write(good.plus(ByteString.of(0)));
        assertDamaged("damaged at byte " + good.length() + ": more bytes than the ledger has");
    }

    @Test
    void saysWhichPartOfAManyChunksIsDamaged() throws IOException {
        save(ledger(IntStream.range(0, 40_000).mapToObj(i -> coin(i, 25)).toList()));
        byte[] bad = bytes().toArray();
        bad[(3 << 20) / 2] ^= 1; // in the third chunk
        write(ByteString.wrap(bad));
        var damaged = assertThrows(IOException.class, this::load);
        String begin = file() + ": damaged at byte ";
        assertTrue(damaged.getMessage().startsWith(begin), damaged.getMessage());
        String rest = damaged.getMessage().substring(begin.length());
        int at = Integer.parseInt(rest.substring(0, rest.indexOf(':')));
        assertTrue(at > 1 << 19 && at < 3 << 19, damaged.getMessage());
    }

    @Test
    void missingRepeatedAndForeignChunksAreFound() throws IOException {
        ByteString one = chunk(0, 1, bytesOf(coin(1, 80)));
        ByteString two = chunk(1, 1, bytesOf(coin(2, 80)));
        long sats = 5001 + 5002;
        write(file(2, sats, one, two, end(2)));
        assertEquals(2, load().coinCount());
        write(file(2, sats, one, end(2)));
        assertDamaged("damaged at byte " + (88 + one.length()) + ": 1 coins are here, not 2");
        write(file(2, sats, two, end(2)));
        assertDamaged("damaged at byte 88: not chunk 0");
        write(file(2, sats, one, one, end(2)));
        assertDamaged("not chunk 1");
        write(file(2, sats, two, one, end(2)));
        assertDamaged("not chunk 0");
        write(file(2, sats, one, two, end(1)));
        assertDamaged("2 coins are here, not 2");
        write(file(2, sats, chunk(0, 1, bytesOf(coin(1, 80)), Hash256.ZERO), two, end(2)));
        assertDamaged("damaged at byte 88: the checksum of these");
        write(file(2, sats, one, two));
        assertDamaged("the file ends 12 bytes early");
    }

    @Test
    void whatNoLedgerHoldsIsFoundBehindRightChecksums() throws IOException {
        ByteString twice = bytesOf(coin(1, 1)).plus(bytesOf(coin(1, 1)));
        write(file(2, 10_002, chunk(0, 2, twice), end(2)));
        assertDamaged("a coin stands here twice");
        write(file(1, 5002, chunk(0, 1, bytesOf(coin(1, 1))), end(1)));
        assertDamaged("the coins are worth 5001, not 5002");
        write(file(1, 5001, chunk(0, 1, bytesOf(coin(1, 1)).plus(ByteString.of(0))), end(1)));
        assertDamaged("1 bytes left over");
        for (int height : new int[] {0, HEIGHT + 1}) {
            Unspent coin = new Unspent(name(1), new Coin(output(1, 1), height, false));
            write(file(1, 5001, chunk(0, 1, bytesOf(coin)), end(1)));
            assertDamaged("a coin of height " + height);
        }
        write(file(0, 0, chunk(0, 0, ByteString.of(1)), end(0)));
        assertDamaged("1 bytes left over");
    }

    @Test
    void lyingCountsAllocateNothing() throws IOException {
        write(file(Integer.MAX_VALUE, 0, end(0)));
        assertDamaged("the file is too short for 2147483647 coins");
        write(file(-1, 0, end(0)));
        assertDamaged("the file is too short for -1 coins");
        var chunk = new ByteWriter().u32(0).u32(1).u32(0x7fff_ffff);
        write(file(0, 0, chunk.toByteString(), end(0)));
        assertDamaged("no chunk has 1 coins in 2147483647 bytes");
        var crowd = new ByteWriter().u32(0).u32(30).u32(1000).bytes(new byte[1004]);
        write(file(20, 0, crowd.toByteString(), end(0)));
        assertDamaged("no chunk has 30 coins in 1000 bytes");
    }

    @Test
    void aFileOfAnotherNetworkOrKindIsRefused() throws IOException {
        save(LedgerTest.trunk());
        var other =
                assertThrows(
                        IOException.class,
                        () -> SavedLedger.load(file(), Params.of(Network.MAIN), () -> false));
        assertEquals(file() + ": it belongs to another network", other.getMessage());
    }

    @Test
    void onlyGenesisIsAtHeightZero() throws IOException {
        save(TrieLedger.of(BLOCK, 0, new Unspent[0]));
        assertDamaged("its block cannot have height 0");
        save(TrieLedger.of(REGTEST.genesis().hash(), 1, new Unspent[0]));
        assertDamaged("its block cannot have height 1");
    }

    @Test
    void aStoppedSaveLeavesTheOldFile() throws IOException {
        save(LedgerTest.trunk());
        ByteString old = bytes();
        Ledger large = ledger(IntStream.range(0, 60_000).mapToObj(i -> coin(i, 25)).toList());
        var asked = new AtomicInteger();
        assertFalse(
                SavedLedger.save(
                        large, file(), REGTEST.magic(), () -> asked.incrementAndGet() == 3));
        assertEquals(3, asked.get());
        assertEquals(old, bytes());
        assertEquals(List.of(file()), files());
    }

    @Test
    void aStoppedLoadGivesNothing() throws IOException {
        save(LedgerTest.trunk());
        assertTrue(SavedLedger.load(file(), REGTEST, () -> true).isEmpty());
    }

    @Test
    void whatAKilledSaveLeftIsRemoved() throws IOException {
        Path left = folder.resolve("coins.dat.new");
        Files.write(left, new byte[10_000]);
        save(LedgerTest.trunk());
        assertEquals(List.of(file()), files());
        assertEquals(112, load().height());
    }

    @Test
    void aSaveThatFailsSaysSoAndLeavesTheOldFile() throws IOException {
        save(LedgerTest.trunk());
        ByteString old = bytes();
        Files.createDirectories(folder.resolve("coins.dat.new").resolve("in the way"));
        assertThrows(IOException.class, () -> save(Ledger.genesis(REGTEST)));
        assertEquals(old, bytes());
    }

    private boolean save(Ledger ledger) throws IOException {
        return SavedLedger.save(ledger, file(), REGTEST.magic(), () -> false);
    }

    private Ledger load() throws IOException {
        return SavedLedger.load(file(), REGTEST, () -> false).orElseThrow();
    }

    private Path file() {
        return folder.resolve("coins.dat");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }

    private ByteString bytes() throws IOException {
        return ByteString.wrap(Files.readAllBytes(file()));
    }

    private void write(ByteString bytes) throws IOException {
        Files.write(file(), bytes.toArray());
    }

    private void assertDamaged(String why) {
        var damaged = assertThrows(IOException.class, this::load);
        assertTrue(damaged.getMessage().startsWith(file() + ": "), damaged.getMessage());
        assertTrue(damaged.getMessage().contains(why), damaged.getMessage());
    }

    private static ByteString file(long count, long sats, ByteString... parts) {
        var about = new ByteWriter();
        BLOCK.hash().write(about);
        about.u32(HEIGHT).u64(count).u64(sats);
        ByteString file = SavedLedger.head(REGTEST.magic()).toBytes();
        file = file.plus(summed(about, BLOCK.hash()));
        for (ByteString part : parts) file = file.plus(part);
        return file;
    }

    private static ByteString chunk(int number, int count, ByteString coins) {
        return chunk(number, count, coins, BLOCK.hash());
    }

    private static ByteString chunk(int number, int count, ByteString coins, Hash256 block) {
        var chunk = new ByteWriter().u32(number).u32(count).u32(coins.length()).bytes(coins);
        return summed(chunk, block);
    }

    private static ByteString end(long count) {
        return summed(new ByteWriter().u32(0xffff_ffffL).u64(count), BLOCK.hash());
    }

    private static ByteString summed(ByteWriter part, Hash256 block) {
        long sum = SavedLedger.sum(block.toByteString(), part.toArray());
        return part.u32(sum).toByteString();
    }

    private static ByteString bytesOf(Unspent coin) {
        var out = new ByteWriter();
        CoinBytes.write(coin, out);
        return out.toByteString();
    }

    private static Ledger ledger(List<Unspent> coins) {
        return TrieLedger.of(BLOCK, HEIGHT, coins.toArray(Unspent[]::new));
    }

    private static Unspent coin(int number, int scriptBytes) {
        int height = 1 + number % HEIGHT;
        Coin coin = new Coin(output(number, scriptBytes), height, number % 2 == 0);
        return new Unspent(name(number), coin);
    }

    private static TxOut output(int number, int scriptBytes) {
        byte[] script = new byte[scriptBytes];
        return new TxOut(5000 + number, ByteString.wrap(script));
    }

    private static OutPoint name(int number) {
        byte[] txid = new byte[32];
        new Random(number).nextBytes(txid);
        return new OutPoint(new Txid(Hash256.of(txid)), number);
    }
}
