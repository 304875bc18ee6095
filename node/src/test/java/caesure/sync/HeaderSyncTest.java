// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.crypto.Hash256;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.testkit.Place;
import caesure.testkit.TestChain;
import caesure.wire.ChainMessage.GetHeaders;
import caesure.wire.ChainMessage.Headers;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;
import caesure.wire.Message;
import caesure.wire.Negotiation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of headers. */
@Timeout(60)
class HeaderSyncTest {
    private Table table;

    private Table open(int blocks) throws IOException {
        table = Table.of(blocks);
        return table;
    }

    @AfterEach
    void close() {
        table.close();
    }

    /** Headers of a branch, with proof of work and nothing behind them. */
    static List<Header> branch(Header from, int count) {
        var headers = new ArrayList<Header>();
        Header before = from;
        for (int i = 0; i < count; i++) {
            before = next(before, i);
            headers.add(before);
        }
        return headers;
    }

    private static Header next(Header before, long salt) {
        Target target = Target.ofCompact(before.bits()).orElseThrow();
        for (long nonce = salt; ; nonce++) {
            var header =
                    new Header(
                            0x2000_0000,
                            before.hash(),
                            Hash256.ONE,
                            before.time() + 1,
                            before.bits(),
                            nonce & 0xffff_ffffL);
            if (target.isMetBy(header.hash())) return header;
        }
    }

    private static List<Headers> parts(List<Header> headers) {
        var parts = new ArrayList<Headers>();
        for (int i = 0; i < headers.size(); i += 2_000) {
            parts.add(new Headers(headers.subList(i, Math.min(headers.size(), i + 2_000))));
        }
        return parts;
    }

    @Test
    void aPeerIsAskedForHeadersWhenItHasSaidHello() throws IOException {
        open(5);
        Peer peer = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        List<Message> said = table.say(peer, Table.version(Table.FULL), new Negotiation.Verack());
        GetHeaders asked = Table.only(GetHeaders.class, said).getFirst();
        assertEquals(table.made.blocks().get(4).hash(), asked.locator().getFirst());
        assertEquals(table.made.blocks().get(0).hash(), asked.locator().getLast());
    }

    @Test
    void announcedBlocksAreFetchedAtOnce() throws IOException {
        open(5);
        Peer peer = table.greet(ConnectionType.INBOUND);
        var other = TestChain.regtest().grow(8);
        List<Header> news = other.blocks().subList(6, 9).stream().map(Block::header).toList();
        List<Message> said = table.say(peer, new Headers(news));
        Inventory.GetData wanted = Table.only(Inventory.GetData.class, said).getFirst();
        assertEquals(
                List.of(
                        InventoryItem.WITNESS_BLOCK,
                        InventoryItem.WITNESS_BLOCK,
                        InventoryItem.WITNESS_BLOCK),
                wanted.items().stream().map(InventoryItem::type).toList());
        for (Block block : other.blocks().subList(6, 9)) {
            table.say(peer, new Message.FullBlock(block));
        }
        assertEquals(8, table.chain.tip().node().height());
        assertEquals(8, table.status(peer).syncedBlocks());
        assertTrue(table.status(peer).inFlight().isEmpty());
    }

