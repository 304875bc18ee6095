// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.transport.Frame;
import caesure.wire.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Who does not read what was asked for is not listened to, and nothing piles up. */
@Timeout(60)
class PressureTest {
    private static final int ANSWER_BYTES = 100_000;
    private static final Frame ANSWER =
            new Frame("answer", ByteString.wrap(new byte[ANSWER_BYTES]));
    private static final int PINGS = 400;

    private static Socket smallSocketTo(TestHub node) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), 5_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void whoDoesNotReadIsNotListenedTo() throws IOException {
        try (var node = TestHub.running(TestHub.listening());
                Socket stranger = smallSocketTo(node)) {
            node.handler.onMessage = (peer, message) -> node.hub.send(peer.id(), ANSWER);
            byte[] ping = TestHub.bytes(new Message.Ping(1));
            for (int i = 0; i < PINGS; i++) stranger.getOutputStream().write(ping);
            node.handler.await("a full box", () -> isFull(node));
            long heard = node.handler.count("message 0 ping");
            assertTrue(heard < PINGS / 2, heard + " were answered");
            // others are, meanwhile
            try (Socket other = node.stranger()) {
                other.getOutputStream().write(ping);
                node.handler.await("message 1 ping");
            }
            assertTrue(node.handler.count("message 0 ping") < PINGS / 2);
            // and when it reads, it gets all
            long expected = (24L + ANSWER_BYTES) * PINGS;
            stranger.getInputStream().skipNBytes(expected);
            node.handler.await("message 0 ping", PINGS);
            node.handler.await("room", () -> node.hub.hasRoom(0));
            assertEquals(0, node.hub.faults());
        }
    }

    private static boolean isFull(TestHub node) {
        return !node.hub.peers().isEmpty() && !node.hub.hasRoom(0);
    }

    @Test
    void whatIsAskedForInPiecesGoesOnWhenThereIsRoom() throws IOException {
        int pieces = 100;
        var left = new AtomicInteger(pieces);
        try (var node = TestHub.running(TestHub.listening());
                Socket stranger = smallSocketTo(node)) {
            node.handler.onProceed =
                    () -> {
                        assertTrue(node.hub.hasRoom(0), "called without room");
                        left.decrementAndGet();
                        node.hub.send(0, ANSWER);
                    };
            node.handler.busy = peer -> left.get() > 0;
            stranger.getOutputStream().write(TestHub.bytes(new Message.Ping(1)));
            node.handler.await("a full box", () -> isFull(node));
            assertTrue(left.get() > 0);
            assertEquals(0, node.handler.count("message 0 ping"));
            stranger.getInputStream().skipNBytes((24L + ANSWER_BYTES) * pieces);
            node.handler.await("message 0 ping");
            assertEquals(pieces, node.handler.count("proceed 0"));
            assertEquals(0, node.hub.faults());
        }
    }

    @Test
    void whoNeverReadsIsDroppedBeforeMemoryEnds() throws IOException {
        var large = new Frame("large", ByteString.wrap(new byte[Frame.PAYLOAD_BYTES_MAX]));
        try (var node = TestHub.running(TestHub.listening());
                Socket stranger = smallSocketTo(node)) {
            node.handler.await("opened 0");
            int sent = 0;
            while (node.hub.send(0, large)) sent++;
            node.handler.await("closed 0");
            node.awaitLog("too much waits to be sent, disconnecting peer=0");
            assertTrue(sent >= 2 && sent < 10, sent + " were sent");
            assertFalse(node.hub.hasRoom(0));
            assertTrue(stranger.isConnected());
        }
    }
}
