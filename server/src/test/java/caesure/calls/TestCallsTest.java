// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.consensus.Network;
import caesure.log.Category;
import caesure.log.Log;
import caesure.mining.Assembler;
import caesure.rpc.Methods;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Time, timers, listeners and the log, steered by JSON-RPC. */
@Timeout(60)
class TestCallsTest {
    private final List<Duration> moved = new ArrayList<>();
    private final Log log = Log.none();
    private MiningRig rig;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        rig = new MiningRig(folder);
        serve(Network.REGTEST);
    }

    private void serve(Network network) {
        var assembler = new Assembler(rig.clock, OptionalInt.empty());
        rig.serve(
                new Methods(
                        new TestCalls(network, () -> rig.chain, rig.clock, moved::add).methods(),
                        new GenerateCalls(() -> rig.chain, rig.clock, assembler, MiningRig.RAW)
                                .methods(),
                        new LoggingCalls(log).methods()));
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void theClockIsSetAndFreedAgain() throws Exception {
        assertEquals("null", rig.tell("setmocktime", "[1234567890]"));
        assertEquals(Optional.of(Instant.ofEpochSecond(1_234_567_890L)), rig.clock.mock());
        assertEquals("null", rig.tell("setmocktime", "[0]"));
        assertEquals(Optional.empty(), rig.clock.mock());
        assertEquals(
                "-8 Mocktime must be in the range [0, 4294967295], not -1.",
                rig.tell("setmocktime", "[-1]"));
        assertEquals(
                "-8 Mocktime must be in the range [0, 4294967295], not 4294967296.",
                rig.tell("setmocktime", "[4294967296]"));
        assertEquals(
                "-1 JSON integer out of range", rig.tell("setmocktime", "[9223372036854775808]"));
    }

    @Test
    void timersAreMovedByUpToAnHour() throws Exception {
        assertEquals("null", rig.tell("mockscheduler", "[1]"));
        assertEquals("null", rig.tell("mockscheduler", "[3600]"));
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofHours(1)), moved);
        String words = "-1 delta_time must be between 1 and 3600 seconds (1 hr)";
        assertEquals(words, rig.tell("mockscheduler", "[0]"));
        assertEquals(words, rig.tell("mockscheduler", "[3601]"));
        assertEquals(2, moved.size());
    }

    @Test
    void onRealNetworksTimeIsLeftAlone() throws Exception {
        serve(Network.MAIN);
        assertEquals(
                "-1 setmocktime is for regression testing (-regtest mode) only",
                rig.tell("setmocktime", "[1]"));
        assertEquals(
                "-1 mockscheduler is for regression testing (-regtest mode) only",
                rig.tell("mockscheduler", "[1]"));
        assertTrue(moved.isEmpty());
    }

    @Test
    void afterASyncEveryListenerHasHeardAll() throws Exception {
        var heard = new AtomicInteger();
        try (var _ = rig.chain.subscribe(event -> heard.incrementAndGet())) {
            rig.call("generatetodescriptor", "[50,\"raw(51)\"]");
            assertEquals("null", rig.tell("syncwithvalidationinterfacequeue", "[]"));
            assertEquals(100, heard.get()); // each block is stored, and moves the tip
        }
    }

    @Test
    void categoriesAreSwitchedOnAndOff() throws Exception {
        String answer = rig.tell("logging", "[[\"net\",\"rpc\"],[\"net\"]]");
        assertTrue(answer.contains("\"net\":false") && answer.contains("\"rpc\":true"), answer);
        assertTrue(answer.startsWith("{\"addrman\":false,"), answer);
        assertEquals(Set.of(Category.RPC), log.filter().on());
        assertEquals(answer, rig.tell("logging", "[]"));
        rig.call("logging", "[[\"all\"]]");
        assertEquals(Category.all(), log.filter().on());
        rig.call("logging", "[null,[\"1\"]]");
        assertEquals(Set.of(), log.filter().on());
        assertEquals(
                "-8 unknown logging category foobar",
                rig.tell("logging", "[[\"net\",\"foobar\"]]"));
    }
}
