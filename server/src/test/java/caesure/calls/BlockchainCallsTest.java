// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.chain.CatchUp;
import caesure.chain.Chain;
import caesure.crypto.Secp256k1;
import caesure.http.Json;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.rpc.Method;
import caesure.store.DataDir;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Methods that look into a chain: 101 blocks, and one that spends the first coinbase. */
class BlockchainCallsTest {
    private static final String ANYONE = "[\"raw(51)\"]";

    @TempDir Path folder;

    private final TestChain blocks = TestChain.regtest();
    private Transaction spending;
    private DataDir dir;
    private Chain chain;
    private Caller caller;

    @BeforeEach
    void grow() throws IOException {
        blocks.grow(101);
        spending = new TxBuilder().spend(blocks.coinbase(1)).pay(1_000).pay(2_000).build();
        blocks.add(blocks.next().with(spending).mine());
        dir = DataDir.openWriter(folder, blocks.params().network().folder());
        chain =
                Chain.open(
                        dir,
                        blocks.params(),
                        Secp256k1.load().engine(),
                        Chain.Settings.of(blocks.params(), 1),
                        new Silent());
        for (Block block : blocks.blocks()) {
            if (block.hash().equals(blocks.params().genesis().hash())) continue;
            chain.add(block, block.bytes(), Chain.Source.SUBMITTED, block.header().time());
        }
        assertEquals(102, chain.tip().node().height());
        caller = new Caller(methods());
    }

    @AfterEach
    void close() throws IOException {
        chain.close();
        dir.close();
    }

    private List<Method> methods() {
        var methods = new ArrayList<Method>();
        methods.addAll(new RawTransactionCalls(() -> chain).methods());
        methods.addAll(new ProofCalls(() -> chain).methods());
        methods.addAll(new ScanCalls(() -> chain).methods());
        return methods;
    }

    @Test
    void showsATransactionOfABlock() throws Exception {
        String tip = chain.tip().node().hash().toString();
        String named = "[\"" + spending.txid() + "\",%s,\"" + tip + "\"]";
        assertEquals(
                Json.of(spending.bytes().toString()),
                caller.call("getrawtransaction", named.formatted("0")));
        Json.Obj plain = (Json.Obj) caller.call("getrawtransaction", named.formatted("true"));
        assertEquals(Json.of(true), plain.get("in_active_chain"));
        assertEquals(Json.of(1), plain.get("confirmations"));
        assertTrue(!plain.has("fee"));
        Json.Obj whole = (Json.Obj) caller.call("getrawtransaction", named.formatted("2"));
        Json.Obj input = (Json.Obj) ((Json.Arr) whole.get("vin")).items().getFirst();
        Json.Obj coin = (Json.Obj) input.get("prevout");
        assertEquals(Json.of(1), coin.get("height"));
        assertEquals(Json.ofBitcoins(5_000_000_000L), coin.get("value"));
        assertEquals(Json.ofBitcoins(5_000_000_000L - 3_000), whole.get("fee"));
    }

    @Test
    void findsNoTransactionWithoutItsBlock() {
        String genesis = blocks.params().genesis().hash().toString();
        String txid = "[\"" + spending.txid() + "\"";
        caller.refuses(
                "getrawtransaction",
                txid + "]",
                -5,
                "No such mempool transaction. Use -txindex or provide a block hash to enable"
                        + " blockchain transaction queries. Use gettransaction for wallet"
                        + " transactions.");
        caller.refuses(
                "getrawtransaction",
                txid + ",0,\"" + genesis + "\"]",
                -5,
                "No such transaction found in the provided block. Use gettransaction for wallet"
                        + " transactions.");
        caller.refuses(
                "getrawtransaction",
                txid + ",0,\"" + "00".repeat(32) + "\"]",
                -5,
                "Block hash not found");
        caller.refuses(
                "getrawtransaction",
                "[\"" + blocks.params().genesis().header().merkleRoot() + "\"]",
                -5,
                "The genesis block coinbase is not considered an ordinary transaction and cannot"
                        + " be retrieved");
    }

    @Test
    void provesThatATransactionIsInABlock() throws Exception {
        String wanted = "[[\"" + spending.txid() + "\"]]";
        String proof = caller.text("gettxoutproof", wanted);
        assertEquals(
                Json.texts(List.of(spending.txid().toString())),
                caller.call("verifytxoutproof", "[" + proof + "]"));
        String spoiled = proof.substring(0, proof.length() - 3) + "00\"";
        assertEquals(Json.Arr.EMPTY, caller.call("verifytxoutproof", "[" + spoiled + "]"));
        caller.refuses("gettxoutproof", "[[]]", -8, "Parameter 'txids' cannot be empty");
        caller.refuses(
                "gettxoutproof",
                "[[\"" + blocks.coinbase(1).txid() + "\"]]",
                -5,
                "Transaction not yet in block");
    }

    @Test
    void findsAllCoinsOfAScript() throws Exception {
        Json.Obj found = (Json.Obj) caller.call("scantxoutset", "[\"start\"," + ANYONE + "]");
        assertEquals(Json.of(true), found.get("success"));
        assertEquals(Json.of(102), found.get("height"));
        List<Json> unspents = ((Json.Arr) found.get("unspents")).items();
        assertEquals(chain.tip().ledger().coinCount(), unspents.size());
        Json.Obj one =
                (Json.Obj)
                        unspents.stream()
                                .filter(u ->
                                        ((Json.Obj) u)
                                                .get("txid")
                                                .equals(Json.of(spending.txid().toString())))
                                .findFirst()
                                .orElseThrow();
        assertEquals(Json.of(1), one.get("confirmations"));
        assertEquals(Json.of(false), one.get("coinbase"));
        assertEquals(Json.of("raw(51)#8lvh9jxk"), one.get("desc"));
        assertEquals(Json.ofBitcoins(chain.tip().ledger().amountSats()), found.get("total_amount"));
    }

    @Test
    void aScanEndsWhenTheServerStops() {
        var stopping = new Caller(methods(), () -> true);
        stopping.refuses("scantxoutset", "[\"start\"," + ANYONE + "]", -9, "Shutting down");
    }

    @Test
    void saysThatNoScanRuns() throws Exception {
        assertEquals("null", caller.text("scantxoutset", "[\"status\"]"));
        assertEquals("false", caller.text("scantxoutset", "[\"abort\"]"));
        caller.refuses("scantxoutset", "[\"foo\"]", -8, "Invalid action 'foo'");
        caller.refuses(
                "scantxoutset",
                "[\"start\"]",
                -1,
                "scanobjects argument is required for the start action");
        caller.refuses(
                "scantxoutset",
                "[\"start\",[5]]",
                -8,
                "Scan object needs to be either a string or an object");
    }

    /** Nothing of what a start tells is looked at here. */
    private static final class Silent implements Chain.Reporter {
        @Override
        public void progress(CatchUp progress) {}

        @Override
        public void damage(String what) {
            throw new AssertionError(what);
        }

        @Override
        public void repaired(String what) {}
    }
}
