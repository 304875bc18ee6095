// SPDX-License-Identifier: BSD-2-Clause
package caesure.ledger;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.Money;
import caesure.crypto.Hash256;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.Script;

/**
 * Coins as Caesure's own files hold them.
 *
 * <pre>
 *   unspent = txid(32) index(varint) coin
 *   coin    = code(varint) value(varint) size(varint) script(size)
 *   code    = 2 * height + coinbase
 *   varint  = the lowest 7 bits first; each byte but the last has its highest bit set
 * </pre>
 *
 * <p>A number takes as few bytes as it can, so there is one way to write each coin. What no coin
 * can be is refused: a value out of range, a script that can never be satisfied.
 */
final class CoinBytes {
    /** The fewest bytes of a coin: three numbers and no script. */
    static final int COIN_BYTES_MIN = 3;

    /** The fewest bytes of a coin with its name. */
    static final int UNSPENT_BYTES_MIN = Hash256.BYTES + 1 + COIN_BYTES_MIN;

    /** The most bytes of a coin with its name: five numbers of up to 5, 5, 8 and 2 bytes. */
    static final int UNSPENT_BYTES_MAX = Hash256.BYTES + 5 + 5 + 8 + 2 + Script.BYTES_MAX;

    private static final long UINT32_MAX = 0xffff_ffffL;

    private CoinBytes() {}

    static void write(Unspent unspent, ByteSink out) {
        unspent.outPoint().txid().hash().write(out);
        varint(unspent.outPoint().index(), out);
        write(unspent.coin(), out);
    }

    static void write(Coin coin, ByteSink out) {
        varint(2L * coin.height() + (coin.coinbase() ? 1 : 0), out);
        varint(coin.output().valueSats(), out);
        varint(coin.output().scriptPubKey().length(), out);
        out.bytes(coin.output().scriptPubKey());
    }

    static Unspent readUnspent(ByteReader in) throws MalformedException {
        var txid = new Txid(Hash256.read(in));
        long index = varint(in, UINT32_MAX, "index of an output");
        return new Unspent(new OutPoint(txid, index), readCoin(in));
    }

    static Coin readCoin(ByteReader in) throws MalformedException {
        long code = varint(in, UINT32_MAX, "height of a coin");
        long sats = varint(in, Money.MAX_SATS, "value of a coin");
        int size = (int) varint(in, Script.BYTES_MAX, "length of a script");
        ByteString script = in.bytes(size).compact();
        if (Script.isUnspendable(script)) throw new MalformedException("no coin has such a script");
        return new Coin(new TxOut(sats, script), (int) (code >>> 1), (code & 1) != 0);
    }

    /** The same coin, keeping nothing in memory but itself: it may live for years. */
    static Coin compact(Coin coin) {
        TxOut output = coin.output();
        TxOut kept = new TxOut(output.valueSats(), output.scriptPubKey().compact());
        return new Coin(kept, coin.height(), coin.coinbase());
    }

    private static void varint(long value, ByteSink out) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) out.u8((int) (rest & 0x7f | 0x80));
        out.u8((int) rest);
    }

    private static long varint(ByteReader in, long max, String what) throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.u8();
            value |= (next & 0x7fL) << shift;
            if (value > max) throw new MalformedException(what + " too large: " + value);
            if (next == 0 && shift > 0) {
                throw new MalformedException(what + " in more bytes than needed");
            }
            if (next < 0x80) return value;
        }
        throw new MalformedException(what + " too long");
    }
}
