// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.node.Progress.Activity;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class ProgressTest {
    @Test
    void saysRateAndTimeLeftInTheUnitOfTheWork() {
        assertEquals(
                "connecting blocks: height 250, 25.0 %, 12.5 blocks/s, 0:01:00 left",
                Progress.of(Activity.CONNECTING, 250, 0.25, 250, Duration.ofSeconds(20)).words());
        assertEquals(
                "reading block files: height 0, 50.0 %, 100.0 MB/s, 1:40:00 left",
                Progress.of(Activity.READING, 600_000_000_000L, 0.5, 0, Duration.ofMinutes(100))
                        .words());
    }

    @Test
    void saysNoRateBeforeItIsKnown() {
        var early = Progress.of(Activity.IMPORTING, 5, 0.5, 5, Duration.ofMillis(499));
        assertEquals("importing blocks: height 5, 50.0 %", early.words());
        assertEquals(Optional.empty(), early.left());
        var nothing = Progress.of(Activity.IMPORTING, 0, 0, 0, Duration.ofSeconds(5));
        assertEquals("importing blocks: height 0, 0.0 %", nothing.words());
    }

    @Test
    void neverSaysMoreThanAll() {
        var grown = Progress.of(Activity.READING, 20, 1.5, 7, Duration.ofSeconds(2));
        assertEquals(1, grown.share());
        assertEquals(Optional.of(Duration.ZERO), grown.left());
    }
}
