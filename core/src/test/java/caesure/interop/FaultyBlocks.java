// SPDX-License-Identifier: BSD-2-Clause
package caesure.interop;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.OutPoint;
import caesure.primitives.Target;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.ScriptBuilder;
import caesure.testkit.BlockBuilder;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes blocks for the tip of a chain, some good, most with one fault or several: which is named
 * first shows the order of the rules.
 */
final class FaultyBlocks {
    private static final long COIN = 100_000_000;
    private static final long MONEY_MAX = 21_000_000 * COIN;
    private static final ByteString OP_RETURN = ByteString.of(0x6a);
    private static final ByteString OP_FALSE = ByteString.of(0x00);
    private static final ByteString PROGRAM_OF_THE_FUTURE = ByteString.of(0x52, 0x02, 1, 2);

    /** Every row breaks a rule, or nearly. */
    private interface Fault {
        void addTo(FaultyBlocks block);
    }

    private static final List<Fault> FAULTS =
            List.of(
                    b -> b.builder.version(b.pick(1, 2, 3, 4, -1, 0x3fff_ffff)),
                    b -> b.builder.time(b.chain.tip().medianTimePast() + b.pick(0, -600, 1)),
                    b -> b.builder.time(b.nowS + b.pick(7_300, 10_800, 100_000)),
                    b -> b.builder.coinbaseSats(b.subsidySats + b.pick(0, 1, -1, 1_000)),
                    b -> b.builder.coinbaseScript(b.bytes(b.pick(0, 1, 2, 100, 101))),
                    b -> b.builder.coinbaseScript(b.height(b.pick(-1, 0, 1)).plus(b.bytes(4))),
                    b -> b.builder.pay(b.pick(-1, 0, 1, 2) * MONEY_MAX, TxBuilder.ANYONE),
                    b -> b.builder.pay(0, ByteString.wrap(new byte[0])),
                    b -> b.builder.pay(0, b.sigOps(b.pick(100, 20_000, 20_001, 30_000))),
                    b -> b.spend(b.coin()),
                    b -> b.spend(b.coin()),
                    b -> b.add(b.from(b.coin()).pay(50 * COIN + b.pick(0, 1))),
                    b -> b.add(b.from(b.coin()).pay(-1)),
                    b -> b.add(b.from(b.coin()).pay(MONEY_MAX + b.pick(0, 1))),
                    b -> b.add(b.from(b.coin()).pay(MONEY_MAX).pay(MONEY_MAX)),
                    b -> b.add(b.from(b.coin())),
                    b -> b.spend(b.chain.coinbase(b.height - b.pick(1, 98, 99, 100, 101))),
                    b -> b.spend(new OutPoint(new Txid(b.hash()), 0)),
                    b -> b.spend(OutPoint.NULL),
                    b -> b.spendTwice(b.coin()),
                    b -> b.add(b.from(b.coin()).spend(OutPoint.NULL).pay(1)),
                    FaultyBlocks::sameInputTwice,
                    b -> b.noWork = true,
                    b -> b.add(b.from(b.coin()).spend(b.coin()).spend(b.coin()).pay(1)),
                    FaultyBlocks::chainInBlock,
                    b -> b.add(b.from(b.coin(), 0).lockTime(b.height + b.pick(-1, 0, 1)).pay(1)),
                    b -> b.add(b.from(b.coin(), 0).lockTime(b.someTime()).pay(1)),
                    b -> b.add(b.from(b.coin(), b.pick(1, 50, 101, 110)).pay(1)),
                    b -> b.add(b.from(b.coin(), b.someAge()).pay(1)),
                    b -> b.add(b.from(b.coin(), b.pick(5, 200)).version(b.versions()).pay(1)),
                    b -> b.spendScript(OP_FALSE, ByteString.EMPTY),
                    b -> b.spendScript(ByteString.of(0x51, 0x51, 0x87), ByteString.EMPTY),
                    b -> b.spendScript(ByteString.of(0xb1), ByteString.of(b.pick(0x51, 0x4f))),
                    b -> b.spendScript(ByteString.of(0xae), ByteString.of(0, 0, 0)),
                    b -> b.spendScript(ByteString.of(0xff), ByteString.of(0x51)),
                    b -> b.spendWitness(List.of(b.bytes(b.pick(1, 100, 2_000)))),
                    b -> b.spendWitness(List.of(b.bytes(b.pick(3_900_000, 3_999_900)))),
                    b -> b.builder.withoutCommitment(),
                    b -> b.builder.coinbaseWitness(List.of(b.bytes(32))),
                    b -> b.commit(b.bytes(b.pick(31, 32, 33)), b.hash()),
                    b -> b.shuffle = true,
                    b -> b.duplicateTail = true,
                    b -> b.secondCoinbase = true,
                    b -> b.wrongRoot = true,
                    b -> b.wrongBits = true);

    private final TestChain chain;
    private final SplittableRandom random;
    private final long nowS;
    private final int height;
    private final long subsidySats;
    private final BlockBuilder builder;
    private final List<OutPoint> ripe;
    private boolean shuffle;
    private boolean duplicateTail;
    private boolean secondCoinbase;
    private boolean wrongRoot;
    private boolean wrongBits;
    private boolean noWork;

    private FaultyBlocks(TestChain chain, List<OutPoint> ripe, SplittableRandom random, long nowS) {
        this.chain = chain;
        this.random = random;
        this.nowS = nowS;
        this.height = chain.tip().height() + 1;
        this.subsidySats = 50 * COIN >> height / 150;
        this.ripe = new ArrayList<>(ripe);
        this.builder = chain.next();
        builder.coinbaseScript(height(0).plus(bytes(8)));
    }

