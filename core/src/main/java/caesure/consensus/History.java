// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.BlockHash;
import caesure.script.VerifyFlags;

import java.util.Map;
import java.util.Optional;

/**
 * What the rules know of the past of a network.
 *
 * @param heightInCoinbaseBlock the block at which BIP 34 took hold: on the chain that holds it no
 *     transaction can repeat an unspent one for a long time, so BIP 30 need not be checked
 * @param flagExceptions blocks that later soft forks would refuse, and the flags for their scripts
 */
public record History(
        Optional<BlockHash> heightInCoinbaseBlock, Map<BlockHash, VerifyFlags> flagExceptions) {
    public static final History NONE = new History(Optional.empty(), Map.of());

    public History {
        flagExceptions = Map.copyOf(flagExceptions);
    }
}
