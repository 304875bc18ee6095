// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.chain.Chain;
import caesure.http.Json;
import caesure.http.JsonText;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.rpc.Arguments;
import caesure.rpc.Method;
import caesure.rpc.RpcException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class ChainCallsTest {
    private static final String NOWHERE = "\"" + "ab".repeat(32) + "\"";

    @TempDir private Path folder;
    private ChainFixture fixture;
    private List<Method> methods;

    @BeforeEach
    void open() throws IOException {
        fixture = new ChainFixture(folder);
        methods = new ChainCalls(() -> fixture.chain, fixture.status()).methods();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String call(String name, String params) throws InterruptedException {
        return fixture.call(methods, name, params);
    }

    private Json.Obj object(String name, String params) throws InterruptedException, RpcException {
        return fixture.object(methods, name, params);
    }

    @Test
    void tellsTheStateOfTheChain() throws Exception {
        fixture.grow(2);
        Block third = fixture.blocks.next().mine();
        fixture.chain.addHeaders(
                List.of(third.header()), Chain.Source.SUBMITTED, ChainFixture.NOW.getEpochSecond());
        fixture.warnings.add("something is wrong");
        Json.Obj info = object("getblockchaininfo", "[]");
        assertEquals(
                List.of(
                        "chain",
                        "blocks",
                        "headers",
                        "bestblockhash",
                        "bits",
                        "target",
                        "difficulty",
                        "time",
                        "mediantime",
                        "verificationprogress",
                        "initialblockdownload",
                        "chainwork",
                        "size_on_disk",
                        "pruned",
                        "warnings"),
                info.members().stream().map(Json.Member::name).toList());
        assertEquals(Json.of("regtest"), info.get("chain"));
        assertEquals(Json.of(2), info.get("blocks"));
        assertEquals(Json.of(3), info.get("headers"));
        assertEquals(Json.of(fixture.hash(2)), info.get("bestblockhash"));
        assertEquals(Json.of("0".repeat(63) + "6"), info.get("chainwork"));
        assertEquals(Json.of(true), info.get("initialblockdownload"));
        assertEquals("[\"something is wrong\"]", JsonText.of(info.get("warnings")));
        long blockBytes = 0;
        for (int i = 1; i <= 2; i++) blockBytes += fixture.blocks.blocks().get(i).size() + 8;
        long size = Arguments.number(info.get("size_on_disk"), 0, Long.MAX_VALUE);
        assertTrue(size > blockBytes, size + " is not more than " + blockBytes);
    }

    @Test
    void endsTheInitialDownloadWhenTheTipIsFresh() throws Exception {
        fixture.grow(1);
        assertEquals(Json.of(true), object("getblockchaininfo", "[]").get("initialblockdownload"));
        fixture.add(fixture.blocks.next().time(ChainFixture.NOW.getEpochSecond()).mine());
        Json.Obj info = object("getblockchaininfo", "[]");
        assertEquals(Json.of(false), info.get("initialblockdownload"));
        assertEquals(Json.of(1), info.get("verificationprogress"));
    }

    @Test
    void keepsOneChainstate() throws Exception {
        fixture.grow(1);
        Json.Obj states = object("getchainstates", "[]");
        assertEquals(Json.of(1), states.get("headers"));
        List<Json> all = Arguments.list(states.get("chainstates"));
        assertEquals(1, all.size());
        Json.Obj state = Arguments.object(all.getFirst());
        assertEquals(Json.of(true), state.get("validated"));
        assertEquals(Json.of(1), state.get("blocks"));
        assertFalse(state.has("snapshot_blockhash"));
    }

    @Test
    void saysOfEachEndHowItFared() throws Exception {
        fixture.grow(4);
        List<Block> valid = fixture.branch(1, 2); // two blocks: stored, never connected
        for (Block block : valid) fixture.take(block);
        Block bad = fixture.blocks.on(fixture.blocks.tip()).coinbaseSats(6_000_000_000L).mine();
        fixture.take(bad);
        List<Block> headers = fixture.branch(3, 2);
        fixture.chain.addHeaders(
                headers.stream().map(Block::header).toList(),
                Chain.Source.SUBMITTED,
                ChainFixture.NOW.getEpochSecond());
        assertEquals(
                "["
                        + end(5, bad.hash(), 1, "invalid")
                        + ","
                        + end(5, headers.getLast().hash(), 2, "headers-only")
                        + ","
                        + end(4, fixture.blocks.tip().hash(), 0, "active")
                        + ","
                        + end(3, valid.getLast().hash(), 2, "valid-headers")
                        + "]",
                call("getchaintips", "[]"));
    }

    @Test
    void callsALeftBranchAValidFork() throws Exception {
        fixture.grow(2);
        BlockHash left = fixture.blocks.tip().hash();
        List<Block> better = fixture.branch(1, 2);
        for (Block block : better) fixture.take(block);
        assertEquals(
                "["
                        + end(3, better.getLast().hash(), 0, "active")
                        + ","
                        + end(2, left, 1, "valid-fork")
                        + "]",
                call("getchaintips", "[]"));
        fixture.chain.invalidate(left);
        assertTrue(call("getchaintips", "[]").endsWith(end(2, left, 1, "invalid") + "]"));
        fixture.chain.reconsider(left); // it need not be verified again to be called so
        assertTrue(call("getchaintips", "[]").endsWith(end(2, left, 1, "valid-fork") + "]"));
    }

    private static String end(int height, BlockHash hash, int length, String status) {
        return String.format(
                "{\"height\":%d,\"hash\":\"%s\",\"branchlen\":%d,\"status\":\"%s\"}",
                height, hash, length, status);
    }

    @Test
    void computesTheRateOfTransactions() throws Exception {
        fixture.grow(20);
        String last = "\"window_final_block_hash\":\"" + fixture.hash(20) + "\"";
        long time = fixture.blocks.tip().header().time();
        assertEquals(
                "{\"time\":"
                        + time
                        + ",\"txcount\":21,"
                        + last
                        + ",\"window_final_block_height\":20,\"window_block_count\":19,"
                        + "\"window_interval\":8400,\"window_tx_count\":19,"
                        + "\"txrate\":0.002261904761904762}",
                call("getchaintxstats", "[]"));
        assertEquals(
                "{\"time\":"
                        + time
                        + ",\"txcount\":21,"
                        + last
                        + ",\"window_final_block_height\":20,\"window_block_count\":0}",
                call("getchaintxstats", "[0]"));
        Json.Obj window = object("getchaintxstats", "[3,\"" + fixture.hash(10) + "\"]");
        assertEquals(Json.of(10), window.get("window_final_block_height"));
        assertEquals(Json.of(3), window.get("window_tx_count"));
    }

    @Test
    void refusesWindowsThatAreNone() throws Exception {
        fixture.grow(3);
        String words = "-8: Invalid block count: should be between 0 and the block's height - 1";
        assertEquals(words, call("getchaintxstats", "[-1]"));
        assertEquals(words, call("getchaintxstats", "[3]"));
        assertEquals("-5: Block not found", call("getchaintxstats", "[1," + NOWHERE + "]"));
        Block beside = fixture.branch(1, 1).getFirst();
        fixture.take(beside);
        assertEquals(
                "-8: Block is not in main chain",
                call("getchaintxstats", "[1,\"" + beside.hash() + "\"]"));
    }

    @Test
    void listsDeployments() throws Exception {
        Json.Obj genesis = object("getdeploymentinfo", "[]");
        assertEquals(
                "[\"NULLDUMMY\",\"P2SH\",\"TAPROOT\",\"WITNESS\"]",
                JsonText.of(genesis.get("script_flags")));
        assertEquals(
                "{\"bip34\":{\"type\":\"buried\",\"active\":true,\"height\":1},"
                        + "\"bip66\":{\"type\":\"buried\",\"active\":true,\"height\":1},"
                        + "\"bip65\":{\"type\":\"buried\",\"active\":true,\"height\":1},"
                        + "\"csv\":{\"type\":\"buried\",\"active\":true,\"height\":1},"
                        + "\"segwit\":{\"type\":\"buried\",\"active\":true,\"height\":0},"
                        + "\"testdummy\":{\"type\":\"bip9\",\"active\":false,\"bip9\":"
                        + "{\"start_time\":0,\"timeout\":9223372036854775807,"
                        + "\"min_activation_height\":0,\"status\":\"defined\",\"since\":0,"
                        + "\"status_next\":\"defined\"}}}",
                JsonText.of(genesis.get("deployments")));
        assertEquals("-5: Block not found", call("getdeploymentinfo", "[" + NOWHERE + "]"));
    }

    @Test
    void followsTheSignalsOfMiners() throws Exception {
        fixture.grow(143);
        assertTrue(testDummy().contains("\"status\":\"defined\",\"since\":0"));
        assertTrue(testDummy().contains("\"status_next\":\"started\""));
        fixture.add(fixture.blocks.next().version(0x3000_0000).mine());
        fixture.grow(1);
        assertEquals(
                "{\"type\":\"bip9\",\"active\":false,\"bip9\":{\"bit\":28,\"start_time\":0,"
                        + "\"timeout\":9223372036854775807,\"min_activation_height\":0,"
                        + "\"status\":\"started\",\"since\":144,\"status_next\":\"started\","
                        + "\"statistics\":{\"period\":144,\"elapsed\":2,\"count\":1,"
                        + "\"threshold\":108,\"possible\":true},\"signalling\":\"#-\"}}",
                testDummy());
        for (int i = 146; i <= 287; i++) {
            fixture.add(fixture.blocks.next().version(0x3000_0000).mine());
        }
        assertTrue(testDummy().contains("\"status_next\":\"locked_in\""));
        fixture.grow(1);
        assertTrue(
                testDummy()
                        .contains(
                                "\"status\":\"locked_in\",\"since\":288,\"status_next\":"
                                        + "\"locked_in\",\"statistics\":{\"period\":144,"
                                        + "\"elapsed\":1,\"count\":0},\"signalling\":\"-\""));
        fixture.grow(143);
        assertTrue(testDummy().startsWith("{\"type\":\"bip9\",\"height\":432,\"active\":true"));
        fixture.grow(1);
        assertTrue(testDummy().contains("\"status\":\"active\",\"since\":432,"));
    }

    private String testDummy() throws InterruptedException, RpcException {
        Json.Obj info = object("getdeploymentinfo", "[]");
        return JsonText.of(Arguments.object(info.get("deployments")).get("testdummy"));
    }

    @Test
    void hasNoIndexesAndPrunesNothing() throws Exception {
        assertEquals("{}", call("getindexinfo", "[]"));
        assertEquals("{}", call("getindexinfo", "[\"txindex\"]"));
        assertEquals(
                "-1: Cannot prune blocks because node is not in prune mode.",
                call("pruneblockchain", "[1]"));
    }
}
