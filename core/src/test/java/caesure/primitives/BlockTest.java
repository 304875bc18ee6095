// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class BlockTest {
    /** The first block of the main network. */
    private static final String GENESIS_HEADER =
            "01000000"
                    + "00".repeat(32)
                    + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
                    + "29ab5f49ffff001d1dac2b7c";

    private static final String GENESIS_TRANSACTION =
            "0100000001"
                    + "00".repeat(32)
                    + "ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f3230303920"
                    + "4368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f"
                    + "757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548"
                    + "271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f355"
                    + "04e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";

    @Test
    void readsTheFirstBlock() throws MalformedException {
        ByteString bytes = ByteString.fromHex(GENESIS_HEADER + "01" + GENESIS_TRANSACTION);
        Block block = Block.parse(bytes);
        assertEquals(
                "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
                block.hash().toString());
        assertEquals(1_231_006_505, block.header().time());
        assertEquals(0x1d00_ffffL, block.header().bits());
        assertEquals(2_083_236_893L, block.header().nonce());
        assertEquals(1, block.header().version());
        Transaction coinbase = block.transactions().getFirst();
        assertTrue(coinbase.isCoinbase());
        assertEquals(
                "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
                coinbase.txid().toString());
        assertEquals(
                new MerkleTree.Root(block.header().merkleRoot(), false),
                MerkleTree.ofTransactions(block.transactions()));
        assertTrue(Target.ofCompact(block.header().bits()).orElseThrow().isMetBy(block.hash()));
        assertEquals(bytes, block.bytes());
        assertEquals(285, block.size());
        assertEquals(1_140, block.weight());
    }

    @Test
    void readsBackWhatItWrote() {
        Property.forAll(
                100,
                random -> {
                    Block made = block(random);
                    ByteString bytes = made.bytes();
                    Block read = Block.parse(bytes);
                    assertEquals(made, read);
                    assertEquals(bytes, read.bytes());
                    assertEquals(bytes.length(), read.size());
                    var stripped = new ByteWriter();
                    read.header().write(stripped);
                    stripped.compactSize(read.transactions().size());
                    read.transactions().forEach(transaction -> transaction.writeStripped(stripped));
                    assertEquals(stripped.length(), read.strippedSize());
                    assertEquals(3L * stripped.length() + bytes.length(), read.weight());
                });
    }

    @Test
    void refusesEveryBeginningOfABlock() {
        Property.forAll(
                20,
                random -> {
                    ByteString whole = block(random).bytes();
                    for (int end = 0; end < whole.length(); end++) {
                        ByteString cut = whole.slice(0, end);
                        assertThrows(MalformedException.class, () -> Block.parse(cut));
                    }
                    ByteString longer = whole.plus(ByteString.of(0));
                    assertThrows(MalformedException.class, () -> Block.parse(longer));
                });
    }

    /** It holds nothing, which a rule forbids and not the format. */
    @Test
    void readsABlockWithoutTransactions() throws MalformedException {
        Block block = Block.parse(ByteString.fromHex(GENESIS_HEADER + "00"));
        assertEquals(List.of(), block.transactions());
        assertEquals(81, block.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "fd0100", "fe00000002", "feffffffff", "ffffffffffffffffff"})
    void refusesALyingCount(String count) throws MalformedException {
        ByteString bytes = ByteString.fromHex(GENESIS_HEADER + count + GENESIS_TRANSACTION);
        assertThrows(MalformedException.class, () -> Block.parse(bytes));
    }

    @Test
    void readsAHeaderWithTheHighestValues() throws MalformedException {
        ByteString bytes = ByteString.fromHex("ff".repeat(Header.BYTES));
        Header header = Header.read(bytes.reader());
        assertEquals(-1, header.version());
        assertEquals(0xffff_ffffL, header.time());
        assertEquals(0xffff_ffffL, header.bits());
        assertEquals(0xffff_ffffL, header.nonce());
        var out = new ByteWriter();
        header.write(out);
        assertEquals(bytes, out.toByteString());
    }

    @Test
    void readsBackAnyHeader() {
        Property.forAll(
                200,
                random -> {
                    Header made = Samples.header(random);
                    var out = new ByteWriter();
                    made.write(out);
                    assertEquals(Header.BYTES, out.length());
                    ByteReader in = out.toByteString().reader();
                    Header read = Header.read(in);
                    in.end();
                    assertEquals(made, read);
                    assertEquals(made.hash(), read.hash());
                    assertEquals(made.version(), read.version());
                    assertEquals(made.previous(), read.previous());
                    assertEquals(made.merkleRoot(), read.merkleRoot());
                    assertEquals(made.time(), read.time());
                    assertEquals(made.bits(), read.bits());
                    assertEquals(made.nonce(), read.nonce());
                    assertFalse(made.equals(Samples.header(random)));
                    ByteReader cut = out.toByteString().slice(0, random.nextInt(80)).reader();
                    assertThrows(MalformedException.class, () -> Header.read(cut));
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L})
    void makesNoHeaderThatItsBytesWouldNotSay(long number) {
        var previous = new BlockHash(Hash256.ZERO);
        Hash256 root = Hash256.ONE;
        assertThrows(
                IllegalArgumentException.class, () -> new Header(1, previous, root, number, 0, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Header(1, previous, root, 0, number, 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Header(1, previous, root, 0, 0, number));
    }

    private static Block block(SplittableRandom random) {
        var transactions = new ArrayList<Transaction>();
        do {
            transactions.add(Samples.transaction(random));
        } while (random.nextInt(4) > 0);
        return new Block(Samples.header(random), transactions);
    }
}
