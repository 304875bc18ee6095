// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import caesure.consensus.Params;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the rules of a block cannot be checked without its chain, in words. */
final class Unchecked {
    private Unchecked() {}

    /**
     * @param given the coins it spends; empty if they are unknown
     */
    static List<String> of(int height, Params params, Optional<GivenCoins> given) {
        var unchecked = new ArrayList<String>();
        if (height > 0) {
            unchecked.add("parent: link, required target, median time (not in the files)");
        }
        if (params.deployments().sequenceLocks(height)) {
            unchecked.add("lock times against the median time (only against the block's own time)");
        }
        if (given.isEmpty()) {
            unchecked.add("coins: amounts, fees, claim of the coinbase, maturity, sequence locks");
            unchecked.add("scripts, and the signature operations of spent outputs");
            return unchecked;
        }
        unchecked.add("whether the spent outputs were there and unspent (the file is believed)");
        unchecked.add("whether a transaction repeats an unspent one (BIP 30)");
        GivenCoins coins = given.get();
        int unknown = Math.max(coins.unknownHeights(), coins.unknownOrigins());
        if (unknown > 0) {
            unchecked.add(
                    "maturity of " + unknown + " inputs (height or coinbase not in the file)");
        }
        if (params.deployments().sequenceLocks(height)) {
            unchecked.add("sequence locks by time (median times not in the files)");
            if (coins.unknownHeights() > 0) {
                unchecked.add(
                        "sequence locks by height of "
                                + coins.unknownHeights()
                                + " inputs (height not in the file)");
            }
        }
        return unchecked;
    }
}
