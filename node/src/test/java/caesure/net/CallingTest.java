// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.wire.NetEndpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Who is called. */
@Timeout(60)
class CallingTest {
    private static final HubSettings QUIET = HubSettings.quiet(18444);

    private static HubSettings only(String... names) {
        var calling = TestHub.calling(Optional.of(List.of(names)), List.of());
        return TestHub.with(HubSettings.Limits.USUAL, calling, false);
    }

    private static HubSettings automatic(int outgoing, int blockRelay) {
        var usual = HubSettings.Limits.USUAL;
        var limits =
                new HubSettings.Limits(
                        outgoing,
                        blockRelay,
                        usual.incoming(),
                        usual.receiveBytes(),
                        usual.sendBytes(),
                        usual.connectTimeout(),
                        usual.peerTimeout());
        return TestHub.with(limits, TestHub.calling(Optional.empty(), List.of()), false);
    }

    /** A port at which nobody listens, and then somebody does. */
    private static NetEndpoint free() throws IOException {
        try (var node = TestHub.running(TestHub.listening())) {
            return node.endpoint();
        }
    }

    @Test
    void anAddedNodeIsCalledUntilItComesAndAgainWhenItIsGone() throws IOException {
        NetEndpoint place = free();
        try (var node = TestHub.running(QUIET)) {
            assertTrue(node.hub.add(place.toString()));
            assertFalse(node.hub.add(place.toString()));
            node.handler.await("tries", () -> node.book.attempts.size() >= 3);
            assertTrue(node.hub.added().getFirst().peer().isEmpty());
            for (int i = 0; i < 2; i++) {
                try (var other = TestHub.running(listeningAt(place))) {
                    other.handler.await("opened 0");
                    node.handler.await("opened " + i);
                    Peer peer = node.hub.added().getFirst().peer().orElseThrow();
                    assertEquals(ConnectionType.MANUAL, peer.type());
                }
                node.handler.await("closed " + i);
            }
            assertTrue(node.hub.remove(place.toString()));
            assertFalse(node.hub.remove(place.toString()));
            assertEquals(List.of(), node.hub.added());
        }
    }

    private static HubSettings listeningAt(NetEndpoint place) {
        return TestHub.with(
                List.of(Bind.to(place)),
                HubSettings.Limits.USUAL,
                HubSettings.Calling.NOBODY,
                18444);
    }

    @Test
    void thoseOfConnectAreCalledAgainAndNobodyElse() throws IOException {
        NetEndpoint place = free();
        try (var node = TestHub.running(only(place.toString()))) {
            node.book.know(TestHub.endpoint("127.3.0.1", 18444));
            for (int i = 0; i < 2; i++) {
                try (var other = TestHub.running(listeningAt(place))) {
                    node.handler.await("opened " + i);
                    assertEquals(place.toString(), node.hub.peers().getFirst().name());
                    other.handler.await("opened 0");
                }
                node.handler.await("closed " + i);
            }
            assertTrue(node.book.attempts.stream().allMatch(place::equals));
        }
    }

    @Test
    void nobodyIsCalledTwice() throws IOException {
        try (var node = new TestHub(QUIET, host -> List.of(InetAddress.getLoopbackAddress()));
                var other = TestHub.running(TestHub.listening())) {
            node.hub.begin();
            assertTrue(node.hub.connect(other.name(), ConnectionType.OUTBOUND_FULL_RELAY));
            node.handler.await("opened 0");
            assertTrue(node.hub.connect(other.name(), ConnectionType.OUTBOUND_FULL_RELAY));
            assertTrue(node.hub.connect("friend:" + other.port(), ConnectionType.FEELER));
            node.awaitLog("Not opening a connection to friend:" + other.port());
            assertEquals(1, node.hub.peers().size());
            assertEquals(List.of(other.endpoint()), node.book.attempts);
        }
    }

