// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.testkit.TxBuilder;
import caesure.wire.BlockFilters;
import caesure.wire.BloomFilters;
import caesure.wire.CompactBlocks;
import caesure.wire.Inventory.GetData;
import caesure.wire.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Pings, faults, and what we do not do for others. */
class ConversationsTest {
    private Table table;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(5);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static long nonce(List<Message> said) {
        return Table.only(Message.Ping.class, said).getLast().nonce();
    }

    @Test
    void aPingMeasuresTheWay() {
        Peer peer = table.open(ConnectionType.INBOUND);
        table.say(peer, Table.version(Table.FULL));
        List<Message> said = table.say(peer, new caesure.wire.Negotiation.Verack());
        table.now = table.now.plusMillis(300);
        assertEquals(Duration.ofMillis(300), table.status(peer).pingWait().orElseThrow());
        table.say(peer, new Message.Pong(nonce(said)));
        assertEquals(Duration.ofMillis(300), table.status(peer).ping().orElseThrow());
        assertTrue(table.status(peer).pingWait().isEmpty());
        said = table.pass(peer, Duration.ofSeconds(121));
        table.now = table.now.plusMillis(200);
        table.say(peer, new Message.Pong(nonce(said)));
        assertEquals(Duration.ofMillis(200), table.status(peer).pingLeast().orElseThrow());
    }

    @Test
    void oddPongsAreNamed() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Message.Pong(0, true));
        assertTrue(table.log().contains("pong peer=0: Short payload"));
        table.say(peer, new Message.Pong(0));
        assertTrue(
                table.log()
                        .contains(
                                "pong peer=0: Unsolicited pong without ping, 0 expected, 0 received, 8"
                                        + " bytes"));
        table.pass(peer, Duration.ofSeconds(121));
        table.say(peer, new Message.Pong(5));
        assertTrue(table.log().contains("pong peer=0: Nonce mismatch"));
        assertTrue(table.status(peer).pingWait().isPresent());
        table.say(peer, new Message.Pong(0));
        assertTrue(table.log().contains("pong peer=0: Nonce zero"));
        assertTrue(table.status(peer).pingWait().isEmpty());
    }

    @Test
    void whoDoesNotAnswerIsLeft() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.pass(peer, Duration.ofMinutes(20));
        assertFalse(table.isLeft(peer));
        table.pass(peer, Duration.ofSeconds(1));
        assertTrue(table.isLeft(peer));
        assertTrue(table.log().contains("ping timeout: 1201.000000s"));
    }

    @Test
    void aPersonCanHavePingsSent() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        assertTrue(table.pass(peer, Duration.ofSeconds(1)).isEmpty());
        table.talks.ping();
        assertEquals(1, table.pass(peer, Duration.ofSeconds(1)).size());
    }

    @Test
    void whatCannotBeReadCostsNothing() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        assertTrue(table.talks.malformed(peer.id(), "inv", "end of data", table.now).isEmpty());
        assertTrue(table.log().contains("ProcessMessages(inv): 'end of data' from peer=0"));
    }

    @Test
    void whatNobodyMaySayEndsTheConversation() {
        Peer early = table.open(ConnectionType.INBOUND);
        assertTrue(
                table.talks
                        .violated(early.id(), "inv", "inv message size = 50001", table.now)
                        .isEmpty());
        Peer peer = table.greet(ConnectionType.INBOUND);
        var answers = table.talks.violated(peer.id(), "inv", "inv message size = 50001", table.now);
        assertEquals(List.of(new Answer.Discourage(1, "inv message size = 50001")), answers);
        Peer other = table.greet(ConnectionType.INBOUND);
        String what = "getheaders locator size over 101: 102";
        answers = table.talks.violated(other.id(), "getheaders", what, table.now);
        assertEquals(List.of(new Answer.Leave(2, what)), answers);
        assertTrue(table.talks.on(other.id(), new Message.Ping(1), table.now).isEmpty());
    }

    @Test
    void filtersAreNotForUs() {
        BlockHash tip = table.made.tip().hash();
        for (Message message :
                List.of(
                        new BloomFilters.FilterLoad(ByteString.of(1), 1, 0, 0),
                        new BloomFilters.FilterAdd(ByteString.of(1)),
                        new BloomFilters.FilterClear(),
                        new Message.Mempool(),
                        new BlockFilters.GetCFilters(0, 0, tip),
                        new BlockFilters.GetCFHeaders(0, 0, tip),
                        new BlockFilters.GetCFCheckpt(0, tip))) {
            Peer peer = table.greet(ConnectionType.INBOUND);
            table.say(peer, message);
            assertTrue(table.isLeft(peer), message.command());
        }
        Peer trusted = table.greet(ConnectionType.INBOUND, Permission.NOBAN);
        table.say(trusted, new Message.Mempool());
        assertFalse(table.isLeft(trusted));
    }

    @Test
    void aCompactBlockIsFetchedWhole() {
        Peer peer = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        Block block = table.made.next().mine();
        List<Message> said = table.say(peer, CompactBlocks.CmpctBlock.of(block, 1));
        assertEquals(
                block.hash().hash(),
                Table.only(GetData.class, said).getFirst().items().getFirst().hash());
        table.say(peer, new Message.FullBlock(block));
        assertEquals(6, table.chain.tip().node().height());
    }

    @Test
    void transactionsEndTheConversation() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        var spend = new TxBuilder().spend(table.made.coinbase(1)).pay(1).build();
        table.say(peer, new Message.Tx(spend));
        assertTrue(table.isLeft(peer));
        assertTrue(
                table.log()
                        .contains(
                                "transaction sent in violation of protocol, disconnecting peer=0"));
    }

    @Test
    void aNodeThatTakesTransactionsHearsOfThem() throws IOException {
        try (Table taker = Table.takingTransactions(3)) {
            Peer peer = taker.greet(ConnectionType.INBOUND);
            taker.say(
                    peer,
                    new Message.Tx(new TxBuilder().spend(taker.made.coinbase(1)).pay(1).build()));
            assertFalse(taker.isLeft(peer));
        }
    }

    @Test
    void closedConversationsAreForgotten() {
        Peer peer = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        table.talks.closed(peer.id(), table.now);
        assertTrue(table.talks.statuses(table.now).isEmpty());
        assertEquals(List.of("good 0", "connected 0"), table.booked);
        assertTrue(table.talks.on(peer.id(), new Message.Ping(1), table.now).isEmpty());
        assertTrue(table.log().contains("Cleared nodestate for peer=" + peer.id() + "\n"));
    }
}
