// SPDX-License-Identifier: BSD-2-Clause
package caesure.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.Hex;
import caesure.http.HttpReply;
import caesure.http.HttpServer;
import caesure.http.HttpSettings;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.http.Wire;
import caesure.primitives.Block;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What REST answers: forms, statuses and words of bitcoind v31.99. */
class RestTest {
    private static final String UNKNOWN = "0".repeat(64);
    private static final String IMMUTABLE = "public, immutable, max-age=86400";

    /** The tip: spends the coinbase of block 1, and what that made, too. */
    private static final int TIP = 102;

    private static RestFixture rest;
    private static Transaction first;
    private static Transaction second;

    @BeforeAll
    static void grow(@TempDir Path folder) throws Exception {
        rest = new RestFixture(folder);
        for (int i = 1; i < TIP; i++) rest.add(rest.blocks.next().mine());
        first = new TxBuilder().spend(rest.blocks.coinbase(1)).pay(7).pay(50_000).build();
        second = new TxBuilder().spend(first, 0).pay(5).build();
        rest.add(rest.blocks.next().with(first, second).mine());
    }

    @AfterAll
    static void close() throws Exception {
        rest.close();
    }

    private static Json json(String target) throws Exception {
        HttpReply reply = rest.get(target);
        assertEquals(200, reply.status(), target);
        assertEquals("application/json", reply.contentType());
        assertEquals('\n', reply.body().at(reply.body().length() - 1));
        return JsonText.parse(reply.body());
    }

    private static Json.Obj object(String target) throws Exception {
        return (Json.Obj) json(target);
    }

    private static List<Json> list(Json value) {
        return ((Json.Arr) value).items();
    }

