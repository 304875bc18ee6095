// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.primitives.Block;
import caesure.rpc.Method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

@Timeout(30)
final class WaitCallsTest {
    @TempDir private Path folder;
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        fixture.grow(2);
        methods = new WaitCalls(() -> fixture.chain).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String call(String name, String params) throws InterruptedException {
        return fixture.call(methods, name, params);
    }

    /** Calls on another thread. */
    private FutureTask<String> later(String name, String params) {
        var task = new FutureTask<>(() -> call(name, params));
        Thread.ofVirtual().start(task);
        return task;
    }

    private String block(int height) {
        return "{\"hash\":\"" + fixture.hash(height) + "\",\"height\":" + height + "}";
    }

    private String quoted(int height) {
        return "\"" + fixture.hash(height) + "\"";
    }

    @Test
    void answersAtOnceWhatIsSo() throws Exception {
        assertEquals(block(2), call("waitforblockheight", "[2]"));
        assertEquals(block(2), call("waitforblockheight", "[1,0]"));
        assertEquals(block(2), call("waitforblock", "[" + quoted(2) + "]"));
        assertEquals(block(2), call("waitfornewblock", "[0," + quoted(1) + "]"));
        assertEquals(block(2), call("waitfornewblock", "[0,\"" + "ab".repeat(32) + "\"]"));
    }

    @Test
    void answersWithTheLastBlockWhenTheTimeIsOver() throws Exception {
        assertEquals(block(2), call("waitforblockheight", "[3,1]"));
        assertEquals(block(2), call("waitforblock", "[" + quoted(1) + ",1]"));
        assertEquals(block(2), call("waitfornewblock", "[1]"));
        assertEquals(block(2), call("waitfornewblock", "[1," + quoted(2) + "]"));
    }

    @Test
    void wakesForABlock() throws Exception {
        Block next = fixture.blocks.next().mine();
        FutureTask<String> byHash = later("waitforblock", "[\"" + next.hash() + "\"]");
        FutureTask<String> byHeight = later("waitforblockheight", "[3]");
        FutureTask<String> byChange = later("waitfornewblock", "[0," + quoted(2) + "]");
        FutureTask<String> tooHigh = later("waitforblockheight", "[4]");
        fixture.add(next);
        assertEquals(block(3), byHash.get());
        assertEquals(block(3), byHeight.get());
        assertEquals(block(3), byChange.get());
        assertFalse(tooHigh.isDone());
        fixture.grow(1);
        assertEquals(block(4), tooHigh.get());
    }

    @Test
    void wakesForABranchThatOutgrowsTheChain() throws Exception {
        FutureTask<String> wait = later("waitforblockheight", "[3]");
        List<Block> better = fixture.branch(0, 3);
        for (Block block : better) fixture.take(block);
        assertEquals("{\"hash\":\"" + better.getLast().hash() + "\",\"height\":3}", wait.get());
    }

    @Test
    void endsWhenTheServerStops() throws Exception {
        FutureTask<String> wait = later("waitforblockheight", "[3]");
        long beganNs = System.nanoTime();
        fixture.stopping.set(true);
        assertEquals(block(2), wait.get());
        assertTrue(System.nanoTime() - beganNs < TimeUnit.SECONDS.toNanos(5));
        assertEquals(block(2), call("waitfornewblock", "[" + Duration.ofDays(1).toMillis() + "]"));
    }

    @Test
    void refusesTimesBeforeNow() throws Exception {
        assertEquals("-1: Negative timeout", call("waitfornewblock", "[-1]"));
        assertEquals("-1: Negative timeout", call("waitforblockheight", "[2,-1]"));
        assertEquals("-1: Negative timeout", call("waitforblock", "[" + quoted(2) + ",-1]"));
        assertEquals(
                "-8: blockhash must be of length 64 (not 2, for 'ab')",
                call("waitforblock", "[\"ab\"]"));
    }
}
