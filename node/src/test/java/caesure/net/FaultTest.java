// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.wire.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;

/** A fault of our own costs a peer, and not the node. */
@Timeout(60)
class FaultTest {
    private static final byte[] PING = TestHub.bytes(new Message.Ping(1));

    @Test
    void aFaultInTheHandlerCostsThePeer() throws IOException {
        try (var node = TestHub.running(TestHub.listening());
                Socket one = node.stranger()) {
            node.handler.onMessage =
                    (peer, message) -> {
                        if (peer.id() == 0) throw new IllegalStateException("a fault");
                    };
            one.getOutputStream().write(PING);
            node.handler.await("closed 0");
            assertEquals(1, node.hub.faults());
            node.awaitLog("handling peer=0: java.lang.IllegalStateException: a fault");
            try (Socket two = node.stranger()) {
                two.getOutputStream().write(PING);
                node.handler.await("message 1 ping");
            }
        }
    }

    @Test
    void anErrorOfTheMachineIsNoOther() throws IOException {
        try (var node = TestHub.running(TestHub.listening());
                Socket one = node.stranger()) {
            node.handler.onMessage =
                    (peer, message) -> {
                        throw new StackOverflowError();
                    };
            one.getOutputStream().write(PING);
            node.handler.await("closed 0");
            assertEquals(1, node.hub.faults());
        }
    }

    @Test
    void aFaultAtATickCostsNobody() throws IOException {
        try (var node = TestHub.running(TestHub.listening());
                Socket one = node.stranger()) {
            node.handler.await("opened 0");
            node.handler.onTick =
                    () -> {
                        throw new IllegalStateException("a fault");
                    };
            node.handler.await("faults", () -> node.hub.faults() >= 2);
            one.getOutputStream().write(PING);
            node.handler.await("message 0 ping");
            assertTrue(node.hub.traffic(0).isPresent());
        }
    }

    @Test
    void aTickIsNeverFarAndSoonerIfCalled() throws IOException {
        try (var node = TestHub.running(TestHub.listening())) {
            long before = node.handler.ticks();
            node.handler.await("ticks", () -> node.handler.ticks() >= before + 3);
            for (int i = 0; i < 50; i++) {
                long seen = node.handler.ticks();
                node.hub.wake();
                node.handler.await("a tick", () -> node.handler.ticks() > seen);
            }
        }
    }
}
