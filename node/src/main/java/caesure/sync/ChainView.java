// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.consensus.Params;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.primitives.Work;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chain, as conversations ask for it. */
final class ChainView {
    /** So many blocks' work a chain of headers may be behind the tip (GetAntiDoSWorkThreshold). */
    private static final int BEHIND_MAX = 144;

    /** So many spacings old the tip may be where announced blocks are fetched at once. */
    private static final int NEAR_SPACINGS = 20;

    /** Blocks beside the best chain are served for so long (Core's STALE_RELAY_AGE_LIMIT). */
    private static final Duration STALE_AGE_MAX = Duration.ofDays(30);

    /** The first hashes of a locator are of neighbours; from then on the steps double. */
    private static final int LOCATOR_DENSE = 10;

    private final Chain chain;
    private final InitialDownload initial;
    private final Work minimumWork;

    ChainView(Chain chain, InitialDownload initial, Work minimumWork) {
        this.chain = chain;
        this.initial = initial;
        this.minimumWork = minimumWork;
    }

    Chain chain() {
        return chain;
    }

    Params params() {
        return chain.params();
    }

    HeaderNode tip() {
        return chain.tip().node();
    }

    HeaderNode bestHeader() {
        return chain.headers().bestHeader();
    }

    Optional<HeaderNode> find(BlockHash hash) {
        return chain.headers().find(hash);
    }

    boolean isInitial(Instant now) {
        return initial.isOn(now);
    }

    boolean isOnBest(HeaderNode node) {
        return node.isAncestorOf(tip());
    }

    /** Whether a header lies on the best chain of headers or of blocks: costs no memory more. */
    boolean isOnBestOfEither(HeaderNode node) {
        return node.isAncestorOf(bestHeader()) || isOnBest(node);
    }

    Work minimumWork() {
        return minimumWork;
    }

    /** What a chain of headers of a stranger must have: the minimum, or nearly what the tip has. */
    Work leastWork() {
        HeaderNode tip = tip();
        BigInteger slack = workOf(tip.header()).hashes().multiply(BigInteger.valueOf(BEHIND_MAX));
        var near = new Work(tip.work().hashes().subtract(slack).max(BigInteger.ZERO));
        return near.compareTo(minimumWork) > 0 ? near : minimumWork;
    }

    /** What finding a header cost on average; none if it claims no target. */
    static Work workOf(Header header) {
        return Target.ofCompact(header.bits()).map(Target::work).orElse(Work.NONE);
    }

    /** Wished time from block to block. */
    Duration spacing() {
        return Duration.ofSeconds(params().proofOfWork().spacingS());
    }

    /** When a block was found, by its own word. */
    static Instant timeOf(HeaderNode node) {
        return Instant.ofEpochSecond(node.header().time());
    }

    /** Whether our tip is so young that announced blocks are fetched at once (CanDirectFetch). */
    boolean isNearEnd(Instant now) {
        return timeOf(tip()).isAfter(now.minus(spacing().multipliedBy(NEAR_SPACINGS)));
    }

    /**
     * Whether a block may be shown to strangers. Old ones beside the best chain may not: who asks
     * for them wants to tell nodes apart (BlockRequestAllowed).
     */
    boolean mayBeShown(HeaderNode node) {
        if (isOnBest(node)) return true;
        if (node.isInvalid() || !node.facts().isConnected()) return false;
        HeaderNode best = bestHeader();
        long ageS = best.header().time() - node.header().time();
        BigInteger behind = best.work().hashes().subtract(node.work().hashes());
        BigInteger equivalentS =
                behind.multiply(BigInteger.valueOf(spacing().toSeconds()))
                        .divide(workOf(best.header()).hashes());
        long maxS = STALE_AGE_MAX.toSeconds();
        return ageS < maxS && equivalentS.compareTo(BigInteger.valueOf(maxS)) < 0;
    }

    /** The last block of ours that somebody has, by hashes of its chain from the end on. */
    HeaderNode fork(List<BlockHash> locator) {
        HeaderNode tip = tip();
        for (BlockHash hash : locator) {
            Optional<HeaderNode> node = find(hash);
            if (node.isEmpty()) continue;
            if (node.get().isAncestorOf(tip)) return node.get();
            if (tip.isAncestorOf(node.get())) return tip;
        }
        return chain.headers().genesis();
    }

    /** The blocks of the best chain after a block of it, lowest first. */
    List<HeaderNode> after(HeaderNode node, int max) {
        HeaderNode tip = tip();
        if (!node.isAncestorOf(tip)) return List.of();
        return path(tip, node.height() + 1, Math.min(tip.height(), node.height() + max));
    }

    /** The blocks of a chain from one height to another, lowest first. */
    static List<HeaderNode> path(HeaderNode end, int from, int to) {
        if (from > to) return List.of();
        var path = new ArrayList<HeaderNode>(to - from + 1);
        HeaderNode node = end.ancestor(to);
        path.add(node);
        while (node.height() > from) {
            node = node.parent().orElseThrow();
            path.add(node);
        }
        return path.reversed();
    }

    /** Hashes of a chain, from its end on backwards, ever farther apart (GetLocator). */
    static List<BlockHash> locator(HeaderNode end) {
        var hashes = new ArrayList<BlockHash>();
        int step = 1;
        HeaderNode node = end;
        while (true) {
            hashes.add(node.hash());
            if (node.height() == 0) return hashes;
            node = node.ancestor(Math.max(0, node.height() - step));
            if (hashes.size() > LOCATOR_DENSE) step *= 2;
        }
    }
}
