// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.BlockHash;
import caesure.primitives.Work;

import java.util.Optional;

/**
 * What was known of the best chain when this program was made. Neither decides what is valid.
 *
 * @param minimumWork a chain with less is not the best
 * @param assumeValid scripts of this block and those before it need not be run
 */
public record Trust(Work minimumWork, Optional<BlockHash> assumeValid) {
    public static final Trust NONE = new Trust(Work.NONE, Optional.empty());
}
