// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Block;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.SigOps;
import caesure.script.VerifyFlags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One block on its way through {@link SpendRules}: transaction after transaction, each seeing what
 * those before it made and spent. In Bitcoin Core's order (ConnectBlock).
 */
final class BlockSpending {
    private final Block block;
    private final HeaderView self;
    private final CoinView before;
    private final Params params;
    private final VerifyFlags flags;
    private final BlockCoins coins;
    private final List<SpendRules.Spend> spends;
    private long feesSats;
    private long sigOpsCost;

    BlockSpending(Block block, HeaderView self, CoinView before, Params params, VerifyFlags flags) {
        this.block = block;
        this.self = self;
        this.before = before;
        this.params = params;
        this.flags = flags;
        this.coins = new BlockCoins(before, self.height());
        this.spends = new ArrayList<>(block.transactions().size());
    }

    SpendRules.Outcome connect() {
        Optional<Reject> broken = checkRepetition();
        if (broken.isPresent()) return new SpendRules.Refused(broken.get());
        for (Transaction transaction : block.transactions()) {
            broken = check(transaction);
            if (broken.isPresent()) return new SpendRules.Refused(broken.get());
            coins.update(transaction);
        }
        broken = checkCoinbaseAmount();
        if (broken.isPresent()) return new SpendRules.Refused(broken.get());
        return new SpendRules.Connected(feesSats, spends, flags);
    }

    /** No transaction MUST make a coin that is there already (BIP 30, CVE-2012-1909). */
    private Optional<Reject> checkRepetition() {
        if (!Repetition.mustBeChecked(self, params)) return Optional.empty();
        for (Transaction transaction : block.transactions()) {
            for (int i = 0; i < transaction.outputs().size(); i++) {
                if (before.coin(new OutPoint(transaction.txid(), i)).isPresent()) {
                    return broken(Reject.Reason.BAD_TXNS_BIP30, "tried to overwrite transaction");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Reject> check(Transaction transaction) {
        if (transaction.isCoinbase()) return countSigOps(transaction, List.of());
        var spent = new ArrayList<Coin>(transaction.inputs().size());
        Optional<Reject> broken = find(transaction, spent);
        if (broken.isEmpty()) broken = checkInputs(transaction, spent);
        if (broken.isEmpty()) broken = checkLocks(transaction, spent);
        if (broken.isEmpty()) broken = countSigOps(transaction, outputsOf(spent));
        if (broken.isEmpty()) spends.add(new SpendRules.Spend(transaction, spent));
        return broken;
    }

    /** Every input MUST spend a coin that there is (CheckTxInputs). */
    private Optional<Reject> find(Transaction transaction, List<Coin> spent) {
        for (TxIn input : transaction.inputs()) {
            Optional<Coin> coin = coins.coin(input.previous());
            if (coin.isEmpty()) {
                return broken(
                        Reject.Reason.BAD_TXNS_INPUTS_MISSINGORSPENT,
                        "CheckTxInputs: inputs missing/spent",
                        transaction);
            }
            spent.add(coin.get());
        }
        return Optional.empty();
    }

    /** Coinbases MUST be ripe, sums in range, and no more paid out than in (CheckTxInputs). */
    private Optional<Reject> checkInputs(Transaction transaction, List<Coin> spent) {
        long in = 0;
        for (Coin coin : spent) {
            int depth = self.height() - coin.height();
            if (coin.coinbase() && depth < SpendRules.COINBASE_MATURITY) {
                return broken(
                        Reject.Reason.BAD_TXNS_PREMATURE_SPEND_OF_COINBASE,
                        "tried to spend coinbase at depth " + depth,
                        transaction);
            }
            long sats = coin.output().valueSats();
            if (!Money.inRange(sats) || !Money.inRange(in + sats)) {
                return broken(Reject.Reason.BAD_TXNS_INPUTVALUES_OUTOFRANGE, "", transaction);
            }
            in += sats;
        }
        long out = Money.paidOut(transaction);
        if (in < out) {
            return broken(
                    Reject.Reason.BAD_TXNS_IN_BELOWOUT,
                    "value in (" + Money.show(in) + ") < value out (" + Money.show(out) + ")",
                    transaction);
        }
        return addFee(transaction, Math.subtractExact(in, out));
    }

    /** Fees MUST be in range, one and all together. */
    private Optional<Reject> addFee(Transaction transaction, long feeSats) {
        if (!Money.inRange(feeSats)) { // not after TransactionRules, but as Core
            return broken(Reject.Reason.BAD_TXNS_FEE_OUTOFRANGE, "", transaction);
        }
        feesSats += feeSats;
        return Money.inRange(feesSats)
                ? Optional.empty()
                : broken(
                        Reject.Reason.BAD_TXNS_ACCUMULATED_FEE_OUTOFRANGE,
                        "accumulated fee in the block out of range");
    }

    /** Coins MUST be as old as their inputs want them (BIP 68). */
    private Optional<Reject> checkLocks(Transaction transaction, List<Coin> spent) {
        return !params.deployments().sequenceLocks(self.height())
                        || SequenceLocks.hold(transaction, spent, self)
                ? Optional.empty()
                : broken(
                        Reject.Reason.BAD_TXNS_NONFINAL,
                        "contains a non-BIP68-final transaction " + transaction.txid());
    }

    /** Signature operations MUST not cost more than 80,000, with those of spent coins (BIP 141). */
    private Optional<Reject> countSigOps(Transaction transaction, List<TxOut> spent) {
        sigOpsCost += SigOps.cost(transaction, spent, flags);
        return sigOpsCost <= BlockRules.SIGOPS_COST_MAX
                ? Optional.empty()
                : broken(Reject.Reason.BAD_BLK_SIGOPS, "too many sigops");
    }

    /** The coinbase MUST not pay out more than the subsidy and the fees. */
    private Optional<Reject> checkCoinbaseAmount() {
        long limit = feesSats + Subsidy.at(self.height(), params);
        long actual = Money.paidOut(block.transactions().getFirst());
        return actual <= limit
                ? Optional.empty()
                : broken(
                        Reject.Reason.BAD_CB_AMOUNT,
                        "coinbase pays too much (actual=" + actual + " vs limit=" + limit + ")");
    }

    private static List<TxOut> outputsOf(List<Coin> spent) {
        var outputs = new ArrayList<TxOut>(spent.size());
        for (Coin coin : spent) outputs.add(coin.output());
        return outputs;
    }

    private static Optional<Reject> broken(Reject.Reason reason, String detail) {
        return Optional.of(Reject.of(reason, detail));
    }

    private static Optional<Reject> broken(Reject.Reason reason, String detail, Transaction in) {
        return broken(reason, detail + " in transaction " + in.txid());
    }
}
