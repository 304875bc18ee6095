// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.Address;
import caesure.address.AddressFormat;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.chain.Chain;
import caesure.http.Json;
import caesure.mining.Assembler;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.rpc.Methods;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Making and submitting blocks by JSON-RPC. */
@Timeout(60)
class GenerateCallsTest {
    /** Of regtest; a key that the functional suite's first node has. */
    private static final String ADDRESS = "mneYUmWYsuk7kySiURxCi3AGxrAqZxLgPZ";

    private MiningRig rig;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        rig = new MiningRig(folder);
        var assembler = new Assembler(rig.clock, OptionalInt.empty());
        rig.serve(
                new Methods(
                        new GenerateCalls(() -> rig.chain, rig.clock, assembler, MiningRig.RAW)
                                .methods(),
                        new SubmitCalls(() -> rig.chain, rig.clock).methods()));
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    /** The hashes are those of bitcoind v31.99 at the same time. */
    @Test
    void generatesToADescriptor() throws Exception {
        assertEquals(
                "[\"56930a229ddfde641b497c06370c7424f7c821113361b31d812faa2c6e59dd9a\","
                        + "\"5cf4895d96cf929bf6b30643c8a9b0cc5366bb130664dcc5150f9743d2af3c79\","
                        + "\"662dbcc4a44fb803448d92696a963271c519c8311b5c938f3a535550154f0404\"]",
                rig.tell("generatetodescriptor", "[3,\"raw(51)\"]"));
        assertEquals(3, rig.chain.tip().node().height());
        assertEquals("[]", rig.tell("generatetodescriptor", "[0,\"raw(51)\"]"));
        assertEquals("[]", rig.tell("generatetodescriptor", "[1,\"raw(51)\",0]"));
        assertEquals(
                "-5 'nonsense' is not a valid descriptor",
                rig.tell("generatetodescriptor", "[1,\"nonsense\"]"));
        assertEquals(
                "-1 JSON integer out of range",
                rig.tell("generatetodescriptor", "[1,\"raw(51)\",-1]"));
    }

    @Test
    void generatesToAnAddress() throws Exception {
        rig.call("generatetoaddress", "[2,\"" + ADDRESS + "\"]");
        assertEquals(2, rig.chain.tip().node().height());
        Transaction coinbase = blockAt(2).transactions().getFirst();
        assertEquals( // pay to key hash
                Optional.of(ADDRESS),
                Address.of(coinbase.outputs().getFirst().scriptPubKey())
                        .map(to -> to.text(AddressFormat.REGTEST)));
        rig.call("generatetoaddress", "[1,\"" + ADDRESS + "\",-1]"); // no end
        assertEquals(3, rig.chain.tip().node().height());
        assertEquals("-5 Error: Invalid address", rig.tell("generatetoaddress", "[1,\"bad\"]"));
    }

    @Test
    void aBlockInTheFutureIsNotSearched() throws Exception {
        rig.call("generatetodescriptor", "[13,\"raw(51)\"]");
        rig.clock.mock(Optional.of(Instant.ofEpochSecond(1_600_000_000L)));
        assertEquals(
                "-1 TestBlockValidity failed: time-too-new,"
                        + " block timestamp too far in the future",
                rig.tell("generatetodescriptor", "[1,\"raw(51)\"]"));
    }

    @Test
    void generateTellsWhatReplacedIt() throws Exception {
        assertEquals(
                "-32601 generate\n\nhas been replaced by the -generate cli option. Refer to -help"
                        + " for more information.\n",
                rig.tell("generate", "[]"));
    }

    @Test
    void generatesABlockOfGivenTransactions() throws Exception {
        rig.call("generatetodescriptor", "[101,\"raw(51)\"]");
        Transaction spend = new TxBuilder().spend(coinbase(1), 0).pay(1_000).build();
        rig.call("generateblock", "[\"raw(51)\",[\"" + spend.bytes() + "\"]]");
        Block tip = blockAt(102);
        assertEquals(spend, tip.transactions().get(1));
        long paid = tip.transactions().getFirst().outputs().getFirst().valueSats();
        assertEquals(5_000_000_000L, paid); // fees are not collected
        assertEquals(
                "-25 TestBlockValidity failed: bad-txns-BIP30, tried to overwrite transaction",
                rig.tell("generateblock", "[\"raw(51)\",[\"" + spend.bytes() + "\"]]"));
        Transaction again = new TxBuilder().spend(coinbase(1), 0).pay(2_000).build();
        assertEquals(
                "-25 TestBlockValidity failed: bad-txns-inputs-missingorspent,"
                        + " CheckTxInputs: inputs missing/spent in transaction "
                        + again.txid(),
                rig.tell("generateblock", "[\"raw(51)\",[\"" + again.bytes() + "\"]]"));
    }

    @Test
    void aBlockThatIsNotSubmittedIsReturned() throws Exception {
        var answer = (Json.Obj) rig.call("generateblock", "[\"" + ADDRESS + "\",[],false]");
        assertEquals(0, rig.chain.tip().node().height());
        String hex = ((Json.Str) answer.get("hex")).text();
        assertEquals("null", rig.tell("submitblock", "[\"" + hex + "\"]"));
        assertEquals(answer.get("hash"), Json.of(rig.hashAt(1)));
        assertEquals("\"duplicate\"", rig.tell("submitblock", "[\"" + hex + "\"]"));
    }

