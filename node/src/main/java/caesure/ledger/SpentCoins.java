// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.consensus.BlockRules;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;

import java.util.ArrayList;
import java.util.List;

/**
 * The coins that were lost with a block: with them the block can be taken back ({@link
 * Ledger#before}), and looked at again when nobody has its coins any more.
 *
 * @param spent one for each input, in the order of the block, the coinbase left out; coins that the
 *     block itself made included
 * @param overwritten those that the block made again while they were unspent, in the order of the
 *     block (BIP 30): none but in two blocks of 2010
 */
public record SpentCoins(List<Coin> spent, List<Unspent> overwritten) {
    private static final long STRIPPED_BYTES_MAX =
            BlockRules.WEIGHT_MAX / Transaction.WITNESS_SCALE;

    /** The fewest bytes of an input: outpoint, empty script, sequence. */
    private static final int INPUT_BYTES_MIN = OutPoint.BYTES + 1 + 4;

    /** The fewest bytes of an output: value, empty script. */
    private static final int OUTPUT_BYTES_MIN = 8 + 1;

    /** No block has more inputs: so many fill it. */
    public static final int SPENT_MAX = (int) (STRIPPED_BYTES_MAX / INPUT_BYTES_MIN);

    /** No block has more outputs: so many fill it. */
    public static final int OVERWRITTEN_MAX = (int) (STRIPPED_BYTES_MAX / OUTPUT_BYTES_MIN);

    /** About the bytes of a coin, to begin with. */
    private static final int USUAL_COIN_BYTES = 34;

    public SpentCoins {
        spent = List.copyOf(spent);
        overwritten = List.copyOf(overwritten);
    }

    /**
     * As stored.
     *
     * <pre>
     *   spent-coins = count(compact-size) coin(count) count(compact-size) unspent(count)
     *   unspent     = txid(32) index(varint) coin
     *   coin        = code(varint) value(varint) size(varint) script(size)
     *   code        = 2 * height + coinbase
     *   varint      = the lowest 7 bits first; each byte but the last has its highest bit set
     * </pre>
     */
    public ByteString toBytes() {
        var out = new ByteWriter(USUAL_COIN_BYTES * (1 + spent.size()));
        out.compactSize(spent.size());
        for (Coin coin : spent) CoinBytes.write(coin, out);
        out.compactSize(overwritten.size());
        for (Unspent unspent : overwritten) CoinBytes.write(unspent, out);
        return out.toByteString();
    }

    /**
     * Reads what {@link #toBytes} wrote, in that form and no other.
     *
     * @throws MalformedException if that is not what the bytes are, or no block could lose so much
     */
    public static SpentCoins parse(ByteString bytes) throws MalformedException {
        ByteReader in = bytes.reader();
        int spentCount = count(in, CoinBytes.COIN_BYTES_MIN, SPENT_MAX);
        var spent = new ArrayList<Coin>(spentCount);
        for (int i = 0; i < spentCount; i++) spent.add(CoinBytes.readCoin(in));
        int overwrittenCount = count(in, CoinBytes.UNSPENT_BYTES_MIN, OVERWRITTEN_MAX);
        var overwritten = new ArrayList<Unspent>(overwrittenCount);
        for (int i = 0; i < overwrittenCount; i++) overwritten.add(CoinBytes.readUnspent(in));
        in.end();
        return new SpentCoins(spent, overwritten);
    }

    private static int count(ByteReader in, int bytesPerCoin, int max) throws MalformedException {
        int count = in.count(bytesPerCoin);
        if (count > max) throw new MalformedException(count + " coins, more than a block can lose");
        return count;
    }
}
