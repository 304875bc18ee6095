// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.log.Log;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.primitives.Transaction;
import caesure.rpc.Method;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

final class VerifyCallsTest {
    @TempDir private Path folder;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private ChainFixture fixture;
    private Log log;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        log =
                Log.open(
                        new LogSettings(
                                Optional.empty(), true, LogSettings.Form.USUAL, false, false),
                        LogFilter.NONE,
                        new PrintStream(console, true, StandardCharsets.UTF_8),
                        () -> ChainFixture.NOW,
                        Optional::empty);
        methods = new VerifyCalls(() -> fixture.chain, ChainFixture.SECP, log).methods();
        fixture.grow(101);
        Transaction spends =
                new TxBuilder().spend(fixture.blocks.coinbase(1)).pay(1_000).pay(2_000).build();
        Transaction chained = new TxBuilder().spend(spends, 0).pay(500).build();
        fixture.add(fixture.blocks.next().with(spends, chained).mine());
        fixture.grow(1);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        log.close();
    }

    private String verify(String params) throws InterruptedException {
        return fixture.call(methods, "verifychain", params);
    }

    @Test
    void findsNothingWrongInAWholeChain() throws Exception {
        assertEquals("true", verify("[]"));
        for (int level = -1; level <= 5; level++) {
            assertEquals("true", verify("[" + level + ",0]"), "level " + level);
            assertEquals("true", verify("[" + level + ",2]"), "level " + level);
        }
        assertEquals("true", verify("[4,1000]"));
        assertEquals(103, fixture.chain.tip().node().height());
        assertEquals("true", fixture.call(methods, "verifychain", "[null,3]"));
    }

    @Test
    void findsABlockThatWasDamaged() throws Exception {
        var at = fixture.chain.tip().node().ancestor(102).facts().body().orElseThrow();
        Path file = fixture.dir.blocks().resolve("blk00000.dat");
        try (var blocks = new RandomAccessFile(file.toFile(), "rw")) {
            blocks.seek(at.offset() + 100);
            int old = blocks.read();
            blocks.seek(at.offset() + 100);
            blocks.write(old ^ 1);
        }
        assertEquals("true", verify("[0,1]"));
        assertEquals("false", verify("[0,2]"));
        log.close();
        String said = console.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.contains(
                        "Verification error: ReadBlock failed at 102, hash=" + fixture.hash(102)),
                said);
    }

    @Test
    void failsWhenItIsStopped() throws Exception {
        fixture.stopping.set(true);
        assertEquals("false", verify("[]"));
    }

    @Test
    void hasNothingToDoForGenesisAlone(@TempDir Path other) throws Exception {
        try (var young = new ChainFixture(other)) {
            List<Method> own = new VerifyCalls(() -> young.chain, ChainFixture.SECP, log).methods();
            assertEquals("true", young.call(own, "verifychain", "[4,0]"));
        }
    }
}
