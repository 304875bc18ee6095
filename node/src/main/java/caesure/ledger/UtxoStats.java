// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.crypto.MuHash;
import caesure.primitives.BlockHash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What bitcoind's gettxoutsetinfo tells of a set of coins. Two nodes whose hashes are equal hold
 * the same coins.
 *
 * @param block after which these are the coins
 * @param height of that block
 * @param txouts how many coins
 * @param totalSats what they are worth
 * @param muhash in any order (MuHash3072)
 * @param hashSerialized3 of all coins in the order of Core's database
 */
public record UtxoStats(
        BlockHash block,
        int height,
        long txouts,
        long totalSats,
        Hash256 muhash,
        Hash256 hashSerialized3) {

    /** Computed on all cores. */
    public static UtxoStats of(Ledger ledger) {
        var coins = new ArrayList<Unspent>();
        ledger.forEachCoin(coins::add);
        return new UtxoStats(
                ledger.block(),
                ledger.height(),
                coins.size(),
                coins.stream().mapToLong(u -> u.coin().output().valueSats()).sum(),
                muhash(coins),
                hashSerialized3(coins));
    }

    /** The MuHash of a ledger alone, on all cores. */
    public static Hash256 muhash(Ledger ledger) {
        var coins = new ArrayList<Unspent>();
        ledger.forEachCoin(coins::add);
        return muhash(coins);
    }

    /** The hash of a ledger's coins in the order of Core's database alone, on all cores. */
    public static Hash256 hashSerialized3(Ledger ledger) {
        var coins = new ArrayList<Unspent>();
        ledger.forEachCoin(coins::add);
        return hashSerialized3(coins);
    }

    private static Hash256 muhash(List<Unspent> coins) {
        return coins.parallelStream()
                .map(UtxoStats::bytes)
                .collect(MuHash::new, MuHash::insert, MuHash::combine)
                .finish();
    }

    private static Hash256 hashSerialized3(List<Unspent> coins) {
        Keyed[] sorted = coins.parallelStream().map(Keyed::of).toArray(Keyed[]::new);
        Arrays.parallelSort(sorted);
        var all = new HashWriter();
        for (Keyed keyed : sorted) keyed.unspent.write(all);
        return all.sha256d();
    }

    private static ByteString bytes(Unspent unspent) {
        var out = new ByteWriter(128);
        unspent.write(out);
        return out.toByteString();
    }

    /**
     * A coin in the order of Core's database: by the bytes of the txid as they are, then by index.
     */
    private record Keyed(ByteString txid, Unspent unspent) implements Comparable<Keyed> {
        static Keyed of(Unspent unspent) {
            return new Keyed(unspent.outPoint().txid().hash().toByteString(), unspent);
        }

        @Override
        public int compareTo(Keyed other) {
            int order = txid.compareTo(other.txid);
            return order != 0
                    ? order
                    : Long.compare(unspent.outPoint().index(), other.unspent.outPoint().index());
        }
    }
}
