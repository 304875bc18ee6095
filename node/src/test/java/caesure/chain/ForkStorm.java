// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.store.BlockIndex.Standing;
import caesure.testkit.ForkTree;
import caesure.testkit.ForkTree.Grown;
import caesure.testkit.PlainChoice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** One node, one tree of blocks, and everything that may happen between them. */
final class ForkStorm implements AutoCloseable {
    private final SplittableRandom random;
    private final ForkTree tree;
    private final PlainChoice plain;
    private final List<Grown> left;
    private final StringBuilder story = new StringBuilder();
    private TestNode node;

    /**
     * @param node has the trunk and is not started
     */
    ForkStorm(SplittableRandom random, ForkTree tree, TestNode node) throws IOException {
        this.random = random;
        this.tree = tree;
        this.plain = new PlainChoice(tree);
        this.left = new ArrayList<>(tree.grown().subList(1, tree.grown().size()));
        this.node = node;
        node.start();
    }

    /** Many things happen; after each the node is where it has to be. */
    void rage() throws IOException {
        for (int steps = 2 * tree.grown().size(); steps > 0; steps--) {
            int dice = random.nextInt(100);
            if (dice < 62) deliver();
            else if (dice < 70) tellHeaders();
            else if (dice < 74) importSome();
            else if (dice < 82) invalidate();
            else if (dice < 90) reconsider();
            else if (dice < 95) restart();
            else kill();
            assertInPlace();
        }
    }

    /** All is told, no word of a person stands: the same tip and coins, also after a restart. */
    void calm() throws IOException {
        for (Grown block : plain.failed()) reconsider(block);
        for (Grown block : List.copyOf(left)) deliver(block);
        story.append("calm\n");
        assertInPlace();
        Grown tip = tip();
        assertEquals(tree.best().place().height(), tip.place().height(), story::toString);
        assertWorlds();
        restart();
        assertEquals(tip, tip(), story::toString);
        assertWorlds();
    }

    private void deliver() throws IOException {
        if (left.isEmpty()) return;
        boolean inOrder = random.nextInt(3) > 0;
        deliver(left.get(inOrder ? 0 : random.nextInt(left.size())));
    }

    private void deliver(Grown block) throws IOException {
        learnFaults();
        boolean mayBeRefused = !block.valid() || plain.isFailed(block);
        Verdict verdict = node.add(block.block());
        tell("block", block, verdict);
        switch (verdict) {
            case Verdict.Connected _, Verdict.Stored _ -> {
                assertTrue(plain.header(block), story::toString);
                plain.stored(block);
                left.remove(block);
            }
            case Verdict.Known _ -> {
                assertTrue(plain.isStored(block), story::toString);
                left.remove(block);
            }
            case Verdict.NoParent(_, BlockHash parent) ->
                    assertFalse(plain.knows(parent), story::toString);
            case Verdict.Rejected _ -> {
                assertTrue(mayBeRefused, story::toString);
                if (block.valid()) return; // once more when it counts again
                left.remove(block);
                boolean isKept = node.chain().block(block.place().hash()).isPresent();
                if (isKept) plain.stored(block);
                else plain.refused(block);
            }
            case Verdict.Ignored _, Verdict.Malformed _ -> fail(story.toString());
        }
    }

    private void tellHeaders() throws IOException {
        Grown end = tree.grown().get(random.nextInt(tree.grown().size()));
        List<Grown> path = new ArrayList<>();
        for (Grown at = end; !tree.isTrunk(at); at = parent(at)) path.addFirst(at);
        List<Header> headers = path.stream().map(g -> g.block().header()).toList();
        if (headers.isEmpty()) return;
        plain.ends(); // finds faults
        tell(
                "headers up to",
                end,
                node.chain().addHeaders(headers, Chain.Source.SUBMITTED, TestNode.NOW_S));
        for (Grown block : path) {
            if (!plain.header(block)) return;
        }
    }