    /**
     * One block for the tip.
     *
     * @param ripe coins that anyone may spend, of 50 bitcoins each
     */
    static Block make(TestChain chain, List<OutPoint> ripe, SplittableRandom random, long nowS) {
        var block = new FaultyBlocks(chain, ripe, random, nowS);
        int faults = random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            FAULTS.get(random.nextInt(FAULTS.size())).addTo(block);
        }
        return block.finish();
    }

    private Block finish() {
        var transactions = new ArrayList<>(builder.transactions());
        if (secondCoinbase) transactions.add(transactions.getFirst());
        if (shuffle) Collections.shuffle(transactions, new java.util.Random(random.nextLong()));
        if (wrongRoot) return new Block(builder.mineHeader(hash()), transactions);
        Block block = builder.mine(transactions);
        if (wrongBits) {
            Header header = builder.mineHeader(block.header().merkleRoot(), 0x207f_fffeL);
            block = new Block(header, transactions);
        }
        if (noWork) block = new Block(withoutWork(block.header()), transactions);
        if (duplicateTail && transactions.size() % 2 == 1 && transactions.size() > 1) {
            var longer = new ArrayList<>(transactions);
            longer.add(transactions.getLast());
            return new Block(block.header(), longer);
        }
        return block;
    }

    /** The same header with a nonce that does not meet the target. */
    private static Header withoutWork(Header header) {
        Target target = Target.ofCompact(header.bits()).orElseThrow();
        Header other = header;
        while (target.isMetBy(other.hash())) {
            other =
                    new Header(
                            header.version(),
                            header.previous(),
                            header.merkleRoot(),
                            header.time(),
                            header.bits(),
                            other.nonce() + 1);
        }
        return other;
    }

    private void add(TxBuilder transaction) {
        builder.with(transaction.build());
    }

    private void spend(OutPoint coin) {
        add(new TxBuilder().spend(coin).pay(1, PROGRAM_OF_THE_FUTURE).pay(0, OP_RETURN));
    }

    private void spendTwice(OutPoint coin) {
        spend(coin);
        add(new TxBuilder().spend(coin).pay(2));
    }

    private void sameInputTwice() {
        OutPoint coin = coin();
        add(new TxBuilder().spend(coin).spend(coin, 7).pay(1));
    }

    /** A transaction that spends another of the same block, and sometimes stands before it. */
    private void chainInBlock() {
        Transaction first = new TxBuilder().spend(coin()).pay(5).pay(6).build();
        Transaction second = new TxBuilder().spend(first, 1).pay(6).build();
        boolean turned = random.nextInt(3) == 0;
        builder.with(turned ? second : first, turned ? first : second);
    }

    private void spendScript(ByteString scriptPubKey, ByteString scriptSig) {
        Transaction paid = new TxBuilder().spend(coin()).pay(9, scriptPubKey).build();
        var in = new TxIn(new OutPoint(paid.txid(), 0), scriptSig, 0, List.of());
        Transaction spent =
                Transaction.of(2, List.of(in), List.of(new TxOut(9, TxBuilder.ANYONE)), 0);
        builder.with(paid, spent);
    }

    private void spendWitness(List<ByteString> items) {
        Transaction paid = new TxBuilder().spend(coin()).pay(9, PROGRAM_OF_THE_FUTURE).build();
        var in = new TxIn(new OutPoint(paid.txid(), 0), ByteString.EMPTY, 0, items);
        builder.with(
                paid, Transaction.of(2, List.of(in), List.of(new TxOut(9, TxBuilder.ANYONE)), 0));
    }

    private void commit(ByteString reserved, Hash256 commitment) {
        ByteString mark = ByteString.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);
        builder.coinbaseWitness(List.of(reserved)).pay(0, mark.plus(commitment.toByteString()));
    }

    private TxBuilder from(OutPoint coin) {
        return new TxBuilder().spend(coin);
    }

    private TxBuilder from(OutPoint coin, long sequence) {
        return new TxBuilder().spend(coin, sequence);
    }

    private OutPoint coin() {
        return ripe.size() > 1 ? ripe.remove(random.nextInt(ripe.size())) : ripe.getFirst();
    }

    private ByteString height(int difference) {
        return new ScriptBuilder().number(height + difference).build();
    }

    private ByteString sigOps(int count) {
        byte[] script = new byte[count];
        java.util.Arrays.fill(script, (byte) 0xac);
        return ByteString.wrap(script);
    }

    private ByteString bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    private Hash256 hash() {
        return Hash256.of(bytes(Hash256.BYTES).toArray());
    }

    private long someTime() {
        return chain.tip().medianTimePast() + pick(-1, 0, 1, 600, 6_000);
    }

    /** A relative lock in units of 512 seconds around the age of old coins, or off, or odd. */
    private long someAge() {
        long timed = 1L << 22;
        return random.nextInt(4) == 0 ? 1L << 31 : timed | pick(0, 1, 50, 115, 120, 125, 1_000);
    }

    private long versions() {
        return switch (random.nextInt(4)) {
            case 0 -> 0x8000_0002L;
            case 1 -> 0xffff_ffffL;
            case 2 -> 1;
            default -> 0;
        };
    }

    private int pick(int... values) {
        return values[random.nextInt(values.length)];
    }
}