    @Test
    void ofEachKindThereAreNotTooMany() throws IOException {
        try (var node = TestHub.running(QUIET);
                var one = TestHub.at("127.0.0.1");
                var two = TestHub.at("127.1.0.1");
                var three = TestHub.at("127.2.0.1")) {
            assertTrue(node.hub.connect(one.name(), ConnectionType.BLOCK_RELAY_ONLY));
            assertTrue(node.hub.connect(two.name(), ConnectionType.BLOCK_RELAY_ONLY));
            assertFalse(node.hub.connect(three.name(), ConnectionType.BLOCK_RELAY_ONLY));
            assertFalse(node.hub.connect(three.name(), ConnectionType.MANUAL));
            assertTrue(node.hub.disconnect(0));
            assertTrue(node.hub.connect(three.name(), ConnectionType.BLOCK_RELAY_ONLY));
            node.handler.await("opened 2");
            assertEquals(2, node.hub.peers().size());
        }
    }

    @Test
    void theBookIsCalledOnePeerFromEachGroup() throws IOException {
        try (var node = new TestHub(automatic(8, 2));
                var one = TestHub.at("127.0.0.1");
                var alike = TestHub.at("127.0.0.2");
                var two = TestHub.at("127.1.0.1")) {
            for (TestHub each : List.of(one, alike, two)) node.book.know(each.endpoint());
            node.hub.begin();
            node.handler.await("opened 1");
            int before = node.book.picks;
            node.handler.await("more tries", () -> node.book.picks > before + 300);
            var groups =
                    node.hub.peers().stream()
                            .map(peer -> node.book.group(peer.remote().address()))
                            .collect(Collectors.toSet());
            assertEquals(2, groups.size());
            assertEquals(2, node.hub.peers().size());
        }
    }

    @Test
    void fullRelayComesFirstThenBlockRelayThenFeelers() throws IOException {
        try (var node = new TestHub(automatic(1, 1));
                var one = TestHub.at("127.0.0.1");
                var two = TestHub.at("127.1.0.1");
                var three = TestHub.at("127.2.0.1")) {
            for (TestHub each : List.of(one, two, three)) node.book.know(each.endpoint());
            node.hub.begin();
            node.handler.await("opened 1");
            assertEquals(
                    List.of(ConnectionType.OUTBOUND_FULL_RELAY, ConnectionType.BLOCK_RELAY_ONLY),
                    node.hub.peers().stream().map(Peer::type).toList());
            node.now.updateAndGet(now -> now.plusSeconds(86_401));
            node.handler.await("a feeler", () -> node.log().contains("Making feeler connection"));
        }
    }

    @Test
    void theBannedAndTheDiscouragedAreNotCalledByThemselves() throws IOException {
        try (var node = new TestHub(automatic(8, 2));
                var one = TestHub.at("127.0.0.1");
                var two = TestHub.at("127.1.0.1")) {
            node.book.know(one.endpoint());
            node.book.know(two.endpoint());
            node.book.banned.add(one.endpoint().address());
            node.book.discouraged.add(two.endpoint().address());
            node.hub.begin();
            node.handler.await("tries", () -> node.book.picks > 20);
            assertEquals(List.of(), node.book.attempts);
            // a person may
            node.hub.tryOnce(one.name());
            node.handler.await("opened 0");
        }
    }

    @Test
    void aNameIsLookedUpAndEachOfItsAddressesTried() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        Names.Resolver resolver =
                host -> {
                    asked.add(host);
                    return List.of(
                            InetAddress.getByName("127.9.9.9"), InetAddress.getLoopbackAddress());
                };
        try (var node = new TestHub(QUIET, resolver);
                var other = TestHub.running(TestHub.listening())) {
            node.hub.begin();
            node.hub.tryOnce("friend.test:" + other.port());
            node.handler.await("opened 0");
            assertEquals("friend.test:" + other.port(), node.hub.peers().getFirst().name());
            assertEquals(other.endpoint(), node.hub.peers().getFirst().remote());
            assertEquals(List.of("friend.test"), asked);
        }
    }

    @Test
    void whatCannotBeReachedWithoutAProxyIsRefused() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        Names.Resolver resolver =
                host -> {
                    asked.add(host);
                    return List.of();
                };
        String onion = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion:8333";
        try (var node = new TestHub(QUIET, resolver)) {
            node.hub.begin();
            node.hub.tryOnce(onion);
            node.awaitLog("Cannot connect to " + onion + ": unsupported network");
            node.hub.tryOnce("wrong.onion");
            node.awaitLog("wrong.onion is not looked up");
            node.hub.tryOnce("evil\nname");
            node.awaitLog("evil\\u000aname is not looked up");
            assertEquals(List.of(), asked);
        }
    }
}
