// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.Transaction;
import caesure.script.ScriptBuilder;
import caesure.script.SigOps;

import java.util.List;
import java.util.Optional;

/** What a block must satisfy before its coins are looked at. */
public final class BlockRules {
    /** In weight units (BIP 141, MAX_BLOCK_WEIGHT). */
    public static final long WEIGHT_MAX = 4_000_000;

    /** Signature operations, each of the old kind counted four times (MAX_BLOCK_SIGOPS_COST). */
    public static final long SIGOPS_COST_MAX = 80_000;

    private BlockRules() {}

    /** A block by itself. */
    private record Alone(Block block, Params params, Secp256k1 secp) {}

    /** A block at its height. */
    private record Placed(Block block, int height, Params params) {}

    /** In Bitcoin Core's order (CheckBlock), so that both nodes name the same fault first. */
    private static final List<Rule<Alone>> STRUCTURE =
            List.of(
                    alone -> HeaderRules.checkProofOfWork(alone.block.header(), alone.params),
                    Rule.must(
                            BlockRules::isSolved,
                            Reject.Reason.BAD_SIGNET_BLKSIG,
                            "signet block signature validation failure"),
                    alone -> checkRoot(alone.block),
                    alone -> checkContent(alone.block));

    /** Those of CheckBlock that need nothing but the transactions, in its order. */
    private static final List<Rule<Block>> CONTENT =
            List.of(
                    Rule.must(
                            BlockRules::hasLengthInRange,
                            Reject.Reason.BAD_BLK_LENGTH,
                            "size limits failed"),
                    Rule.must(
                            BlockRules::firstIsCoinbase,
                            Reject.Reason.BAD_CB_MISSING,
                            "first tx is not coinbase"),
                    Rule.must(
                            BlockRules::othersAreNot,
                            Reject.Reason.BAD_CB_MULTIPLE,
                            "more than one coinbase"),
                    BlockRules::checkTransactions,
                    Rule.must(
                            BlockRules::hasFewSigOps,
                            Reject.Reason.BAD_BLK_SIGOPS,
                            "out-of-bounds SigOpCount"));

    /** In Bitcoin Core's order (ContextualCheckBlock, after lock times). */
    private static final List<Rule<Placed>> AT_HEIGHT =
            List.of(
                    Rule.must(
                            BlockRules::coinbaseBeginsWithHeight,
                            Reject.Reason.BAD_CB_HEIGHT,
                            "block height mismatch in coinbase"),
                    BlockRules::checkWitness,
                    Rule.must(
                            BlockRules::isLightEnough,
                            Reject.Reason.BAD_BLK_WEIGHT,
                            "weight limit failed"));

    private static final Optional<Reject> NONFINAL =
            Optional.of(Reject.of(Reject.Reason.BAD_TXNS_NONFINAL, "non-final transaction"));

    /**
     * Checks everything that needs nothing but the block (CheckBlock), proof of work included.
     *
     * @param secp checks the signature that a signet block carries
     */
    public static Optional<Reject> checkStructure(Block block, Params params, Secp256k1 secp) {
        return Rule.firstBroken(STRUCTURE, new Alone(block, params, secp));
    }

    /**
     * Those rules of {@link #checkStructure} that no header takes part in: what a block must
     * satisfy before its nonce is looked for.
     */
    public static Optional<Reject> checkContent(Block block) {
        return Rule.firstBroken(CONTENT, block);
    }

    /**
     * Checks a block against the headers before it (ContextualCheckBlock).
     *
     * @param block whose structure is in order
     */
    public static Optional<Reject> checkContext(Block block, HeaderView parent, Params params) {
        int height = parent.height() + 1;
        long cutoffS =
                params.deployments().sequenceLocks(height)
                        ? parent.medianTimePast()
                        : block.header().time();
        return isFinal(block, height, cutoffS) ? checkAtHeight(block, height, params) : NONFINAL;
    }

    /**
     * Those rules of {@link #checkContext} that need the height and no header before it: all but
     * lock times. For who has a block and nothing else.
     */
    public static Optional<Reject> checkAtHeight(Block block, int height, Params params) {
        return Rule.firstBroken(AT_HEIGHT, new Placed(block, height, params));
    }

    /**
     * What shows that bytes are not what the finder of a block sent out, but a copy that somebody
     * damaged on the way: another peer may have it whole (IsBlockMutated).
     *
     * @param height at which it stands
     */
    public static Optional<Reject> findDamage(Block block, int height, Params params) {
        Optional<Reject> root = checkRoot(block);
        if (root.isPresent()) return root;
        if (block.transactions().isEmpty() || !block.transactions().getFirst().isCoinbase()) {
            boolean mayBeNode =
                    block.transactions().stream()
                            .anyMatch(t -> t.strippedSize() == 2 * Hash256.BYTES);
            return mayBeNode
                    ? broken(
                            Reject.Reason.BAD_CB_MISSING, "a transaction may be a node of the tree")
                    : Optional.empty();
        }
        return checkWitness(new Placed(block, height, params));
    }

