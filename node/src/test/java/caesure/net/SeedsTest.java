// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.peers.ConnectionType;
import caesure.wire.NetKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where addresses come from when there are none. */
@Timeout(60)
class SeedsTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        asked.add(host);
        return switch (host) {
            case "x9.good.test" ->
                    List.of(
                            InetAddress.getByName("127.40.0.1"),
                            InetAddress.getByName("127.40.0.2"));
            case "plain.test" -> List.of(InetAddress.getLoopbackAddress());
            default -> throw new UnknownHostException(host);
        };
    }

    private static HubSettings settings(
            List<String> dnsSeeds, List<String> seedNodes, boolean lookups, int port) {
        var calling =
                new HubSettings.Calling(
                        Optional.empty(),
                        List.of(),
                        seedNodes,
                        List.of(),
                        dnsSeeds,
                        !dnsSeeds.isEmpty(),
                        false,
                        lookups,
                        Set.of(NetKind.IPV4, NetKind.IPV6));
        return TestHub.with(List.of(), HubSettings.Limits.USUAL, calling, port);
    }

    @Test
    void namesOfSeedsGiveAddressesOfTheirOwnSource() throws IOException {
        var settings = settings(List.of("good.test"), List.of(), true, 18444);
        try (var node = new TestHub(settings, this::lookUp)) {
            node.hub.begin();
            node.awaitLog("Loading addresses from DNS seed good.test");
            node.awaitLog("2 addresses found from DNS seeds");
            assertEquals(List.of("x9.good.test"), asked);
            assertEquals(2, node.book.learned.size());
            var first = node.book.learned.getFirst();
            assertEquals("127.40.0.1:18444", first.endpoint().toString());
            assertEquals(TestBook.FULL, first.services());
            long ageS = node.now.get().getEpochSecond() - first.timeS();
            assertTrue(ageS >= 3 * 86_400 && ageS <= 7 * 86_400, ageS + " s");
            assertEquals(DnsSeeds.source("x9.good.test"), node.book.sources.getFirst());
        }
        assertNotEquals(DnsSeeds.source("one.test"), DnsSeeds.source("two.test"));
        assertFalse(DnsSeeds.source("one.test").isRoutable());
    }

    @Test
    void aSeedThatKnowsNoServicesIsAskedAsANode() throws IOException {
        try (var other = TestHub.running(TestHub.listening())) {
            var settings = settings(List.of("plain.test"), List.of(), true, other.port());
            try (var node = new TestHub(settings, this::lookUp)) {
                node.hub.begin();
                node.handler.await("opened 0");
                var peer = node.hub.peers().getFirst();
                assertEquals(ConnectionType.ADDR_FETCH, peer.type());
                assertEquals("plain.test", peer.name());
                assertEquals(List.of("x9.plain.test", "plain.test"), asked);
            }
        }
    }

    @Test
    void withAddressesInTheBookSeedsWait() throws IOException {
        var settings = settings(List.of("good.test"), List.of(), true, 18444);
        try (var node = new TestHub(settings, this::lookUp)) {
            node.book.know(TestHub.endpoint("127.50.0.1", 18444));
            node.hub.begin();
            node.awaitLog("Waiting 0 seconds before querying DNS seeds.");
            node.awaitLog("2 addresses found from DNS seeds");
        }
    }

    @Test
    void namesAreNeverLookedUpWhereThatIsOff() throws IOException {
        var settings = settings(List.of("good.test"), List.of(), false, 18444);
        try (var node = new TestHub(settings, this::lookUp)) {
            node.hub.begin();
            node.awaitLog("0 addresses found from DNS seeds");
            node.hub.tryOnce("plain.test");
            node.awaitLog("plain.test is not looked up");
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void aSeedNodeIsAskedForAddresses() throws IOException {
        try (var other = TestHub.running(TestHub.listening())) {
            var settings = settings(List.of(), List.of(other.name()), true, 18444);
            try (var node = new TestHub(settings, this::lookUp)) {
                node.hub.begin();
                node.handler.await("opened 0");
                assertEquals(ConnectionType.ADDR_FETCH, node.hub.peers().getFirst().type());
                node.awaitLog("Empty addrman, adding seednode (" + other.name() + ") to addrfetch");
                node.awaitLog("DNS seeding disabled");
            }
        }
    }
}
