// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import caesure.primitives.Header;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.script.ScriptError;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A broken rule.
 *
 * @param reason which
 * @param text what bitcoind calls it; RPC clients compare this
 * @param detail what exactly is wrong and where, for a person; may be empty
 */
public record Reject(Reason reason, String text, String detail) {

    /** What the verdict says beyond the bytes at hand. */
    public enum Blame {
        /** This copy is damaged; another peer may hold a good one under the same hash. */
        COPY,
        /** No copy with this hash will ever be valid. */
        BLOCK,
        /** Says nothing of the block for good (time-too-new): to be tried again later. */
        NOT_YET
    }

    /**
     * Every reason for which Bitcoin Core refuses a block or a header. The name is the text in
     * capitals; the blame follows Core's BlockValidationResult (BLOCK_MUTATED is {@link
     * Blame#COPY}, and so is a signet solution, which Core blames on the block; BLOCK_TIME_FUTURE,
     * BLOCK_MISSING_PREV and BLOCK_HEADER_LOW_WORK are {@link Blame#NOT_YET}).
     */
    public enum Reason {
        // a header and its place (CheckBlockHeader, AcceptBlockHeader)
        HIGH_HASH("high-hash"),
        BAD_DIFFBITS("bad-diffbits"),
        TIME_TOO_OLD("time-too-old"),
        TIME_TIMEWARP_ATTACK("time-timewarp-attack"),
        TIME_TOO_NEW("time-too-new", Blame.NOT_YET),
        BAD_VERSION("bad-version"),
        BAD_PREVBLK("bad-prevblk"),
        PREV_BLK_NOT_FOUND("prev-blk-not-found", Blame.NOT_YET),
        TOO_LITTLE_CHAINWORK("too-little-chainwork", Blame.NOT_YET),
        DUPLICATE_INVALID("duplicate-invalid"),

        // a block that is only tried (TestBlockValidity)
        INCONCLUSIVE_NOT_BEST_PREVBLK("inconclusive-not-best-prevblk", Blame.NOT_YET),

        // a block by itself (CheckBlock)
        BAD_SIGNET_BLKSIG("bad-signet-blksig", Blame.COPY), // judged before the root: who can tell
        BAD_TXNMRKLROOT("bad-txnmrklroot", Blame.COPY),
        BAD_TXNS_DUPLICATE("bad-txns-duplicate", Blame.COPY),
        BAD_BLK_LENGTH("bad-blk-length"),
        BAD_CB_MISSING("bad-cb-missing"),
        BAD_CB_MULTIPLE("bad-cb-multiple"),
        BAD_BLK_SIGOPS("bad-blk-sigops"),

        // a transaction by itself (CheckTransaction)
        BAD_TXNS_VIN_EMPTY("bad-txns-vin-empty"),
        BAD_TXNS_VOUT_EMPTY("bad-txns-vout-empty"),
        BAD_TXNS_OVERSIZE("bad-txns-oversize"),
        BAD_TXNS_VOUT_NEGATIVE("bad-txns-vout-negative"),
        BAD_TXNS_VOUT_TOOLARGE("bad-txns-vout-toolarge"),
        BAD_TXNS_TXOUTTOTAL_TOOLARGE("bad-txns-txouttotal-toolarge"),
        BAD_TXNS_INPUTS_DUPLICATE("bad-txns-inputs-duplicate"),
        BAD_CB_LENGTH("bad-cb-length"),
        BAD_TXNS_PREVOUT_NULL("bad-txns-prevout-null"),

        // a block after its parent (ContextualCheckBlock)
        BAD_TXNS_NONFINAL("bad-txns-nonfinal"),
        BAD_CB_HEIGHT("bad-cb-height"),
        BAD_WITNESS_NONCE_SIZE("bad-witness-nonce-size", Blame.COPY),
        BAD_WITNESS_MERKLE_MATCH("bad-witness-merkle-match", Blame.COPY),
        UNEXPECTED_WITNESS("unexpected-witness", Blame.COPY),
        BAD_BLK_WEIGHT("bad-blk-weight"),

        // a block and the coins it spends (ConnectBlock)
        BAD_TXNS_BIP30("bad-txns-BIP30"),
        BAD_TXNS_INPUTS_MISSINGORSPENT("bad-txns-inputs-missingorspent"),
        BAD_TXNS_PREMATURE_SPEND_OF_COINBASE("bad-txns-premature-spend-of-coinbase"),
        BAD_TXNS_INPUTVALUES_OUTOFRANGE("bad-txns-inputvalues-outofrange"),
        BAD_TXNS_IN_BELOWOUT("bad-txns-in-belowout"),
        BAD_TXNS_FEE_OUTOFRANGE("bad-txns-fee-outofrange"),
        BAD_TXNS_ACCUMULATED_FEE_OUTOFRANGE("bad-txns-accumulated-fee-outofrange"),
        BAD_CB_AMOUNT("bad-cb-amount"),
        BLOCK_SCRIPT_VERIFY_FLAG_FAILED("block-script-verify-flag-failed");

        private final String text;
        private final Blame blame;

        Reason(String text) {
            this(text, Blame.BLOCK);
        }

        Reason(String text, Blame blame) {
            this.text = text;
            this.blame = blame;
        }

        /** What bitcoind calls it, without what it adds in brackets. */
        public String text() {
            return text;
        }

        public Blame blame() {
            return blame;
        }
    }

    public static Reject of(Reason reason, String detail) {
        return new Reject(reason, reason.text(), detail);
    }

    /** A header version that soft forks have retired; the text shows it. */
    static Reject version(Header header) {
        String shown = "0x" + HexFormat.of().toHexDigits(header.version());
        return new Reject(
                Reason.BAD_VERSION,
                Reason.BAD_VERSION.text() + "(" + shown + ")",
                "rejected nVersion=" + shown + " block");
    }

    /**
     * A script that failed; the text shows how.
     *
     * @param input its index, from 0
     * @param spent the coin it was to spend
     */
    public static Reject script(
            ScriptError error, Transaction transaction, int input, OutPoint spent) {
        return new Reject(
                Reason.BLOCK_SCRIPT_VERIFY_FLAG_FAILED,
                Reason.BLOCK_SCRIPT_VERIFY_FLAG_FAILED.text() + " (" + error.text() + ")",
                String.format(
                        Locale.ROOT,
                        "input %d of %s (wtxid %s), spending %s",
                        input,
                        transaction.txid(),
                        transaction.wtxid(),
                        spent));
    }

    public Blame blame() {
        return reason.blame();
    }

    /** As bitcoind logs it: the text, and the detail if there is one. */
    @Override
    public String toString() {
        return detail.isEmpty() ? text : text + ", " + detail;
    }
}