    private static ByteString bytes(String text) {
        return ByteString.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Block block(int height) {
        return rest.blocks.blocks().get(height);
    }

    private static void assertBytes(ByteString expected, String target) throws Exception {
        HttpReply binary = rest.get(target.replace(".*", ".bin"));
        assertEquals(200, binary.status(), target);
        assertEquals("application/octet-stream", binary.contentType());
        assertEquals(expected, binary.body());
        HttpReply hex = rest.get(target.replace(".*", ".hex"));
        assertEquals("text/plain", hex.contentType());
        assertEquals(bytes(expected + "\n"), hex.body());
        assertEquals(binary.caching(), hex.caching());
    }

    @Test
    void aBlockIsGivenAsItWasTaken() throws Exception {
        for (int height : List.of(0, 1, TIP)) {
            String hash = rest.hash(height).toString();
            assertBytes(block(height).bytes(), "block/" + hash + ".*");
            assertBytes(block(height).bytes(), "block/notxdetails/" + hash + ".*");
        }
    }

    @Test
    void aBlockIsShownWithAllThatItSpent() throws Exception {
        String hash = rest.hash(TIP).toString();
        Json.Obj block = object("block/" + hash + ".json");
        assertEquals(Json.of(TIP), block.get("height"));
        Json.Obj paying = (Json.Obj) list(block.get("tx")).get(2);
        Json.Obj input = (Json.Obj) list(paying.get("vin")).getFirst();
        assertEquals(Json.ofBitcoins(7), ((Json.Obj) input.get("prevout")).get("value"));
        Json.Obj plain = object("block/notxdetails/" + hash + ".json");
        assertEquals(Json.of(second.txid().toString()), list(plain.get("tx")).get(2));
    }

    @Test
    void aBlockCanBeHadInParts() throws Exception {
        ByteString whole = block(TIP).bytes();
        String part = "blockpart/" + rest.hash(TIP);
        int size = whole.length();
        assertBytes(whole, part + ".*?offset=0&size=" + size);
        assertBytes(whole.slice(20, 120), part + ".*?offset=20&size=100");
        assertBytes(whole.slice(size - 5, size), part + ".*?size=5&offset=" + (size - 5));
        assertBytes(whole.slice(20, 120), part + ".*?%6fffset=2%30&size=100");
        for (String wrong :
                List.of(
                        "0/0",
                        size + "/0",
                        size + "/1",
                        size + 1 + "/1",
                        "0/" + (size + 1),
                        "1/999999999999999999")) {
            String[] pair = wrong.split("/", -1);
            assertEquals(
                    "400 Bad block part offset/size " + wrong + " for " + rest.hash(TIP),
                    rest.text(part + ".bin?offset=" + pair[0] + "&size=" + pair[1]));
        }
        assertEquals(
                "400 JSON output is not supported for this request type",
                rest.text(part + ".json?offset=0&size=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', offset",
        "?offset=10, size",
        "?size=100, offset",
        "?offset=x&size=1, offset",
        "?offset=1&size=-1, size",
        "?offset=%2&size=1, offset",
        "?%XY, offset"
    })
    void aPartHasAPlaceAndASize(String query, String missing) throws Exception {
        assertEquals(
                "400 Block part " + missing + " missing or invalid",
                rest.text("blockpart/" + rest.hash(TIP) + ".hex" + query));
    }

    @Test
    void headersFollowOneAnother() throws Exception {
        var two = new ByteWriter();
        block(5).header().write(two);
        block(6).header().write(two);
        assertBytes(two.toByteString(), "headers/" + rest.hash(5) + ".*?count=2");
        assertBytes(two.toByteString(), "headers/2/" + rest.hash(5) + ".*");
        List<Json> shown = list(json("headers/" + rest.hash(5) + ".json"));
        assertEquals(5, shown.size());
        assertEquals(Json.of(9), ((Json.Obj) shown.getLast()).get("height"));
        assertEquals(1, list(json("headers/" + rest.hash(TIP) + ".json?count=2000")).size());
        assertEquals(List.of(), list(json("headers/" + UNKNOWN + ".json")));
    }

    @Test
    void headersOfABranchThatLostAreNotShown() throws Exception {
        Block other = rest.blocks.on(rest.blocks.tip().ancestor(50)).time(1_390_000_000L).mine();
        rest.chain.add(other.bytes(), caesure.chain.Chain.Source.SUBMITTED, 1_400_000_000L);
        assertEquals(List.of(), list(json("headers/" + other.hash() + ".json")));
        assertEquals(Json.of(-1), object("block/" + other.hash() + ".json").get("confirmations"));
        assertEquals(
                "404 " + other.hash() + " undo not available",
                rest.text("spenttxouts/" + other.hash() + ".json"));
    }

    @Test
    void aHeightHasAHash() throws Exception {
        String hash = rest.hash(7).toString();
        assertEquals("200 {\"blockhash\":\"" + hash + "\"}", rest.text("blockhashbyheight/7.json"));
        assertEquals("200 " + hash, rest.text("blockhashbyheight/7.hex"));
        assertEquals(
                rest.hash(7).hash().toByteString(), rest.get("blockhashbyheight/7.bin").body());
    }

    @Test
    void spentOutputsAreGivenByTransaction() throws Exception {
        String target = "spenttxouts/" + rest.hash(TIP);
        var out = new ByteWriter();
        out.compactSize(3).compactSize(0).compactSize(1);
        block(1).transactions().getFirst().outputs().getFirst().write(out);
        out.compactSize(1);
        first.outputs().getFirst().write(out);
        assertBytes(out.toByteString(), target + ".*");
        List<Json> shown = list(json(target + ".json"));
        assertEquals(List.of(), list(shown.getFirst()));
        assertEquals(Json.ofBitcoins(7), ((Json.Obj) list(shown.get(2)).getFirst()).get("value"));
        assertEquals("200 [[]]", rest.text("spenttxouts/" + rest.hash(0) + ".json"));
    }

    @Test
    void coinsAreFoundByTheTarget() throws Exception {
        String spent = first.txid() + "-0";
        String unspent = first.txid() + "-1";
        for (String path : List.of("", "/checkmempool")) {
            Json.Obj found = object("getutxos" + path + "/" + spent + "/" + unspent + ".json");
            assertEquals(Json.of(TIP), found.get("chainHeight"));
            assertEquals(Json.of(rest.hash(TIP).toString()), found.get("chaintipHash"));
            assertEquals(Json.of("01"), found.get("bitmap"));
            Json.Obj coin = (Json.Obj) list(found.get("utxos")).getFirst();
            assertEquals(Json.of(TIP), coin.get("height"));
            assertEquals(Json.ofBitcoins(50_000), coin.get("value"));
            assertEquals(Json.of("51"), ((Json.Obj) coin.get("scriptPubKey")).get("hex"));
        }
    }

    @Test
    void coinsAreFoundByTheBody() throws Exception {
        var ask = new ByteWriter();
        ask.u8(1).compactSize(2);
        new OutPoint(first.txid(), 0).write(ask);
        new OutPoint(first.txid(), 1).write(ask);
        var expected = new ByteWriter();
        expected.u32(TIP).bytes(rest.hash(TIP).hash().toByteString());
        expected.compactSize(1).u8(0b10).compactSize(1).u32(0).u32(TIP);
        first.outputs().get(1).write(expected);
        ByteString body = ask.toByteString();
        assertEquals(expected.toByteString(), rest.reply("POST", "getutxos.bin", body).body());
        String digits = Hex.of(body.toArray()) + "\n";
        assertEquals(
                bytes(expected.toByteString() + "\n"),
                rest.reply("POST", "getutxos.hex", bytes(digits)).body());
    }

    @ParameterizedTest
    @CsvSource({
        "getutxos.json, '', Error: empty request",
        "getutxos.bin, '', Error: empty request",
        "getutxos.json, x, Error: empty request",
        "getutxos/checkmempool.json, x, Error: empty request",
        "getutxos.bin, '{\"checkmempool', Parse error",
        "getutxos.hex, 01ff, Parse error",
        "getutxos/aa-1234.json, '', Parse error",
        "getutxos/T_+1.json, '', Parse error",
        "getutxos/T-+1.json, '', Parse error",
        "getutxos/T--1.json, '', Parse error",
        "getutxos/T-4294967296.json, '', Parse error",
        "getutxos/Taa-1234.json, '', Parse error",
        "getutxos/T-0.bin, x, Combination of URI scheme inputs and raw post data is not allowed"
    })
    void aWrongQuestionForCoinsIsRefused(String target, String body, String words)
            throws Exception {
        HttpReply reply = rest.reply("POST", target.replace("T", UNKNOWN), bytes(body));
        assertEquals(400, reply.status());
        assertEquals(bytes(words + "\r\n"), reply.body());
    }

    @Test
    void notMoreThan15CoinsAreLookedFor() throws Exception {
        String coins = ("/" + UNKNOWN + "-1").repeat(15);
        assertEquals(Json.of("0".repeat(15)), object("getutxos" + coins + ".json").get("bitmap"));
        assertEquals(
                "400 Error: max outpoints exceeded (max: 15, tried: 16)",
                rest.text("getutxos/checkmempool/" + UNKNOWN + "-9" + coins + ".json"));
    }

    @Test
    void theStateIsThatOfTheMethods() throws Exception {
        Json.Obj info = object("chaininfo.json");
        assertEquals(Json.of("regtest"), info.get("chain"));
        assertEquals(Json.of(TIP), info.get("blocks"));
        assertEquals(Json.of(TIP), object("deploymentinfo.json").get("height"));
        assertEquals(Json.of(3), object("deploymentinfo/" + rest.hash(3) + ".json").get("height"));
        assertEquals("200 {\"size\":0}", rest.text("mempool/info.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; 200 {}",
                "?%; 200 {}",
                "?verbose=false; 200 []",
                "?verbose=false&mempool_sequence=true; 200 {\"txids\":[],\"mempool_sequence\":1}",
                "?verbose=1; 400 The \"verbose\" query parameter must be either \"true\" or"
                        + " \"false\".",
                "?mempool_sequence=; 400 The \"mempool_sequence\" query parameter must be either"
                        + " \"true\" or \"false\".",
                "?mempool_sequence=true; 400 Verbose results cannot contain mempool sequence"
                        + " values. (hint: set \"verbose=false\")"
            })
    void theMempoolIsEmpty(String query, String answer) throws Exception {
        assertEquals(answer, rest.text("mempool/contents.json" + query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "tx/abc.json; 400 Invalid hash: abc",
                "tx/U.json; 404 U not found",
                "tx/U; 404 U not found",
                "block/U.json; 404 U not found",
                "block/U.invalid; 400 Invalid hash: U.invalid",
                "block/B; 404 output format not found (available: .bin, .hex, .json)",
                "block/B.; 404 output format not found (available: .bin, .hex, .json)",
                "block/B%.json; 400 Invalid hash: B%",
                "block/notxdetails/.bin; 400 Invalid hash: ",
                "blockpart/U.bin?offset=0&size=1; 404 U not found",
                "headers/B%.json; 400 Invalid hash: B%",
                "headers/a/b/c.json; 400 Invalid URI format. Expected"
                        + " /rest/headers/<hash>.<ext>?count=<count>",
                "headers/B.json?count=0; 400 Header count is invalid or out of acceptable range"
                        + " (1-2000): 0",
                "headers/2001/B.json; 400 Header count is invalid or out of acceptable range"
                        + " (1-2000): 2001",
                "headers/+1/B.json; 400 Header count is invalid or out of acceptable range"
                        + " (1-2000): +1",
                "headers/B.xml; 400 Invalid hash: B.xml",
                "headers/B; 404 output format not found (available: .bin, .hex, .json)",
                "blockhashbyheight/abc.json; 400 Invalid height: abc",
                "blockhashbyheight/+1.json; 400 Invalid height: +1",
                "blockhashbyheight/-1.json; 400 Invalid height: -1",
                "blockhashbyheight/<b>.json; 400 Invalid height: b",
                "blockhashbyheight/.json; 400 Invalid height: ",
                "blockhashbyheight/1000000.json; 404 Block height out of range",
                "blockhashbyheight/1; 404 output format not found (available: .bin, .hex, .json)",
                "spenttxouts/a/b.json; 400 Invalid URI format. Expected"
                        + " /rest/spenttxouts/<hash>.<ext>",
                "spenttxouts/U.json; 404 U not found",
                "chaininfo.bin; 404 output format not found (available: json)",
                "deploymentinfo/U.json; 400 Block not found",
                "deploymentinfo/abc.json; 400 Invalid hash: abc",
                "deploymentinfo; 404 output format not found (available: json)",
                "mempool/x.json; 400 Invalid URI format. Expected"
                        + " /rest/mempool/<info|contents>.json",
                "mempool/info.hex; 404 output format not found (available: json)",
                "blockfilter/basic/B.bin; 400 Index is not enabled for filtertype basic",
                "blockfilter/B.bin; 400 Invalid URI format. Expected"
                        + " /rest/blockfilter/<filtertype>/<blockhash>",
                "blockfilterheaders/abc/B.bin; 400 Unknown filtertype abc",
                "blockfilterheaders/basic/5/B%.json; 400 Invalid hash: B%",
                "blockfilterheaders/basic/0/B.json; 400 Header count is invalid or out of"
                        + " acceptable range (1-2000): 0"
            })
    void errorsAreThoseOfBitcoind(String target, String answer) throws Exception {
        String hash = rest.hash(TIP).toString();
        String asked = target.replace("U", UNKNOWN).replace("B", hash);
        String expected = answer;
        if (target.contains("U")) expected = expected.replace("U ", UNKNOWN + " ");
        if (answer.contains("hash: U")) expected = expected.replace("hash: U", "hash: " + UNKNOWN);
        expected = expected.replaceFirst("hash: B", "hash: " + hash);
        assertEquals(expected.strip(), rest.text(asked).strip());
        assertEquals("no-store", rest.get(asked).caching());
        assertEquals("text/plain", rest.get(asked).contentType());
    }

    @Test
    void onlyWhatNeverChangesIsKept() throws Exception {
        String hash = rest.hash(TIP).toString();
        for (String target :
                List.of(
                        "block/H.bin",
                        "block/H.hex",
                        "blockpart/H.bin?offset=0&size=1",
                        "spenttxouts/H.json",
                        "spenttxouts/H.bin",
                        "deploymentinfo/H.json")) {
            assertEquals(IMMUTABLE, rest.get(target.replace("H", hash)).caching(), target);
        }
        for (String target :
                List.of(
                        "block/H.json",
                        "block/notxdetails/H.json",
                        "headers/H.json",
                        "headers/H.bin",
                        "blockhashbyheight/1.bin",
                        "blockhashbyheight/1.json",
                        "chaininfo.json",
                        "mempool/info.json",
                        "deploymentinfo.json",
                        "getutxos/" + UNKNOWN + "-0.json",
                        "getutxos/" + UNKNOWN + "-0.bin")) {
            assertEquals("no-store", rest.get(target.replace("H", hash)).caching(), target);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?x=1", "tx", "block", "does-not-exist", "headers?count=1"})
    void whatIsNoResourceIsNotFound(String target) throws Exception {
        assertEquals(404, rest.get(target).status());
    }

    @Test
    void aNodeThatStartsSaysSo(@TempDir Path folder) throws Exception {
        try (var young = new RestFixture(folder)) {
            young.rest.warmsUp("Loading block index…");
            assertEquals(
                    "503 Service temporarily unavailable: Loading block index…",
                    young.text("chaininfo.json"));
            young.rest.ready();
            assertTrue(young.text("chaininfo.json").startsWith("200 {"));
        }
    }

    @Test
    void itIsPartOfAServer() throws Exception {
        HttpSettings settings = HttpSettings.local(0);
        try (HttpServer server = HttpServer.start(settings, rest.rest.routes(), _ -> {});
                Wire wire = new Wire(server.addresses().getLast())) {
            Wire.Reply reply = wire.get("/rest/blockhashbyheight/0.hex");
            assertEquals(200, reply.status());
            assertEquals(rest.hash(0) + "\n", reply.body());
            assertEquals("text/plain", reply.headers().get("content-type"));
            assertEquals("no-store", reply.headers().get("cache-control"));
            reply = wire.get("/rest/block/" + rest.hash(0) + ".hex");
            assertEquals(IMMUTABLE, reply.headers().get("cache-control"));
            assertEquals(404, wire.get("/rest/nothing").status());
            assertEquals("no-store", wire.get("/rest/nothing").headers().get("cache-control"));
        }
    }
}
