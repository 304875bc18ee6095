// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.chain.InitialDownload;
import caesure.consensus.Deployments;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.http.Json;
import caesure.mining.Assembler;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.Work;
import caesure.rpc.Methods;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;

/** getmininginfo, getnetworkhashps and getblocktemplate. */
@Timeout(60)
class TemplateCallsTest {
    private static final String SEGWIT = "[{\"rules\":[\"segwit\"]}]";

    private Path folder;
    private MiningRig rig;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        this.folder = folder;
        open(Params.of(Network.REGTEST));
    }

    private void open(Params params) throws IOException {
        rig = new MiningRig(folder, params);
        var assembler = new Assembler(rig.clock, OptionalInt.empty());
        var download = new InitialDownload(rig.chain, Work.NONE, Duration.ofHours(24));
        rig.serve(
                new Methods(
                        new MiningInfoCalls(() -> rig.chain, assembler, () -> List.of("beware"))
                                .methods(),
                        new TemplateCalls(
                                        () -> rig.chain,
                                        () -> download,
                                        () -> 0,
                                        rig.clock,
                                        assembler)
                                .methods(),
                        new SubmitCalls(() -> rig.chain, rig.clock).methods(),
                        new GenerateCalls(() -> rig.chain, rig.clock, assembler, MiningRig.RAW)
                                .methods()));
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    /** As bitcoind v31.99 answers, but for the warning. */
    @Test
    void miningInfoIsBitcoinds() throws Exception {
        String target = "7fffff" + "0".repeat(58);
        String bits =
                "\"bits\":\"207fffff\",\"difficulty\":4.656542373906925e-10,\"target\":\""
                        + target
                        + "\"";
        assertEquals(
                "{\"blocks\":0,"
                        + bits
                        + ",\"networkhashps\":0,\"pooledtx\":0,\"blockmintxfee\":0.00000001,"
                        + "\"chain\":\"regtest\",\"next\":{\"height\":1,"
                        + bits
                        + "},\"warnings\":[\"beware\"]}",
                rig.tell("getmininginfo", "[]"));
        rig.call("generatetodescriptor", "[23,\"raw(51)\"]");
        String info = rig.tell("getmininginfo", "[]");
        assertTrue(
                info.startsWith(
                        "{\"blocks\":23,\"currentblockweight\":8000,\"currentblocktx\":0,\"bits\""),
                info);
        assertTrue(info.contains("\"networkhashps\":1.140557883011307e-07,"), info);
    }

    @Test
    void theHashRateIsAskedForARange() throws Exception {
        rig.call("generatetodescriptor", "[23,\"raw(51)\"]");
        assertEquals("1.140557883011307e-07", rig.tell("getnetworkhashps", "[]"));
        assertEquals("1.140557883011307e-07", rig.tell("getnetworkhashps", "[-1]"));
        assertEquals("0", rig.tell("getnetworkhashps", "[1]")); // both have one time
        assertEquals("14", rig.tell("getnetworkhashps", "[7]"));
        assertEquals("10", rig.tell("getnetworkhashps", "[20]"));
        assertEquals("12", rig.tell("getnetworkhashps", "[12,20]"));
        assertEquals("0", rig.tell("getnetworkhashps", "[120,0]"));
        assertEquals(
                "-8 Invalid nblocks. Must be a positive number or -1.",
                rig.tell("getnetworkhashps", "[0]"));
        assertEquals(
                "-8 Invalid nblocks. Must be a positive number or -1.",
                rig.tell("getnetworkhashps", "[-2]"));
        assertEquals(
                "-8 Block does not exist at specified height",
                rig.tell("getnetworkhashps", "[120,24]"));
        assertEquals(
                "-8 Block does not exist at specified height",
                rig.tell("getnetworkhashps", "[120,-2]"));
    }

    /** As bitcoind v31.99 answers, but for the count of changes in the longpollid. */
    @Test
    void aTemplateIsBitcoinds() throws Exception {
        rig.call("generatetodescriptor", "[23,\"raw(51)\"]");
        String tip = "7152c72b7e1ca3f32528d1ba2c7dd9b4e15c1d700cdf2bf8021503de79826822";
        assertEquals(
                "{\"capabilities\":[\"proposal\"],\"version\":536870912,"
                        + "\"rules\":[\"csv\",\"!segwit\",\"taproot\"],\"vbavailable\":{},"
                        + "\"vbrequired\":0,\"previousblockhash\":\""
                        + tip
                        + "\",\"transactions\":[],\"coinbaseaux\":{},\"coinbasevalue\":5000000000,"
                        + "\"longpollid\":\""
                        + tip
                        + "0\",\"target\":\"7fffff"
                        + "0".repeat(58)
                        + "\",\"mintime\":1700000005,"
                        + "\"mutable\":[\"time\",\"transactions\",\"prevblock\"],"
                        + "\"noncerange\":\"00000000ffffffff\",\"sigoplimit\":80000,"
                        + "\"sizelimit\":4000000,\"weightlimit\":4000000,\"curtime\":1700000005,"
                        + "\"bits\":\"207fffff\",\"height\":24,\"default_witness_commitment\":"
                        + "\"6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9\"}",
                rig.tell("getblocktemplate", SEGWIT));
    }

    @Test
    void softForksUnderWayAreTold() throws Exception {
        rig.call("generatetodescriptor", "[143,\"raw(51)\"]");
        String started = rig.tell("getblocktemplate", SEGWIT);
        assertTrue(started.contains("\"version\":805306368,"), started);
        assertTrue(started.contains("\"vbavailable\":{\"testdummy\":28}"), started);
        rig.call("generatetodescriptor", "[288,\"raw(51)\"]");
        String active = rig.tell("getblocktemplate", SEGWIT);
        assertTrue(active.contains("[\"csv\",\"!segwit\",\"taproot\",\"testdummy\"]"), active);
        assertTrue(active.contains("\"vbavailable\":{}"), active);
    }

    @Test
    void beforeSegwitLimitsAreTheOldOnes() throws Exception {
        rig.close();
        Params regtest = Params.of(Network.REGTEST);
        open(regtest.withDeployments(regtest.deployments().with(Deployments.Fork.SEGWIT, 1_000)));
        String template = rig.tell("getblocktemplate", SEGWIT);
        assertTrue(template.contains("\"rules\":[\"csv\"]"), template);
        assertTrue(template.contains("\"sigoplimit\":20000,\"sizelimit\":1000000,\"cur"), template);
        assertEquals(
                1, ((Json.Arr) rig.call("generatetodescriptor", "[1,\"raw(51)\"]")).items().size());
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() throws Exception {
        String segwit =
                "-8 getblocktemplate must be called with the segwit rule set"
                        + " (call with {\"rules\": [\"segwit\"]})";
        assertEquals(segwit, rig.tell("getblocktemplate", "[{}]"));
        assertEquals(segwit, rig.tell("getblocktemplate", "[{\"rules\":[]}]"));
        String rules = "\"rules\":[\"segwit\"]}]";
        assertEquals("-8 Invalid mode", rig.tell("getblocktemplate", "[{\"mode\":1," + rules));
        assertEquals("-8 Invalid mode", rig.tell("getblocktemplate", "[{\"mode\":\"x\"," + rules));
        assertEquals(
                "-8 longpollid must be of length 64 (not 2, for 'zz')",
                rig.tell("getblocktemplate", "[{\"longpollid\":\"zz\"," + rules));
        assertEquals(
                "-3 Missing data String key for proposal",
                rig.tell("getblocktemplate", "[{\"mode\":\"proposal\"}]"));
        assertEquals(
                "-22 Block decode failed",
                rig.tell("getblocktemplate", "[{\"mode\":\"proposal\",\"data\":\"00\"}]"));
    }

    @Test
    void proposalsAreJudgedAndNotKept() throws Exception {
        rig.call("generatetodescriptor", "[2,\"raw(51)\"]");
        var made = (Json.Obj) rig.call("generateblock", "[\"raw(51)\",[],false]");
        String hex = ((Json.Str) made.get("hex")).text();
        assertEquals("null", propose(hex));
        assertEquals("null", propose(hex)); // it was not kept
        Header header = Block.parse(ByteString.fromHex(hex)).header();
        String root = header.merkleRoot().toByteString().toString();
        assertEquals("\"bad-txnmrklroot\"", propose(hex.replace(root, "00".repeat(32))));
        rig.call("submitheader", "[\"" + hex + "\"]");
        assertEquals("\"duplicate-inconclusive\"", propose(hex));
        assertEquals("null", rig.tell("submitblock", "[\"" + hex + "\"]"));
        assertEquals("\"duplicate\"", propose(hex));
        rig.chain.invalidate(header.hash());
        assertEquals("\"duplicate-invalid\"", propose(hex));
        String stale = hex.substring(0, 152) + "ffffffff" + hex.substring(160); // another nonce
        rig.chain.invalidate(header.previous());
        assertEquals("\"inconclusive-not-best-prevblk\"", propose(stale));
    }

    @Test
    void aLongPollAnswersWhenTheTipMoves() throws Exception {
        var first = (Json.Obj) rig.call("getblocktemplate", SEGWIT);
        String id = ((Json.Str) first.get("longpollid")).text();
        String request = "[{\"longpollid\":\"" + id + "\",\"rules\":[\"segwit\"]}]";
        var poll = new FutureTask<>(() -> (Json.Obj) rig.call("getblocktemplate", request));
        Thread thread = Thread.ofVirtual().start(poll);
        assertFalse(thread.join(Duration.ofMillis(200)));
        rig.call("generatetodescriptor", "[1,\"raw(51)\"]");
        assertEquals(Json.of(2), poll.get().get("height"));
        assertNotEquals(first.get("longpollid"), poll.get().get("longpollid"));
        assertEquals(Json.of(2), ((Json.Obj) rig.call("getblocktemplate", request)).get("height"));
    }

    @Test
    void notificationsOfZmqAreListed() throws Exception {
        rig.serve(
                new Methods(
                        new ZmqCalls(() ->
                                List.of(
                                        new ZmqCalls.Notification(
                                                "pubhashblock", "tcp://127.0.0.1:1", 7)))
                                .methods()));
        assertEquals(
                "[{\"type\":\"pubhashblock\",\"address\":\"tcp://127.0.0.1:1\",\"hwm\":7}]",
                rig.tell("getzmqnotifications", "[]"));
    }

    private String propose(String block) throws Exception {
        return rig.tell("getblocktemplate", "[{\"mode\":\"proposal\",\"data\":\"" + block + "\"}]");
    }
}
