// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.testkit.TestChain;
import caesure.wire.ChainMessage.Headers;
import caesure.wire.Inventory.GetData;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.Services;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** How blocks are fetched. */
@Timeout(60)
class HooverTest {
    private static final int LONG = 1_100;
    private static final TestChain CHAIN = TestChain.regtest().grow(LONG);

    private Table table;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(0);
        table.now = java.time.Instant.ofEpochSecond(CHAIN.tip().header().time() + 1);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static Headers headers(int from, int to) {
        return new Headers(
                CHAIN.blocks().subList(from, to + 1).stream().map(Block::header).toList());
    }

    private Peer knowing(ConnectionType type, int height) {
        Peer peer = table.greet(type);
        table.say(peer, headers(1, height));
        return peer;
    }

    @Test
    void eachPeerIsAskedForSixteenOthers() {
        Peer first = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 100);
        Peer second = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 100);
        var all = new HashSet<Integer>(table.status(first).inFlight());
        all.addAll(table.status(second).inFlight());
        assertEquals(16, table.status(first).inFlight().size());
        assertEquals(16, table.status(second).inFlight().size());
        assertEquals(32, all.size());
        List<Message> said = table.say(first, new Message.FullBlock(CHAIN.blocks().get(1)));
        assertEquals(1, Table.only(GetData.class, said).getFirst().items().size());
        assertEquals(1, table.chain.tip().node().height());
    }

    @Test
    void whatAPeerLeavesBehindIsAskedOfOthers() {
        Peer first = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 20);
        Peer second = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 20);
        assertEquals(4, table.status(second).inFlight().size());
        table.talks.closed(first.id(), table.now);
        table.pass(second, Duration.ofMillis(100));
        assertEquals(16, table.status(second).inFlight().size());
    }

    @Test
    void nothingIsFetchedBeyondTheWindow() {
        Peer good = knowing(ConnectionType.OUTBOUND_FULL_RELAY, LONG);
        for (int i = 0; i < 70; i++) knowing(ConnectionType.OUTBOUND_FULL_RELAY, LONG);
        int highest =
                table.talks.statuses(table.now).stream()
                        .flatMap(s -> s.inFlight().stream())
                        .mapToInt(h -> h)
                        .max()
                        .orElseThrow();
        assertEquals(Hoover.WINDOW, highest);
        assertEquals(16, table.status(good).inFlight().size());
    }

    @Test
    void whoHoldsUpTheWindowIsLeft() {
        Peer staller = knowing(ConnectionType.OUTBOUND_FULL_RELAY, LONG);
        Peer worker = knowing(ConnectionType.OUTBOUND_FULL_RELAY, LONG);
        for (int height = 17; height <= Hoover.WINDOW; height++) {
            table.say(worker, new Message.FullBlock(CHAIN.blocks().get(height)));
        }
        assertTrue(table.log().contains("Stall started peer=0"));
        table.pass(worker, Duration.ofMillis(1_900));
        assertFalse(table.isLeft(staller));
        table.pass(worker, Duration.ofMillis(200));
        assertTrue(table.isLeft(staller));
        String log = table.log();
        assertTrue(log.contains("Peer is stalling block download, disconnecting peer=0"));
        assertTrue(log.contains("Increased stalling timeout temporarily to 4 seconds"));
        table.talks.closed(staller.id(), table.now);
        table.pass(worker, Duration.ofMillis(100));
        for (int height = 1; height <= 16; height++) {
            table.say(worker, new Message.FullBlock(CHAIN.blocks().get(height)));
        }
        assertEquals(Hoover.WINDOW, table.chain.tip().node().height());
        assertTrue(table.log().contains("Decreased stalling timeout to 2 seconds"));
    }

    @Test
    void aBlockThatIsRefusedIsNamedWithTheReason() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        Block early = TestChain.regtest().next().time(1).mine();
        table.say(peer, new Message.FullBlock(early));
        String line = "AcceptBlock: " + early.hash() + ", time-too-old";
        assertTrue(table.log().contains(line));
    }

    @Test
    void aBlockMustComeWithinItsTime() {
        Peer peer = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 10);
        table.pass(peer, Duration.ofMinutes(10));
        assertFalse(table.isLeft(peer));
        table.pass(peer, Duration.ofSeconds(1));
        assertTrue(table.isLeft(peer));
        assertTrue(
                table.log().contains("Timeout downloading block " + CHAIN.blocks().get(1).hash()));
    }

    @Test
    void whatAStrangerWithholdsIsAskedOfAPeerThatWeChose() {
        nearTheEnd();
        Peer chosen = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 1);
        table.say(chosen, new Message.FullBlock(CHAIN.blocks().get(1)));
        Peer stranger = table.greet(ConnectionType.INBOUND);
        assertTrue(asks(table.say(stranger, headers(2, 2))));
        assertFalse(asks(table.say(chosen, headers(2, 2))));
        assertFalse(asks(table.pass(chosen, Duration.ofSeconds(2))));
        assertTrue(asks(table.pass(chosen, Duration.ofMillis(100))));
        assertEquals(List.of(), table.status(stranger).inFlight());
        assertFalse(asks(table.pass(chosen, Duration.ofSeconds(3))));
        table.say(stranger, new Message.FullBlock(CHAIN.blocks().get(2)));
        assertEquals(2, table.chain.tip().node().height());
        assertEquals(List.of(), table.status(chosen).inFlight());
    }

    @Test
    void whatAChosenPeerIsLateWithIsNotAskedOfStrangers() {
        nearTheEnd();
        Peer chosen = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 1);
        table.say(chosen, new Message.FullBlock(CHAIN.blocks().get(1)));
        assertTrue(asks(table.say(chosen, headers(2, 2))));
        Peer stranger = knowing(ConnectionType.INBOUND, 2);
        assertFalse(asks(table.pass(stranger, Duration.ofSeconds(5))));
        assertEquals(List.of(2), table.status(chosen).inFlight());
    }

    /** The second block has just been found. */
    private void nearTheEnd() {
        table.now = java.time.Instant.ofEpochSecond(CHAIN.blocks().get(2).header().time() + 1);
    }

    private static boolean asks(List<Message> said) {
        return !Table.only(GetData.class, said).isEmpty();
    }

    @Test
    void limitedPeersAreAskedForTheirLastBlocksOnly() {
        Peer full = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 1);
        table.say(full, new Message.FullBlock(CHAIN.blocks().get(1)));
        Peer limited = table.open(ConnectionType.MANUAL);
        Services services = Services.NETWORK_LIMITED.with(Services.WITNESS);
        table.say(limited, Table.version(services), new Negotiation.Verack());
        table.say(limited, headers(1, 400));
        assertTrue(table.status(limited).inFlight().isEmpty()); // we are far behind
    }

    @Test
    void aDamagedCopyIsAskedOfAnother() {
        Peer liar = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 1);
        Peer good = knowing(ConnectionType.OUTBOUND_FULL_RELAY, 1);
        Block block = CHAIN.blocks().get(1);
        var doubled = new ArrayList<Transaction>(block.transactions());
        doubled.add(doubled.getFirst());
        table.say(liar, new Message.FullBlock(new Block(block.header(), doubled)));
        assertTrue(table.isDiscouraged(liar));
        String log = table.log();
        assertTrue(
                log.contains("Block mutated: bad-txnmrklroot, hashMerkleRoot mismatch")
                        || log.contains("Block mutated: bad-txns-duplicate"),
                log);
        assertTrue(log.contains("Misbehaving: peer=0: mutated block"));
        table.pass(good, Duration.ofMillis(100));
        assertEquals(List.of(1), table.status(good).inFlight());
        table.say(good, new Message.FullBlock(block));
        assertEquals(1, table.chain.tip().node().height());
        assertFalse(table.isDiscouraged(good));
    }

    @Test
    void blocksNobodyAskedForAreKeptOnlyIfTheyAreOfUse() throws IOException {
        for (Block block : CHAIN.blocks().subList(1, 4)) table.give(block);
        Peer peer = table.greet(ConnectionType.INBOUND);
        Block sibling =
                CHAIN.on(CHAIN.tip().ancestor(1)).pay(0, caesure.bytes.ByteString.of(0x6a)).mine();
        table.say(peer, new Message.FullBlock(sibling));
        assertFalse(table.chain.headers().find(sibling.hash()).orElseThrow().isHere());
        table.say(peer, new Message.FullBlock(CHAIN.blocks().get(4)));
        assertEquals(4, table.chain.tip().node().height());
        table.say(peer, new Message.FullBlock(CHAIN.blocks().get(6)));
        assertTrue(table.isDiscouraged(peer));
        assertTrue(table.log().contains("AcceptBlock FAILED (prev-blk-not-found)"));
    }

    @Test
    void aPersonCanFetchABlock() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        Header header = CHAIN.blocks().get(1).header();
        assertEquals(
                "Block header missing",
                table.talks.fetch(header.hash(), peer.id(), table.now).refusal().orElseThrow());
        table.say(peer, headers(1, 1));
        assertEquals(
                "Peer does not exist",
                table.talks.fetch(header.hash(), 99, table.now).refusal().orElseThrow());
        Peer other = table.greet(ConnectionType.INBOUND);
        Conversations.Fetch fetch = table.talks.fetch(header.hash(), other.id(), table.now);
        assertTrue(fetch.refusal().isEmpty());
        assertEquals(1, Table.only(GetData.class, Table.said(other, fetch.answers())).size());
        table.say(other, new Message.FullBlock(CHAIN.blocks().get(1)));
        assertEquals(
                "Block already downloaded",
                table.talks.fetch(header.hash(), peer.id(), table.now).refusal().orElseThrow());
    }

    @Test
    void aChosenPeerWithAnOldChainIsLeft() throws IOException {
        for (Block block : CHAIN.blocks().subList(1, 10)) table.give(block);
        Peer peer = table.greet(ConnectionType.BLOCK_RELAY_ONLY);
        table.say(peer, headers(1, 5));
        table.talks.ping();
        table.live(peer, Duration.ofSeconds(1));
        table.live(peer, Duration.ofSeconds(20 * 60 + 1));
        assertFalse(table.isLeft(peer));
        assertTrue(table.log().contains("to verify chain work"));
        table.live(peer, Duration.ofSeconds(121));
        assertTrue(table.log().contains("Outbound peer has old chain, best known block = "));
        assertTrue(table.isLeft(peer));
    }
}
