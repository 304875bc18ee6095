// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.Secp256k1;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.Txid;
import caesure.script.ScriptBuilder;
import caesure.testkit.BlockBuilder;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class BlockRulesTest {
    private static final Secp256k1 SECP = Secp256k1.load().engine();
    private static final OutPoint COIN = new OutPoint(new Txid(Hash256.ONE), 0);
    private static final ByteString ITEM = ByteString.of(1, 2, 3);
    private static final ByteString MARK = ByteString.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed);

    private final TestChain chain = TestChain.regtest().grow(3);

    @Test
    void acceptsAnEmptyBlockAndAFullOne() {
        assertEquals("", structure(chain.next().mine()));
        Block block = chain.next().with(witnessed(), plain(7)).mine();
        assertEquals("", structure(block));
        assertEquals("", context(block));
    }

    @Test
    void acceptsEveryGenesis() {
        for (Network network : Network.values()) {
            Params params = Params.of(network);
            assertEquals(
                    Optional.empty(), BlockRules.checkStructure(params.genesis(), params, SECP));
        }
    }

    @Test
    void refusesTooLittleWork() {
        Block good = chain.next().mine();
        Header h = good.header();
        Header easy =
                new Header(
                        h.version(),
                        h.previous(),
                        h.merkleRoot(),
                        h.time(),
                        0x1d00ffffL,
                        h.nonce());
        assertEquals("high-hash", structure(new Block(easy, good.transactions())));
    }

    @Test
    void refusesTransactionsTheHeaderDoesNotName() {
        Block good = chain.next().with(plain(1)).mine();
        Block bad = new Block(good.header(), good.transactions().subList(0, 1));
        Reject reject = BlockRules.checkStructure(bad, chain.params(), SECP).orElseThrow();
        assertEquals("bad-txnmrklroot", reject.text());
        assertEquals(Reject.Blame.COPY, reject.blame());
    }

    @Test
    void refusesAPaddedCopyAndThenAcceptsTheHonestOne() { // CVE-2012-2459
        Block good = chain.next().with(plain(1), plain(2)).mine();
        var padded = new ArrayList<>(good.transactions());
        padded.add(padded.getLast());
        Block bad = new Block(good.header(), padded);
        assertEquals(good.hash(), bad.hash());
        Reject reject = BlockRules.checkStructure(bad, chain.params(), SECP).orElseThrow();
        assertEquals("bad-txns-duplicate", reject.text());
        assertEquals(Reject.Blame.COPY, reject.blame());
        assertEquals("", structure(good));
    }

    @Test
    void refusesNoTransactions() {
        assertEquals("bad-blk-length", structure(chain.next().mine(List.of())));
    }

    @Test
    void refusesMoreThanAMillionBytesWithoutWitness() {
        int frame = chain.next().with(padding(500_000)).mine().strippedSize() - 500_000;
        assertEquals("", structure(chain.next().with(padding(1_000_000 - frame)).mine()));
        assertEquals(
                "bad-blk-length", structure(chain.next().with(padding(1_000_001 - frame)).mine()));
    }

    @Test
    void sizesBeyondTwoToThe31AndThe32AreStillTooLarge() { // CVE-2025-46597
        Transaction large = padding(900_000);
        for (int count : new int[] {2_387, 4_773}) {
            var transactions = new ArrayList<>(chain.next().transactions());
            for (int i = 0; i < count; i++) transactions.add(large);
            Block block = chain.next().mine(transactions);
            assertEquals("bad-txns-duplicate", structure(block)); // comes first, as in Core
            assertEquals(
                    "bad-blk-weight",
                    BlockRules.checkAtHeight(block, 4, chain.params())
                            .map(Reject::text)
                            .orElse(""));
        }
    }

    @Test
    void refusesABlockWithoutCoinbase() {
        assertEquals("bad-cb-missing", structure(chain.next().mine(List.of(plain(1)))));
    }

    @Test
    void refusesTwoCoinbases() {
        Transaction second = chain.on(chain.tip().ancestor(1)).transactions().getFirst();
        assertEquals("bad-cb-multiple", structure(chain.next().with(second).mine()));
    }

    @Test
    void refusesABadTransactionAndNamesIt() {
        Transaction bad = new TxBuilder().spend(COIN).spend(COIN).pay(1).build();
        Block block = chain.next().with(plain(1), bad).mine();
        Reject reject = BlockRules.checkStructure(block, chain.params(), SECP).orElseThrow();
        assertEquals("bad-txns-inputs-duplicate", reject.text());
        assertEquals(Reject.Blame.BLOCK, reject.blame());
        assertEquals("Transaction check failed (tx hash " + bad.txid() + ") ", reject.detail());
    }

    @Test
    void refusesALongCoinbaseScript() {
        ByteString script = ByteString.wrap(new byte[101]);
        assertEquals("bad-cb-length", structure(chain.next().coinbaseScript(script).mine()));
    }

    @Test
    void refusesTooManySignatureOperations() {
        assertEquals("", structure(chain.next().with(checks(20_000)).mine()));
        assertEquals("bad-blk-sigops", structure(chain.next().with(checks(20_001)).mine()));
    }

    @Test
    void countsSignatureOperationsOfTheCoinbaseToo() {
        ByteString script =
                new ScriptBuilder().number(4).op(0xac).build(); // the height and OP_CHECKSIG
        BlockBuilder full = chain.next().coinbaseScript(script);
        assertEquals("", structure(full.with(checks(19_999)).mine()));
        full = chain.next().coinbaseScript(script);
        assertEquals("bad-blk-sigops", structure(full.with(checks(20_000)).mine()));
    }

    @Test
    void refusesTransactionsThatAreNotFinal() {
        var early = new TxBuilder().spend(COIN, 0).pay(1);
        assertEquals("", context(chain.next().with(early.lockTime(3).build()).mine()));
        assertEquals(
                "bad-txns-nonfinal", context(chain.next().with(early.lockTime(4).build()).mine()));
    }

    @Test
    void lockTimesLookAtTheMedianOnceBip113Holds() {
        long median = chain.tip().medianTimePast();
        Transaction locked = new TxBuilder().spend(COIN, 0).pay(1).lockTime(median).build();
        Block block = chain.next().with(locked).mine();
        assertEquals("bad-txns-nonfinal", context(block));
        Deployments later =
                chain.params().deployments().with(Deployments.Fork.CSV, chain.tip().height() + 2);
        assertEquals(
                Optional.empty(),
                BlockRules.checkContext(block, chain.tip(), chain.params().withDeployments(later)));
        later = later.with(Deployments.Fork.CSV, chain.tip().height() + 1);
        assertEquals(
                "bad-txns-nonfinal",
                BlockRules.checkContext(block, chain.tip(), chain.params().withDeployments(later))
                        .orElseThrow()
                        .text());
    }

    @Test
    void refusesAnotherHeightInTheCoinbase() {
        ByteString five = ByteString.of(0x55, 0);
        Block block = chain.next().coinbaseScript(five).mine();
        assertEquals("bad-cb-height", context(block));
        Deployments later = chain.params().deployments().with(Deployments.Fork.BIP34, 5);
        assertEquals(
                Optional.empty(),
                BlockRules.checkContext(block, chain.tip(), chain.params().withDeployments(later)));
    }

    @Test
    void heightsArePushedTheShortestWay() {
        height(16, ByteString.of(0x60, 0));
        height(17, ByteString.of(0x01, 0x11));
        height(127, ByteString.of(0x01, 0x7f));
        height(128, ByteString.of(0x02, 0x80, 0x00));
        height(255, ByteString.of(0x02, 0xff, 0x00));
        height(32_767, ByteString.of(0x02, 0xff, 0x7f));
        height(32_768, ByteString.of(0x03, 0x00, 0x80, 0x00));
        height(227_931, ByteString.of(0x03, 0x5b, 0x7a, 0x03));
        height(8_388_608, ByteString.of(0x04, 0x00, 0x00, 0x80, 0x00));
        Block longer = chain.next().coinbaseScript(ByteString.of(0x01, 0x04, 0)).mine();
        assertEquals("bad-cb-height", context(longer)); // the right number, not the shortest way
    }

    @Test
    void refusesAWitnessWithoutCommitment() {
        Block block = chain.next().with(witnessed()).withoutCommitment().mine();
        assertEquals("", structure(block));
        assertCopy("unexpected-witness", block);
    }

    @Test
    void refusesAWitnessBeforeSegwitEvenIfCommittedTo() {
        Block block = chain.next().with(witnessed()).mine();
        Deployments later = chain.params().deployments().with(Deployments.Fork.SEGWIT, 5);
        assertEquals(
                "unexpected-witness",
                BlockRules.checkContext(block, chain.tip(), chain.params().withDeployments(later))
                        .orElseThrow()
                        .text());
    }

    @Test
    void refusesAReservedValueThatIsNot32Bytes() {
        ByteString zeros = Hash256.ZERO.toByteString();
        List<List<ByteString>> wrong =
                List.of(
                        List.of(),
                        List.of(zeros, zeros),
                        List.of(zeros.slice(0, 31)),
                        List.of(zeros.plus(ITEM)));
        for (List<ByteString> witness : wrong) {
            Block block = chain.next().coinbaseWitness(witness).pay(0, MARK.plus(zeros)).mine();
            assertCopy("bad-witness-nonce-size", block);
        }
    }

    @Test
    void refusesAnotherWitnessThanCommittedTo() {
        Block good = chain.next().with(witnessed()).mine();
        TxIn input = good.transactions().get(1).inputs().getFirst();
        var other = new TxIn(input.previous(), input.scriptSig(), input.sequence(), List.of(MARK));
        Transaction swapped = new TxBuilder().input(other).pay(1).build();
        assertEquals(good.transactions().get(1).txid(), swapped.txid());
        Block bad = new Block(good.header(), List.of(good.transactions().getFirst(), swapped));
        assertEquals("", structure(bad));
        assertCopy("bad-witness-merkle-match", bad);
        assertEquals("", context(good));
    }

    @Test
    void theLastCommitmentCounts() {
        Transaction other = witnessed();
        ByteString zeros = Hash256.ZERO.toByteString();
        ByteString right = BlockBuilder.commitment(List.of(other, other));
        ByteString wrong = MARK.plus(zeros);
        Block good = committed(other, wrong, right);
        assertEquals("", context(good));
        assertCopy("bad-witness-merkle-match", committed(other, right, wrong));
        assertEquals("", context(committed(other, right.plus(ITEM)))); // more may follow
        assertCopy("unexpected-witness", committed(other, right.slice(0, 37)));
    }

    @Test
    void refusesMoreThanFourMillionWeightUnits() {
        long frame = chain.next().with(heavy(100_000)).mine().weight() - 100_000;
        int rest = (int) (4_000_000 - frame);
        // a longer item takes two more bytes to count
        assertEquals(4_000_000, chain.next().with(heavy(rest)).mine().weight());
        assertEquals("", context(chain.next().with(heavy(rest)).mine()));
        Block block = chain.next().with(heavy(rest + 1)).mine();
        assertEquals("", structure(block));
        assertEquals("bad-blk-weight", context(block));
    }

    @Test
    void namesCoresFirstFault() {
        Transaction second = chain.on(chain.tip().ancestor(1)).transactions().getFirst();
        Transaction bad = new TxBuilder().spend(COIN).pay(-1).build();
        assertEquals("bad-cb-multiple", structure(chain.next().with(bad, second).mine()));
        assertEquals("bad-cb-missing", structure(chain.next().mine(List.of(bad, second))));
        assertEquals(
                "bad-txns-vout-negative", structure(chain.next().with(checks(30_000), bad).mine()));
        Block unnamed = new Block(chain.next().mine().header(), List.of());
        assertEquals("bad-txnmrklroot", structure(unnamed));
        Transaction late = new TxBuilder().spend(COIN, 0).pay(1).lockTime(9).build();
        ByteString five = ByteString.of(0x55, 0);
        assertEquals(
                "bad-txns-nonfinal",
                context(
                        chain.next()
                                .coinbaseScript(five)
                                .with(late, witnessed())
                                .withoutCommitment()
                                .mine()));
        assertEquals(
                "bad-cb-height",
                context(
                        chain.next()
                                .coinbaseScript(five)
                                .with(witnessed())
                                .withoutCommitment()
                                .mine()));
        assertEquals(
                "unexpected-witness",
                context(chain.next().with(heavy(4_000_000)).withoutCommitment().mine()));
    }

    private void height(int height, ByteString script) {
        Block block = chain.next().coinbaseScript(script).mine();
        assertEquals(Optional.empty(), BlockRules.checkAtHeight(block, height, chain.params()));
        assertEquals(
                "bad-cb-height",
                BlockRules.checkAtHeight(block, height + 1, chain.params()).orElseThrow().text());
    }

    private Block committed(Transaction other, ByteString... scripts) {
        BlockBuilder builder =
                chain.next().with(other).coinbaseWitness(List.of(Hash256.ZERO.toByteString()));
        for (ByteString script : scripts) builder.pay(0, script);
        return builder.mine();
    }

    private void assertCopy(String text, Block block) {
        Reject reject = BlockRules.checkContext(block, chain.tip(), chain.params()).orElseThrow();
        assertEquals(text, reject.text());
        assertEquals(Reject.Blame.COPY, reject.blame());
    }

    private String structure(Block block) {
        return BlockRules.checkStructure(block, chain.params(), SECP).map(Reject::text).orElse("");
    }

    private String context(Block block) {
        return BlockRules.checkContext(block, chain.tip(), chain.params())
                .map(Reject::text)
                .orElse("");
    }

    private static Transaction plain(int sats) {
        return new TxBuilder().spend(COIN).pay(sats).build();
    }

    private static Transaction padding(int bytes) {
        return new TxBuilder().spend(COIN).pay(1, ByteString.wrap(new byte[bytes])).build();
    }

    private static Transaction witnessed() {
        return witnessed(ITEM);
    }

    private static Transaction witnessed(ByteString item) {
        var input = new TxIn(COIN, ByteString.EMPTY, TxBuilder.FINAL, List.of(item));
        return new TxBuilder().input(input).pay(1).build();
    }

    private static Transaction heavy(int witnessBytes) {
        return witnessed(ByteString.wrap(new byte[witnessBytes]));
    }

    private static Transaction checks(int count) {
        var script = new ScriptBuilder();
        for (int i = 0; i < count; i++) script.op(0xac);
        return new TxBuilder().spend(COIN).pay(1, script.build()).build();
    }
}
