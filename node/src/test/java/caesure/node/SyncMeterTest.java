// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.primitives.Work;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

class SyncMeterTest {
    private static final long NOW_S = 1_800_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final SyncMeter meter = new SyncMeter();

    private static SyncMeter.Look look(
            int second, int headers, long headersTimeS, int height, long bytes, int peers) {
        return new SyncMeter.Look(
                second * SECOND_NS,
                NOW_S,
                headers,
                headersTimeS,
                height,
                work(height),
                work(headers),
                bytes,
                peers);
    }

    private static Work work(long blocks) {
        return new Work(BigInteger.valueOf(blocks));
    }

    @Test
    void saysThatThereIsNobodyYet() {
        assertEquals("looking for peers: height 0, 0 peers", meter.words(look(0, 0, 0, 0, 0, 0)));
    }

    @Test
    void countsHeadersAgainstTheTimeThatTheyTell() {
        long missing = 900_000;
        meter.words(look(0, 0, NOW_S - missing * 600, 0, 0, 3));
        assertEquals(
                "headers: 100000 of about 900000, 11.1 %, 20000 headers/s, 3 peers, 0:00:40 left",
                meter.words(look(5, 100_000, NOW_S - 800_000L * 600, 0, 8_000_000, 3)));
    }

    @Test
    void countsBlocksByTheirWork() {
        meter.words(look(0, 1_000, NOW_S, 100, 0, 1));
        assertEquals(
                "blocks: height 300 of 1000, 30.00 %, 20.0 blocks/s, 1.50 MB/s, 1 peer, 0:00:35"
                        + " left",
                meter.words(look(10, 1_000, NOW_S, 300, 15_000_000, 1)));
    }

    @Test
    void forgetsHowFastItOnceWas() {
        meter.words(look(0, 1_000, NOW_S, 0, 0, 2));
        meter.words(look(1, 1_000, NOW_S, 500, 0, 2));
        meter.words(look(30, 1_000, NOW_S, 500, 0, 2));
        assertEquals(
                "blocks: height 500 of 1000, 50.00 %, 0.0 blocks/s, 0.00 MB/s, 2 peers",
                meter.words(look(40, 1_000, NOW_S, 500, 0, 2)));
    }

    @Test
    void saysWhenNothingIsLeftToDo() {
        assertEquals(
                "in step: height 9, 2 peers, 0.00 MB/s", meter.words(look(0, 9, NOW_S, 9, 0, 2)));
    }
}