    @Test
    void headersThatBuildOnNothingAreAskedAboutOnce() throws IOException {
        open(5);
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Headers(List.of())); // ends the first question
        List<Header> far = branch(branch(table.made.tip().header(), 3).getLast(), 1);
        assertEquals(1, Table.only(GetHeaders.class, table.say(peer, new Headers(far))).size());
        assertEquals(0, Table.only(GetHeaders.class, table.say(peer, new Headers(far))).size());
        table.pass(peer, Duration.ofSeconds(121));
        assertEquals(1, Table.only(GetHeaders.class, table.say(peer, new Headers(far))).size());
        assertFalse(table.isDiscouraged(peer));
    }

    @Test
    void headersWithoutWorkOrOrderAreHeldAgainstThePeer() throws IOException {
        open(5);
        Header tip = table.made.tip().header();
        var weak = new Header(4, tip.hash(), Hash256.ONE, tip.time() + 1, 0x1d00ffffL, 1);
        Peer first = table.greet(ConnectionType.INBOUND);
        table.say(first, new Headers(List.of(weak)));
        assertTrue(table.isDiscouraged(first));
        assertTrue(table.log().contains("Misbehaving: peer=0: header with invalid proof of work"));
        List<Header> gap = new ArrayList<>(branch(tip, 3));
        gap.remove(1);
        Peer second = table.greet(ConnectionType.INBOUND);
        table.say(second, new Headers(gap));
        assertTrue(table.isDiscouraged(second));
        assertTrue(table.log().contains("Misbehaving: peer=1: non-continuous headers sequence"));
    }

    @Test
    void trustedPeersAreNotPunished() throws IOException {
        open(5);
        List<Header> gap = new ArrayList<>(branch(table.made.tip().header(), 3));
        gap.remove(1);
        Peer noban = table.greet(ConnectionType.INBOUND, Permission.NOBAN);
        Peer manual = table.greet(ConnectionType.MANUAL);
        table.say(noban, new Headers(gap));
        table.say(manual, new Headers(gap));
        assertFalse(table.isDiscouraged(noban) || table.isLeft(noban));
        assertFalse(table.isDiscouraged(manual) || table.isLeft(manual));
        String log = table.log();
        assertTrue(log.contains("Not punishing noban peer 0!"));
        assertTrue(log.contains("Not punishing manually connected peer 1!"));
    }

    @Test
    void aShortChainOfLittleWorkIsNotKept() throws IOException {
        table = Table.wanting(0, 2 * 200);
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Headers(branch(table.made.tip().header(), 100)));
        assertEquals(1, table.chain.headers().all().size());
        assertTrue(table.log().contains("Ignoring low-work chain (height=100) from peer=0"));
        assertFalse(table.isDiscouraged(peer));
        Peer trusted = table.greet(ConnectionType.INBOUND, Permission.NOBAN);
        table.say(trusted, new Headers(branch(table.made.tip().header(), 100)));
        assertEquals(101, table.chain.headers().all().size());
    }

    @Test
    void aLongChainIsKeptOnlyWhenItWasShownTwice() throws IOException {
        table = Table.wanting(0, 2 * 9_000);
        table.now = table.now.plus(Duration.ofDays(1)); // or the last would be of the future
        List<Headers> parts = parts(branch(table.made.tip().header(), 9_500));
        Peer peer = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        for (Headers part : parts) {
            assertEquals(1, table.chain.headers().all().size());
            List<Message> said = table.say(peer, part);
            assertEquals(1, Table.only(GetHeaders.class, said).size());
        }
        String log = table.log();
        assertTrue(log.contains("Initial headers sync started with peer=0"), log);
        assertTrue(log.contains("reached sufficient work at height=9500, redownloading"), log);
        for (Headers part : parts) table.say(peer, part);
        assertEquals(9_501, table.chain.headers().all().size());
        assertTrue(table.log().contains("Initial headers sync complete with peer=0"));
    }

    @Test
    void whoShowsAnotherChainTheSecondTimeIsStopped() throws IOException {
        table = Table.wanting(0, 2 * 9_000);
        Header genesis = table.made.tip().header();
        Peer peer = table.greet(ConnectionType.INBOUND);
        for (Headers part : parts(branch(genesis, 9_500))) table.say(peer, part);
        for (Headers part : parts(branch(next(genesis, 77), 9_500))) table.say(peer, part);
        assertEquals(1, table.chain.headers().all().size());
        assertTrue(table.log().contains("Initial headers sync aborted with peer=0"));
    }

    @Test
    void headersOfLittleWorkCostNoMemory() throws IOException {
        table = Table.wanting(0, Long.MAX_VALUE);
        Header last = table.made.tip().header();
        var presync =
                new HeaderPresync(
                        0,
                        table.chain.headers().genesis(),
                        new caesure.primitives.Work(java.math.BigInteger.ONE.shiftLeft(62)),
                        HeaderPresync.Scale.of(caesure.consensus.Network.REGTEST),
                        table.made.params(),
                        new java.util.SplittableRandom(3),
                        table.now,
                        caesure.log.Log.none());
        for (int i = 0; i < 10; i++) {
            List<Header> more = branch(last, 2_000);
            last = more.getLast();
            // time is so short here that Core's bound on the length of a chain is reached
            if (!presync.take(more).wantsMore()) break;
        }
        assertTrue(presync.held() <= 20_000 / 275 + 1, presync.held() + " things are held");
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, parts(branch(table.made.tip().header(), 4_000)).toArray(Message[]::new));
        assertEquals(1, table.chain.headers().all().size());
    }

    @Test
    void aPeerThatDoesNotSendItsHeadersIsExchanged() throws IOException {
        open(5);
        table.now = table.now.plus(Duration.ofDays(30));
        Peer first = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        Peer second = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        table.pass(first, Duration.ofMinutes(14));
        assertFalse(table.isLeft(first));
        table.pass(first, Duration.ofMinutes(2));
        assertTrue(table.isLeft(first));
        assertFalse(table.isLeft(second));
        assertTrue(table.log().contains("Timeout downloading headers, disconnecting peer=0"));
        table.talks.closed(first.id(), table.now);
        assertEquals(
                1, Table.only(GetHeaders.class, table.pass(second, Duration.ofSeconds(1))).size());
    }

    @Test
    void namesOfUnknownBlocksAreAskedAbout() throws IOException {
        open(5);
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Headers(List.of()));
        var name = new InventoryItem(InventoryItem.BLOCK, Hash256.ONE);
        List<Message> said = table.say(peer, new Inventory.Inv(List.of(name)));
        assertEquals(1, Table.only(GetHeaders.class, said).size());
        Hash256 tip = table.made.tip().hash().hash();
        table.say(peer, new Headers(List.of()));
        said = table.say(peer, new Inventory.Inv(List.of(new InventoryItem(2, tip))));
        assertTrue(Table.only(GetHeaders.class, said).isEmpty());
    }

    @Test
    void whoFollowsAnInvalidBlockIsLeftIfWeChoseIt() throws IOException {
        open(5);
        Place parent = table.made.tip();
        Block greedy = table.made.on(parent).coinbaseSats(5_000_000_001L).mine();
        Peer miner = table.greet(ConnectionType.INBOUND);
        table.say(miner, new Headers(List.of(greedy.header())), new Message.FullBlock(greedy));
        assertTrue(table.isDiscouraged(miner));
        Peer in = table.greet(ConnectionType.INBOUND);
        table.say(in, new Headers(List.of(greedy.header())));
        assertFalse(table.isDiscouraged(in));
        Peer out = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(out, new Headers(List.of(greedy.header())));
        assertTrue(table.isDiscouraged(out));
        Peer onTop = table.greet(ConnectionType.INBOUND);
        table.say(onTop, new Headers(branch(greedy.header(), 1)));
        assertTrue(table.isDiscouraged(onTop));
    }
}
