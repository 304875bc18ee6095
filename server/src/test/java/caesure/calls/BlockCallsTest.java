// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.chain.Chain;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.primitives.Block;
import caesure.primitives.Transaction;
import caesure.rpc.Arguments;
import caesure.rpc.Method;
import caesure.rpc.RpcException;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class BlockCallsTest {
    private static final String NOWHERE = "\"" + "ab".repeat(32) + "\"";

    @TempDir private Path folder;
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        methods = new BlockCalls(() -> fixture.chain).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String call(String name, String params) throws InterruptedException {
        return fixture.call(methods, name, params);
    }

    private String quoted(int height) {
        return "\"" + fixture.hash(height) + "\"";
    }

    @Test
    void namesTheLastBlock() throws Exception {
        fixture.grow(3);
        assertEquals("3", call("getblockcount", "[]"));
        assertEquals(quoted(3), call("getbestblockhash", "[]"));
        assertEquals(quoted(0), call("getblockhash", "[0]"));
        assertEquals(quoted(3), call("getblockhash", "[3]"));
        assertEquals("-8: Block height out of range", call("getblockhash", "[4]"));
        assertEquals("-8: Block height out of range", call("getblockhash", "[-1]"));
        assertEquals("4.656542373906925e-10", call("getdifficulty", "[]"));
    }

    @Test
    void showsGenesisAsBitcoindDoes() throws Exception {
        String header =
                "\"hash\":\"0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206\","
                        + "\"confirmations\":1,\"height\":0,\"version\":1,"
                        + "\"versionHex\":\"00000001\",\"merkleroot\":"
                        + "\"4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b\","
                        + "\"time\":1296688602,\"mediantime\":1296688602,\"nonce\":2,"
                        + "\"bits\":\"207fffff\",\"target\":\"7fffff"
                        + "0".repeat(58)
                        + "\",\"difficulty\":4.656542373906925e-10,\"chainwork\":\""
                        + "0".repeat(63)
                        + "2\",\"nTx\":1";
        assertEquals("{" + header + "}", call("getblockheader", "[" + quoted(0) + "]"));
        assertEquals(
                "{"
                        + header
                        + ",\"strippedsize\":285,\"size\":285,\"weight\":1140,"
                        + "\"coinbase_tx\":{\"version\":1,\"locktime\":0,\"sequence\":4294967295,"
                        + "\"coinbase\":\"04ffff001d0104455468652054696d65732030332f4a616e2f32303039"
                        + "204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e642062"
                        + "61696c6f757420666f722062616e6b73\"},\"tx\":[\""
                        + "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b\"]}",
                call("getblock", "[" + quoted(0) + "]"));
    }

    @Test
    void countsConfirmationsOnTheBestChainOnly() throws Exception {
        fixture.grow(3);
        Json.Obj second = header(fixture.hash(2));
        assertEquals(Json.of(2), second.get("confirmations"));
        assertEquals(Json.of(fixture.hash(1)), second.get("previousblockhash"));
        assertEquals(Json.of(fixture.hash(3)), second.get("nextblockhash"));
        assertFalse(header(fixture.hash(3)).has("nextblockhash"));

        Block beside = fixture.branch(1, 1).getFirst();
        fixture.take(beside);
        Json.Obj other = header(beside.hash().toString());
        assertEquals(Json.of(-1), other.get("confirmations"));
        assertEquals(Json.of(2), other.get("height"));
        assertFalse(other.has("nextblockhash"));
    }

    private Json.Obj header(String hash) throws InterruptedException, RpcException {
        return fixture.object(methods, "getblockheader", "[\"" + hash + "\"]");
    }

    @Test
    void givesTheBytes() throws Exception {
        fixture.grow(1);
        Block block = fixture.blocks.blocks().get(1);
        String bytes = "\"" + block.bytes() + "\"";
        assertEquals(bytes, call("getblock", "[" + quoted(1) + ",0]"));
        assertEquals(bytes, call("getblock", "[" + quoted(1) + ",false]"));
        assertEquals(bytes, call("getblock", "[" + quoted(1) + ",-1]"));
        assertEquals(
                bytes.substring(0, 161) + "\"",
                call("getblockheader", "[" + quoted(1) + ",false]"));
    }

    @Test
    void tellsMoreOfTransactionsAsAsked() throws Exception {
        fixture.grow(101);
        Transaction spends =
                new TxBuilder().spend(fixture.blocks.coinbase(1)).pay(4_999_999_000L).build();
        fixture.add(fixture.blocks.next().with(spends).coinbaseSats(5_000_001_000L).mine());

        Json.Obj ids = block(1);
        assertEquals(2, Arguments.list(ids.get("tx")).size());
        assertEquals(Json.of(spends.txid().toString()), Arguments.list(ids.get("tx")).get(1));
        assertEquals(ids, fixture.object(methods, "getblock", "[" + quoted(102) + ",true]"));

        Json.Obj shown = transaction(2);
        assertEquals(Json.ofBitcoins(1_000), shown.get("fee"));
        assertTrue(shown.has("hex"));
        assertFalse(input(shown).has("prevout"));

        Json.Obj whole = transaction(3);
        assertEquals(Json.ofBitcoins(1_000), whole.get("fee"));
        assertEquals(
                "{\"generated\":true,\"height\":1,\"value\":50.00000000,\"scriptPubKey\":"
                        + "{\"asm\":\"1\",\"desc\":\"raw(51)#8lvh9jxk\",\"hex\":\"51\","
                        + "\"type\":\"nonstandard\"}}",
                JsonText.of(input(whole).get("prevout")));
        assertEquals(transaction(3), transaction(7));
        fixture.chain.invalidate(fixture.blocks.tip().hash());
        assertEquals(whole, transaction(3)); // the coins that it spent are known still
    }

    @Test
    void showsAStaleBlockWithoutTheCoinsItWouldSpend() throws Exception {
        fixture.grow(103);
        Transaction spends =
                new TxBuilder().spend(fixture.blocks.coinbase(1)).pay(4_999_999_000L).build();
        Block stale = fixture.blocks.on(fixture.blocks.tip().ancestor(101)).with(spends).mine();
        fixture.take(stale);
        Json.Obj shown = fixture.object(methods, "getblock", "[\"" + stale.hash() + "\",3]");
        Json.Obj transaction = Arguments.object(Arguments.list(shown.get("tx")).get(1));
        assertFalse(transaction.has("fee"));
        assertFalse(input(transaction).has("prevout"));
    }

    private Json.Obj block(int verbosity) throws InterruptedException, RpcException {
        return fixture.object(methods, "getblock", "[" + quoted(102) + "," + verbosity + "]");
    }

    private Json.Obj transaction(int verbosity) throws InterruptedException, RpcException {
        return Arguments.object(Arguments.list(block(verbosity).get("tx")).get(1));
    }

    private static Json.Obj input(Json.Obj transaction) throws RpcException {
        return Arguments.object(Arguments.list(transaction.get("vin")).getFirst());
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        for (String name : List.of("getblock", "getblockheader")) {
            assertEquals("-5: Block not found", call(name, "[" + NOWHERE + "]"));
        }
        assertEquals(
                "-8: blockhash must be of length 64 (not 8, for 'nonsense')",
                call("getblock", "[\"nonsense\"]"));
        assertEquals(
                "-8: hash must be of length 64 (not 8, for 'nonsense')",
                call("getblockheader", "[\"nonsense\"]"));
        String letters = "Z".repeat(64);
        assertEquals(
                "-8: hash must be hexadecimal string (not '" + letters + "')",
                call("getblockheader", "[\"" + letters + "\"]"));
        assertEquals(
                "-3: JSON value of type string is not of expected type number",
                call("getblock", "[" + quoted(0) + ",\"2\"]"));
    }

    @Test
    void showsNoBlockOfWhichOnlyTheHeaderIsHere() throws Exception {
        Block block = fixture.blocks.next().mine();
        fixture.chain.addHeaders(
                List.of(block.header()), Chain.Source.SUBMITTED, ChainFixture.NOW.getEpochSecond());
        assertEquals(
                "-1: Block not available (not fully downloaded)",
                call("getblock", "[\"" + block.hash() + "\"]"));
        assertEquals(Json.of(0), header(block.hash().toString()).get("nTx"));
    }
}
