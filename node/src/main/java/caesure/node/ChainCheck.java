// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.Verifier;
import caesure.consensus.Reject;
import caesure.crypto.Secp256k1;
import caesure.ledger.Ledger;
import caesure.ledger.SpentCoins;
import caesure.log.Log;
import caesure.primitives.Block;
import caesure.script.ScriptVerifier;
import caesure.store.BlockIndex.Standing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks again at the last blocks of a chain, as they are on disk (Core's VerifyDB). The chain
 * itself stays as it is: what is taken back is so in a world of its own.
 */
public final class ChainCheck {
    /** Blocks are read, and are what was stored. */
    public static final int LEVEL_READ = 0;

    /** They keep all rules that need no coins. */
    public static final int LEVEL_RULES = 1;

    /** The coins that they spent are read. */
    public static final int LEVEL_SPENT = 2;

    /** The blocks are taken back, from the coins of now. */
    public static final int LEVEL_BACK = 3;

    /** They are put on again, with their scripts if these were run before. */
    public static final int LEVEL_FORTH = 4;

    /** What Core looks at unless told. */
    public static final int LEVEL_USUAL = LEVEL_BACK;

    public static final int BLOCKS_USUAL = 6;

    private final Chain chain;
    private final Chain.Tip tip;
    private final Secp256k1 secp;
    private final Log log;
    private final BooleanSupplier stop;
    private int toldTenths;

    /**
     * Looks at the chain as it is now.
     *
     * @param log for what is found
     * @param stop asked before each block; a check that was stopped has failed
     */
    public ChainCheck(Chain chain, Secp256k1 secp, Log log, BooleanSupplier stop) {
        this.chain = chain;
        this.tip = chain.tip();
        this.secp = secp;
        this.log = log;
        this.stop = stop;
    }

    /** A check has failed, for this reason. */
    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String what, HeaderNode node, String why) {
            super(what + " at " + node.height() + ", hash=" + node.hash() + why);
        }
    }

    /**
     * Looks at the last blocks.
     *
     * @param level 0 to 4, each with all before; beyond that the nearest
     * @param count how many blocks; 0 and less, or more than there are: all
     * @return whether nothing is wrong; the log says what
     */
    public boolean run(int level, int count) {
        int height = tip.node().height();
        if (height == 0) return true;
        int depth = count <= 0 || count > height ? height : count;
        int depthLevel = Math.clamp(level, LEVEL_READ, LEVEL_FORTH);
        log.info("Verifying last %d blocks at level %d", depth, depthLevel);
        try {
            if (!check(depthLevel, depth)) return false;
        } catch (Failure e) {
            log.error("Verification error: %s", e.getMessage());
            return false;
        }
        log.info("Verification: checked last %d blocks at level %d", depth, depthLevel);
        return true;
    }

    private boolean check(int level, int depth) throws Failure {
        Deque<HeaderNode> path = new ArrayDeque<>();
        Ledger ledger = tip.ledger();
        HeaderNode node = tip.node();
        int steps = level == LEVEL_FORTH ? 2 * depth : depth;
        for (int i = 0; i < depth; i++) {
            if (stop.getAsBoolean()) return false;
            tell(i, steps);
            Block block = read(node);
            Optional<SpentCoins> spent =
                    level >= LEVEL_SPENT ? Optional.of(spent(node)) : Optional.empty();
            if (level >= LEVEL_BACK) ledger = back(ledger, node, block, spent.orElseThrow());
            path.push(node);
            node = node.parent().orElseThrow();
        }
        return level < LEVEL_FORTH || forth(ledger, path, depth);
    }

    private boolean forth(Ledger bottom, Deque<HeaderNode> path, int depth) throws Failure {
        Ledger ledger = bottom;
        int threads = Runtime.getRuntime().availableProcessors();
        try (var verifier = new Verifier(new ScriptVerifier(secp), threads)) {
            int done = 0;
            for (HeaderNode node : path) {
                if (stop.getAsBoolean()) return false;
                tell(depth + done++, 2 * depth);
                ledger = connect(ledger, node, verifier);
            }
        }
        boolean same =
                ledger.coinCount() == tip.ledger().coinCount()
                        && ledger.amountSats() == tip.ledger().amountSats();
        if (same) return true;
        throw new Failure("coin database inconsistencies found", tip.node(), "");
    }

    /** A stored block; the chain looks at its hash and at the rules that need no coins. */
    private Block read(HeaderNode node) throws Failure {
        try {
            Optional<Block> block = chain.block(node.hash());
            if (block.isPresent()) return block.get();
            throw new Failure("ReadBlock failed", node, ": it is not stored");
        } catch (IOException e) {
            throw new Failure("ReadBlock failed", node, ": " + e.getMessage());
        }
    }

    private SpentCoins spent(HeaderNode node) throws Failure {
        try {
            Optional<SpentCoins> spent = chain.spent(node.hash());
            if (spent.isPresent()) return spent.get();
            throw new Failure("found bad undo data", node, ": there are none");
        } catch (IOException e) {
            throw new Failure("found bad undo data", node, ": " + e.getMessage());
        }
    }

    private static Ledger back(Ledger after, HeaderNode node, Block block, SpentCoins spent)
            throws Failure {
        try {
            return after.before(block, spent);
        } catch (MalformedException e) {
            throw new Failure(
                    "irrecoverable inconsistency in block data", node, ": " + e.getMessage());
        }
    }

    private Ledger connect(Ledger before, HeaderNode node, Verifier verifier) throws Failure {
        return switch (before.extend(read(node), node, chain.params())) {
            case Ledger.Refused(var reject) -> throw unconnectable(node, reject);
            case Ledger.Extended(var after, var connected, _) -> {
                Optional<Reject> reject =
                        node.facts().standing() == Standing.VALID
                                ? verifier.verify(connected)
                                : Optional.empty();
                if (reject.isPresent()) throw unconnectable(node, reject.get());
                yield after;
            }
        };
    }

    private static Failure unconnectable(HeaderNode node, Reject reject) {
        return new Failure("found unconnectable block", node, " (" + reject.text() + ")");
    }

    /** Tells each tenth. */
    private void tell(int done, int all) {
        int tenths = (int) (10L * done / all);
        if (done > 0 && tenths == toldTenths) return;
        toldTenths = tenths;
        log.info("Verification progress: %d%%", 10 * tenths);
    }
}
