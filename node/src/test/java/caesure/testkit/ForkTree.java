// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random branches on a common trunk of regtest, and beside each block a plain copy of all coins
 * after it: slow, and plainly right.
 */
public final class ForkTree {
    /** Blocks in the trunk: some coinbases are mature at its end. */
    private static final int TRUNK = 112;

    private static final TestChain TRUNK_CHAIN = TestChain.regtest().grow(TRUNK);

    private static final ByteString OP_RETURN = ByteString.of(0x6a);
    private static final ByteString UNSPENDABLE = ByteString.of(0x6a, 0x01, 0x2a);
    private static final int MATURITY = 100;

    private final SplittableRandom random;
    private final int invalidPercent;
    private final List<Grown> grown = new ArrayList<>();
    private long serial;

    /**
     * A block of the tree.
     *
     * @param valid whether it and all before it are
     * @param coins after it; those before it if it is not valid
     */
    public record Grown(Block block, Place place, boolean valid, Map<OutPoint, Coin> coins) {
        @Override
        public String toString() {
            return (valid ? "" : "bad ") + place;
        }
    }

    private ForkTree(SplittableRandom random, int invalidPercent) {
        this.random = random;
        this.invalidPercent = invalidPercent;
    }

    /** Branches of so many blocks together, each after its parent. */
    public static ForkTree random(SplittableRandom random, int blocks, int invalidPercent) {
        var tree = new ForkTree(random, invalidPercent);
        tree.grown.add(trunkEnd());
        for (int i = 0; i < blocks; i++) tree.grow();
        return tree;
    }

    /** Branches as above, of which one has most work: nothing depends on what was first. */
    public static ForkTree withOneEnd(SplittableRandom random, int blocks, int invalidPercent) {
        while (true) {
            ForkTree tree = random(random, blocks, invalidPercent);
            int height = tree.best().place.height();
            long ends =
                    tree.grown.stream().filter(g -> g.valid && g.place.height() == height).count();
            if (ends == 1) return tree;
        }
    }

    /** Valid branches of these lengths, all on the trunk's end, one after the other. */
    public static ForkTree branches(SplittableRandom random, int... lengths) {
        var tree = new ForkTree(random, 0);
        tree.grown.add(trunkEnd());
        for (int length : lengths) {
            Grown parent = tree.grown.getFirst();
            for (int i = 0; i < length; i++) parent = tree.growOn(parent);
        }
        return tree;
    }

    /** From the first block after genesis to the end of the trunk. */
    public static List<Block> trunk() {
        return TRUNK_CHAIN.blocks().subList(1, TRUNK + 1);
    }

    /** The trunk's last block, then the branches in the order in which they grew. */
    public List<Grown> grown() {
        return grown;
    }

    /** Whether this is the end of the trunk. */
    public boolean isTrunk(Grown block) {
        return block.place.height() == TRUNK;
    }

    /** Where a node that was shown the blocks in this order has to be. */
    public Grown best() {
        Grown best = grown.getFirst();
        for (Grown next : grown) {
            if (next.valid && next.place.height() > best.place.height()) best = next;
        }
        return best;
    }

    /** A block of which only the coinbase is there. */
    public Block emptyOn(Place parent) {
        return TRUNK_CHAIN.on(parent).pay(0, serialNumber()).mine();
    }

    /** One whose coinbase pays too much: that shows when it is connected. */
    public Block greedyOn(Place parent) {
        return TRUNK_CHAIN.on(parent).coinbaseSats(5_000_000_001L).mine();
    }

    /** What a block's inputs spend, in their order; the coinbase's are left out. */
    public List<Coin> spentBy(Grown spender) {
        Block block = spender.block;
        Map<OutPoint, Coin> coins = new TreeMap<>(of(block.header().previous()).coins);
        var spent = new ArrayList<Coin>();
        for (Transaction transaction : block.transactions()) {
            if (!transaction.isCoinbase()) {
                transaction.inputs().forEach(in -> spent.add(coins.remove(in.previous())));
            }
            create(transaction, spender.place.height(), coins);
        }
        return spent;
    }

    /** The block of that hash, which must be the trunk's last or one of the branches. */
    public Grown of(BlockHash hash) {
        return grown.stream().filter(g -> g.place.hash().equals(hash)).findAny().orElseThrow();
    }

