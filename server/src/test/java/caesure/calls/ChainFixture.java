// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.chain.Verdict;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.node.ChainStatus;
import caesure.node.NodeClock;
import caesure.primitives.Block;
import caesure.primitives.Work;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Methods;
import caesure.rpc.RpcException;
import caesure.store.DataDir;
import caesure.testkit.BlockBuilder;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A chain on disk beside a {@link TestChain}, and the methods that show it. */
final class ChainFixture implements AutoCloseable {
    static final Secp256k1 SECP = Secp256k1.load().engine();

    /** Later than all blocks. */
    static final Instant NOW = Instant.ofEpochSecond(1_400_000_000L);

    final TestChain blocks = TestChain.regtest();
    final NodeClock clock = new NodeClock(() -> NOW);
    final AtomicBoolean stopping = new AtomicBoolean();
    final List<String> warnings = new ArrayList<>();
    final DataDir dir;
    final Chain chain;
    private final InitialDownload download;

    ChainFixture(Path folder) throws IOException {
        dir = DataDir.openWriter(folder, Network.REGTEST.folder());
        Params params = blocks.params();
        chain = Chain.open(dir, params, SECP, Chain.Settings.of(params, 1), new Silent());
        chain.catchUp(() -> false);
        download = new InitialDownload(chain, Work.NONE, InitialDownload.TIP_AGE_MAX);
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

    ChainStatus status() {
        return new ChainStatus(() -> chain, () -> download, clock, dir.folder(), () -> warnings);
    }

    /** Puts empty blocks on the tip. */
    void grow(int count) throws IOException {
        for (int i = 0; i < count; i++) add(blocks.next().mine());
    }

    /** Puts a block on the tip. */
    void add(Block block) throws IOException {
        Verdict verdict = take(block);
        blocks.add(block);
        assertEquals(new Verdict.Connected(block.hash(), blocks.tip().height()), verdict);
    }

    /** Hands in a block, wherever it belongs. */
    Verdict take(Block block) throws IOException {
        return chain.add(block.bytes(), Chain.Source.SUBMITTED, NOW.getEpochSecond());
    }

    /** Empty blocks that build on a height, and are not those of the chain. */
    List<Block> branch(int height, int count) {
        List<Block> branch = new ArrayList<>();
        Place place = blocks.tip().ancestor(height);
        for (int i = 0; i < count; i++) {
            BlockBuilder next = blocks.on(place);
            branch.add(next.time(place.header().time() + 1).mine());
            place = place.then(branch.getLast().header());
        }
        return branch;
    }

    String hash(int height) {
        return blocks.blocks().get(height).hash().toString();
    }

    /** What a method answers to arguments in JSON, or its error as {@code code: message}. */
    String call(List<Method> methods, String name, String params) throws InterruptedException {
        try {
            return JsonText.of(answer(methods, name, params));
        } catch (RpcException e) {
            return e.code() + ": " + e.getMessage();
        }
    }

    /** What a method answers, as an object. */
    Json.Obj object(List<Method> methods, String name, String params)
            throws InterruptedException, RpcException {
        return Arguments.object(answer(methods, name, params));
    }

    private Json answer(List<Method> methods, String name, String params)
            throws InterruptedException, RpcException {
        Optional<Method> method =
                methods.stream().filter(each -> each.name().equals(name)).findAny();
        List<Json> given = Arguments.list(parse(params));
        var call = new Call(method.orElseThrow(), given, new Methods(methods), stopping::get);
        return method.get().body().answer(call);
    }

    static Json parse(String text) {
        try {
            return JsonText.parse(ByteString.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (dir) {
            chain.close();
        }
    }
}
