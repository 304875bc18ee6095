// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.http.Json;
import caesure.ledger.UtxoStats;
import caesure.primitives.Transaction;
import caesure.rpc.Arguments;
import caesure.rpc.Method;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class CoinCallsTest {
    /** OP_RETURN. */
    private static final ByteString NOBODY = ByteString.of(0x6a);

    @TempDir private Path folder;
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        methods = new CoinCalls(() -> fixture.chain).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String call(String name, String params) throws InterruptedException {
        return fixture.call(methods, name, params);
    }

    private String txid(int height) {
        return "\"" + fixture.blocks.coinbase(height).txid() + "\"";
    }

    @Test
    void showsACoin() throws Exception {
        fixture.grow(3);
        String shown =
                "{\"bestblock\":\""
                        + fixture.hash(3)
                        + "\",\"confirmations\":2,\"value\":50.00000000,\"scriptPubKey\":"
                        + "{\"asm\":\"1\",\"desc\":\"raw(51)#8lvh9jxk\",\"hex\":\"51\","
                        + "\"type\":\"nonstandard\"},\"coinbase\":true}";
        assertEquals(shown, call("gettxout", "[" + txid(2) + ",0]"));
        assertEquals(shown, call("gettxout", "[" + txid(2) + ",0,false]"));
        assertEquals("null", call("gettxout", "[" + txid(2) + ",1]"));
        assertEquals("null", call("gettxout", "[" + txid(0) + ",0]")); // genesis is no coin
        assertEquals("null", call("gettxout", "[" + txid(2) + ",4294967295]"));
    }

    @Test
    void hidesACoinThatWasSpent() throws Exception {
        fixture.grow(101);
        Transaction spends = new TxBuilder().spend(fixture.blocks.coinbase(1)).pay(1_000).build();
        fixture.add(fixture.blocks.next().with(spends).mine());
        assertEquals("null", call("gettxout", "[" + txid(1) + ",0]"));
        assertTrue(
                call("gettxout", "[\"" + spends.txid() + "\",0]")
                        .contains("\"confirmations\":1,\"value\":0.00001000,"));
    }

    @Test
    void refusesOutputsThatCannotBe() throws Exception {
        assertEquals(
                "-8: txid must be of length 64 (not 2, for 'ab')", call("gettxout", "[\"ab\",0]"));
        assertEquals("-1: JSON integer out of range", call("gettxout", "[" + txid(0) + ",-1]"));
        assertEquals(
                "-1: JSON integer out of range", call("gettxout", "[" + txid(0) + ",4294967296]"));
    }

    @Test
    void countsTheCoins() throws Exception {
        fixture.grow(101);
        Transaction spends =
                new TxBuilder()
                        .spend(fixture.blocks.coinbase(1))
                        .pay(1_000)
                        .pay(2_000)
                        .pay(0, NOBODY)
                        .build();
        fixture.add(fixture.blocks.next().with(spends).mine());
        // 102 coinbases without the one that was spent, two new coins; each of 50 + 1 bogo bytes
        String counted =
                "{\"height\":102,\"bestblock\":\""
                        + fixture.hash(102)
                        + "\",\"txouts\":103,\"bogosize\":5253,";
        String rest = "\"total_amount\":5050.00003000,\"transactions\":102,\"disk_size\":";
        UtxoStats stats = UtxoStats.of(fixture.chain.tip().ledger());
        assertStarts(counted + rest, call("gettxoutsetinfo", "[\"none\"]"));
        assertStarts(
                counted + "\"muhash\":\"" + stats.muhash() + "\"," + rest,
                call("gettxoutsetinfo", "[\"muhash\"]"));
        assertStarts(
                counted + "\"hash_serialized_3\":\"" + stats.hashSerialized3() + "\"," + rest,
                call("gettxoutsetinfo", "[]"));
        Json.Obj info = fixture.object(methods, "gettxoutsetinfo", "[\"none\",null,false]");
        long size = Arguments.number(info.get("disk_size"), 0, Long.MAX_VALUE);
        assertTrue(size > 103 * 36 && size < 103 * 50, size + " bytes");
    }

    private static void assertStarts(String expected, String actual) {
        assertEquals(expected, actual.substring(0, Math.min(expected.length(), actual.length())));
    }

    @Test
    void refusesWhatNeedsAnIndex() throws Exception {
        String words = "-8: Querying specific block heights requires coinstatsindex";
        assertEquals(words, call("gettxoutsetinfo", "[\"none\",0]"));
        assertEquals(words, call("gettxoutsetinfo", "[\"hash_serialized_3\",\"ab\"]"));
        assertEquals(
                "-8: 'foo hash' is not a valid hash_type",
                call("gettxoutsetinfo", "[\"foo hash\",0]"));
    }
}
