// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.primitives.Block;
import caesure.primitives.MerkleTree;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a block commits to its witnesses (BIP 141): in an output of the coinbase, for the header was
 * full.
 *
 * <pre>
 *   script = OP_RETURN(6a) 24 aa 21 a9 ed commitment(32) byte*
 *   commitment = sha256d(root of the wtxids, the coinbase's as zero || reserved value)
 *   reserved value = the only witness item of the coinbase, 32 bytes
 * </pre>
 */
public final class WitnessCommitment {
    private static final ByteString MARK = ByteString.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);
    private static final int SCRIPT_BYTES_MIN = MARK.length() + Hash256.BYTES;

    /** What a block made here commits with; any 32 bytes would do. */
    private static final ByteString RESERVED = Hash256.ZERO.toByteString();

    private WitnessCommitment() {}

    /**
     * The output with which a coinbase commits to the witnesses of a block that is made here
     * (GenerateCoinbaseCommitment).
     *
     * @param others all transactions but the coinbase
     */
    public static TxOut output(List<Transaction> others) {
        return new TxOut(0, MARK.plus(of(wtxids(others), RESERVED)));
    }

    /** The witness of a coinbase that commits with {@link #output}. */
    public static List<ByteString> coinbaseWitness() {
        return List.of(RESERVED);
    }

    /**
     * A block whose coinbase commits but came without its witness, which then is given one: the
     * usual reserved value (UpdateUncommittedBlockStructures). Any other block as it is.
     *
     * @param segwit whether a commitment counts at the block's height
     */
    public static Block completed(Block block, boolean segwit) {
        if (!segwit || index(block).isEmpty()) return block;
        Transaction coinbase = block.transactions().getFirst();
        if (coinbase.hasWitness() || coinbase.inputs().isEmpty()) return block;
        var inputs = new ArrayList<TxIn>(coinbase.inputs());
        TxIn first = inputs.getFirst();
        inputs.set(
                0,
                new TxIn(first.previous(), first.scriptSig(), first.sequence(), coinbaseWitness()));
        var transactions = new ArrayList<Transaction>(block.transactions());
        transactions.set(
                0,
                Transaction.of(
                        coinbase.version(), inputs, coinbase.outputs(), coinbase.lockTime()));
        return new Block(block.header(), transactions);
    }

    /** Which output of the coinbase commits: the last that looks so (GetWitnessCommitmentIndex). */
    static OptionalInt index(Block block) {
        if (block.transactions().isEmpty()) return OptionalInt.empty();
        List<TxOut> outputs = block.transactions().getFirst().outputs();
        for (int i = outputs.size() - 1; i >= 0; i--) {
            ByteString script = outputs.get(i).scriptPubKey();
            if (script.length() >= SCRIPT_BYTES_MIN && script.startsWith(MARK)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Witnesses MUST be what the coinbase commits to; without a commitment there MUST be none
     * (CheckWitnessMalleation).
     *
     * @param segwit whether a commitment counts
     */
    static Optional<Reject> check(Block block, boolean segwit) {
        OptionalInt index = segwit ? index(block) : OptionalInt.empty();
        return index.isPresent() ? checkCommitment(block, index.getAsInt()) : checkAbsence(block);
    }

    private static Optional<Reject> checkCommitment(Block block, int index) {
        Transaction coinbase = block.transactions().getFirst();
        List<ByteString> witness = coinbase.inputs().getFirst().witness();
        if (witness.size() != 1 || witness.getFirst().length() != Hash256.BYTES) {
            return broken(
                    Reject.Reason.BAD_WITNESS_NONCE_SIZE, "invalid witness reserved value size");
        }
        ByteString script = coinbase.outputs().get(index).scriptPubKey();
        List<Transaction> others = block.transactions().subList(1, block.transactions().size());
        ByteString expected = of(wtxids(others), witness.getFirst());
        return script.hasAt(MARK.length(), expected)
                ? Optional.empty()
                : broken(
                        Reject.Reason.BAD_WITNESS_MERKLE_MATCH,
                        "witness merkle commitment mismatch");
    }

    private static Optional<Reject> checkAbsence(Block block) {
        return block.transactions().stream().anyMatch(Transaction::hasWitness)
                ? broken(Reject.Reason.UNEXPECTED_WITNESS, "unexpected witness data found")
                : Optional.empty();
    }

    /** The leaves of the tree: zero for the coinbase, and the wtxids of the others. */
    private static List<Hash256> wtxids(List<Transaction> others) {
        var leaves = new ArrayList<Hash256>(others.size() + 1);
        leaves.add(Hash256.ZERO);
        for (Transaction transaction : others) leaves.add(transaction.wtxid().hash());
        return leaves;
    }

    private static ByteString of(List<Hash256> leaves, ByteString reserved) {
        ByteString root = MerkleTree.root(leaves).hash().toByteString();
        return Sha256.doubleHash(root.plus(reserved)).toByteString();
    }

    private static Optional<Reject> broken(Reject.Reason reason, String detail) {
        return Optional.of(Reject.of(reason, "CheckWitnessMalleation : " + detail));
    }
}
