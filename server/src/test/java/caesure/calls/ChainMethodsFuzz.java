// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.log.Log;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.rpc.Method;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whatever arguments a client sends to a method that shows the chain: a result, or an error. */
final class ChainMethodsFuzz {
    @TempDir private static Path folder;
    private static ChainFixture fixture;
    private static Log log;
    private static final List<Method> METHODS = new ArrayList<>();

    @BeforeAll
    static void open() throws IOException {
        fixture = new ChainFixture(folder);
        fixture.grow(5);
        fixture.stopping.set(true); // nobody waits
        log =
                Log.open(
                        LogSettings.NOWHERE,
                        LogFilter.NONE,
                        System.out,
                        InstantSource.system(),
                        Optional::empty);
        METHODS.addAll(new BlockCalls(() -> fixture.chain).methods());
        METHODS.addAll(new ChainCalls(() -> fixture.chain, fixture.status()).methods());
        METHODS.addAll(new BlockStatsCalls(() -> fixture.chain).methods());
        METHODS.addAll(new CoinCalls(() -> fixture.chain).methods());
        METHODS.addAll(new MempoolCalls().methods());
        METHODS.addAll(new WaitCalls(() -> fixture.chain).methods());
        METHODS.addAll(new VerifyCalls(() -> fixture.chain, ChainFixture.SECP, log).methods());
        METHODS.addAll(
                new OverruleCalls(
                                () -> fixture.chain,
                                () -> {
                                    throw new AssertionError("every block is here");
                                })
                        .methods());
    }

    @AfterAll
    static void close() throws IOException {
        fixture.close();
        log.close();
    }

    @Test
    void answersItsSeeds() throws InterruptedException {
        String hash = "\"" + fixture.hash(3) + "\"";
        for (int i = 0; i < METHODS.size(); i++) {
            for (String params :
                    new String[] {
                        "[]",
                        "[" + hash + "]",
                        "[" + hash + ",3]",
                        "[2," + hash + "]",
                        "[3,[\"height\",\"x\"]]",
                        "[null,null,null]",
                        "[true,1e999,{}]",
                        "[-9223372036854775809,\"\\ud800\"]",
                    }) {
                answersAnything((char) i + params);
            }
        }
    }

    @FuzzTest(maxDuration = "10m")
    void fuzz(byte[] data) throws InterruptedException {
        answersAnything(new String(data, StandardCharsets.UTF_8));
    }

    /** The first character chooses the method, the rest are its arguments. */
    private static void answersAnything(String text) throws InterruptedException {
        if (text.isEmpty()) return;
        String params = text.substring(1);
        if (!isArray(params)) return;
        Method method = METHODS.get(text.charAt(0) % METHODS.size());
        if (fixture.call(METHODS, method.name(), params).isEmpty()) throw new AssertionError(text);
    }

    private static boolean isArray(String text) {
        try {
            ByteString bytes = ByteString.wrap(text.getBytes(StandardCharsets.UTF_8));
            return JsonText.parse(bytes) instanceof Json.Arr;
        } catch (MalformedException e) {
            return false;
        }
    }
}
