// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

import caesure.bytes.MalformedException;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.transport.Frame;
import caesure.wire.ChainMessage;
import caesure.wire.Message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What nodes that are not honest do to their messages, and beside them. */
final class Mischief {
    /** A line is played with in one of so many ticks. */
    private static final int SELDOM = 40;

    private final Node node;
    private final World world;
    private Optional<Block> bait = Optional.empty();

    Mischief(Node node) {
        this.node = node;
        this.world = node.world;
    }

    void send(Line line, Frame frame) {
        boolean isBlock = frame.command().equals("block");
        switch (node.manners) {
            case SLOW -> line.send(world, frame, isBlock ? Duration.ofSeconds(100) : Duration.ZERO);
            case MUTE -> {
                if (!isBlock) line.send(world, frame, Duration.ZERO);
            }
            case MUTATING -> line.send(world, isBlock ? mutated(frame) : frame, Duration.ZERO);
            case HONEST, VANISHING, FALSE, SPAMMING, GARBLING ->
                    line.send(world, frame, Duration.ZERO);
        }
    }

    /** The same header with a transaction twice: another root, or the same one by CVE-2012-2459. */
    private static Frame mutated(Frame frame) {
        try {
            Block block = Block.parse(frame.payload());
            var transactions = new ArrayList<Transaction>(block.transactions());
            transactions.add(block.transactions().getLast());
            Block bad = new Block(block.header(), transactions);
            return new Frame("block", bad.bytes());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    void play(Line line) {
        if (node.random.nextInt(SELDOM) != 0 || !line.isOpen()) return;
        switch (node.manners) {
            case HONEST, SLOW, MUTE, MUTATING -> {}
            case VANISHING -> line.hangUp(world);
            case FALSE -> lie(line);
            case SPAMMING -> spam(line);
            case GARBLING -> garble(line);
        }
    }

    private void say(Line line, Message message) {
        line.send(world, new Frame(message.command(), message.payload()), Duration.ZERO);
    }

    private void lie(Line line) {
        BlockHash tip = node.tip().hash();
        if (!world.knows(tip)) return;
        if (node.random.nextBoolean()) {
            Header good = node.tip().header();
            var bad =
                    new Header(
                            good.version(),
                            good.hash(),
                            good.merkleRoot(),
                            good.time() + 1,
                            0x1d00ffff, // as hard as the first block of the main network
                            7);
            say(line, new ChainMessage.Headers(List.of(bad)));
        } else {
            if (bait.filter(b -> b.header().previous().equals(tip)).isEmpty()) {
                bait = Optional.of(world.mineGreedy(tip));
            }
            say(line, new ChainMessage.Headers(List.of(bait.get().header())));
            say(line, new Message.FullBlock(bait.get()));
        }
    }

    /** A branch from the first block on, which nobody needs. */
    private void spam(Line line) {
        var headers = new ArrayList<Header>();
        Header before = world.params.genesis().header();
        for (int i = 0; i < 20; i++) {
            before = cheap(before);
            headers.add(before);
        }
        if (node.random.nextBoolean()) {
            say(line, new ChainMessage.Headers(headers));
        } else {
            say(line, new Message.FullBlock(World.trunk().get(node.random.nextInt(50))));
        }
    }

    private Header cheap(Header before) {
        long nonce = node.random.nextInt(1_000_000);
        while (true) {
            var header =
                    new Header(
                            0x2000_0000,
                            before.hash(),
                            before.merkleRoot(),
                            before.time() + 1,
                            before.bits(),
                            nonce++);
            boolean isEnough =
                    caesure.primitives.Target.ofCompact(header.bits())
                            .orElseThrow()
                            .isMetBy(header.hash());
            if (isEnough) return header;
        }
    }

    private void garble(Line line) {
        String command = Message.COMMANDS.get(node.random.nextInt(Message.COMMANDS.size()));
        line.send(world, new Frame(command, node.anyBytes(300)), Duration.ZERO);
    }
}
