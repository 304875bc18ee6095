// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Coin;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.script.ScriptBuilder;
import caesure.script.ScriptError;
import caesure.script.VerifyFlag;
import caesure.script.VerifyFlags;
import caesure.testkit.BlockBuilder;
import caesure.testkit.ClaimedPlace;
import caesure.testkit.Place;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.Test;

import java.util.List;

class SpendRulesTest {
    private static final OutPoint COIN = coin(0);
    private static final OutPoint OTHER = coin(1);
    private static final ByteString ANYONE = TxBuilder.ANYONE;

    private final TestChain chain = TestChain.regtest().grow(3);

    @Test
    void addsUpFeesAndReturnsWhatIsSpent() {
        chain.coins().put(COIN, 100, ANYONE, 1).put(OTHER, 50, ANYONE, 2);
        Transaction first = new TxBuilder().spend(COIN).spend(OTHER).pay(120).build();
        Transaction second = new TxBuilder().spend(first, 0).pay(113).build();
        int before = chain.coins().size();
        var connected =
                assertInstanceOf(
                        SpendRules.Connected.class, connect(chain.next().with(first, second)));
        assertEquals(37, connected.feesSats());
        assertEquals(2, connected.spends().size());
        assertEquals(
                List.of(
                        new Coin(new TxOut(100, ANYONE), 1, false),
                        new Coin(new TxOut(50, ANYONE), 2, false)),
                connected.spends().getFirst().coins());
        assertEquals(
                List.of(new Coin(new TxOut(120, ANYONE), 4, false)),
                connected.spends().getLast().coins());
        assertEquals(before, chain.coins().size()); // the view is only read
    }

