// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.Services;
import caesure.wire.Version;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How a conversation begins. */
class HandshakeTest {
    private Table table;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(1);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static List<String> commands(List<Message> messages) {
        return messages.stream().map(Message::command).toList();
    }

    @Test
    void whoCallsUsSpeaksFirst() {
        Peer peer = table.open(ConnectionType.INBOUND);
        assertTrue(table.answers.isEmpty());
        List<Message> said = table.say(peer, Table.version(Table.FULL));
        assertEquals(List.of("version", "wtxidrelay", "sendaddrv2", "verack"), commands(said));
        assertFalse(table.status(peer).handshaken());
        table.say(peer, new Negotiation.Verack());
        assertTrue(table.status(peer).handshaken());
    }

    @Test
    void whomWeCallIsToldFirstAndAskedForAddresses() {
        Peer peer = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        var ours = assertInstanceOf(Version.class, Table.said(peer, table.answers).getFirst());
        assertEquals(1, ours.startHeight());
        assertFalse(ours.relay());
        List<Message> said = table.say(peer, Table.version(Table.FULL));
        assertEquals(List.of("wtxidrelay", "sendaddrv2", "verack", "getaddr"), commands(said));
        assertEquals(List.of("good 0"), table.booked);
    }

    @Test
    void peersForBlocksAloneAreNotAskedForAddresses() {
        Peer peer = table.open(ConnectionType.BLOCK_RELAY_ONLY);
        List<Message> said = table.say(peer, Table.version(Table.FULL));
        assertEquals(List.of("wtxidrelay", "sendaddrv2", "verack"), commands(said));
    }

    @Test
    void ourOwnCallIsFoundByItsNumber() {
        Peer out = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        var ours = (Version) Table.said(out, table.answers).getFirst();
        Peer in = table.open(ConnectionType.INBOUND);
        table.say(in, ours);
        assertTrue(table.isLeft(in));
        assertTrue(table.log().contains("connected to self at"));
    }

    @Test
    void obsoletePeersAreLeft() {
        Peer peer = table.open(ConnectionType.INBOUND);
        table.say(peer, Table.version(31_799, Table.FULL, 1));
        assertTrue(table.isLeft(peer));
        assertTrue(table.log().contains("using obsolete version 31799, disconnecting peer=0"));
        Peer old = table.open(ConnectionType.INBOUND);
        List<Message> said = table.say(old, Table.version(31_800, Table.FULL, 1));
        assertEquals(List.of("version", "verack"), commands(said));
    }

    @Test
    void thoseWeChooseMustServe() {
        Peer poor = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(poor, Table.version(Services.WITNESS));
        assertTrue(table.isLeft(poor));
        assertTrue(
                table.log()
                        .contains(
                                "peer does not offer the expected services (00000008 offered,"
                                        + " 00000009 expected), disconnecting peer=0"));
        Peer named = table.open(ConnectionType.MANUAL);
        table.say(named, Table.version(Services.NONE));
        assertFalse(table.isLeft(named));
    }

    @Test
    void limitedPeersWillDoOnlyNearTheEnd() {
        Services limited = Services.NETWORK_LIMITED.with(Services.WITNESS);
        Peer near = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(near, Table.version(limited));
        assertFalse(table.isLeft(near));
        table.now = table.now.plus(Duration.ofHours(24));
        Peer far = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(far, Table.version(limited));
        assertTrue(table.isLeft(far));
    }

    @Test
    void nothingIsHeardBeforeItsTime() {
        Peer peer = table.open(ConnectionType.INBOUND);
        assertTrue(table.say(peer, new Message.Ping(1)).isEmpty());
        assertTrue(
                table.log()
                        .contains(
                                "non-version message before version handshake. Message \"ping\" from"
                                        + " peer=0"));
        table.say(peer, Table.version(Table.FULL));
        assertTrue(table.say(peer, new Message.Ping(1)).isEmpty());
        assertTrue(
                table.log().contains("Unsupported message \"ping\" prior to verack from peer=0"));
        List<Message> said = table.say(peer, new Negotiation.Verack(), new Message.Ping(1));
        assertTrue(said.contains(new Message.Pong(1)));
    }

    @Test
    void whatIsSaidTwiceCountsOnce() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        assertTrue(table.say(peer, Table.version(Services.NONE)).isEmpty());
        assertTrue(table.log().contains("redundant version message from peer=0"));
        assertEquals(Table.FULL, table.status(peer).services());
        table.say(peer, new Negotiation.Verack());
        assertTrue(table.log().contains("ignoring redundant verack message from peer=0"));
    }

    @Test
    void whatBelongsBeforeVerackEndsTheConnectionAfterIt() {
        for (Message late : List.of(new Negotiation.WtxidRelay(), new Negotiation.SendAddrV2())) {
            Peer peer = table.greet(ConnectionType.INBOUND);
            table.say(peer, late);
            assertTrue(table.isLeft(peer));
            assertTrue(table.log().contains(late.command() + " received after verack"));
        }
    }

    @Test
    void aFeelerIsLeftWhenItHasAnswered() {
        Peer peer = table.open(ConnectionType.FEELER);
        table.say(peer, Table.version(Services.NONE));
        assertTrue(table.isLeft(peer));
        assertTrue(table.log().contains("feeler connection completed"));
        assertEquals(List.of("good 0"), table.booked);
    }

    @Test
    void aHandshakeMustEndWithinTheTime() {
        Peer noVerack = table.open(ConnectionType.INBOUND);
        Peer noVersion = table.open(ConnectionType.INBOUND);
        Peer silent = table.open(ConnectionType.INBOUND);
        Peer good = table.greet(ConnectionType.INBOUND);
        table.say(noVerack, Table.version(Table.FULL));
        table.say(noVersion, new Message.Ping(1));
        table.pass(good, Duration.ofSeconds(60));
        assertTrue(table.answers.stream().noneMatch(Answer.Leave.class::isInstance));
        table.pass(good, Duration.ofSeconds(1));
        assertTrue(table.isLeft(noVerack) && table.isLeft(noVersion) && table.isLeft(silent));
        assertFalse(table.isLeft(good));
        String log = table.log();
        assertTrue(log.contains("version handshake timeout, disconnecting peer=0"));
        String first = "socket no message in first 60 seconds, ";
        assertTrue(log.contains(first + "never sent to peer, disconnecting peer=1"));
        assertTrue(
                log.contains(
                        first
                                + "never received from peer, never sent to peer, disconnecting peer=2"));
    }

    @Test
    void transactionsAreAViolationUnlessAllowed() {
        var inv =
                new caesure.wire.Inventory.Inv(
                        List.of(
                                new caesure.wire.InventoryItem(
                                        caesure.wire.InventoryItem.TX,
                                        caesure.crypto.Hash256.ONE)));
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, inv);
        assertTrue(table.isLeft(peer));
        Peer allowed = table.greet(ConnectionType.INBOUND, Permission.RELAY);
        table.say(allowed, inv);
        assertFalse(table.isLeft(allowed));
    }
}
