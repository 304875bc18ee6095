// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.testkit.TestChain;
import caesure.wire.ChainMessage;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;
import caesure.wire.Message;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An honest peer with a chain, who answers what it is asked and checks what it is told. */
final class Friend extends Caller {
    private final TestChain chain;
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final Map<BlockHash, Block> byHash = new ConcurrentHashMap<>();
    private final Map<BlockHash, CompletableFuture<Block>> wanted = new ConcurrentHashMap<>();

    private Friend(Params params, int port) throws IOException {
        super(params, port);
        chain = new TestChain(params);
        blocks.add(params.genesis());
    }

    /** One that has a chain of some length up to the present. */
    static Friend with(int height, Params params, int port) throws IOException {
        var friend = new Friend(params, port);
        long start = Instant.now().getEpochSecond() - 60L * height;
        for (int i = 1; i <= height; i++) friend.keep(friend.mine(start + 60L * i));
        friend.listen();
        friend.greet();
        return friend;
    }

    private Block mine(long time) {
        Block block = chain.next().time(time).mine();
        chain.add(block);
        return block;
    }

    private void keep(Block block) {
        byHash.put(block.hash(), block);
        blocks.add(block);
    }

    BlockHash tip() {
        return blocks.getLast().hash();
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Finds a block and tells the node. */
    BlockHash findAndTell() throws IOException {
        Block block = mine(chain.tip().header().time() + 1);
        keep(block);
        say(new ChainMessage.Headers(List.of(block.header())));
        return block.hash();
    }

    @Override
    void heard(Message message) throws IOException {
        switch (message) {
            case Message.Ping(long nonce) -> say(new Message.Pong(nonce, false));
            case ChainMessage.GetHeaders(var locator, _) ->
                    say(
                            new ChainMessage.Headers(
                                    blocks.stream()
                                            .skip(after(locator))
                                            .map(Block::header)
                                            .toList()));
            case Inventory.GetData(var items) -> {
                for (InventoryItem item : items) give(new BlockHash(item.hash()));
            }
            case Message.FullBlock(var block) ->
                    Optional.ofNullable(wanted.get(block.hash()))
                            .ifPresent(promise -> promise.complete(block));
            default -> {}
        }
    }

    private int after(List<BlockHash> locator) {
        for (int i = blocks.size() - 1; i > 0; i--) {
            if (locator.contains(blocks.get(i).hash())) return i + 1;
        }
        return 1;
    }

    private void give(BlockHash hash) throws IOException {
        Block block = byHash.get(hash);
        if (block != null) say(new Message.FullBlock(block));
    }

    /** Is served: an answer to a ping, and a block as it is here. */
    void beServed(int height) throws IOException, InterruptedException {
        assertTrue(isAnswered(), "the node hung up on an honest peer");
        Block block = blocks.get(height);
        var promise = new CompletableFuture<Block>();
        wanted.put(block.hash(), promise);
        var item = new InventoryItem(InventoryItem.WITNESS_BLOCK, block.hash().hash());
        say(new Inventory.GetData(List.of(item)));
        try {
            assertTrue(promise.get(PATIENCE_S, TimeUnit.SECONDS).bytes().equals(block.bytes()));
        } catch (TimeoutException e) {
            fail("the node did not give block " + height);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
