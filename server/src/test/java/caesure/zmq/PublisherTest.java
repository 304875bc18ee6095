// SPDX-License-Identifier: BSD-2-Clause
package caesure.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.log.Log;
import caesure.mining.BlockTemplate;
import caesure.mining.Miner;
import caesure.primitives.Block;
import caesure.primitives.Work;
import caesure.store.DataDir;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What subscribers of ZMQ hear. */
@Timeout(60)
class PublisherTest {
    private static final Params REGTEST = Params.of(Network.REGTEST);
    private static final long NOW_S = 1_700_000_000L;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW_S));
    private static final ByteString ANYONE = ByteString.of(0x51);

    private DataDir dir;
    private Chain chain;
    private InitialDownload download;
    private String address;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        dir = DataDir.openWriter(folder, "regtest");
        chain =
                Chain.open(
                        dir,
                        REGTEST,
                        Secp256k1.load().engine(),
                        Chain.Settings.of(REGTEST, 1),
                        new Quiet());
        chain.catchUp(() -> false);
        download = new InitialDownload(chain, Work.NONE, Duration.ofHours(24));
        address = "tcp://127.0.0.1:" + freePort();
    }

    @AfterEach
    void close() throws IOException {
        chain.close();
        dir.close();
    }

    @Test
    void everyTopicIsToldInOrderWithItsNumber() throws Exception {
        List<ZmqSettings> all = new ArrayList<>();
        for (Topic topic : Topic.values()) all.add(new ZmqSettings(topic, address, 1_000));
        try (var publisher = start(all);
                var subscriber = new Subscriber(address, "")) {
            Block first = grow();
            String hash = first.hash().toString();
            String txid = first.transactions().getFirst().txid().toString();
            String coinbase = first.transactions().getFirst().bytes().toString();
            assertEquals("hashtx " + txid + " 0", subscriber.next());
            assertEquals("rawtx " + coinbase + " 0", subscriber.next());
            assertEquals("sequence " + hash + "43 0", subscriber.next());
            assertEquals("hashblock " + hash + " 0", subscriber.next());
            assertEquals("rawblock " + first.bytes() + " 0", subscriber.next());
            Block second = grow();
            String other = second.transactions().getFirst().txid().toString();
            assertEquals("hashtx " + other + " 1", subscriber.next());
            assertEquals(5, publisher.notifications().size());
        }
    }

    @Test
    void aReorganizationIsToldBlockByBlock() throws Exception {
        HeaderNode genesis = chain.tip().node();
        Block old = grow();
        var settings =
                List.of(
                        new ZmqSettings(Topic.SEQUENCE, address, 1_000),
                        new ZmqSettings(Topic.HASHBLOCK, address, 1_000));
        try (var _ = start(settings);
                var subscriber = new Subscriber(address, "")) {
            Block a = add(genesis, ByteString.of(0x52));
            Block b = add(chain.headers().find(a.hash()).orElseThrow(), ByteString.of(0x52));
            assertEquals(b.hash(), chain.tip().node().hash());
            assertEquals("sequence " + old.hash() + "44 0", subscriber.next());
            assertEquals("sequence " + a.hash() + "43 1", subscriber.next());
            assertEquals("sequence " + b.hash() + "43 2", subscriber.next());
            assertEquals("hashblock " + b.hash() + " 0", subscriber.next());
            chain.invalidate(b.hash()); // back to the first of two with equal work
            assertEquals("sequence " + b.hash() + "44 3", subscriber.next());
        }
    }

    @Test
    void inTheInitialDownloadTipsAreNotTold() throws Exception {
        download = new InitialDownload(chain, REGTEST.minimumWork(), Duration.ofHours(24));
        InstantSource late = InstantSource.fixed(Instant.ofEpochSecond(NOW_S + 90_000));
        var settings =
                List.of(
                        new ZmqSettings(Topic.HASHBLOCK, address, 1_000),
                        new ZmqSettings(Topic.SEQUENCE, address, 1_000));
        try (var publisher = Publisher.start(settings, chain, download, late, Log.none());
                var subscriber = new Subscriber(address, "")) {
            assertEquals(2, publisher.notifications().size());
            Block first = grow();
            Block second = grow();
            assertEquals("sequence " + first.hash() + "43 0", subscriber.next());
            assertEquals("sequence " + second.hash() + "43 1", subscriber.next());
        }
    }

    @Test
    void aTopicMayHaveManyAddressesEachWithItsOwnNumbers() throws Exception {
        String other = "tcp://[::1]:" + freePort();
        var settings =
                List.of(
                        new ZmqSettings(Topic.HASHBLOCK, address, 1_000),
                        new ZmqSettings(Topic.HASHBLOCK, other, 7));
        try (var publisher = start(settings);
                var one = new Subscriber(address, "hashblock");
                var two = new Subscriber(other, "hashblock")) {
            assertEquals(settings, publisher.notifications());
            String hash = grow().hash().toString();
            assertEquals("hashblock " + hash + " 0", one.next());
            assertEquals("hashblock " + hash + " 0", two.next());
        }
    }

    @Test
    void aSlowSubscriberHoldsNobodyAndTheEndComesSoon() throws Exception {
        var settings = List.of(new ZmqSettings(Topic.RAWBLOCK, address, 1));
        var publisher = start(settings);
        try (var subscriber = new Subscriber(address, "")) {
            for (int i = 0; i < 300; i++) grow();
            chain.awaitTold(); // all were sent, though nobody took any
            long beganNs = System.nanoTime();
            publisher.close();
            assertTrue(System.nanoTime() - beganNs < 1_000_000_000L);
            grow(); // and nobody minds
            assertTrue(subscriber.next().startsWith("rawblock "));
        }
        publisher.close(); // twice is allowed
    }

    @Test
    void whatCannotBeBoundIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String used = "tcp://127.0.0.1:" + taken.getLocalPort();
            for (String bad :
                    List.of(used, "ipc:///tmp/socket", "unix:/tmp/socket", "tcp://nonsense", "")) {
                var settings =
                        List.of(
                                new ZmqSettings(Topic.RAWTX, address, 1),
                                new ZmqSettings(Topic.HASHBLOCK, bad, 1));
                var e = assertThrows(IOException.class, () -> start(settings), bad);
                assertTrue(e.getMessage().startsWith("-zmqpubhashblock=" + bad + ": "), bad);
            }
        }
        try (var publisher = start(List.of(new ZmqSettings(Topic.RAWTX, address, 1)))) {
            assertEquals(1, publisher.notifications().size()); // the address was let go each time
        }
    }

    /** Whatever a stranger sends: the publisher goes on, and stderr stays empty. */
    @Test
    void garbageOnTheSocketIsNobodysBusiness() throws Exception {
        PrintStream before = System.err;
        var err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try (var publisher = start(List.of(new ZmqSettings(Topic.HASHBLOCK, address, 1_000)))) {
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            for (String bytes :
                    List.of("GET / HTTP/1.1\r\n\r\n", "\377\0\0\0\0\0\0\0\1\177\3", "\0\0\0\0")) {
                try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            try (var subscriber = new Subscriber(address, "")) {
                assertEquals("hashblock " + grow().hash() + " 0", subscriber.next());
            }
            assertEquals(1, publisher.notifications().size());
        } finally {
            System.setErr(before);
        }
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    private Publisher start(List<ZmqSettings> settings) throws IOException {
        return Publisher.start(settings, chain, download, CLOCK, Log.none());
    }

    private Block grow() throws IOException {
        return add(chain.tip().node(), ANYONE);
    }

    private Block add(HeaderNode parent, ByteString payTo) throws IOException {
        var template = BlockTemplate.on(parent, REGTEST, NOW_S, payTo, List.of());
        Block block = new Miner(1_000, () -> false).solve(template).orElseThrow();
        chain.add(block, block.bytes(), Chain.Source.SUBMITTED, NOW_S);
        return block;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static final class Quiet implements Chain.Reporter {
        @Override
        public void progress(CatchUp progress) {}

        @Override
        public void damage(String what) {
            throw new AssertionError(what);
        }

        @Override
        public void repaired(String what) {
            throw new AssertionError(what);
        }
    }
}
