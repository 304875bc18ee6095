// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.BlockRules;
import caesure.consensus.HeaderRules;
import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.primitives.Work;
import caesure.store.BlockIndex.Standing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a header or a block has to pass before it is kept, in the order of Bitcoin Core's
 * ProcessNewBlock and AcceptBlock: all that can be judged without coins. So nobody can fill the
 * disk without work, and a damaged copy never takes the place of a good one.
 */
final class Gate {
    /** The time for which no block comes from the future. */
    static final long ALWAYS = 1L << 40;

    /** So far above the tip a block may lie that nobody asked for (Core's MIN_BLOCKS_TO_KEEP). */
    static final int AHEAD_MAX = 288;

    /** So many blocks' work a chain of headers may be behind the tip (GetAntiDoSWorkThreshold). */
    private static final int BEHIND_MAX = 144;

    private final Params params;
    private final Work minimumWork;
    private final Secp256k1 secp;
    private final HeaderTree tree;
    private final Archive archive;

    /** How a block fared. */
    sealed interface Outcome {}

    /** It is to be stored; its header is in the tree, but not in the index. */
    record Passed(HeaderNode node) implements Outcome {}

    /** It is not to be stored. */
    record Stopped(Verdict verdict) implements Outcome {}

    Gate(Params params, Work minimumWork, Secp256k1 secp, HeaderTree tree, Archive archive) {
        this.params = params;
        this.minimumWork = minimumWork;
        this.secp = secp;
        this.tree = tree;
        this.archive = archive;
    }

    /**
     * Judges a block. That no copy of it will ever be valid is remembered.
     *
     * @param tip the end of the best chain
     * @param nowS the time, in seconds since 1970
     */
    Outcome judge(Block block, Chain.Source source, HeaderNode tip, long nowS) throws IOException {
        Optional<HeaderNode> known = tree.find(block.hash());
        if (known.isPresent() && !known.get().isInvalid() && known.get().isHere()) {
            return new Stopped(new Verdict.Known(block.hash(), known.get().height()));
        }
        boolean fromFile = source == Chain.Source.FILE;
        // As AcceptBlock of a file: header first. As ProcessNewBlock: the block by itself first.
        Optional<Reject> alone = fromFile ? Optional.empty() : checkAlone(block);
        if (alone.isPresent()) return refused(block, alone.get());
        Optional<Reject> header = checkHeader(block.header(), nowS);
        if (header.isEmpty() && known.isEmpty() && !isWorth(block.header(), source, tip)) {
            header = Optional.of(Reject.of(Reject.Reason.TOO_LITTLE_CHAINWORK, ""));
        }
        if (header.isPresent()) return refused(block, header.get());
        if (fromFile) alone = checkAlone(block);
        if (alone.isPresent()) return refused(block, alone.get());
        return judgeInPlace(block, source, tip);
    }

    private Outcome judgeInPlace(Block block, Chain.Source source, HeaderNode tip)
            throws IOException {
        HeaderNode node = tree.add(block.header());
        if (source == Chain.Source.UNREQUESTED) {
            Optional<String> limit = beyondLimits(node, tip);
            if (limit.isPresent()) {
                if (node.slot() < 0) archive.note(node);
                return new Stopped(new Verdict.Ignored(node.hash(), node.height(), limit.get()));
            }
        }
        HeaderNode parent = node.parent().orElseThrow();
        Optional<Reject> body = BlockRules.checkContext(block, parent, params);
        if (body.isEmpty()) return new Passed(node);
        if (body.get().blame() == Reject.Blame.BLOCK) {
            node.set(node.facts().with(Standing.INVALID, body.get().text()));
            tree.invalidate(node);
        }
        archive.note(node);
        return refused(block, body.get());
    }

