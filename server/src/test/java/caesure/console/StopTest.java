// SPDX-License-Identifier: BSD-2-Clause
package caesure.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class StopTest {
    @Test
    void whoListensIsToldOnce() {
        var stop = new Stop();
        var told = new AtomicInteger();
        assertEquals(0, stop.waitMaxS());
        stop.listen(told::incrementAndGet, 600);
        assertEquals(600, stop.waitMaxS());
        assertFalse(stop.getAsBoolean());
        stop.wish();
        stop.wish();
        assertTrue(stop.getAsBoolean());
        assertEquals(1, told.get());
    }

    @Test
    void whoListensTooLateIsToldAtOnce() {
        var stop = new Stop();
        var told = new AtomicInteger();
        stop.wish();
        stop.listen(told::incrementAndGet, 1);
        assertEquals(1, told.get());
    }
}