    /** A signet block MUST carry a solution to the challenge (BIP 325). */
    private static boolean isSolved(Alone alone) {
        Optional<ByteString> challenge = alone.params.signetChallenge();
        return challenge.isEmpty()
                || alone.block.hash().equals(alone.params.genesis().hash())
                || Signet.isSolved(alone.block, challenge.get(), alone.secp);
    }

    /**
     * The header MUST commit to the transactions, and they MUST not be padded with repeated ones
     * that leave the root as it is (CheckMerkleRoot, CVE-2012-2459).
     */
    public static Optional<Reject> checkRoot(Block block) {
        MerkleTree.Root root = MerkleTree.ofTransactions(block.transactions());
        if (!root.hash().equals(block.header().merkleRoot())) {
            return broken(Reject.Reason.BAD_TXNMRKLROOT, "hashMerkleRoot mismatch");
        }
        return root.mutated()
                ? broken(Reject.Reason.BAD_TXNS_DUPLICATE, "duplicate transaction")
                : Optional.empty();
    }

    /** It MUST have transactions, and without witnesses weigh no more than a block may. */
    private static boolean hasLengthInRange(Block block) {
        return !block.transactions().isEmpty()
                && strippedSize(block) * Transaction.WITNESS_SCALE <= WEIGHT_MAX;
    }

    /** The first transaction MUST be a coinbase. */
    private static boolean firstIsCoinbase(Block block) {
        return block.transactions().getFirst().isCoinbase();
    }

    /** No other transaction MUST be a coinbase. */
    private static boolean othersAreNot(Block block) {
        return block.transactions().stream().skip(1).noneMatch(Transaction::isCoinbase);
    }

    /** Each transaction MUST be in order by itself. */
    private static Optional<Reject> checkTransactions(Block block) {
        for (Transaction transaction : block.transactions()) {
            Optional<Reject> broken = TransactionRules.check(transaction);
            if (broken.isPresent()) {
                return broken(
                        broken.get().reason(),
                        "Transaction check failed (tx hash " + transaction.txid() + ") ");
            }
        }
        return Optional.empty();
    }

    /** Scripts MUST hold no more signature operations than a block may, coinbase included. */
    private static boolean hasFewSigOps(Block block) {
        long count = 0;
        for (Transaction transaction : block.transactions()) {
            count += SigOps.legacy(transaction);
        }
        return count * Transaction.WITNESS_SCALE <= SIGOPS_COST_MAX;
    }

    /** The lock time of each transaction MUST be passed (IsFinalTx, BIP 113). */
    private static boolean isFinal(Block block, int height, long cutoffS) {
        for (Transaction transaction : block.transactions()) {
            if (!TransactionRules.isFinal(transaction, height, cutoffS)) return false;
        }
        return true;
    }

    /** The coinbase's scriptSig MUST begin with the height, pushed the shortest way (BIP 34). */
    private static boolean coinbaseBeginsWithHeight(Placed placed) {
        if (!placed.params.deployments().heightInCoinbase(placed.height)) return true;
        ByteString height = new ScriptBuilder().number(placed.height).build();
        Transaction coinbase = placed.block.transactions().getFirst();
        return coinbase.inputs().getFirst().scriptSig().startsWith(height);
    }

    /** Witnesses MUST be what the coinbase commits to, or absent (BIP 141). */
    private static Optional<Reject> checkWitness(Placed placed) {
        boolean segwit = placed.params.deployments().segwit(placed.height);
        return WitnessCommitment.check(placed.block, segwit);
    }

    /** It MUST not weigh more than four million units (BIP 141). */
    private static boolean isLightEnough(Placed placed) {
        Block block = placed.block;
        long witnesses = 0;
        for (Transaction transaction : block.transactions()) {
            witnesses += transaction.size() - transaction.strippedSize();
        }
        return strippedSize(block) * Transaction.WITNESS_SCALE + witnesses <= WEIGHT_MAX;
    }

    /** Bytes without witnesses, as a {@code long}: what was not checked may be large. */
    private static long strippedSize(Block block) {
        List<Transaction> transactions = block.transactions();
        long size = (long) Header.BYTES + ByteSink.compactSizeLength(transactions.size());
        for (Transaction transaction : transactions) size += transaction.strippedSize();
        return size;
    }

    private static Optional<Reject> broken(Reject.Reason reason, String detail) {
        return Optional.of(Reject.of(reason, detail));
    }
}
