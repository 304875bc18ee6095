// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.MalformedException;
import caesure.log.Log;
import caesure.peers.AddressManager;
import caesure.peers.BanList;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.peers.Permissions;
import caesure.wire.Addresses;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class PeerBookTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final Services NODE = Services.NETWORK.with(Services.WITNESS);

    @TempDir Path temp;
    private final Random random = new Random(1);
    private final AddressManager addresses = AddressManager.empty(random);
    private BanList bans;
    private PeerBook book;

    @BeforeEach
    void open() {
        bans = BanList.open(temp.resolve(BanList.FILE), random, Log.none(), NOW);
        book =
                new PeerBook(
                        addresses,
                        bans,
                        List.of(Permissions.whitelist("noban@9.9.9.0/24", Set.of())),
                        Set.of(NetKind.IPV4),
                        NODE,
                        () -> NOW,
                        Log.none(),
                        random,
                        Map::of,
                        (_, _) -> Optional.empty());
    }

    private static NetEndpoint at(String text) {
        try {
            return NetEndpoint.parse(text, 8333);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Peer peer(String remote, String local, Set<Permission> permissions) {
        return new Peer(0, remote, at(remote), at(local), ConnectionType.INBOUND, permissions, NOW);
    }

    private void learn(int count) {
        Peer source = peer("8.8.8.8", "127.0.0.1", Set.of());
        for (int i = 0; i < count; i++) {
            NetEndpoint where = at("%d.%d.1.1".formatted(11 + i % 100, i / 100 + 1));
            book.learned(
                    List.of(new Addresses.Entry(NOW.getEpochSecond(), NODE, where)), source, NOW);
        }
    }

    private static Set<NetEndpoint> endpoints(List<Addresses.Entry> entries) {
        var all = new HashSet<NetEndpoint>();
        entries.forEach(entry -> all.add(entry.endpoint()));
        return all;
    }

    @Test
    void tellsAllWhoAskAtOnePlaceTheSameForHours() {
        learn(400);
        Peer first = peer("1.1.1.1", "127.0.0.1", Set.of());
        Set<NetEndpoint> told = endpoints(book.sample(first, NOW));
        assertFalse(told.isEmpty());
        assertTrue(told.size() <= addresses.size() * 23 / 100);
        Peer second = peer("2.2.2.2", "127.0.0.1", Set.of());
        assertEquals(told, endpoints(book.sample(second, NOW.plus(Duration.ofHours(20)))));
        assertNotEquals(told, endpoints(book.sample(first, NOW.plus(Duration.ofHours(28)))));
    }

    @Test
    void tellsAFriendAnewEachTime() {
        learn(400);
        Peer friend = peer("1.1.1.1", "127.0.0.1", Set.of(Permission.ADDR));
        var told = new ArrayList<Set<NetEndpoint>>();
        for (int i = 0; i < 4; i++) told.add(endpoints(book.sample(friend, NOW)));
        assertTrue(new HashSet<>(told).size() > 1);
    }

    @Test
    void tellsOfNobodyWhoIsBannedOrBrokeTheRules() {
        learn(40);
        for (Addresses.Entry entry : addresses.sample(0, 0, Optional.empty(), false, NOW)) {
            bans.discourage(entry.endpoint().address());
        }
        assertEquals(List.of(), book.sample(peer("1.1.1.1", "127.0.0.1", Set.of()), NOW));
    }

    @Test
    void callsOnlyWhereItCanReach() {
        NetEndpoint six = at("[2a00:1::1]:8333");
        book.add(
                List.of(new Addresses.Entry(NOW.getEpochSecond(), NODE, six)),
                at("8.8.8.8").address(),
                NOW);
        assertEquals(1, book.size());
        assertEquals(Optional.empty(), book.pick(ConnectionType.OUTBOUND_FULL_RELAY, NOW));
    }

    @Test
    void knowsItsFriends() {
        assertTrue(
                book.permissions(at("9.9.9.9").address(), ConnectionType.INBOUND, Optional.empty())
                        .contains(Permission.NOBAN));
        assertEquals(
                Set.of(),
                book.permissions(
                        at("9.9.8.9").address(), ConnectionType.INBOUND, Optional.empty()));
    }
}
