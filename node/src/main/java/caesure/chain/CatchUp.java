// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import java.time.Duration;

/**
 * How far a chain is with what it does after it was opened.
 *
 * @param done of the phase, in the phase's unit
 * @param total of the phase, in the same unit
 * @param height of the best chain
 * @param elapsed since the phase began
 */
public record CatchUp(Phase phase, long done, long total, int height, Duration elapsed) {

    /** What is being done. */
    public enum Phase {
        /** Blocks are looked for in files that the index does not know yet; in bytes. */
        READING,
        /** Blocks are connected; in blocks. */
        CONNECTING
    }
}
