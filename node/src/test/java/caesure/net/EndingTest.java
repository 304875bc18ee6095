// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A hub ends soon, whatever it waits for, and leaves nothing behind. */
@Timeout(60)
class EndingTest {
    private static final Set<String> THREADS = Set.of("msghand", "opencon", "addcon", "dnsseed");

    private static void assertEndsSoon(TestHub node) {
        long before = System.nanoTime();
        node.close();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, "took " + took);
        assertFalse(node.log().contains("Not all threads"), node.log());
        List<String> left =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(THREADS::contains)
                        .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void thePeersHearOfItAndTheHandlerOfEach() throws IOException {
        var node = TestHub.running(TestHub.listening());
        try (Socket one = node.stranger();
                Socket two = node.stranger()) {
            node.handler.await("opened 1");
            assertEndsSoon(node);
            assertEquals(1, node.handler.count("closed 0"));
            assertEquals(1, node.handler.count("closed 1"));
            assertEquals(-1, one.getInputStream().read());
            assertEquals(-1, two.getInputStream().read());
            assertTrue(node.log().contains("Stopping node, disconnecting peer=1"));
            assertEquals(0, node.hub.faults());
        }
    }

    @Test
    void itDoesNotWaitForANameServer() throws IOException {
        var never = new CountDownLatch(1);
        var calling = TestHub.calling(Optional.of(List.of("slow.test")), List.of("slower.test"));
        var settings = TestHub.with(HubSettings.Limits.USUAL, calling, false);
        var asked = new CountDownLatch(2);
        var node =
                new TestHub(
                        settings,
                        host -> {
                            asked.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return List.of();
                        });
        node.hub.begin();
        node.handler.await("two questions", () -> asked.getCount() == 0);
        assertEndsSoon(node);
        never.countDown();
    }

    @Test
    void itDoesNotWaitForSomebodyToAnswerACall() throws IOException {
        var waiting = new ArrayList<Socket>();
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(deaf, waiting);
            var node = TestHub.running(TestHub.listening());
            String name = "127.0.0.1:" + deaf.getLocalPort();
            node.hub.tryOnce(name);
            node.awaitLog("trying v1 connection (manual) to " + name);
            assertEndsSoon(node);
        } finally {
            for (Socket socket : waiting) socket.close();
        }
    }

    /** Connects until nobody else can. */
    private static void fill(ServerSocket deaf, List<Socket> waiting) throws IOException {
        try {
            for (int i = 0; i < 10; i++) {
                var socket = new Socket();
                waiting.add(socket);
                socket.connect(
                        new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()), 300);
            }
        } catch (SocketTimeoutException e) {
            return;
        }
        throw new AssertionError("the line never gets full");
    }

    @Test
    void itMayEndBeforeItBegins() throws IOException {
        var node = new TestHub(TestHub.listening());
        int port = node.port();
        assertEndsSoon(node);
        node.hub.begin();
        assertEquals(List.of(), node.hub.peers());
        try (var again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(again.isBound());
        }
    }

    @Test
    void itEndsTwice() throws IOException {
        var node = TestHub.running(TestHub.listening());
        node.close();
        assertEndsSoon(node);
        assertFalse(node.hub.disconnect(0));
    }
}
