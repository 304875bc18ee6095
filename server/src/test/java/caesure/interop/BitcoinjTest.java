// SPDX-License-Identifier: BSD-2-Clause
package caesure.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.consensus.Network;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.store.DataDir;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.BlockChain;
import org.bitcoinj.core.NetworkParameters;
import org.bitcoinj.core.Peer;
import org.bitcoinj.core.PeerAddress;
import org.bitcoinj.core.PeerGroup;
import org.bitcoinj.store.MemoryBlockStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another implementation, bitcoinj, as a peer of a node that was started as users start it. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class BitcoinjTest {
    private static final int HEIGHT = 130;
    private static final int PATIENCE_S = 60;

    @TempDir Path temp;
    private final TestChain blocks = TestChain.regtest();
    private Process node;
    private PeerGroup group;
    private BlockChain followed;

    @BeforeEach
    void begin() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        grow(data);
        InetSocketAddress at = free();
        node = start(data, at);
        var genesis = NetworkParameters.of(BitcoinNetwork.REGTEST).getGenesisBlock();
        followed = new BlockChain(BitcoinNetwork.REGTEST, new MemoryBlockStore(genesis));
        group = new PeerGroup(BitcoinNetwork.REGTEST, followed);
        group.setBloomFilteringEnabled(false);
        group.setUseLocalhostPeerWhenPossible(false); // it knows one port alone
        group.setMaxConnections(1);
        group.addAddress(PeerAddress.simple(at)); // tried again and again
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        group.stop();
        node.destroy();
        if (!node.waitFor(PATIENCE_S, TimeUnit.SECONDS)) node.destroyForcibly();
    }

    /** A chain on disk, the last block of which spends, with a witness. */
    private void grow(Path data) throws IOException {
        try (DataDir dir = DataDir.openWriter(data, Network.REGTEST.folder());
                Chain chain =
                        Chain.open(
                                dir,
                                blocks.params(),
                                Secp256k1.load().engine(),
                                Chain.Settings.of(blocks.params(), 1),
                                new Silent())) {
            chain.catchUp(() -> false);
            while (blocks.tip().height() < HEIGHT - 1) add(chain, blocks.next().mine());
            var spending = new TxBuilder().spend(blocks.coinbase(1)).pay(12_345).build();
            add(chain, blocks.next().with(spending).mine());
        }
    }

    private void add(Chain chain, Block block) throws IOException {
        long later = block.header().time() + 1;
        chain.add(block.bytes(), Chain.Source.SUBMITTED, later);
        blocks.add(block);
        if (!chain.tip().node().hash().equals(block.hash())) throw new IOException("not taken");
    }

    /** The files are this test's own: there is nothing to tell. */
    private static final class Silent implements Chain.Reporter {
        @Override
        public void progress(CatchUp progress) {}

        @Override
        public void damage(String what) {}

        @Override
        public void repaired(String what) {}
    }

    private static InetSocketAddress free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var socket = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, socket.getLocalPort());
        }
    }

    private Process start(Path data, InetSocketAddress at) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "caesure.cli.Main"));
        command.addAll(List.of("-regtest", "-datadir=" + data, "-noserver", "-noconnect"));
        command.add("-bind=" + at.getAddress().getHostAddress() + ":" + at.getPort());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("said").toFile())
                .start();
    }

    private Peer connect() throws Exception {
        group.start();
        return group.waitForPeers(1).get(PATIENCE_S, TimeUnit.SECONDS).getFirst();
    }

    private static Sha256Hash hash(Block block) {
        return Sha256Hash.wrap(block.hash().toString());
    }

    @Test
    void tellsItWhoWeAre() throws Exception {
        var version = connect().getPeerVersionMessage();
        assertTrue(version.subVer.startsWith("/Caesure:"), version.subVer);
        assertEquals(HEIGHT, version.bestHeight);
        assertTrue(version.services().has(1 | 8), "blocks, with witnesses");
    }

    @Test
    void followsTheChainByBlocks() throws Exception {
        connect();
        group.downloadBlockChain();
        assertFollowed();
    }

    @Test
    void followsTheChainByHeaders() throws Exception {
        group.setFastCatchupTime(Instant.now());
        connect();
        group.downloadBlockChain();
        assertFollowed();
    }

    private void assertFollowed() {
        assertEquals(HEIGHT, followed.getBestChainHeight());
        Block last = blocks.blocks().getLast();
        assertEquals(hash(last), followed.getChainHead().getHeader().getHash());
    }

    @Test
    void fetchesABlock() throws Exception {
        Block last = blocks.blocks().getLast();
        var fetched = connect().getBlock(hash(last)).get(PATIENCE_S, TimeUnit.SECONDS);
        assertEquals(hash(last), fetched.getHash());
        var bytes = ByteString.wrap(fetched.serialize());
        assertEquals(last.bytes(), bytes);
    }
}
