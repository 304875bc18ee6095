// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.testkit.Place;
import caesure.wire.ChainMessage.GetHeaders;
import caesure.wire.ChainMessage.Headers;
import caesure.wire.Inventory.Inv;
import caesure.wire.InventoryItem;
import caesure.wire.Message;
import caesure.wire.Negotiation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How peers hear of new blocks. */
class AnnouncerTest {
    private static final BlockHash END = new BlockHash(Hash256.ZERO);

    private Table table;
    private Peer byName;
    private Peer byHeader;
    private Place tip;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(20);
        tip = table.made.tip();
        byName = table.greet(ConnectionType.INBOUND);
        byHeader = table.greet(ConnectionType.INBOUND);
        table.say(byHeader, new Negotiation.SendHeaders());
        table.say(byHeader, new GetHeaders(List.of(tip.hash()), END)); // so it has our tip
        table.pass(byHeader, Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        table.close();
    }

    private Block next() throws IOException {
        Block block = table.made.on(tip).mine();
        tip = tip.then(block.header());
        table.give(block);
        return block;
    }

    private List<Message> tick(Peer peer) {
        List<Answer> answers = table.talks.tick(table.now);
        table.answers.clear();
        table.answers.addAll(answers);
        return Table.said(peer, answers);
    }

    @Test
    void whoAskedForHeadersGetsThem() throws IOException {
        Block block = next();
        List<Message> said = tick(byHeader);
        assertEquals(List.of(block.header()), Table.only(Headers.class, said).getFirst().headers());
        Inv named = Table.only(Inv.class, Table.said(byName, table.answers)).getFirst();
        assertEquals(
                List.of(new InventoryItem(InventoryItem.BLOCK, block.hash().hash())),
                named.items());
        assertTrue(tick(byHeader).isEmpty());
    }

    @Test
    void severalBlocksComeInOneMessage() throws IOException {
        for (int i = 0; i < Announcer.HEADERS_MAX; i++) next();
        Headers headers = Table.only(Headers.class, tick(byHeader)).getFirst();
        assertEquals(Announcer.HEADERS_MAX, headers.headers().size());
    }

    @Test
    void tooManyAreAnnouncedByTheLastsName() throws IOException {
        Block last = next();
        for (int i = 0; i < Announcer.HEADERS_MAX; i++) last = next();
        List<Message> said = tick(byHeader);
        assertTrue(Table.only(Headers.class, said).isEmpty());
        assertEquals(
                last.hash().hash(),
                Table.only(Inv.class, said).getFirst().items().getFirst().hash());
    }

    @Test
    void whoCannotPlaceAHeaderGetsTheName() throws IOException {
        Peer stranger = table.greet(ConnectionType.INBOUND);
        table.say(stranger, new Negotiation.SendHeaders());
        next();
        List<Message> said = tick(stranger);
        assertEquals(1, Table.only(Inv.class, said).size());
        assertTrue(Table.only(Headers.class, said).isEmpty());
    }

    @Test
    void whoToldUsOfABlockIsNotTold() throws IOException {
        Block block = table.made.on(tip).mine();
        table.say(byName, new Headers(List.of(block.header())), new Message.FullBlock(block));
        assertEquals(21, table.chain.tip().node().height());
        assertEquals(List.of(), tick(byName));
    }

    @Test
    void aNewBranchIsAnnouncedFromWhereItParts() throws IOException {
        Place at = tip.ancestor(17);
        var branch = new ArrayList<Block>();
        for (int i = 0; i < 4; i++) {
            Block block = table.made.on(at).pay(0, ByteString.of(0x6a)).mine();
            at = at.then(block.header());
            branch.add(block);
        }
        for (Block block : branch) table.give(block);
        assertEquals(21, table.chain.tip().node().height());
        Headers headers = Table.only(Headers.class, tick(byHeader)).getFirst();
        assertEquals(branch.stream().map(Block::header).toList(), headers.headers());
    }

    @Test
    void nothingIsAnnouncedDuringTheInitialDownload() throws IOException {
        try (Table behind = Table.of(3)) {
            behind.now = behind.now.plus(Duration.ofDays(2));
            Peer peer = behind.greet(ConnectionType.INBOUND);
            behind.pass(peer, Duration.ofSeconds(1));
            behind.give(behind.made.next().mine());
            assertTrue(Table.only(Inv.class, behind.pass(peer, Duration.ofSeconds(1))).isEmpty());
        }
    }

    @Test
    void aPeerIsAskedForHeadersOnceItsChainIsKnown() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        List<Message> said = table.say(peer, new Headers(List.of(tip.header())));
        assertEquals(1, Table.only(Negotiation.SendHeaders.class, said).size());
        assertTrue(
                Table.only(Negotiation.SendHeaders.class, table.pass(peer, Duration.ofSeconds(9)))
                        .isEmpty());
    }
}