    private static Grown trunkEnd() {
        var coins = new TreeMap<OutPoint, Coin>();
        int height = 1;
        for (Block block : trunk()) apply(block, height++, coins);
        return new Grown(trunk().getLast(), TRUNK_CHAIN.tip(), true, coins);
    }

    private void grow() {
        Grown parent = anyParent();
        while (!parent.valid && random.nextInt(4) > 0) parent = anyParent(); // few, but long
        growOn(parent);
    }

    /** Mostly near the end, so that branches become long. */
    private Grown anyParent() {
        int back = random.nextInt(random.nextInt(3) == 0 ? grown.size() : 1 + grown.size() / 6);
        return grown.get(grown.size() - 1 - back);
    }

    private Grown growOn(Grown parent) {
        int height = parent.place.height() + 1;
        boolean bad = random.nextInt(100) < invalidPercent;
        BlockBuilder builder = TRUNK_CHAIN.on(parent.place).pay(0, serialNumber());
        if (!bad) {
            spends(parent, height).forEach(builder::with);
        } else {
            spoil(builder, parent, height);
        }
        Block block = builder.mine();
        var coins = new TreeMap<>(parent.coins);
        boolean valid = parent.valid && !bad;
        if (valid) apply(block, height, coins);
        var next = new Grown(block, parent.place.then(block.header()), valid, coins);
        grown.add(next);
        return next;
    }

    /** Two faults that show when the block is connected, and one that shows before it is stored. */
    private void spoil(BlockBuilder builder, Grown parent, int height) {
        switch (random.nextInt(5)) {
            case 0, 1 -> builder.with(badSpend(parent, height));
            case 2, 3 -> builder.coinbaseSats(5_000_000_001L); // no subsidy is that high
            default -> builder.coinbaseScript(ByteString.of(0x55, 0x00)); // says height 5
        }
    }

    /** Makes two blocks on one parent differ. */
    private ByteString serialNumber() {
        serial++;
        return ByteString.of(0x6a, 0x02, (int) (serial & 0xff), (int) (serial >> 8 & 0xff));
    }

    /** Up to three transactions, which may spend one another's coins. */
    private List<Transaction> spends(Grown parent, int height) {
        NavigableMap<OutPoint, Coin> free = ripe(parent, height);
        var made = new ArrayList<Transaction>();
        for (int i = random.nextInt(4); i > 0 && !free.isEmpty(); i--) {
            OutPoint spent = List.copyOf(free.keySet()).get(random.nextInt(free.size()));
            Transaction transaction = pay(spent, free.remove(spent).output().valueSats());
            made.add(transaction);
            TxOut first = transaction.outputs().getFirst();
            free.put(new OutPoint(transaction.txid(), 0), new Coin(first, height, false));
        }
        return made;
    }

    /** A transaction that all rules allow but its script does not. */
    private static Transaction badSpend(Grown parent, int height) {
        OutPoint spent = ripe(parent, height).firstKey();
        var input = new TxIn(spent, OP_RETURN, TxBuilder.FINAL, List.of());
        return new TxBuilder().input(input).pay(0).build();
    }

    private static NavigableMap<OutPoint, Coin> ripe(Grown parent, int height) {
        var ripe = new TreeMap<>(parent.coins);
        ripe.values().removeIf(coin -> coin.coinbase() && height - coin.height() < MATURITY);
        return ripe;
    }

    private Transaction pay(OutPoint spent, long sats) {
        var builder = new TxBuilder().spend(spent);
        int outputs = 1 + random.nextInt(3);
        for (int i = 0; i < outputs; i++) builder.pay(sats / outputs);
        if (random.nextInt(4) == 0) builder.pay(0, UNSPENDABLE);
        return builder.build();
    }

    private static void apply(Block block, int height, Map<OutPoint, Coin> coins) {
        for (Transaction transaction : block.transactions()) {
            boolean coinbase = transaction.isCoinbase();
            if (!coinbase) transaction.inputs().forEach(in -> coins.remove(in.previous()));
            create(transaction, height, coins);
        }
    }

    private static void create(Transaction maker, int height, Map<OutPoint, Coin> coins) {
        for (int i = 0; i < maker.outputs().size(); i++) {
            TxOut output = maker.outputs().get(i);
            if (output.scriptPubKey().startsWith(OP_RETURN)) continue;
            coins.put(new OutPoint(maker.txid(), i), new Coin(output, height, maker.isCoinbase()));
        }
    }
}
