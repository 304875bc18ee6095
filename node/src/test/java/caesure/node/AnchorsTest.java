// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.net.HubSettings;
import caesure.peers.AnchorFile;
import caesure.peers.ConnectionType;
import caesure.wire.NetKind;
import caesure.wire.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The peers for blocks alone that are called again after a stop. */
@Timeout(30)
class AnchorsTest {
    private static final Secp256k1 SECP = Secp256k1.load().engine();

    @TempDir Path temp;

    private Path file() {
        return temp.resolve("regtest").resolve(AnchorFile.FILE);
    }

    /** Calls peers by itself, but knows of none. */
    private static PeerSettings peers() {
        HubSettings quiet = HubSettings.quiet(18444);
        var calling =
                new HubSettings.Calling(
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        false,
                        Set.of(NetKind.IPV4));
        var hub =
                new HubSettings(
                        List.of(),
                        false,
                        List.of(),
                        quiet.limits(),
                        calling,
                        18444,
                        true,
                        false,
                        false);
        return new PeerSettings(
                hub,
                Services.NETWORK,
                "/test:1/",
                false,
                List.of(),
                Duration.ofDays(1),
                Optional.empty());
    }

    private Node start() throws Exception {
        Params params = Params.of(Network.REGTEST);
        var settings =
                new NodeSettings(
                        temp,
                        params,
                        Chain.Settings.of(params, 1),
                        NodeSettings.Reindex.NONE,
                        List.of(),
                        LogSettings.of(temp.resolve("regtest/debug.log")),
                        LogFilter.NONE,
                        Optional.empty(),
                        InitialDownload.TIP_AGE_MAX,
                        Optional.of(peers()),
                        List.of(),
                        List.of());
        Node node = Node.open(settings, SECP, System.out, NodeListener.QUIET);
        node.start();
        assertTrue(node.awaitReady());
        return node;
    }

    private boolean hasLogged(String text) throws IOException {
        return Files.readString(temp.resolve("regtest/debug.log")).contains(text);
    }

    @Test
    void aPeerForBlocksIsCalledAgainAfterAStopAndOnlyThen() throws Exception {
        try (var stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            try (Node node = start()) {
                String name = "127.0.0.1:" + stranger.getLocalPort();
                assertTrue(
                        node.peering()
                                .orElseThrow()
                                .connect(name, ConnectionType.BLOCK_RELAY_ONLY));
            }
            stranger.accept().close();
            assertTrue(Files.exists(file()));
            try (Node node = start();
                    Socket _ = stranger.accept()) {
                assertFalse(Files.exists(file()));
                while (node.peering().orElseThrow().count() < 1) Thread.onSpinWait();
            }
            assertTrue(hasLogged("1 block-relay-only anchors will be tried for connections."));
        }
    }

    @Test
    void damageCostsTheAnchorsAndNoMore() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "nothing of ours");
        try (Node node = start()) {
            assertEquals(0, node.peering().orElseThrow().count());
            assertFalse(Files.exists(file()));
            assertTrue(hasLogged("0 block-relay-only anchors will be tried for connections."));
        }
    }
}