    private void importSome() throws IOException {
        if (left.isEmpty()) return;
        List<Grown> some = new ArrayList<>(left.subList(0, 1 + random.nextInt(left.size())));
        Collections.shuffle(some, new Random(random.nextLong()));
        Path file = Files.createTempFile("storm", ".dat");
        try {
            TestNode.write(file, some.stream().map(Grown::block).toList());
            var run = new ImportRun();
            story.append("import of ").append(some).append('\n');
            run.into(node.chain(), file);
            for (Importer.BadBlock bad : run.bad()) {
                Grown block = tree.of(bad.hash());
                story.append("  bad: ").append(block).append(' ').append(bad.reason()).append('\n');
                boolean expected = !block.valid() || plain.isFailed(block) || builtOnFailed(block);
                assertTrue(expected, story::toString);
            }
        } finally {
            Files.delete(file);
        }
        some.sort((a, b) -> Integer.compare(a.place().height(), b.place().height()));
        List<Grown> stored = new ArrayList<>();
        for (Grown block : some) {
            BlockHash hash = block.place().hash();
            if (node.chain().headers().find(hash).isPresent()) {
                boolean known = plain.header(block) || plain.knows(hash);
                assertTrue(known, () -> block + " should not be known\n" + story);
            }
            if (node.chain().block(hash).isPresent()) stored.add(block);
        }
        plain.storedSomehow(stored);
        left.removeAll(stored);
    }

    private boolean builtOnFailed(Grown block) {
        for (Grown at = block; !tree.isTrunk(at); at = parent(at)) {
            if (plain.isFailed(at)) return true;
        }
        return false;
    }

    private void invalidate() throws IOException {
        Grown block = plain.any(random, tree.grown().getFirst());
        if (tree.isTrunk(block)) return;
        plain.ends();
        tell("invalidate", block, node.chain().invalidate(block.place().hash()));
        plain.invalidate(block);
    }

    private void reconsider() throws IOException {
        List<Grown> failed = plain.failed();
        if (failed.isEmpty()) return;
        reconsider(failed.get(random.nextInt(failed.size())));
    }

    private void reconsider(Grown block) throws IOException {
        plain.ends();
        tell("reconsider", block, node.chain().reconsider(block.place().hash()));
        plain.reconsider(block);
    }

    private void restart() throws IOException {
        Grown tip = tip();
        story.append("restart at ").append(tip).append('\n');
        node.stop();
        node.start(random);
        assertEquals(List.of(), node.damages(), story::toString);
        plain.restarted(tip);
    }

    /** What the disk shows at this moment is all that the next start has. */
    private void kill() throws IOException {
        Grown tip = tip();
        story.append("kill at ").append(tip).append('\n');
        TestNode next = node.copy();
        node.close();
        node = next;
        node.start(random);
        assertEquals(List.of(), node.damages(), story::toString);
        plain.restarted(tip);
    }

    /**
     * Which of several equal branches it tried, and so which faults it found, is its own affair.
     */
    private void learnFaults() {
        for (Grown block : tree.grown()) {
            Optional<HeaderNode> at = node.chain().headers().find(block.place().hash());
            if (at.isEmpty() || at.get().facts().standing() != Standing.INVALID) continue;
            assertFalse(block.valid(), () -> block + " is valid\n" + story);
            if (plain.knows(block.place().hash())) plain.invalidate(block);
        }
    }

    private void assertInPlace() throws IOException {
        learnFaults();
        List<Grown> ends = plain.ends();
        Grown tip = tip();
        assertTrue(ends.contains(tip), () -> "at " + tip + ", not " + ends + "\n" + story);
        if (random.nextInt(8) == 0) TestNode.assertSame(tip, node.chain().tip().ledger());
    }

    private void assertWorlds() throws IOException {
        Grown tip = tip();
        TestNode.assertSame(tip, node.chain().tip().ledger());
        for (Grown block : tree.grown()) {
            if (!block.valid()) continue;
            BlockHash hash = block.place().hash();
            assertEquals(block.block(), node.chain().block(hash).orElseThrow(), story::toString);
            if (!isConnected(block)) continue;
            TestNode.assertSame(block, node.chain().ledgerAt(hash).orElseThrow());
            if (tree.isTrunk(block)) continue;
            assertEquals(tree.spentBy(block), node.chain().spent(hash).orElseThrow().spent());
        }
    }

    private boolean isConnected(Grown block) {
        HeaderNode at = node.chain().headers().find(block.place().hash()).orElseThrow();
        return at.facts().isConnected();
    }

    private Grown tip() {
        return tree.of(node.chain().tip().node().hash());
    }

    private Grown parent(Grown block) {
        return tree.of(block.block().header().previous());
    }

    private void tell(String what, Grown block, Object answer) {
        story.append(what).append(' ').append(block).append(": ").append(answer).append('\n');
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
