// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caesure.wire.NetEndpoint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;

/** Where it listens. */
@Timeout(60)
class BindTest {
    private static HubSettings at(List<Bind> binds) {
        return TestHub.with(binds, HubSettings.Limits.USUAL, HubSettings.Calling.NOBODY, 18444);
    }

    private static boolean hasIpv6() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
    }

    private static Socket call(String address, int port) throws IOException {
        var socket = new Socket();
        socket.connect(Sockets.address(TestHub.endpoint(address, port)), 5_000);
        return socket;
    }

    @Test
    void aTakenPortIsAnErrorInBitcoindsWords() throws IOException {
        try (var first = TestHub.running(TestHub.listening())) {
            NetEndpoint taken = first.endpoint();
            var error =
                    assertThrows(IOException.class, () -> new TestHub(at(List.of(Bind.to(taken)))));
            assertEquals(
                    "Unable to bind to "
                            + taken
                            + " on this computer. Caesure is probably already running.",
                    error.getMessage());
        }
    }

    @Test
    void anAddressOfSomebodyElseIsAnErrorUnlessItIsOptional() throws IOException {
        NetEndpoint elsewhere = TestHub.endpoint("192.0.2.1", 18444);
        var error =
                assertThrows(IOException.class, () -> new TestHub(at(List.of(Bind.to(elsewhere)))));
        assertTrue(
                error.getMessage()
                        .startsWith("Unable to bind to 192.0.2.1:18444 on this computer (bind"),
                error.getMessage());
        var optional = new Bind(elsewhere, false, true, Set.of());
        try (var node = TestHub.running(at(List.of(optional, Bind.to(TestHub.ANYWHERE))))) {
            assertEquals(1, node.hub.listening().size());
        }
    }

    @Test
    void allOfIpv6AndAllOfIpv4ShareAPort() throws IOException {
        assumeTrue(hasIpv6());
        int port;
        try (var free = TestHub.running(TestHub.listening())) {
            port = free.port();
        }
        var both =
                List.of(
                        Bind.to(TestHub.endpoint("0.0.0.0", port)),
                        Bind.to(TestHub.endpoint("::", port)));
        try (var node = TestHub.running(at(both))) {
            assertEquals(2, node.hub.listening().size());
            try (Socket _ = call("127.0.0.1", port);
                    Socket _ = call("::1", port)) {
                node.handler.await("opened 1");
                assertEquals(
                        Set.of("127.0.0.1", "::1"),
                        Set.copyOf(
                                node.hub.peers().stream()
                                        .map(peer -> peer.remote().address().toString())
                                        .toList()));
            }
        }
    }

    @Test
    void whereOnlyIpv6WasAskedForIpv4IsNotLetIn() throws IOException {
        assumeTrue(hasIpv6());
        try (var node = TestHub.running(at(List.of(Bind.to(TestHub.endpoint("::", 0)))))) {
            int port = node.port();
            try (Socket four = call("127.0.0.1", port)) {
                assertEquals(-1, four.getInputStream().read());
            }
            try (Socket _ = call("::1", port)) {
                node.handler.await("opened 0");
                assertEquals("::1", node.hub.peers().getFirst().local().address().toString());
            }
        }
    }

    @Test
    void anAddressNamedByAPersonIsOursAndNotCalled() throws IOException {
        NetEndpoint ours = TestHub.endpoint("8.8.4.4", 8333);
        var base = TestHub.listening();
        var settings =
                new HubSettings(
                        base.binds(),
                        true,
                        List.of(ours, TestHub.endpoint("10.0.0.1", 8333)),
                        base.limits(),
                        base.calling(),
                        8333,
                        true,
                        true,
                        false);
        try (var node = TestHub.running(settings)) {
            assertEquals(List.of(ours), node.hub.own());
            assertEquals(4, node.hub.score(ours));
            assertEquals(0, node.hub.score(TestHub.ANYWHERE));
            assertTrue(node.log().contains("AddLocal(8.8.4.4:8333,4)"));
            try (Socket _ = node.stranger()) {
                node.handler.await("opened 0");
                node.hub.drop(0, "a test");
                node.awaitLog("a test, disconnecting peer=0, peeraddr=127.0.0.1:");
            }
        }
    }
}
