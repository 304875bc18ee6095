// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteWriter;
import caesure.primitives.Txid;

import java.util.HashSet;
import java.util.Set;

/**
 * What bitcoind's gettxoutsetinfo counts of a set of coins, whichever hash is asked for.
 *
 * @param transactions how many have a coin left
 * @param bogoSize Core's measure that no database has (GetBogoSize)
 * @param savedBytes that the coins take when they are saved
 */
public record UtxoCounts(long transactions, long bogoSize, long savedBytes) {
    /** Txid, index, height and coinbase, amount, length of the script. */
    private static final int BOGO_BYTES = 32 + 4 + 4 + 8 + 2;

    private static final int USUAL_COIN_BYTES = 100;

    /** Looks at every coin once. */
    public static UtxoCounts of(Ledger ledger) {
        var count = new Count();
        ledger.forEachCoin(count::add);
        return new UtxoCounts(count.transactions.size(), count.bogoSize, count.savedBytes);
    }

    private static final class Count {
        private final Set<Txid> transactions = new HashSet<>();
        private long bogoSize;
        private long savedBytes;

        void add(Unspent unspent) {
            transactions.add(unspent.outPoint().txid());
            bogoSize += BOGO_BYTES + unspent.coin().output().scriptPubKey().length();
            var out = new ByteWriter(USUAL_COIN_BYTES);
            CoinBytes.write(unspent, out);
            savedBytes += out.length();
        }
    }
}