    /** Judges a header by itself and in its place; empty if it may be kept or is. */
    Optional<Reject> checkHeader(Header header, long nowS) {
        Optional<HeaderNode> known = tree.find(header.hash());
        if (known.isPresent()) return duplicate(known.get());
        Optional<Reject> work = HeaderRules.checkProofOfWork(header, params);
        if (work.isPresent()) return work;
        Optional<HeaderNode> parent = tree.find(header.previous());
        if (parent.isEmpty()) {
            String detail = "nothing is known of " + header.previous();
            return Optional.of(Reject.of(Reject.Reason.PREV_BLK_NOT_FOUND, detail));
        }
        if (parent.get().isInvalid()) {
            String detail = "builds on invalid " + parent.get();
            return Optional.of(Reject.of(Reject.Reason.BAD_PREVBLK, detail));
        }
        return HeaderRules.checkContext(header, parent.get(), params, nowS);
    }

    /**
     * Whether a row of headers from a stranger has so much work that it may be kept: memory must
     * cost who wants to fill it.
     *
     * @param headers of which those count that have proof of work, each on the one before
     */
    boolean areWorth(List<Header> headers, HeaderNode tip) {
        Optional<HeaderNode> base = tree.find(headers.getFirst().previous());
        if (base.isEmpty()) return true; // refused for that
        Work work = base.get().work();
        BlockHash before = base.get().hash();
        for (Header header : headers) {
            boolean isNext = header.previous().equals(before);
            if (!isNext || HeaderRules.checkProofOfWork(header, params).isPresent()) break;
            work = work.plus(workOf(header)); // what is only claimed does not count
            before = header.hash();
        }
        return work.compareTo(leastWork(tip)) >= 0;
    }

    private boolean isWorth(Header header, Chain.Source source, HeaderNode tip) {
        return source.isVouched() || areWorth(List.of(header), tip);
    }

    /** What a chain of headers must have: the minimum, or nearly what the tip has. */
    private Work leastWork(HeaderNode tip) {
        var one = workOf(tip.header()).hashes();
        var slack = one.multiply(java.math.BigInteger.valueOf(BEHIND_MAX));
        var near = new Work(tip.work().hashes().subtract(slack).max(Work.NONE.hashes()));
        return near.compareTo(minimumWork) > 0 ? near : minimumWork;
    }

    private static Work workOf(Header header) {
        return Target.ofCompact(header.bits()).map(Target::work).orElse(Work.NONE);
    }

    /**
     * Not remembered, as in Core's ProcessNewBlock: a damaged copy can break these rules too (a
     * signet solution before the root is looked at, 64-byte nodes of the tree as transactions), and
     * must not speak for the good one under the same hash.
     */
    private Optional<Reject> checkAlone(Block block) {
        Optional<Reject> work = HeaderRules.checkProofOfWork(block.header(), params);
        return work.isPresent() ? work : BlockRules.checkStructure(block, params, secp);
    }

    /** Why a block that nobody asked for is left alone (AcceptBlock); empty if it is not. */
    private Optional<String> beyondLimits(HeaderNode node, HeaderNode tip) {
        if (node.facts().transactions() != 0) return Optional.of("was here once");
        if (node.work().compareTo(tip.work()) < 0) return Optional.of("less work than the tip");
        if (node.height() > tip.height() + AHEAD_MAX) return Optional.of("too far ahead");
        if (node.work().compareTo(minimumWork) < 0) return Optional.of("below the minimum work");
        return Optional.empty();
    }

    private static Optional<Reject> duplicate(HeaderNode known) {
        if (!known.isInvalid()) return Optional.empty();
        String fault = known.facts().fault();
        String detail = fault.isEmpty() ? "builds on an invalid block" : fault;
        return Optional.of(Reject.of(Reject.Reason.DUPLICATE_INVALID, detail));
    }

    private Outcome refused(Block block, Reject reject) {
        Optional<HeaderNode> parent = tree.find(block.header().previous());
        if (reject.reason() == Reject.Reason.PREV_BLK_NOT_FOUND) {
            return new Stopped(new Verdict.NoParent(block.hash(), block.header().previous()));
        }
        Optional<Integer> height = parent.map(p -> p.height() + 1);
        return new Stopped(new Verdict.Rejected(block.hash(), height, reject, Optional.empty()));
    }
}
