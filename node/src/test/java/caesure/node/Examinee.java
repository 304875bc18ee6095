// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.log.Category;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.net.Bind;
import caesure.net.Hub;
import caesure.net.HubSettings;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A node at work on regtest that listens on the loopback, and what an exam asks of it at the end:
 * that nothing of ours went wrong, on any thread.
 */
final class Examinee implements AutoCloseable {
    private static final Secp256k1 SECP = Secp256k1.load().engine();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final Optional<Thread.UncaughtExceptionHandler> before =
            Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler());
    private final Node node;

    Examinee(Path root, Params params, Work minimumWork) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        var loopback = NetAddress.of(NetKind.IPV4, ByteString.of(127, 0, 0, 1));
        var quiet = HubSettings.quiet(params.port());
        var hub =
                new HubSettings(
                        List.of(Bind.to(new NetEndpoint(loopback, 0))),
                        false,
                        List.of(),
                        quiet.limits(),
                        quiet.calling(),
                        params.port(),
                        true,
                        false,
                        false);
        Services services = Services.NETWORK.with(Services.WITNESS);
        var peers =
                new PeerSettings(
                        hub,
                        services,
                        "/examinee:1/",
                        false,
                        List.of(),
                        Duration.ofDays(1),
                        Optional.empty());
        var settings =
                new NodeSettings(
                        root,
                        params,
                        new Chain.Settings(1, Optional.empty(), minimumWork, 0),
                        NodeSettings.Reindex.NONE,
                        List.of(),
                        LogSettings.of(root.resolve("regtest/debug.log")),
                        LogFilter.NONE.with(Set.<Category>of()),
                        Optional.empty(),
                        InitialDownload.TIP_AGE_MAX,
                        Optional.of(peers),
                        List.of(),
                        List.of());
        node = Node.open(settings, SECP, System.out, NodeListener.QUIET);
        node.start();
        if (!node.awaitReady()) fail("it did not start");
    }

    Node node() {
        return node;
    }

    Chain chain() {
        return node.chain().orElseThrow();
    }

    Peering peering() {
        return node.peering().orElseThrow();
    }

    Hub hub() {
        return ((PeerService) peering()).hub();
    }

    int port() {
        return hub().listening().getFirst().getPort();
    }

    void awaitTip(BlockHash tip) {
        await("the tip " + tip, () -> chain().tip().node().hash().equals(tip));
    }

    /** Waits for what comes without anybody saying so; some seconds. */
    static void await(String what, BooleanSupplier isThere) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isThere.getAsBoolean()) {
            if (System.nanoTime() > end) fail("still waiting for " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What the heap holds that is in use, in bytes: the least of some looks. */
    static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            least = Math.min(least, used);
        }
        return least;
    }

    /** Says that nothing of ours went wrong. */
    void assertSound() {
        assertEquals(0, hub().faults(), "faults");
        assertEquals(List.of(), List.copyOf(uncaught), "uncaught");
        assertEquals(List.of(), node.warnings());
    }

    @Override
    public void close() throws IOException {
        try {
            node.close();
            assertEquals(List.of(), List.copyOf(uncaught), "uncaught");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before.orElse(null));
        }
    }
}
