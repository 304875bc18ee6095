// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.consensus.Params;
import caesure.consensus.Retarget;
import caesure.consensus.Subsidy;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.MerkleTree;
import caesure.primitives.OutPoint;
import caesure.primitives.Target;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.script.ScriptBuilder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the block after a place: a valid one, unless told otherwise. The coinbase pays the subsidy
 * to anyone, begins with the height, and commits to witnesses where there are any.
 */
public final class BlockBuilder {
    /** OP_0: makes a short coinbase long enough. */
    private static final int PADDING = 0x00;

    /** What a commitment is made with (BIP 141); any 32 bytes do. */
    private static final ByteString RESERVED = Hash256.ZERO.toByteString();

    private static final ByteString COMMITMENT_MARK =
            ByteString.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);

    private final Params params;
    private final Place parent;
    private final List<Transaction> others = new ArrayList<>();
    private final List<TxOut> moreOutputs = new ArrayList<>();
    private List<ByteString> coinbaseWitness = List.of();
    private ByteString coinbaseScript;
    private long coinbaseSats;
    private int version = 0x2000_0000;
    private long time;
    private boolean commits = true;

    BlockBuilder(Params params, Place parent) {
        this.params = params;
        this.parent = parent;
        int height = parent.height() + 1;
        this.time = parent.header().time() + params.proofOfWork().spacingS();
        this.coinbaseSats = Subsidy.at(height, params);
        this.coinbaseScript = new ScriptBuilder().number(height).op(PADDING).build();
    }

    public BlockBuilder version(int other) {
        version = other;
        return this;
    }

    /** Seconds since 1970; ten minutes after the parent unless told. */
    public BlockBuilder time(long other) {
        time = other;
        return this;
    }

    public BlockBuilder with(Transaction... transactions) {
        others.addAll(Arrays.asList(transactions));
        return this;
    }

    /** What the coinbase pays to anyone: the subsidy unless told. */
    public BlockBuilder coinbaseSats(long sats) {
        coinbaseSats = sats;
        return this;
    }

    public BlockBuilder coinbaseScript(ByteString script) {
        coinbaseScript = script;
        return this;
    }

    /** The coinbase's witness, as it is; a commitment is then made only by {@link #pay}. */
    public BlockBuilder coinbaseWitness(List<ByteString> items) {
        coinbaseWitness = items;
        commits = false;
        return this;
    }

    /** Leaves out the commitment to witnesses even where it is due. */
    public BlockBuilder withoutCommitment() {
        commits = false;
        return this;
    }

    /** One more output of the coinbase. */
    public BlockBuilder pay(long sats, ByteString script) {
        moreOutputs.add(new TxOut(sats, script));
        return this;
    }

    /** The finished block, its nonce found. */
    public Block mine() {
        return mine(transactions());
    }

    /** A block of exactly these transactions. */
    public Block mine(List<Transaction> transactions) {
        Hash256 root = MerkleTree.ofTransactions(transactions).hash();
        return new Block(mineHeader(root), transactions);
    }

    /** A header that commits to a root of one's own. */
    public Header mineHeader(Hash256 merkleRoot) {
        return mineHeader(merkleRoot, Retarget.requiredBits(parent, time, params.proofOfWork()));
    }

    /** A header with bits of one's own, which must name a target that is easy to meet. */
    public Header mineHeader(Hash256 merkleRoot, long bits) {
        Target target = Target.ofCompact(bits).orElseThrow();
        for (long nonce = 0; ; nonce++) {
            var header = new Header(version, parent.hash(), merkleRoot, time, bits, nonce);
            if (target.isMetBy(header.hash())) return header;
        }
    }

    /** What the block will hold, the coinbase first. */
    public List<Transaction> transactions() {
        var all = new ArrayList<Transaction>();
        boolean due = commits && others.stream().anyMatch(Transaction::hasWitness);
        all.add(coinbase(List.of()));
        all.addAll(others);
        if (due) {
            coinbaseWitness = List.of(RESERVED);
            all.set(0, coinbase(List.of(new TxOut(0, commitment(all)))));
        }
        return all;
    }

    private Transaction coinbase(List<TxOut> last) {
        var outputs = new ArrayList<TxOut>();
        outputs.add(new TxOut(coinbaseSats, TxBuilder.ANYONE));
        outputs.addAll(moreOutputs);
        outputs.addAll(last);
        var input = new TxIn(OutPoint.NULL, coinbaseScript, TxBuilder.FINAL, coinbaseWitness);
        return Transaction.of(2, List.of(input), outputs, 0);
    }

    /** The script that commits to the witnesses of all but the first. Written out plainly. */
    public static ByteString commitment(List<Transaction> transactions) {
        var leaves = new ArrayList<Hash256>();
        leaves.add(Hash256.ZERO);
        transactions.stream().skip(1).forEach(t -> leaves.add(t.wtxid().hash()));
        var hash = new HashWriter();
        MerkleTree.root(leaves).hash().write(hash);
        hash.bytes(RESERVED);
        return COMMITMENT_MARK.plus(hash.sha256d().toByteString());
    }
}
