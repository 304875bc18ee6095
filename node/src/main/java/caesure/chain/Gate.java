// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.BlockRules;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.store.VerdictLog;

import java.io.IOException;
import java.util.Optional;

/**
 * What a block has to pass before it is stored, in the order of Bitcoin Core's AcceptBlock: all
 * that can be judged without coins. So nobody can fill the disk without work, and a damaged copy
 * never takes the place of a good one.
 */
final class Gate {
    /** The time for which no block comes from the future. */
    static final long ALWAYS = 1L << 40;

    private final Params params;
    private final Secp256k1 secp;
    private final HeaderTree tree;
    private final VerdictLog verdicts;

    Gate(Params params, Secp256k1 secp, HeaderTree tree, VerdictLog verdicts) {
        this.params = params;
        this.secp = secp;
        this.tree = tree;
        this.verdicts = verdicts;
    }

    /**
     * Why a block is not to be stored; empty if it is. That no copy of it will ever be valid is
     * remembered.
     *
     * @param nowS the time, in seconds since 1970
     */
    Optional<Verdict> refuse(Block block, long nowS) throws IOException {
        BlockHash hash = block.hash();
        Optional<HeaderNode> known = tree.find(hash);
        if (known.isPresent() && !known.get().isInvalid()) {
            return Optional.of(new Verdict.Known(hash, known.get().height()));
        }
        Optional<HeaderNode> parent = tree.find(block.header().previous());
        if (known.isPresent() || invalidReason(hash).isPresent()) {
            String text = invalidReason(hash).orElse("builds on an invalid block");
            return refused(block, parent, Reject.of(Reject.Reason.DUPLICATE_INVALID, text));
        }
        Optional<Reject> work = HeaderRules.checkProofOfWork(block.header(), params);
        if (work.isPresent()) return refused(block, parent, work.get());
        if (parent.isEmpty() && invalidReason(block.header().previous()).isEmpty()) {
            return Optional.of(new Verdict.NoParent(hash, block.header().previous()));
        }
        if (parent.isEmpty() || parent.get().isInvalid()) {
            String detail = "builds on invalid " + block.header().previous();
            return refused(block, parent, Reject.of(Reject.Reason.BAD_PREVBLK, detail));
        }
        return refuseInContext(block, parent.get(), nowS);
    }

    private Optional<Verdict> refuseInContext(Block block, HeaderNode parent, long nowS)
            throws IOException {
        Optional<Reject> header = HeaderRules.checkContext(block.header(), parent, params, nowS);
        if (header.isPresent()) return refused(block, Optional.of(parent), header.get());
        // Not remembered, as in Core's ProcessNewBlock: a damaged copy can break these rules too (a
        // signet solution before the root is looked at, 64-byte nodes of the tree as transactions),
        // and must not speak for the good one under the same hash.
        Optional<Reject> structure = BlockRules.checkStructure(block, params, secp);
        if (structure.isPresent()) return refused(block, Optional.of(parent), structure.get());
        Optional<Reject> body = BlockRules.checkContext(block, parent, params);
        if (body.isEmpty()) return Optional.empty();
        if (body.get().blame() == Reject.Blame.BLOCK) {
            verdicts.add(block.hash(), new VerdictLog.Invalid(body.get().text()));
        }
        return refused(block, Optional.of(parent), body.get());
    }

    private Optional<String> invalidReason(BlockHash hash) {
        return verdicts.of(hash)
                .flatMap(verdict ->
                        switch (verdict) {
                            case VerdictLog.Valid() -> Optional.empty();
                            case VerdictLog.Invalid(String text) -> Optional.of(text);
                        });
    }

    private static Optional<Verdict> refused(
            Block block, Optional<HeaderNode> parent, Reject reject) {
        Optional<Integer> height = parent.map(p -> p.height() + 1);
        return Optional.of(new Verdict.Rejected(block.hash(), height, reject, Optional.empty()));
    }
}
