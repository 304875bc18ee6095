// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptBuilder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first blocks. Each carries a headline, so that nobody can say it was made earlier. Their
 * coinbases never become coins.
 */
final class Genesis {
    private static final long SUBSIDY_SATS = 50 * Money.COIN_SATS;
    private static final long FINAL = 0xffff_ffffL;
    private static final int OP_CHECKSIG = 0xac;

    private static final String TIMES =
            "The Times 03/Jan/2009 Chancellor on brink of second bailout for banks";
    private static final String TIMES_KEY =
            "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
                    + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f";

    private static final String TESTNET4 =
            "03/May/2024 000000000000000000001ebd58c244970b3aa9d783bb001011fbe8ea8e98e00e";
    private static final String TESTNET4_KEY = "00".repeat(33);

    private Genesis() {}

    /** The block of every network but testnet4. */
    static Block ofTheTimes(long time, long nonce, long bits) {
        return block(coinbase(TIMES, TIMES_KEY), time, nonce, bits);
    }

    static Block testnet4() {
        return block(coinbase(TESTNET4, TESTNET4_KEY), 1_714_777_860L, 393_743_547L, 0x1d00ffffL);
    }

    private static Block block(Transaction coinbase, long time, long nonce, long bits) {
        List<Transaction> transactions = List.of(coinbase);
        Hash256 root = MerkleTree.ofTransactions(transactions).hash();
        BlockHash none = new BlockHash(Hash256.ZERO);
        return new Block(new Header(1, none, root, time, bits, nonce), transactions);
    }

    private static Transaction coinbase(String headline, String keyHex) {
        ByteString text = ByteString.wrap(headline.getBytes(StandardCharsets.US_ASCII));
        ByteString scriptSig =
                new ScriptBuilder()
                        .push(ByteString.of(0xff, 0xff, 0x00, 0x1d)) // the easiest target's bits
                        .push(ByteString.of(4)) // where the original counted its tries
                        .push(text)
                        .build();
        ByteString script = new ScriptBuilder().push(hex(keyHex)).op(OP_CHECKSIG).build();
        return Transaction.of(
                1,
                List.of(new TxIn(OutPoint.NULL, scriptSig, FINAL, List.of())),
                List.of(new TxOut(SUBSIDY_SATS, script)),
                0);
    }

    private static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
