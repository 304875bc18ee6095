// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.transport.Frame;
import caesure.wire.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;

/** Two hubs talk, and what a person asks of one is done. */
@Timeout(60)
class HubTest {
    private static final HubSettings QUIET = HubSettings.quiet(18444);

    @Test
    void messagesGoBothWays() throws IOException {
        try (var here = TestHub.running(QUIET);
                var there = TestHub.running(TestHub.listening())) {
            there.handler.onMessage =
                    (peer, message) -> {
                        if (message instanceof Message.Ping(long nonce)) {
                            there.hub.send(peer.id(), new Message.Pong(nonce));
                        }
                    };
            here.hub.tryOnce(there.name());
            here.handler.await("opened 0");
            assertTrue(here.hub.send(0, new Message.Ping(7)));
            there.handler.await("message 0 ping");
            here.handler.await("message 0 pong");
            // what was written is counted behind the writing, and the answer may be faster
            here.handler.await("32 bytes", () -> here.hub.traffic(0).orElseThrow().sent() == 32);
            Traffic traffic = here.hub.traffic(0).orElseThrow();
            assertEquals(32, traffic.receivedByCommand().get("pong"));
            assertEquals(32, there.hub.received());
            assertEquals(32, here.hub.received());
            Peer peer = here.hub.peers().getFirst();
            assertEquals(there.name(), peer.name());
            assertEquals(ConnectionType.MANUAL, peer.type());
            Peer caller = there.hub.peers().getFirst();
            assertEquals(ConnectionType.INBOUND, caller.type());
            assertEquals(peer.local(), caller.remote());
            assertEquals(peer.remote(), caller.local());
            assertEquals(0, here.hub.faults() + there.hub.faults());
        }
    }

    @Test
    void packetsAreShownWithTheirFirstBytesToWhoAsksForThat() throws IOException {
        var base = TestHub.listening();
        var showing =
                new HubSettings(
                        base.binds(),
                        false,
                        List.of(),
                        base.limits(),
                        base.calling(),
                        18444,
                        true,
                        false,
                        true);
        try (var here = TestHub.running(QUIET);
                var there = TestHub.running(showing)) {
            here.hub.tryOnce(there.name());
            here.handler.await("opened 0");
            here.hub.send(0, new Frame("odd", ByteString.wrap(new byte[70])));
            there.handler.await("opened 0");
            there.awaitLog("Packet from peer=0: odd, 70 bytes: " + "00".repeat(64) + "...");
            there.hub.send(0, new Message.Ping(7));
            there.awaitLog("Packet to peer=0: ping, 8 bytes: 0700000000000000");
            assertFalse(here.log().contains("Packet "));
        }
    }

    @Test
    void bothHearOfTheEnd() throws IOException {
        try (var here = TestHub.running(QUIET);
                var there = TestHub.running(TestHub.listening())) {
            here.hub.tryOnce(there.name());
            here.handler.await("opened 0");
            there.handler.await("opened 0");
            assertTrue(here.hub.disconnect(there.name()));
            here.handler.await("closed 0");
            there.handler.await("closed 0");
            assertFalse(here.hub.disconnect(0));
            assertFalse(here.hub.send(0, new Message.Ping(1)));
            here.awaitLog("disconnect by address match, disconnecting peer=0");
            there.awaitLog("socket closed, disconnecting peer=0");
        }
    }
}
