// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.chain.Chain;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.rpc.Method;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class BlockStatsCallsTest {
    private static final ByteString NOBODY = ByteString.of(0x6a);

    @TempDir private Path folder;
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        methods = new BlockStatsCalls(() -> fixture.chain).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String call(String params) throws InterruptedException {
        return fixture.call(methods, "getblockstats", params);
    }

    /** As bitcoind 31.99 answered. */
    @Test
    void countsNothingForGenesis() throws Exception {
        assertEquals(
                "{\"avgfee\":0,\"avgfeerate\":0,\"avgtxsize\":0,\"blockhash\":\""
                        + fixture.hash(0)
                        + "\",\"feerate_percentiles\":[0,0,0,0,0],\"height\":0,\"ins\":0,"
                        + "\"maxfee\":0,\"maxfeerate\":0,\"maxtxsize\":0,\"medianfee\":0,"
                        + "\"mediantime\":1296688602,\"mediantxsize\":0,\"minfee\":0,"
                        + "\"minfeerate\":0,\"mintxsize\":0,\"outs\":1,\"subsidy\":5000000000,"
                        + "\"swtotal_size\":0,\"swtotal_weight\":0,\"swtxs\":0,"
                        + "\"time\":1296688602,\"total_out\":0,\"total_size\":0,"
                        + "\"total_weight\":0,\"totalfee\":0,\"txs\":1,\"utxo_increase\":1,"
                        + "\"utxo_size_inc\":116,\"utxo_increase_actual\":0,"
                        + "\"utxo_size_inc_actual\":0}",
                call("[0]"));
    }

    @Test
    void countsTransactionsAndFees() throws Exception {
        fixture.grow(103);
        // three of 61, 61 and 71 bytes (62 without witness is 4 * 61 = 244 units, and 284)
        Transaction cheap = spending(1, 1_000).build();
        Transaction dear = spending(2, 6_100).build();
        Transaction large = spending(3, 2_000).pay(0, NOBODY).build();
        fixture.add(
                fixture.blocks.next().with(cheap, dear, large).coinbaseSats(5_000_009_100L).mine());
        assertEquals(61, cheap.size());
        assertEquals(71, large.size());
        assertEquals(
                "{\"avgfee\":3033,\"avgfeerate\":47,\"avgtxsize\":64,\"blockhash\":\""
                        + fixture.hash(104)
                        + "\",\"feerate_percentiles\":[16,16,28,100,100],\"height\":104,\"ins\":3,"
                        + "\"maxfee\":6100,\"maxfeerate\":100,\"maxtxsize\":71,"
                        + "\"medianfee\":2000,\"mediantime\":"
                        + fixture.blocks.tip().medianTimePast()
                        + ",\"mediantxsize\":61,\"minfee\":1000,\"minfeerate\":16,"
                        + "\"mintxsize\":61,\"outs\":5,\"subsidy\":5000000000,"
                        + "\"swtotal_size\":0,\"swtotal_weight\":0,\"swtxs\":0,\"time\":"
                        + fixture.blocks.tip().header().time()
                        + ",\"total_out\":14999990900,\"total_size\":193,\"total_weight\":772,"
                        + "\"totalfee\":9100,\"txs\":4,\"utxo_increase\":2,\"utxo_size_inc\":100,"
                        + "\"utxo_increase_actual\":1,\"utxo_size_inc_actual\":50}",
                call("[104]"));
        assertEquals(call("[104]"), call("[\"" + fixture.hash(104) + "\"]"));
    }

    private TxBuilder spending(int height, long feeSats) {
        return new TxBuilder().spend(fixture.blocks.coinbase(height)).pay(5_000_000_000L - feeSats);
    }

    @Test
    void showsWhatIsAskedForInTheOrderOfTheNames() throws Exception {
        fixture.grow(1);
        assertEquals(
                "{\"height\":1,\"subsidy\":5000000000,\"txs\":1}",
                call("[1,[\"txs\",\"height\",\"subsidy\",\"txs\"]]"));
        assertEquals(
                "-8: Invalid selected statistic 'asdfghjkl'",
                call("[1,[\"zzz\",\"asdfghjkl\",\"height\"]]"));
        assertEquals(
                "-3: JSON value of type number is not of expected type string", call("[1,[1]]"));
        assertEquals(call("[1]"), call("[1,[]]"));
    }

    @Test
    void refusesBlocksThatAreNotThere() throws Exception {
        fixture.grow(1);
        assertEquals("-8: Target block height 2 after current tip 1", call("[2]"));
        assertEquals("-8: Target block height -1 is negative", call("[-1]"));
        assertEquals("-5: Block not found", call("[\"" + "ab".repeat(32) + "\"]"));
        assertEquals("-8: hash_or_height must be of length 64 (not 1, for '1')", call("[\"1\"]"));
    }

    @Test
    void needsTheCoinsThatABlockSpent() throws Exception {
        fixture.grow(3);
        Block stale = fixture.branch(1, 1).getFirst();
        fixture.take(stale);
        assertEquals("-1: Undo data not available", call("[\"" + stale.hash() + "\"]"));
        Block later = fixture.blocks.next().mine();
        fixture.chain.addHeaders(
                List.of(later.header()), Chain.Source.SUBMITTED, ChainFixture.NOW.getEpochSecond());
        assertEquals(
                "-1: Block not available (not fully downloaded)",
                call("[\"" + later.hash() + "\"]"));
    }
}
