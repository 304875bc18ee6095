// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.peers.Permission;
import caesure.wire.NetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;

/** Who is let in. */
@Timeout(60)
class AdmissionTest {
    private static final NetAddress LOOPBACK = TestHub.ANYWHERE.address();

    private static TestHub withRoomFor(int incoming) throws IOException {
        var limits = TestHub.limits(incoming, 5_000_000, 1_000_000);
        return TestHub.running(TestHub.with(limits, HubSettings.Calling.NOBODY, true));
    }

    private static void assertRefused(Socket socket) throws IOException {
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void theBannedAreNot() throws IOException {
        try (var node = withRoomFor(10)) {
            node.book.banned.add(LOOPBACK);
            try (Socket caller = node.stranger()) {
                assertRefused(caller);
                node.awaitLog("dropped (banned)");
            }
            node.book.permissions = Set.of(Permission.NOBAN);
            try (Socket _ = node.stranger()) {
                node.handler.await("opened 0");
            }
        }
    }

    @Test
    void theDiscouragedAreWhileThereIsRoom() throws IOException {
        try (var node = withRoomFor(3)) {
            node.book.discouraged.add(LOOPBACK);
            try (Socket _ = node.stranger()) {
                node.handler.await("opened 0");
                try (Socket _ = node.stranger()) {
                    node.handler.await("opened 1");
                    try (Socket third = node.stranger()) {
                        assertRefused(third);
                        node.awaitLog("dropped (discouraged)");
                    }
                }
            }
        }
    }

    @Test
    void nobodyIsBeyondTheLimitUnlessAnotherGoes() throws IOException {
        try (var node = withRoomFor(1);
                Socket first = node.stranger()) {
            node.handler.await("opened 0");
            try (Socket second = node.stranger()) {
                assertRefused(second);
                node.awaitLog("failed to find an eviction candidate - connection dropped (full)");
            }
            node.book.evictsFirst = true;
            try (Socket _ = node.stranger()) {
                node.handler.await("opened 1");
                assertRefused(first);
                node.awaitLog("selected inbound connection for eviction, disconnecting peer=0");
            }
        }
    }

    @Test
    void nobodyIsWhileTheNetworkIsOff() throws IOException {
        try (var node = withRoomFor(10);
                Socket first = node.stranger()) {
            node.handler.await("opened 0");
            node.hub.setActive(false);
            node.handler.await("closed 0");
            assertRefused(first);
            node.awaitLog("SetNetworkActive: false");
            node.awaitLog("Network not active, disconnecting peer=0");
            try (Socket second = node.stranger()) {
                assertRefused(second);
                node.awaitLog("dropped: not accepting new connections");
            }
            node.hub.setActive(true);
            try (Socket _ = node.stranger()) {
                node.handler.await("opened 1");
            }
        }
    }
}