    @Test
    void whatIsNoTransactionOrUnknownIsRefused() throws Exception {
        assertEquals(
                "-22 Transaction decode failed for 00."
                        + " Make sure the tx has at least one input.",
                rig.tell("generateblock", "[\"raw(51)\",[\"00\"]]"));
        String txid = "0".repeat(63) + "1";
        assertEquals(
                "-5 Transaction " + txid + " not in mempool.",
                rig.tell("generateblock", "[\"raw(51)\",[\"" + txid + "\"]]"));
        assertEquals(
                "-5 Error: Invalid address or descriptor",
                rig.tell("generateblock", "[\"nonsense\",[]]"));
        assertEquals(
                "-3 JSON value of type number is not of expected type string",
                rig.tell("generateblock", "[\"raw(51)\",[1]]"));
    }

    /** A miner may leave out the coinbase's witness (UpdateUncommittedBlockStructures). */
    @Test
    void aCoinbaseThatCommitsIsGivenItsWitness() throws Exception {
        var answer = (Json.Obj) rig.call("generateblock", "[\"raw(51)\",[],false]");
        Block whole = Block.parse(ByteString.fromHex(((Json.Str) answer.get("hex")).text()));
        var out = new ByteWriter();
        whole.header().write(out);
        out.compactSize(1);
        whole.transactions().getFirst().writeStripped(out);
        String stripped = out.toByteString().toString();
        assertTrue(stripped.length() < 2 * whole.size());
        assertEquals("null", rig.tell("submitblock", "[\"" + stripped + "\"]"));
        assertEquals(whole.bytes(), blockAt(1).bytes());
    }

    @Test
    void submittedBlocksAreToldInTheWordsOfBip22() throws Exception {
        assertEquals("-22 Block decode failed", rig.tell("submitblock", "[\"00\"]"));
        assertEquals("-22 Block decode failed", rig.tell("submitblock", "[\"zz\"]"));
        String empty = "00".repeat(81);
        assertEquals("\"high-hash\"", rig.tell("submitblock", "[\"" + empty + "\"]"));
        rig.call("generatetodescriptor", "[1,\"raw(51)\"]");
        String side = notSubmitted("raw(52)");
        rig.call("generatetodescriptor", "[1,\"raw(51)\"]");
        assertEquals("\"inconclusive\"", rig.tell("submitblock", "[\"" + side + "\"]"));
        assertEquals("\"duplicate\"", rig.tell("submitblock", "[\"" + side + "\"]"));
    }

    @Test
    void anInvalidBlockIsRememberedAndOneWithoutParentIsNot() throws Exception {
        rig.call("generatetodescriptor", "[1,\"raw(51)\"]");
        String next = notSubmitted("raw(51)");
        assertTrue(rig.chain.invalidate(rig.chain.tip().node().hash()));
        assertEquals("\"bad-prevblk\"", rig.tell("submitblock", "[\"" + next + "\"]"));
        rig.chain.reconsider(header(next).previous());
        assertEquals("null", rig.tell("submitblock", "[\"" + next + "\"]"));
        rig.chain.invalidate(rig.chain.tip().node().hash());
        assertEquals("\"duplicate-invalid\"", rig.tell("submitblock", "[\"" + next + "\"]"));
    }

    @Test
    void headersAreTakenByHand() throws Exception {
        rig.call("generatetodescriptor", "[1,\"raw(51)\"]");
        String next = notSubmitted("raw(51)");
        assertEquals("null", rig.tell("submitheader", "[\"" + next.substring(0, 160) + "\"]"));
        assertEquals("null", rig.tell("submitheader", "[\"" + next + "\"]")); // more may follow
        assertEquals(2, rig.chain.headers().bestHeader().height());
        assertEquals(1, rig.chain.tip().node().height());
        assertEquals(
                "-22 Block header decode failed",
                rig.tell("submitheader", "[\"" + next.substring(0, 158) + "\"]"));
        String orphan = next.substring(0, 8) + "7b" + "00".repeat(31) + next.substring(72, 160);
        assertEquals(
                "-25 Must submit previous header (" + "0".repeat(62) + "7b) first",
                rig.tell("submitheader", "[\"" + orphan + "\"]"));
        String early = next.substring(0, 136) + "01000000" + next.substring(144, 160);
        assertTrue(rig.tell("submitheader", "[\"" + early + "\"]").startsWith("-25 "));
    }

    private String notSubmitted(String output) throws Exception {
        var answer = (Json.Obj) rig.call("generateblock", "[\"" + output + "\",[],false]");
        return ((Json.Str) answer.get("hex")).text();
    }

    private static Header header(String block) throws Exception {
        return Block.parse(ByteString.fromHex(block)).header();
    }

    private Block blockAt(int height) throws IOException {
        Chain chain = rig.chain;
        return chain.block(chain.tip().node().ancestor(height).hash()).orElseThrow();
    }

    private Transaction coinbase(int height) throws IOException {
        return blockAt(height).transactions().getFirst();
    }
}
