// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Target;

/**
 * How hard blocks are to find, and how that changes.
 *
 * @param limit the highest target there is
 * @param spacingS wished seconds from block to block
 * @param timespanS wished seconds from retarget to retarget
 * @param minimumDifficultyBlocks whether a block that is late may take the highest target
 * @param neverRetargets whether the target stays as it is
 * @param bip94 whether a period's first block may not reach back in time, and its target counts
 */
public record ProofOfWork(
        Target limit,
        int spacingS,
        int timespanS,
        boolean minimumDifficultyBlocks,
        boolean neverRetargets,
        boolean bip94) {

    /** Blocks from retarget to retarget: 2,016, or 144 on regtest. */
    public int interval() {
        return timespanS / spacingS;
    }
}
