// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.consensus.Params;
import caesure.consensus.Reject;
import caesure.ledger.Ledger;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.store.BlockDB;
import caesure.store.BlockIndex.Standing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Goes over to the best chain (Core's ActivateBestChain): makes the worlds that lead there, as far
 * as the blocks are valid, and moves the tip.
 *
 * <p>What a block changes is written before anybody hears of it: its spent coins, then what the
 * index says of it, then the tip.
 *
 * <p>For the thread that decides; the tip is for all.
 */
final class Activation {
    private final Params params;
    private final HeaderTree tree;
    private final Worlds worlds;
    private final Archive archive;
    private final Verifier verifier;
    private final ScriptChecks scripts;
    private final Subscriptions subscriptions;
    private final Saver saver;
    private final Chain.Reporter reporter;
    private final int stopAtHeight;
    private final Map<HeaderNode, Reject> failed = new LinkedHashMap<>();
    private volatile Chain.Tip tip;
    private Optional<Optional<String>> toldReason = Optional.empty(); // why scripts were run last
    private long connected;

    Activation(Parts parts, Chain.Settings settings, Chain.Tip tip) {
        this.params = parts.params();
        this.tree = parts.tree();
        this.worlds = parts.worlds();
        this.archive = parts.archive();
        this.verifier = parts.verifier();
        this.scripts = new ScriptChecks(parts.tree(), settings, parts.params());
        this.subscriptions = parts.subscriptions();
        this.saver = parts.saver();
        this.reporter = parts.reporter();
        this.stopAtHeight = settings.stopAtHeight();
        this.tip = tip;
    }

    /** What it works on. */
    record Parts(
            Params params,
            HeaderTree tree,
            Worlds worlds,
            Archive archive,
            Verifier verifier,
            Subscriptions subscriptions,
            Saver saver,
            Chain.Reporter reporter) {}

    Chain.Tip tip() {
        return tip;
    }

    /** Starts from another block than genesis, before anything else. */
    void begin(HeaderNode node, Ledger ledger) {
        worlds.hold(node, ledger);
        tip = new Chain.Tip(node, ledger);
    }

    /** How many blocks were connected so far. */
    long connected() {
        return connected;
    }

    /** Why a block is invalid that was found so in the last run, itself or one before it. */
    Verdict.Rejected rejected(HeaderNode node) {
        if (failed.containsKey(node)) return rejection(node, failed.get(node), Optional.empty());
        HeaderNode ancestor =
                failed.keySet().stream().filter(n -> n.isAncestorOf(node)).findAny().orElseThrow();
        return rejection(
                node,
                Reject.of(Reject.Reason.BAD_PREVBLK, "builds on invalid " + ancestor),
                Optional.of(rejection(ancestor, failed.get(ancestor), Optional.empty())));
    }

    private static Verdict.Rejected rejection(
            HeaderNode node, Reject reject, Optional<Verdict.Rejected> ancestor) {
        return new Verdict.Rejected(node.hash(), Optional.of(node.height()), reject, ancestor);
    }

    /**
     * Goes as far as the blocks are there and valid.
     *
     * @param fresh a block that need not be read again
     * @param stop asked before each block
     * @throws IOException if the disk fails; what was connected before stays
     */
    void run(Optional<Block> fresh, BooleanSupplier stop) throws IOException {
        failed.clear();
        while (tree.best() != tip.node() && !isToStop(stop)) connectUpTo(tree.best(), fresh, stop);
    }

    private boolean isToStop(BooleanSupplier stop) {
        boolean reached = stopAtHeight > 0 && tip.node().height() >= stopAtHeight;
        return reached && !tip.node().isInvalid() || stop.getAsBoolean();
    }

    private void connectUpTo(HeaderNode target, Optional<Block> fresh, BooleanSupplier stop)
            throws IOException {
        var path = new ArrayDeque<HeaderNode>();
        HeaderNode from = target;
        while (worlds.held(from).isEmpty() && !from.isAncestorOf(tip.node())) {
            path.push(from);
            from = from.parent().orElseThrow();
        }
        Ledger ledger = worldAt(from);
        worlds.hold(from, ledger);
        for (HeaderNode node : path) {
            if (isToStop(stop)) return;
            Optional<Ledger> after = connect(node, ledger, fresh);
            if (after.isEmpty()) return;
            ledger = after.get();
            connected++;
            if (node.isBetterThan(tip.node())) moveTo(node, ledger);
            worlds.forgetBelow(
                    Math.min(node.height(), tip.node().height()) - Chain.HORIZON_BLOCKS,
                    tip.node());
        }
        if (tip.node() != target) moveTo(target, ledger);
    }

    private Ledger worldAt(HeaderNode node) throws IOException {
        try {
            return worlds.at(node);
        } catch (Archive.DamagedException e) {
            if (e.lost().isPresent()) lose(e.lost().get(), e.at(), e.getMessage());
            throw e; // the next try may find the block, sent again
        }
    }

    /** The world after a block; empty if it is invalid or lost, which is noted. */
    private Optional<Ledger> connect(HeaderNode node, Ledger before, Optional<Block> fresh)
            throws IOException {
        Block block;
        try {
            boolean isFresh = fresh.isPresent() && fresh.get().hash().equals(node.hash());
            block = isFresh ? fresh.get() : archive.body(node);
        } catch (Archive.DamagedException e) {
            lose(node, node.facts().body(), e.getMessage());
            tree.unlink(node); // also one that was never here, and was linked below older coins
            return Optional.empty();
        }
        return switch (before.extend(block, node, params)) {
            case Ledger.Refused(var reject) -> {
                if (node.facts().isConnected()) throw Worlds.contradiction(node, reject.text());
                yield refuse(node, reject);
            }
            case Ledger.Extended(var after, var spends, var coins) -> {
                boolean checked = node.facts().isConnected();
                boolean needed = !checked && areScriptsNeeded(node);
                Optional<Reject> reject = needed ? verifier.verify(spends) : Optional.empty();
                if (reject.isPresent()) yield refuse(node, reject.get());
                Standing standing = needed ? Standing.VALID : Standing.ASSUMED;
                note(node, coins, checked ? node.facts().standing() : standing);
                worlds.hold(node, after);
                yield Optional.of(after);
            }
        };
    }

    /** Whether the scripts of a block are to be run; tells when the answer is another one. */
    private boolean areScriptsNeeded(HeaderNode node) {
        Optional<String> reason = scripts.reason(node);
        if (!toldReason.equals(Optional.of(reason))) reporter.scripts(node, reason);
        toldReason = Optional.of(reason);
        return reason.isPresent();
    }

    private void note(HeaderNode node, SpentCoins coins, Standing standing) throws IOException {
        Facts facts = node.facts();
        boolean has = facts.spent().isPresent() && archive.hasSpent(node);
        if (has && facts.standing() == standing) return;
        Facts known = facts.with(standing, "");
        if (!has) {
            known = archive.keep(node, coins).map(known::withSpent).orElse(known);
        }
        archive.note(node, known);
    }

    private Optional<Ledger> refuse(HeaderNode node, Reject reject) throws IOException {
        node.set(node.facts().with(Standing.INVALID, reject.text()));
        archive.note(node);
        tree.invalidate(node);
        failed.put(node, reject);
        subscriptions.publish(new ChainEvent.Refused(node, reject));
        return Optional.empty();
    }

    /**
     * A block that was stored is there no more: the chain goes on without it, and takes it when it
     * comes again.
     */
    void lose(HeaderNode node, Optional<BlockDB.Location> at, String why) throws IOException {
        if (at.isEmpty() || !node.facts().body().equals(at)) return; // it came again meanwhile
        reporter.damage(why + "; it will be taken when it is imported or asked for again");
        node.set(node.facts().withoutBody());
        archive.note(node);
        if (!node.isAncestorOf(tip.node())) tree.unlink(node);
    }

    private void moveTo(HeaderNode node, Ledger ledger) throws IOException {
        HeaderNode from = tip.node();
        archive.noteTip(node);
        tip = new Chain.Tip(node, ledger);
        subscriptions.publish(new ChainEvent.Moved(from, node));
        saver.consider(ledger);
    }
}
