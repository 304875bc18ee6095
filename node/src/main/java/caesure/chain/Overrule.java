// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.store.BlockIndex.Standing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A person's word on blocks, against what the rules say or beyond it. It is kept on disk. The chain
 * is to choose its tip anew after each.
 */
final class Overrule {
    private final HeaderTree tree;
    private final Worlds worlds;
    private final Archive archive;

    /** What is done to a block. */
    interface Change {
        void on(HeaderNode node) throws IOException;
    }

    Overrule(HeaderTree tree, Worlds worlds, Archive archive) {
        this.tree = tree;
        this.worlds = worlds;
        this.archive = archive;
    }

    /** Refuses a block, and all on top of it. */
    void invalidate(HeaderNode node) throws IOException {
        if (node.facts().isFaulty()) return;
        archive.note(node, node.facts().with(Standing.INVALIDATED, ""));
        tree.invalidate(node);
    }

    /**
     * Takes back that a block is invalid, and those before and on top of it. What builds beside it
     * on one of those before stays invalid, as with Core.
     */
    void reconsider(HeaderNode node) throws IOException {
        List<HeaderNode> faulty = new ArrayList<>();
        HeaderNode top = node;
        for (HeaderNode n = node; n.height() > 0; n = n.parent().orElseThrow()) {
            if (!n.facts().isFaulty()) continue;
            top = n;
            if (n != node) faulty.add(n);
        }
        keepInvalid(top, node);
        HeaderTree.forSubtree(
                node,
                n -> {
                    if (n.facts().isFaulty()) faulty.add(n);
                });
        try {
            for (HeaderNode n : faulty) {
                archive.note(n, n.facts().with(Standing.UNKNOWN, ""));
                HeaderTree.forSubtree(n, worlds::drop);
            }
        } finally {
            tree.judgeAnew(top);
        }
    }

    private void keepInvalid(HeaderNode top, HeaderNode node) throws IOException {
        for (HeaderNode below = node; below != top; below = below.parent().orElseThrow()) {
            for (HeaderNode beside : below.parent().orElseThrow().children()) {
                if (beside == below || beside.facts().isFaulty()) continue;
                beside.set(beside.facts().with(Standing.INVALIDATED, ""));
                archive.note(beside);
            }
        }
    }
}
