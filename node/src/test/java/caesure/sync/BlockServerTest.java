// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Transaction;
import caesure.testkit.TxBuilder;
import caesure.wire.ChainMessage.GetBlocks;
import caesure.wire.ChainMessage.GetHeaders;
import caesure.wire.ChainMessage.Headers;
import caesure.wire.CompactBlocks;
import caesure.wire.Inventory.GetData;
import caesure.wire.Inventory.Inv;
import caesure.wire.Inventory.NotFound;
import caesure.wire.InventoryItem;
import caesure.wire.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What others get who ask. */
class BlockServerTest {
    private static final BlockHash END = new BlockHash(Hash256.ZERO);

    private Table table;
    private Peer peer;

    private void open(int blocks) throws IOException {
        table = Table.of(blocks);
        peer = table.greet(ConnectionType.INBOUND);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private BlockHash hash(int height) {
        return table.made.blocks().get(height).hash();
    }

    private List<Integer> heights(Headers headers) {
        return headers.headers().stream()
                .map(h -> table.chain.headers().find(h.hash()).orElseThrow().height())
                .toList();
    }

    private List<Integer> ask(List<BlockHash> locator, BlockHash stop) {
        List<Message> said = table.say(peer, new GetHeaders(locator, stop));
        return heights(Table.only(Headers.class, said).getFirst());
    }

    @Test
    void headersFollowTheLastCommonBlock() throws IOException {
        open(10);
        assertEquals(List.of(8, 9, 10), ask(List.of(hash(7), hash(3)), END));
        assertEquals(List.of(4, 5), ask(List.of(END, hash(3)), hash(5)));
        assertEquals(10, ask(List.of(new BlockHash(Hash256.ONE)), END).size());
        assertEquals(List.of(), ask(List.of(hash(10)), END));
        assertEquals(List.of(6), ask(List.of(), hash(6)));
        assertTrue(table.say(peer, new GetHeaders(List.of(), END)).isEmpty());
    }

    @Test
    void atMostTwoThousandHeadersAreSent() throws IOException {
        open(2_100);
        List<Integer> heights = ask(List.of(hash(50)), END);
        assertEquals(IntStream.rangeClosed(51, 2_050).boxed().toList(), heights);
    }

    @Test
    void aNodeWithTooLittleWorkServesNoHeaders() throws IOException {
        table = Table.wanting(5, 1_000);
        peer = table.greet(ConnectionType.INBOUND);
        assertEquals(List.of(), ask(List.of(hash(2)), END));
        assertTrue(table.log().contains("because active chain has too little work"));
        peer = table.greet(ConnectionType.INBOUND, Permission.DOWNLOAD);
        assertEquals(List.of(3, 4, 5), ask(List.of(hash(2)), END));
    }

    @Test
    void namesGoOnWhenTheLastIsAskedFor() throws IOException {
        open(600);
        List<Message> said = table.say(peer, new GetBlocks(List.of(hash(0)), END));
        Inv names = Table.only(Inv.class, said).getFirst();
        assertEquals(500, names.items().size());
        assertEquals(hash(500).hash(), names.items().getLast().hash());
        said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, hash(499)));
        assertTrue(Table.only(Inv.class, said).isEmpty());
        said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, hash(500)));
        assertEquals(
                hash(600).hash(), Table.only(Inv.class, said).getFirst().items().getFirst().hash());
        said = table.say(peer, new GetBlocks(List.of(hash(0)), hash(4)));
        assertEquals(3, Table.only(Inv.class, said).getFirst().items().size());
    }

    private static GetData block(long type, BlockHash hash) {
        return new GetData(List.of(new InventoryItem(type, hash.hash())));
    }

    @Test
    void blocksAreSentWithAndWithoutWitnesses() throws IOException {
        open(101);
        Transaction spend = new TxBuilder().spend(table.made.coinbase(1)).pay(1).build();
        Block next = table.made.next().with(spend).coinbaseWitness(List.of()).mine();
        table.give(next);
        List<Message> said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, next.hash()));
        assertEquals(next, Table.only(Message.FullBlock.class, said).getFirst().block());
        said = table.say(peer, block(InventoryItem.BLOCK, next.hash()));
        Block stripped = Table.only(Message.FullBlock.class, said).getFirst().block();
        assertEquals(next.hash(), stripped.hash());
        assertEquals(next.strippedSize(), stripped.size());
        said = table.say(peer, block(InventoryItem.COMPACT_BLOCK, next.hash()));
        assertEquals(next, Table.only(Message.FullBlock.class, said).getFirst().block());
    }

    @Test
    void oneBlockIsSentAtATime() throws IOException {
        open(10);
        var items =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                h -> new InventoryItem(InventoryItem.WITNESS_BLOCK, hash(h).hash()))
                        .toList();
        assertEquals(1, blocks(table.talks.on(peer.id(), new GetData(items), table.now)));
        assertTrue(table.talks.isBusy(peer.id()));
        assertEquals(1, blocks(table.talks.proceed(peer.id(), table.now)));
        assertEquals(1, blocks(table.talks.proceed(peer.id(), table.now)));
        assertFalse(table.talks.isBusy(peer.id()));
    }

    private static long blocks(List<Answer> answers) {
        return answers.stream().filter(Answer.SayBytes.class::isInstance).count();
    }

    @Test
    void transactionsAreNotFoundAndUnknownThingsPassedOver() throws IOException {
        open(3);
        var tx = new InventoryItem(InventoryItem.TX, Hash256.ONE);
        var odd = new InventoryItem(99, Hash256.ONE);
        var good = new InventoryItem(InventoryItem.WITNESS_BLOCK, hash(2).hash());
        List<Message> said = table.say(peer, new GetData(List.of(odd, tx, odd, good)));
        assertEquals(List.of(tx), Table.only(NotFound.class, said).getFirst().items());
        assertEquals(1, Table.only(Message.FullBlock.class, said).size());
        assertFalse(table.isLeft(peer));
    }

    @Test
    void filteredBlocksAreNotForUs() throws IOException {
        open(3);
        table.say(peer, block(InventoryItem.FILTERED_BLOCK, hash(2)));
        assertTrue(table.isLeft(peer));
    }

    @Test
    void oldBlocksBesideTheChainAreNotShown() throws IOException {
        open(20);
        Block stale =
                table.made.on(table.made.tip().ancestor(18)).pay(0, ByteString.of(0x6a)).mine();
        Block twin =
                table.made.on(table.made.tip().ancestor(19)).pay(0, ByteString.of(0x6a)).mine();
        table.give(stale);
        table.give(twin);
        // never connected: nobody may know that it is here
        List<Message> said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, stale.hash()));
        assertTrue(Table.only(Message.FullBlock.class, said).isEmpty());
        Block tip = table.made.blocks().get(20);
        table.give(table.made.on(table.made.tip().ancestor(19).then(twin.header())).mine());
        assertTrue(table.chain.tip().node().height() == 21);
        said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, tip.hash()));
        assertEquals(1, Table.only(Message.FullBlock.class, said).size());
        long later = table.now.plus(Duration.ofDays(40)).getEpochSecond();
        table.now = table.now.plus(Duration.ofDays(40));
        var on = table.made.tip().ancestor(19).then(twin.header());
        var head = table.chain.tip().node().header();
        table.give(table.made.on(on.then(head)).time(later).mine());
        assertEquals(22, table.chain.tip().node().height());
        said = table.say(peer, block(InventoryItem.WITNESS_BLOCK, tip.hash()));
        assertTrue(Table.only(Message.FullBlock.class, said).isEmpty());
        assertTrue(table.say(peer, new GetHeaders(List.of(), tip.hash())).isEmpty());
    }

    @Test
    void singleTransactionsOfRecentBlocksAreSent() throws IOException {
        open(20);
        var recent = new CompactBlocks.GetBlockTxn(hash(15), List.of(0));
        List<Message> said = table.say(peer, recent);
        assertEquals(
                table.made.blocks().get(15).transactions(),
                Table.only(CompactBlocks.BlockTxn.class, said).getFirst().transactions());
        said = table.say(peer, new CompactBlocks.GetBlockTxn(hash(5), List.of(0)));
        assertEquals(1, Table.only(Message.FullBlock.class, said).size());
        table.say(peer, new CompactBlocks.GetBlockTxn(hash(15), List.of(1)));
        assertTrue(table.isDiscouraged(peer));
        assertTrue(table.log().contains("getblocktxn with out-of-bounds tx indices"));
    }
}
