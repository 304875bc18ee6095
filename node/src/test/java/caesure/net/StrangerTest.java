// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.transport.Frame;
import caesure.wire.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What strangers send costs them alone, and as Core would have it. */
@Timeout(60)
class StrangerTest {
    private static final byte[] PING = TestHub.bytes(new Message.Ping(1));

    private TestHub node;

    @BeforeEach
    void start() throws IOException {
        node = TestHub.running(TestHub.listening());
    }

    @AfterEach
    void stop() {
        node.close();
        assertEquals(0, node.hub.faults(), node.log());
    }

    private static void write(Socket to, byte[] bytes) throws IOException {
        to.getOutputStream().write(bytes);
        to.getOutputStream().flush();
    }

    /** Says that the node hung up. */
    private static void awaitEnd(Socket socket) {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (IOException e) {
            // it hung up with bytes of ours unread
        }
    }

    private void awaitPing(long peer) {
        node.handler.await("message " + peer + " ping");
    }

    @Test
    void aWrongMagicEndsTheConnection() throws IOException {
        try (Socket stranger = node.stranger()) {
            byte[] wrong = PING.clone();
            for (int i = 0; i < 4; i++) wrong[i] = (byte) 0xff;
            write(stranger, wrong);
            awaitEnd(stranger);
            node.handler.await("closed 0");
            node.awaitLog("Header error: Wrong MessageStart ffffffff received, peer=0");
            node.awaitLog("receiving message bytes failed, disconnecting peer=0");
        }
    }

    @Test
    void aWrongChecksumCostsTheMessageAlone() throws IOException {
        try (Socket stranger = node.stranger()) {
            byte[] wrong = PING.clone();
            wrong[20] ^= 1;
            write(stranger, wrong);
            write(stranger, PING);
            awaitPing(0);
            node.awaitLog("Header error: Wrong checksum (ping, 8 bytes), expected ");
            Traffic traffic = node.hub.traffic(0).orElseThrow();
            assertEquals(32, traffic.receivedByCommand().get("*other*"));
            assertEquals(32, traffic.receivedByCommand().get("ping"));
        }
    }

    @Test
    void aCommandOfOtherCharactersCostsTheMessageAlone() throws IOException {
        try (Socket stranger = node.stranger()) {
            byte[] wrong = PING.clone();
            wrong[5] = 0;
            write(stranger, wrong);
            write(stranger, PING);
            awaitPing(0);
            node.awaitLog("Header error: Invalid message type (p, 8 bytes), peer=0");
        }
    }

    @Test
    void anAnnouncedLengthBeyondTheLimitEndsTheConnection() throws IOException {
        try (Socket stranger = node.stranger()) {
            var head = new ByteWriter();
            head.bytes(TestHub.MAGIC)
                    .bytes("badmsg\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
            head.u32(4_000_001).u32(0);
            write(stranger, head.toByteString().toArray());
            awaitEnd(stranger);
            node.awaitLog("Header error: Size too large (badmsg, 4000001 bytes), peer=0");
        }
    }

    @Test
    void aMessageMayComeByteByByte() throws IOException {
        try (Socket stranger = node.stranger()) {
            stranger.setTcpNoDelay(true);
            for (byte each : PING) write(stranger, new byte[] {each});
            awaitPing(0);
        }
    }

    @Test
    void whatIsMalformedIsToldAndThePeerStays() throws IOException {
        try (Socket stranger = node.stranger()) {
            write(stranger, TestHub.bytes(new Frame("addrv2", ByteString.EMPTY)));
            node.handler.await("malformed 0 addrv2");
            write(stranger, PING);
            awaitPing(0);
            node.awaitLog("received: addrv2 (0 bytes) peer=0");
            node.awaitLog("ProcessMessages(addrv2, 0 bytes): Exception");
            node.awaitLog("end of data");
        }
    }

    @Test
    void aViolationIsToldAndTheConnectionIsStillThere() throws IOException {
        try (Socket stranger = node.stranger()) {
            var tooMany = new ByteWriter();
            tooMany.compactSize(50_001).bytes(new byte[36 * 50_001]);
            write(stranger, TestHub.bytes(new Frame("inv", tooMany.toByteString())));
            node.handler.await("violated 0 inv");
            write(stranger, PING);
            awaitPing(0);
            assertTrue(node.book.discouraged.isEmpty());
        }
    }

    /** Whoever begins a message and never ends it is silent in the end. */
    @Test
    void aHeadThatNeverEndsRunsOutOfTime() throws IOException {
        try (Socket stranger = node.stranger()) {
            node.handler.await("opened 0");
            for (int i = 0; i < 20; i++) write(stranger, new byte[] {PING[i]});
            node.handler.await("20 bytes", () -> node.hub.received() == 20);
            assertEquals(1, node.hub.peers().size());
            node.now.updateAndGet(now -> now.plus(Duration.ofSeconds(61)));
            awaitEnd(stranger);
            node.awaitLog("socket no message in first 60 seconds, never sent to peer");
        }
    }

    /** 320 MB of junk are looked at one message at a time, and never more than some wait. */
    @Test
    void eightyJunkMessagesWaitInAShortLine() throws Exception {
        int payload = Frame.PAYLOAD_BYTES_MAX;
        var most = new AtomicLong();
        var handled = new AtomicLong();
        node.handler.onMessage =
                (peer, message) -> {
                    long waiting = node.hub.received() - handled.addAndGet(24L + payload);
                    most.accumulateAndGet(waiting, Math::max);
                };
        node.handler.hold();
        byte[] junk = TestHub.bytes(new Frame("junk", ByteString.wrap(new byte[payload])));
        try (Socket stranger = node.stranger()) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 80; i++) write(stranger, junk);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            node.handler.await("a full line", () -> node.hub.received() > 8_000_000);
            node.handler.release();
            node.handler.await("message 0 junk", 80);
            writer.join();
        }
        long limit = HubSettings.Limits.USUAL.receiveBytes() + payload + 2L * 65_536;
        assertTrue(most.get() <= limit, "waiting: " + most.get());
    }

    @Test
    void twoHundredCallersComeAndGo() throws IOException {
        var callers = new ArrayList<Socket>();
        for (int i = 0; i < 200; i++) {
            Socket caller = node.stranger();
            if (i % 2 == 0) {
                callers.add(caller);
            } else {
                caller.close();
            }
        }
        for (Socket caller : callers) caller.close();
        node.handler.await("nobody", () -> node.hub.peers().isEmpty() && isEverybodyGone());
        try (Socket last = node.stranger()) {
            write(last, PING);
            node.handler.await(
                    "a ping", () -> node.handler.events().getLast().matches("message \\d+ ping"));
        }
    }

    private boolean isEverybodyGone() {
        long opened = node.handler.events().stream().filter(e -> e.startsWith("opened")).count();
        long closed = node.handler.events().stream().filter(e -> e.startsWith("closed")).count();
        return opened >= 100 && opened == closed;
    }
}
