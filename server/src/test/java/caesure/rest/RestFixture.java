// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import caesure.bytes.ByteString;
import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.consensus.Network;
import caesure.crypto.Secp256k1;
import caesure.http.HttpReply;
import caesure.http.HttpRequest;
import caesure.http.Json;
import caesure.node.ChainStatus;
import caesure.node.NodeClock;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Work;
import caesure.store.DataDir;
import caesure.testkit.TestChain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A chain on disk beside a {@link TestChain}, and REST over it. */
final class RestFixture implements AutoCloseable {
    /** Later than all blocks. */
    private static final Instant NOW = Instant.ofEpochSecond(1_400_000_000L);

    final TestChain blocks = TestChain.regtest();
    final Chain chain;
    final Rest rest;
    private final DataDir dir;

    RestFixture(Path folder) throws IOException {
        dir = DataDir.openWriter(folder, Network.REGTEST.folder());
        chain =
                Chain.open(
                        dir,
                        blocks.params(),
                        Secp256k1.load().engine(),
                        Chain.Settings.of(blocks.params(), 1),
                        new Silent());
        chain.catchUp(() -> false);
        var download = new InitialDownload(chain, Work.NONE, InitialDownload.TIP_AGE_MAX);
        var clock = new NodeClock(() -> NOW);
        var status =
                new ChainStatus(() -> chain, () -> download, clock, dir.folder(), () -> List.of());
        rest = new Rest(() -> chain, status, () -> Json.object().with("size", 0).build());
        rest.ready();
    }

    /** Damage would show in what is asserted. */
    private static final class Silent implements Chain.Reporter {
        @Override
        public void progress(CatchUp progress) {}

        @Override
        public void damage(String what) {}

        @Override
        public void repaired(String what) {}
    }

    /** Puts a block on the tip. */
    void add(Block block) throws IOException {
        chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW.getEpochSecond());
        blocks.add(block);
        if (!chain.tip().node().hash().equals(block.hash())) throw new IOException("not taken");
    }

    BlockHash hash(int height) {
        return blocks.blocks().get(height).hash();
    }

    HttpReply reply(String method, String target, ByteString body) throws InterruptedException {
        var peer = new InetSocketAddress(0);
        var request = new HttpRequest(method, "/rest/" + target, peer, "", body, () -> false);
        return rest.routes().getFirst().handler().answer(request);
    }

    HttpReply get(String target) throws InterruptedException {
        return reply("GET", target, ByteString.EMPTY);
    }

    /** Status, a space, and the body without its line break. */
    String text(String target) throws InterruptedException {
        HttpReply reply = get(target);
        String body = new String(reply.body().toArray(), StandardCharsets.UTF_8);
        return reply.status() + " " + body.strip();
    }

    @Override
    public void close() throws IOException {
        try (dir) {
            chain.close();
        }
    }
}
