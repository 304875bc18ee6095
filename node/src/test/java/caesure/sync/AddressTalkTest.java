// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.wire.Addresses;
import caesure.wire.Addresses.Addr;
import caesure.wire.Addresses.AddrV2;
import caesure.wire.Message;
import caesure.wire.Negotiation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told of addresses, and to whom. */
class AddressTalkTest {
    private Table table;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(3);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private Addresses.Entry entry(int number) {
        String address = "5." + number / 250 + "." + number % 250 + ".1";
        return new Addresses.Entry(
                table.now.getEpochSecond(), Table.FULL, Table.endpoint(address, 8333));
    }

    private List<Addresses.Entry> entries(int count) {
        var entries = new ArrayList<Addresses.Entry>();
        for (int i = 0; i < count; i++) entries.add(entry(i));
        return entries;
    }

    @Test
    void whoAskedUsIsAnsweredOnce() {
        table.known.addAll(entries(30));
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Message.GetAddr());
        List<Message> said = table.pass(peer, Duration.ofMinutes(10));
        int told = 0;
        for (Addr addr : Table.only(Addr.class, said)) told += addr.entries().size();
        for (Addr addr : Table.only(Addr.class, Table.said(peer, table.answers))) {
            told = Math.max(told, addr.entries().size());
        }
        assertEquals(30, told);
        table.say(peer, new Message.GetAddr());
        assertTrue(table.log().contains("Ignoring repeated \"getaddr\". peer=0"));
    }

    @Test
    void whomWeCalledIsNotAnswered() {
        table.known.addAll(entries(30));
        Peer peer = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(peer, new Message.GetAddr());
        assertTrue(
                table.log()
                        .contains(
                                "Ignoring \"getaddr\" from outbound-full-relay connection. peer=0"));
        table.pass(peer, Duration.ofMinutes(10));
        assertTrue(Table.only(Addr.class, Table.said(peer, table.answers)).isEmpty());
    }

    @Test
    void addressesAreTakenAtALimitedRate() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        table.say(peer, new Addr(entries(100)));
        assertEquals(1, table.learned.size());
        assertEquals(99, table.status(peer).addresses().rateLimited());
        table.now = table.now.plus(Duration.ofSeconds(500));
        table.say(peer, new Addr(entries(100)));
        assertEquals(51, table.learned.size());
        assertEquals(51, table.status(peer).addresses().processed());
        Peer trusted = table.greet(ConnectionType.INBOUND, Permission.ADDR);
        table.say(trusted, new Addr(entries(100)));
        assertEquals(151, table.learned.size());
        Peer asked = table.greet(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(asked, new Addr(entries(1_000)));
        assertEquals(1_151, table.learned.size());
    }

    @Test
    void newsGoToTwoOthers() {
        var others = new ArrayList<Peer>();
        for (int i = 0; i < 5; i++) {
            Peer peer = table.greet(ConnectionType.INBOUND);
            table.say(peer, new Addr(List.of())); // now addresses are spoken of
            others.add(peer);
        }
        Peer teller = table.greet(ConnectionType.INBOUND);
        table.say(teller, new Addr(List.of(entry(7))));
        table.pass(teller, Duration.ofMinutes(10));
        long told =
                others.stream()
                        .filter(p ->
                                !Table.only(Addr.class, Table.said(p, table.answers)).isEmpty())
                        .count();
        assertEquals(2, told);
        assertTrue(Table.only(Addr.class, Table.said(teller, table.answers)).isEmpty());
    }

    @Test
    void ourOwnAddressGoesFirstAndAlone() {
        table.own = Optional.of(entry(1));
        Peer peer = table.open(ConnectionType.OUTBOUND_FULL_RELAY);
        table.say(peer, Table.version(Table.FULL), new Negotiation.SendAddrV2());
        List<Message> said = table.say(peer, new Negotiation.Verack());
        assertEquals(List.of(entry(1)), Table.only(AddrV2.class, said).getFirst().entries());
    }

    @Test
    void peersForBlocksAloneHearAndTellNothing() {
        table.own = Optional.of(entry(1));
        Peer peer = table.greet(ConnectionType.BLOCK_RELAY_ONLY);
        table.say(peer, new Addr(entries(5)));
        assertTrue(table.learned.isEmpty());
        assertFalse(table.status(peer).addresses().isOn());
        assertTrue(table.log().contains("ignoring addr message from block-relay-only peer=0"));
    }

    @Test
    void aCallForAddressesEndsWithThem() {
        Peer peer = table.greet(ConnectionType.ADDR_FETCH);
        table.say(peer, new Addr(List.of(entry(1))));
        assertFalse(table.isLeft(peer)); // it has only told of itself
        table.say(peer, new Addr(entries(5)));
        assertTrue(table.isLeft(peer));
        Peer silent = table.greet(ConnectionType.ADDR_FETCH);
        table.pass(silent, Duration.ofSeconds(301));
        assertTrue(table.isLeft(silent));
        assertTrue(table.log().contains("addrfetch connection timeout"));
    }

    @Test
    void impossibleTimesAreTakenForFiveDaysAgo() {
        Peer peer = table.greet(ConnectionType.INBOUND);
        long future = table.now.plus(Duration.ofHours(1)).getEpochSecond();
        var odd = new Addresses.Entry(future, Table.FULL, entry(1).endpoint());
        table.say(peer, new Addr(List.of(odd)));
        assertEquals(
                table.now.minus(Duration.ofDays(5)).getEpochSecond(),
                table.learned.getFirst().timeS());
    }
}
