// SPDX-License-Identifier: BSD-2-Clause
package caesure.mining;

import caesure.bytes.ByteString;
import caesure.chain.HeaderNode;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Retarget;
import caesure.consensus.Subsidy;
import caesure.consensus.VersionBits;
import caesure.consensus.WitnessCommitment;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptBuilder;

import java.util.ArrayList;
import java.util.List;

/**
 * A block to be put behind another, complete but for its nonce. The same as bitcoind makes
 * (CreateNewBlock), byte for byte: the coinbase pays the subsidy, and no fees.
 */
public final class BlockTemplate {
    private static final long COINBASE_VERSION = 2;

    /** One below the highest: so that the lock time counts, and the relative one does not. */
    private static final long COINBASE_SEQUENCE = 0xffff_fffeL;

    /** Up to this height the push of the height is one byte, and a coinbase's script needs two. */
    private static final int ONE_BYTE_HEIGHT_MAX = 16;

    private static final int PADDING = 0x00;

    private final HeaderNode parent;
    private final int version;
    private final long time;
    private final long bits;
    private final long subsidySats;
    private final TxOut commitment;
    private final List<Transaction> transactions;
    private final Hash256 root;

    private BlockTemplate(
            HeaderNode parent,
            int version,
            long time,
            Params params,
            ByteString payTo,
            List<Transaction> others) {
        this.parent = parent;
        this.version = version;
        this.time = time;
        this.bits = Retarget.requiredBits(parent, time, params.proofOfWork());
        this.subsidySats = Subsidy.at(height(), params);
        this.commitment = WitnessCommitment.output(others);
        boolean segwit = params.deployments().segwit(height());
        var all = new ArrayList<Transaction>(1 + others.size());
        all.add(coinbase(payTo, segwit ? WitnessCommitment.coinbaseWitness() : List.of()));
        all.addAll(others);
        this.transactions = List.copyOf(all);
        this.root = MerkleTree.ofTransactions(transactions).hash();
    }

    /**
     * The block after another, at the time that is, with the version of the soft forks under way.
     *
     * @param nowS in seconds since 1970; a block that must be later is
     * @param payTo the script that gets the subsidy
     * @param others the transactions but the coinbase, in their order; not checked here
     */
    public static BlockTemplate on(
            HeaderNode parent,
            Params params,
            long nowS,
            ByteString payTo,
            List<Transaction> others) {
        int version = VersionBits.versionAfter(parent, params);
        return on(parent, params, version, nowS, payTo, others);
    }

    /** The same, with a version of one's own. */
    public static BlockTemplate on(
            HeaderNode parent,
            Params params,
            int version,
            long nowS,
            ByteString payTo,
            List<Transaction> others) {
        long time = Math.max(minimumTime(parent, params), nowS);
        return new BlockTemplate(parent, version, time, params, payTo, others);
    }

    /**
     * The earliest time of the block after another, in seconds since 1970. The rule of BIP 94 is
     * kept on every network, also where it is none yet (GetMinimumTime).
     */
    public static long minimumTime(HeaderNode parent, Params params) {
        long least = parent.medianTimePast() + 1;
        boolean first = (parent.height() + 1) % params.proofOfWork().interval() == 0;
        return first ? Math.max(least, parent.header().time() - HeaderRules.TIMEWARP_MAX_S) : least;
    }

    private Transaction coinbase(ByteString payTo, List<ByteString> witness) {
        var script = new ScriptBuilder().number(height());
        if (height() <= ONE_BYTE_HEIGHT_MAX) script.op(PADDING);
        var input = new TxIn(OutPoint.NULL, script.build(), COINBASE_SEQUENCE, witness);
        List<TxOut> outputs = List.of(new TxOut(subsidySats, payTo), commitment);
        return Transaction.of(COINBASE_VERSION, List.of(input), outputs, height() - 1);
    }

    public HeaderNode parent() {
        return parent;
    }

    public int height() {
        return parent.height() + 1;
    }

    public int version() {
        return version;
    }

    /** In seconds since 1970. */
    public long time() {
        return time;
    }

    /** The target in compact form, 0 to 2^32 - 1. */
    public long bits() {
        return bits;
    }

    /** What the coinbase pays, in satoshis. */
    public long subsidySats() {
        return subsidySats;
    }

    /** The output of the coinbase that commits to the witnesses. */
    public TxOut commitment() {
        return commitment;
    }

    /** The coinbase first. */
    public List<Transaction> transactions() {
        return transactions;
    }

    /**
     * The block with a nonce.
     *
     * @param nonce 0 to 2^32 - 1
     */
    public Block block(long nonce) {
        return new Block(header(nonce), transactions);
    }

    Header header(long nonce) {
        return new Header(version, parent.hash(), root, time, bits, nonce);
    }
}
