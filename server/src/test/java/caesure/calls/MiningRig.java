// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.node.NodeClock;
import caesure.rpc.Arguments;
import caesure.rpc.Call;
import caesure.rpc.Method;
import caesure.rpc.Methods;
import caesure.rpc.RpcException;
import caesure.store.DataDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A chain of regtest on disk, a clock that stands still, and calls of methods by name. */
final class MiningRig implements AutoCloseable {
    static final long NOW_S = 1_700_000_000L;

    /** Takes raw() alone; checksums are not looked at. */
    static final OutputParser RAW =
            text -> {
                if (!text.startsWith("raw(") || !text.endsWith(")")) {
                    throw new MalformedException("'" + text + "' is not a valid descriptor");
                }
                return ByteString.fromHex(text.substring(4, text.length() - 1));
            };

    final NodeClock clock = new NodeClock(InstantSource.system());
    final DataDir dir;
    final Chain chain;
    private Methods methods = new Methods();

    MiningRig(Path folder, Params params) throws IOException {
        clock.mock(Optional.of(Instant.ofEpochSecond(NOW_S)));
        dir = DataDir.openWriter(folder, "regtest");
        chain =
                Chain.open(
                        dir,
                        params,
                        Secp256k1.load().engine(),
                        Chain.Settings.of(params, 1),
                        new Quiet());
        chain.catchUp(() -> false);
    }

    MiningRig(Path folder) throws IOException {
        this(folder, Params.of(Network.REGTEST));
    }

    void serve(Methods all) {
        methods = all;
    }

    /** What a call with a JSON array of arguments answers. */
    Json call(String method, String params) throws Exception {
        Method called = methods.find(method).orElseThrow();
        Json given = JsonText.parse(ByteString.wrap(params.getBytes(StandardCharsets.UTF_8)));
        return called.body().answer(new Call(called, Arguments.list(given), methods, () -> false));
    }

    /** The answer's JSON, or the error's code and words. */
    String tell(String method, String params) throws Exception {
        try {
            return JsonText.of(call(method, params));
        } catch (RpcException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    String hashAt(int height) {
        return chain.tip().node().ancestor(height).hash().toString();
    }

    @Override
    public void close() throws IOException {
        chain.close();
        dir.close();
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
