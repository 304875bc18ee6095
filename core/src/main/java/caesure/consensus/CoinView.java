// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Coin;
import caesure.primitives.OutPoint;

import java.util.Optional;

/** The coins as of some block: what the rules may ask about what a block spends. */
public interface CoinView {
    /** Empty if there never was such a coin, or it is spent. */
    Optional<Coin> coin(OutPoint outPoint);
}
