// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.primitives.OutPoint;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of regtest to try rules on.
 *
 * <pre>
 *   var chain = TestChain.regtest().grow(101);
 *   Block block = chain.next().with(new TxBuilder().spend(chain.coinbase(1)).pay(1).build()).mine();
 * </pre>
 */
public final class TestChain {
    private final Params params;
    private final TestCoins coins = new TestCoins();
    private final List<Block> blocks = new ArrayList<>();
    private Place tip;

    public TestChain(Params params) {
        this.params = params;
        this.tip = Place.first(params.genesis().header(), 0);
        blocks.add(params.genesis());
    }

    public static TestChain regtest() {
        return new TestChain(Params.of(Network.REGTEST));
    }

    public Params params() {
        return params;
    }

    public Place tip() {
        return tip;
    }

    /** As of the tip. */
    public TestCoins coins() {
        return coins;
    }

    /** From genesis to the tip. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /** What the coinbase at a height pays. */
    public OutPoint coinbase(int height) {
        return new OutPoint(blocks.get(height).transactions().getFirst().txid(), 0);
    }

    /** A block to be put on the tip. */
    public BlockBuilder next() {
        return on(tip);
    }

    /** A block to be put on any place. */
    public BlockBuilder on(Place parent) {
        return new BlockBuilder(params, parent);
    }

    /** Puts a block on the tip, without asking whether it may. */
    public TestChain add(Block block) {
        tip = tip.then(block.header());
        coins.apply(block, tip.height());
        blocks.add(block);
        return this;
    }

    /** Puts empty blocks on the tip. */
    public TestChain grow(int count) {
        for (int i = 0; i < count; i++) add(next().mine());
        return this;
    }
}
