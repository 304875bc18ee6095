// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptBuilder;
import caesure.script.ScriptCursor;
import caesure.script.ScriptError;
import caesure.script.ScriptVerifier;
import caesure.script.SigHashes;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Who may make blocks of a signet (BIP 325): who can spend an imagined coin, whose script is the
 * challenge. The proof, the solution, is a push in the output that commits to witnesses:
 *
 * <pre>
 *   push     = ec c7 da a2 solution
 *   solution = script_sig witness
 * </pre>
 *
 * <p>Two transactions that never happened are signed: one makes the coin and names the block
 * without its solution, the other spends the coin.
 */
final class Signet {
    private static final ByteString MARK = ByteString.of(0xec, 0xc7, 0xda, 0xa2);
    private static final ByteString OP_0 = ByteString.of(0x00);
    private static final ByteString OP_RETURN = ByteString.of(0x6a);

    private static final VerifyFlags FLAGS =
            VerifyFlags.of(
                    VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.DERSIG, VerifyFlag.NULLDUMMY);

    private Signet() {}

    /** A commitment's script without the solution, and the solution; empty if there was none. */
    private record Parted(ByteString script, ByteString solution) {}

    /** The block's solution MUST satisfy the challenge (CheckSignetBlockSolution). */
    static boolean isSolved(Block block, ByteString challenge, Secp256k1 secp) {
        OptionalInt index = WitnessCommitment.index(block);
        if (index.isEmpty()) return false;
        Transaction coinbase = block.transactions().getFirst();
        Parted parted = part(coinbase.outputs().get(index.getAsInt()).scriptPubKey());
        Transaction unsigned = withScript(coinbase, index.getAsInt(), parted.script);
        Transaction made = coinOf(block, unsigned, challenge);
        try {
            Transaction spends = spendOf(made, parted.solution);
            return new ScriptVerifier(secp).verify(SigHashes.of(spends, made.outputs()), 0, FLAGS)
                    == ScriptError.OK;
        } catch (MalformedException e) {
            return false;
        }
    }

    /**
     * Takes the solution out (FetchAndClearCommitmentSection): of the first push that begins with
     * the mark and has more, only the mark stays. The script is written anew up to where it ceases
     * to parse, as the signer did; an empty push shrinks to its opcode.
     */
    private static Parted part(ByteString script) {
        var rest = new ScriptBuilder();
        ByteString solution = ByteString.EMPTY;
        var cursor = new ScriptCursor(script);
        while (cursor.next()) {
            ByteString data = cursor.data();
            if (data.isEmpty()) {
                rest.op(cursor.opcode());
            } else if (solution.isEmpty()
                    && data.length() > MARK.length()
                    && data.startsWith(MARK)) {
                solution = data.slice(MARK.length(), data.length());
                rest.push(MARK);
            } else {
                rest.push(data);
            }
        }
        return new Parted(solution.isEmpty() ? script : rest.build(), solution);
    }

    private static Transaction withScript(Transaction coinbase, int index, ByteString script) {
        var outputs = new ArrayList<>(coinbase.outputs());
        outputs.set(index, new TxOut(outputs.get(index).valueSats(), script));
        return Transaction.of(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
    }

    /** Makes the imagined coin, and names version, parent, transactions and time of the block. */
    private static Transaction coinOf(Block block, Transaction unsigned, ByteString challenge) {
        var leaves = new ArrayList<Hash256>(block.transactions().size());
        leaves.add(unsigned.txid().hash());
        for (int i = 1; i < block.transactions().size(); i++) {
            leaves.add(block.transactions().get(i).txid().hash());
        }
        Header header = block.header();
        var named = new ByteWriter().u32(header.version());
        header.previous().hash().write(named);
        MerkleTree.root(leaves).hash().write(named);
        named.u32(header.time());
        ByteString push = new ScriptBuilder().push(named.toByteString()).build();
        return Transaction.of(
                0,
                List.of(new TxIn(OutPoint.NULL, OP_0.plus(push), 0, List.of())),
                List.of(new TxOut(0, challenge)),
                0);
    }

    /**
     * Spends the imagined coin. No solution is an empty one: enough for a challenge like OP_TRUE.
     *
     * @throws MalformedException if the solution is not a script and a witness, and nothing else
     */
    private static Transaction spendOf(Transaction made, ByteString solution)
            throws MalformedException {
        ByteString scriptSig = ByteString.EMPTY;
        List<ByteString> witness = List.of();
        if (!solution.isEmpty()) {
            ByteReader in = solution.reader();
            scriptSig = in.varBytes();
            witness = Transaction.readItems(in);
            in.end();
        }
        OutPoint coin = new OutPoint(made.txid(), 0);
        return Transaction.of(
                0,
                List.of(new TxIn(coin, scriptSig, 0, witness)),
                List.of(new TxOut(0, OP_RETURN)),
                0);
    }
}