    @Test
    void genesisPassesAndMakesNothing() {
        Params main = Params.of(Network.MAIN);
        var outcome =
                SpendRules.connect(
                        main.genesis(),
                        Place.first(main.genesis().header(), 0),
                        chain.coins(),
                        main);
        assertEquals(
                new SpendRules.Connected(
                        0,
                        List.of(),
                        VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.TAPROOT)),
                outcome);
    }

    @Test
    void refusesMissingAndSpentCoins() {
        assertFault("bad-txns-inputs-missingorspent", new TxBuilder().spend(COIN).pay(1));
        chain.coins().put(COIN, 100, ANYONE, 1);
        assertFault(
                "bad-txns-inputs-missingorspent",
                new TxBuilder().spend(COIN).pay(1),
                new TxBuilder().spend(COIN).pay(2));
    }

    @Test
    void refusesToSpendWhatComesLaterInTheBlock() {
        chain.coins().put(COIN, 100, ANYONE, 1);
        Transaction first = new TxBuilder().spend(COIN).pay(50).build();
        Transaction second = new TxBuilder().spend(first, 0).pay(50).build();
        assertEquals("", fault(chain.next().with(first, second)));
        assertEquals("bad-txns-inputs-missingorspent", fault(chain.next().with(second, first)));
    }

    @Test
    void refusesACoinSpentTwiceThatTheBlockItselfMade() {
        chain.coins().put(COIN, 100, ANYONE, 1);
        Transaction first = new TxBuilder().spend(COIN).pay(50).build();
        Transaction second = new TxBuilder().spend(first, 0).pay(40).build();
        Transaction third = new TxBuilder().spend(first, 0).pay(30).build();
        assertEquals(
                "bad-txns-inputs-missingorspent", fault(chain.next().with(first, second, third)));
    }

    @Test
    void unspendableOutputsNeverBecomeCoins() {
        chain.coins().put(COIN, 100, ANYONE, 1);
        Transaction first =
                new TxBuilder()
                        .spend(COIN)
                        .pay(1, ByteString.of(0x6a))
                        .pay(1, ByteString.wrap(new byte[10_001]))
                        .pay(1, ByteString.wrap(new byte[10_000]))
                        .build();
        assertEquals(
                "bad-txns-inputs-missingorspent",
                fault(chain.next().with(first, new TxBuilder().spend(first, 0).pay(1).build())));
        assertEquals(
                "bad-txns-inputs-missingorspent",
                fault(chain.next().with(first, new TxBuilder().spend(first, 1).pay(1).build())));
        assertEquals(
                "",
                fault(chain.next().with(first, new TxBuilder().spend(first, 2).pay(1).build())));
    }

    @Test
    void coinbasesRipenIn100Blocks() {
        TestChain ripe = TestChain.regtest().grow(99);
        Transaction early = new TxBuilder().spend(ripe.coinbase(1)).pay(1).build();
        assertEquals("bad-txns-premature-spend-of-coinbase", fault(ripe, ripe.next().with(early)));
        ripe.grow(1);
        assertEquals("", fault(ripe, ripe.next().with(early)));
    }

    @Test
    void missingInputsComeBeforeUnripeOnes() {
        var transaction = new TxBuilder().spend(chain.coinbase(1)).spend(COIN).pay(1);
        assertFault("bad-txns-inputs-missingorspent", transaction);
    }

    @Test
    void refusesCoinsOutOfRange() {
        for (long sats : new long[] {-1, Money.MAX_SATS + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            chain.coins().put(COIN, sats, ANYONE, 1);
            assertFault("bad-txns-inputvalues-outofrange", new TxBuilder().spend(COIN).pay(1));
        }
        chain.coins().put(COIN, Money.MAX_SATS, ANYONE, 1).put(OTHER, 1, ANYONE, 1);
        assertFault(
                "bad-txns-inputvalues-outofrange", new TxBuilder().spend(COIN).spend(OTHER).pay(1));
    }

    @Test
    void refusesToPayOutMoreThanComesIn() {
        chain.coins().put(COIN, 150_000_000, ANYONE, 1);
        assertFault("", new TxBuilder().spend(COIN).pay(150_000_000));
        var builder = new TxBuilder().spend(COIN).pay(150_000_001);
        assertFault("bad-txns-in-belowout", builder);
        Reject reject = refusal(chain, chain.next().with(builder.build()));
        assertEquals(
                "value in (1.50) < value out (1.50000001) in transaction " + builder.build().txid(),
                reject.detail());
    }

    @Test
    void refusesAFeeAboveAllMoney() { // only where outputs were not looked at before
        chain.coins().put(COIN, Money.MAX_SATS, ANYONE, 1);
        assertFault("bad-txns-fee-outofrange", new TxBuilder().spend(COIN).pay(-1));
    }

    @Test
    void refusesFeesThatTogetherAreAboveAllMoney() {
        chain.coins().put(COIN, Money.MAX_SATS, ANYONE, 1).put(OTHER, 2, ANYONE, 1);
        assertFault("", new TxBuilder().spend(COIN).pay(1), new TxBuilder().spend(OTHER).pay(1));
        assertFault(
                "bad-txns-accumulated-fee-outofrange",
                new TxBuilder().spend(COIN).pay(1),
                new TxBuilder().spend(OTHER).pay(0));
    }

    @Test
    void refusesACoinbaseThatPaysTooMuch() {
        long subsidy = 5_000_000_000L;
        assertEquals("", fault(chain.next().coinbaseSats(subsidy)));
        assertEquals("bad-cb-amount", fault(chain.next().coinbaseSats(subsidy + 1)));
        chain.coins().put(COIN, 10, ANYONE, 1);
        Transaction fee = new TxBuilder().spend(COIN).pay(3).build();
        assertEquals("", fault(chain.next().coinbaseSats(subsidy + 7).with(fee)));
        Reject reject = refusal(chain, chain.next().coinbaseSats(subsidy + 8).with(fee));
        assertEquals("bad-cb-amount", reject.text());
        assertEquals(
                "coinbase pays too much (actual=5000000008 vs limit=5000000007)", reject.detail());
    }

    @Test
    void countsSignatureOperationsOfSpentCoins() {
        var fifteen = new ScriptBuilder();
        for (int i = 0; i < 15; i++) fifteen.op(0xac);
        var redeem = fifteen.build();
        var p2sh =
                new ScriptBuilder().op(0xa9).push(ByteString.wrap(new byte[20])).op(0x87).build();
        var builder = new TxBuilder();
        for (int i = 0; i < 1_334; i++) { // 15 * 4 * 1,334 = 80,040
            chain.coins().put(coin(i), 10, p2sh, 1);
            var script = new ScriptBuilder().push(redeem).build();
            builder.input(new caesure.primitives.TxIn(coin(i), script, TxBuilder.FINAL, List.of()));
            if (i == 1_332) {
                assertEquals("", fault(chain.next().with(builder.pay(1).build())));
            }
        }
        assertEquals("bad-blk-sigops", fault(chain.next().with(builder.build())));
    }

    @Test
    void relativeHeightsCountFromTheCoin() {
        chain.coins().put(COIN, 10, ANYONE, 2); // the block will be at height 4
        assertFault("", new TxBuilder().spend(COIN, 2).pay(1));
        assertFault("bad-txns-nonfinal", new TxBuilder().spend(COIN, 3).pay(1));
        assertFault("", new TxBuilder().version(1).spend(COIN, 3).pay(1));
        assertFault("", new TxBuilder().spend(COIN, 3 | 1L << 31).pay(1));
        assertFault("", new TxBuilder().spend(COIN, 0xff3f_0002L & ~(1L << 31)).pay(1));
    }

    @Test
    void versionsOfTransactionsAreUnsigned() { // CVE-2024-34478
        chain.coins().put(COIN, 10, ANYONE, 2);
        for (long version : new long[] {2, 0x8000_0002L, 0xffff_ffffL}) {
            assertFault(
                    "bad-txns-nonfinal", new TxBuilder().version(version).spend(COIN, 3).pay(1));
        }
    }

    @Test
    void relativeTimesCountFromTheMedianBeforeTheCoin() {
        TestChain later = TestChain.regtest().grow(30);
        int height = 20;
        long since = later.tip().ancestor(height - 1).medianTimePast();
        long units = (later.tip().medianTimePast() - since) / 512;
        later.coins().put(COIN, 10, ANYONE, height);
        long timed = 1L << 22;
        assertEquals(11 * 600 / 512, units);
        assertEquals(
                "",
                fault(
                        later,
                        later.next()
                                .with(new TxBuilder().spend(COIN, timed | units).pay(1).build())));
        assertEquals(
                "bad-txns-nonfinal",
                fault(
                        later,
                        later.next()
                                .with(
                                        new TxBuilder()
                                                .spend(COIN, timed | units + 1)
                                                .pay(1)
                                                .build())));
    }

    @Test
    void sequencesDoNotLockBeforeBip68() {
        chain.coins().put(COIN, 10, ANYONE, 2);
        Block block = chain.next().with(new TxBuilder().spend(COIN, 9).pay(1).build()).mine();
        Deployments later = chain.params().deployments().with(Deployments.Fork.CSV, 5);
        assertInstanceOf(
                SpendRules.Connected.class,
                SpendRules.connect(
                        block,
                        chain.tip().then(block.header()),
                        chain.coins(),
                        chain.params().withDeployments(later)));
    }

    @Test
    void refusesToOverwriteACoinFirstOfAll() { // BIP 30
        Transaction bad = new TxBuilder().spend(COIN).pay(1).build();
        Block block = chain.next().with(bad).coinbaseSats(Money.MAX_SATS).mine();
        chain.coins().put(new OutPoint(bad.txid(), 0), 1, ANYONE, 1);
        assertEquals("bad-txns-BIP30", fault(chain, block));
    }

    @Test
    void overwritingIsAllowedInTheTwoHistoricBlocks() throws Exception { // CVE-2012-1909
        String[] hashes = {
            "00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec",
            "00000000000743f190a18c5577a3c2d2a1f610ae9601ac046a38084ccb7cd721"
        };
        int[] heights = {91_842, 91_880};
        for (int i = 0; i < 2; i++) {
            BlockHash hash = BlockHash.parse(hashes[i]);
            assertEquals("", repetition(heights[i], hash, chain.tip().hash()));
            assertEquals("bad-txns-BIP30", repetition(heights[i] + 1, hash, chain.tip().hash()));
            assertEquals(
                    "bad-txns-BIP30",
                    repetition(heights[i], chain.tip().hash(), chain.tip().hash()));
        }
    }

    @Test
    void overwritingIsNotLookedForBetweenBip34And1983702() {
        BlockHash own = chain.tip().hash();
        BlockHash known = Params.of(Network.MAIN).history().heightInCoinbaseBlock().orElseThrow();
        assertEquals("bad-txns-BIP30", repetition(227_931, own, known)); // its parent is before
        assertEquals("", repetition(227_932, own, known));
        assertEquals("bad-txns-BIP30", repetition(227_932, own, own)); // another chain
        assertEquals("", repetition(1_983_701, own, known));
        assertEquals("bad-txns-BIP30", repetition(1_983_702, own, known));
    }

    @Test
    void acceptsTenThousandOldCoins() { // BIP 50: no limit but those of the rules
        var builder = new TxBuilder().pay(1);
        for (int i = 0; i < 10_000; i++) {
            chain.coins().put(coin(i), 1, ANYONE, 1);
            builder.spend(coin(i));
        }
        assertEquals("", fault(chain.next().with(builder.build())));
    }

    @Test
    void refusesACoinNamedTwiceEvenIfNobodyLookedBefore() { // CVE-2018-17144, behind CheckBlock
        chain.coins().put(COIN, 10, ANYONE, 1);
        Transaction twice = new TxBuilder().spend(COIN).spend(COIN).pay(20).build();
        assertEquals(
                "bad-txns-inputs-duplicate", TransactionRules.check(twice).orElseThrow().text());
    }

    @Test
    void faultsOfOneTransactionComeInCoresOrder() {
        var builder = new TxBuilder().spend(chain.coinbase(1), 9).pay(Money.MAX_SATS);
        assertFault("bad-txns-premature-spend-of-coinbase", builder);
        chain.coins().put(COIN, 10, ANYONE, 3);
        assertFault("bad-txns-in-belowout", new TxBuilder().spend(COIN, 9).pay(11));
        assertFault("bad-txns-nonfinal", new TxBuilder().spend(COIN, 9).pay(1));
        assertEquals(
                "bad-txns-nonfinal",
                fault(
                        chain.next()
                                .coinbaseSats(Money.MAX_SATS)
                                .with(new TxBuilder().spend(COIN, 9).pay(1).build())));
    }

    @Test
    void flagsFollowTheForks() {
        Params main = Params.of(Network.MAIN);
        VerifyFlags always =
                VerifyFlags.of(VerifyFlag.P2SH, VerifyFlag.WITNESS, VerifyFlag.TAPROOT);
        BlockHash any = chain.tip().hash();
        assertEquals(always, SpendRules.flags(any, 363_724, main));
        VerifyFlags der = always.with(VerifyFlag.DERSIG);
        assertEquals(der, SpendRules.flags(any, 363_725, main));
        VerifyFlags cltv = der.with(VerifyFlag.CHECKLOCKTIMEVERIFY);
        assertEquals(cltv, SpendRules.flags(any, 388_381, main));
        VerifyFlags csv = cltv.with(VerifyFlag.CHECKSEQUENCEVERIFY);
        assertEquals(csv, SpendRules.flags(any, 419_328, main));
        assertEquals(csv.with(VerifyFlag.NULLDUMMY), SpendRules.flags(any, 481_824, main));
    }

    @Test
    void exceptionalBlocksHaveTheirOwnFlags() throws Exception {
        Params main = Params.of(Network.MAIN);
        BlockHash noP2sh =
                BlockHash.parse("00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22");
        assertEquals(VerifyFlags.NONE, SpendRules.flags(noP2sh, 170_060, main));
        BlockHash noTaproot =
                BlockHash.parse("0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad");
        assertEquals(
                VerifyFlags.of(
                        VerifyFlag.P2SH,
                        VerifyFlag.WITNESS,
                        VerifyFlag.DERSIG,
                        VerifyFlag.CHECKLOCKTIMEVERIFY,
                        VerifyFlag.CHECKSEQUENCEVERIFY,
                        VerifyFlag.NULLDUMMY),
                SpendRules.flags(noTaproot, 692_261, main));
    }

    @Test
    void scriptFaultsNameTheInput() {
        Transaction transaction = new TxBuilder().spend(COIN).pay(1).build();
        Reject reject = Reject.script(ScriptError.EVAL_FALSE, transaction, 0, COIN);
        assertEquals(
                "block-script-verify-flag-failed (Script evaluated without error but finished"
                        + " with a false/empty top stack element)",
                reject.text());
        assertEquals(
                "input 0 of "
                        + transaction.txid()
                        + " (wtxid "
                        + transaction.wtxid()
                        + "), spending "
                        + COIN,
                reject.detail());
        assertEquals(Reject.Blame.BLOCK, reject.blame());
    }

    @Test
    void everyReasonHasItsText() {
        for (Reject.Reason reason : Reject.Reason.values()) {
            String name = reason.text().replace('-', '_').toUpperCase(java.util.Locale.ROOT);
            assertEquals(name, reason.name());
        }
        Reject parent = Reject.of(Reject.Reason.BAD_PREVBLK, "");
        assertEquals("bad-prevblk", parent.toString());
        assertEquals(Reject.Blame.BLOCK, parent.blame());
    }

    /** Whether mainnet minds, at a height, that a block repeats an unspent coinbase. */
    private String repetition(int height, BlockHash self, BlockHash atBip34) {
        Block block = chain.next().coinbaseSats(1).mine();
        chain.coins().put(new OutPoint(block.transactions().getFirst().txid(), 0), 1, ANYONE, 1);
        var place = new ClaimedPlace(block.header(), self, height, atBip34);
        var outcome = SpendRules.connect(block, place, chain.coins(), Params.of(Network.MAIN));
        return outcome instanceof SpendRules.Refused(Reject reject) ? reject.text() : "";
    }

    private void assertFault(String text, TxBuilder... builders) {
        BlockBuilder block = chain.next();
        for (TxBuilder builder : builders) block.with(builder.build());
        assertEquals(text, fault(block));
    }

    private String fault(BlockBuilder builder) {
        return fault(chain, builder);
    }

    private static String fault(TestChain chain, BlockBuilder builder) {
        return fault(chain, builder.mine());
    }

    private static String fault(TestChain chain, Block block) {
        var outcome = connect(chain, block);
        return outcome instanceof SpendRules.Refused(Reject reject) ? reject.text() : "";
    }

    private static Reject refusal(TestChain chain, BlockBuilder builder) {
        return assertInstanceOf(SpendRules.Refused.class, connect(chain, builder.mine())).reject();
    }

    private SpendRules.Outcome connect(BlockBuilder builder) {
        return connect(chain, builder.mine());
    }

    private static SpendRules.Outcome connect(TestChain chain, Block block) {
        return SpendRules.connect(
                block, chain.tip().then(block.header()), chain.coins(), chain.params());
    }

    private static OutPoint coin(int index) {
        return new OutPoint(new Txid(Hash256.ONE), index);
    }
}
