// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.BlockHash;
import caesure.primitives.MerkleTree;
import caesure.primitives.Txid;
import caesure.testkit.SentByCore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages of a real node, whose fields that node told by RPC. */
class SentByCoreTest {
    static final List<String> ALL = SentByCore.ALL;

    private static final BlockHash GENESIS =
            hash("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
    private static final BlockHash FIRST =
            hash("7809abf78943dffee57ada6617255a4442c7d01a54b8c087d2d382587db93102");
    private static final BlockHash SECOND =
            hash("724a0539b77dd1510f8f6348e045eab64262a7bc53eb9123b091bd7b0fbfd987");
    private static final String COINBASE =
            "ff6b19c713d9e5e46a3199f99e51c195ffd18bafddfe8ca7315d154d9a54d49a";

    /** Core's own bytes are the ones that we write. */
    @ParameterizedTest(name = "{index}")
    @FieldSource("ALL")
    void isWrittenAsItWasSent(String sent) throws Exception {
        Message read = read(sent);
        assertEquals(command(sent), read.command());
        assertEquals(payload(sent), read.payload());
    }

    @Test
    void saysWhoItIs() throws Exception {
        Version version = as(Version.class, SentByCore.VERSION);
        assertEquals(70_017, version.version());
        assertEquals(
                List.of("NETWORK", "BLOOM", "WITNESS", "COMPACT_FILTERS", "NETWORK_LIMITED"),
                version.services().names());
        assertEquals(1_795_384_100L, version.timeS());
        assertEquals(NetEndpoint.NONE, version.receiver());
        assertEquals("/Satoshi:31.99.0/", version.userAgent());
        assertEquals(2, version.startHeight());
        assertTrue(version.relay());
        ByteString sent = payload(SentByCore.VERSION);
        assertEquals(sent.slice(72, 80).reader().i64(), version.nonce());
    }

    @Test
    void saysWhatItWants() throws Exception {
        assertEquals(new CompactBlocks.SendCmpct(false, 2), read(SentByCore.SENDCMPCT));
        assertEquals(new Negotiation.FeeFilter(100), read(SentByCore.FEEFILTER));
        assertEquals(new Negotiation.WtxidRelay(), read(SentByCore.WTXIDRELAY));
        assertEquals(new Negotiation.SendAddrV2(), read(SentByCore.SENDADDRV2));
        assertEquals(new Negotiation.Verack(), read(SentByCore.VERACK));
        assertEquals(new Message.Ping(0x2e31_891d_fb7a_0662L), read(SentByCore.PING));
    }

    @Test
    void asksForHeadersFromBelowItsTipOn() throws Exception {
        assertEquals(
                new ChainMessage.GetHeaders(List.of(FIRST, GENESIS), hash("00".repeat(32))),
                read(SentByCore.GETHEADERS));
    }

    @Test
    void sendsHeaders() throws Exception {
        var headers = as(ChainMessage.Headers.class, SentByCore.HEADERS).headers();
        assertEquals(List.of(FIRST, SECOND), headers.stream().map(h -> h.hash()).toList());
        assertEquals(GENESIS, headers.getFirst().previous());
        assertEquals(1_795_384_101, headers.getLast().time());
    }

    @Test
    void announcesBlocks() throws Exception {
        assertEquals(
                new Inventory.Inv(
                        List.of(
                                new InventoryItem(InventoryItem.BLOCK, FIRST.hash()),
                                new InventoryItem(InventoryItem.BLOCK, SECOND.hash()))),
                read(SentByCore.INV));
    }

    @Test
    void sendsATransactionWithoutWitness() throws Exception {
        var tx = as(Message.Tx.class, SentByCore.TX).transaction();
        assertEquals(Txid.parse(COINBASE), tx.txid());
        assertEquals(131, tx.size());
    }

    @Test
    void sendsTheTransactionsThatWereAskedFor() throws Exception {
        var sent = as(CompactBlocks.BlockTxn.class, SentByCore.BLOCKTXN);
        assertEquals(SECOND, sent.block());
        assertEquals(1, sent.transactions().size());
        var tx = sent.transactions().getFirst();
        assertEquals(167, tx.size());
        assertEquals(
                "f916f625355219833d47a22df5bba28c6f8aa52cab4f1e487e429f1efcb41cdf",
                tx.wtxid().toString());
    }

    @Test
    void provesATransaction() throws Exception {
        var sent = as(BloomFilters.MerkleBlock.class, SentByCore.MERKLEBLOCK);
        assertEquals(SECOND, sent.header().hash());
        assertEquals(1, sent.transactions());
        assertEquals(List.of(Txid.parse(COINBASE).hash()), sent.hashes());
        assertEquals(ByteString.of(1), sent.flags());
    }

    /** The short ids are those that we make of the block. */
    @Test
    void shortensABlock() throws Exception {
        var compact = as(CompactBlocks.CmpctBlock.class, SentByCore.CMPCTBLOCK);
        var block = as(Message.FullBlock.class, SentByCore.BLOCK).block();
        assertEquals(3, block.transactions().size());
        assertEquals(
                block.header().merkleRoot(),
                MerkleTree.ofTransactions(block.transactions()).hash());
        assertEquals(2, compact.shortIdCount());
        assertEquals(CompactBlocks.CmpctBlock.of(block, compact.nonce()), compact);
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    CompactBlocks.CmpctBlock.shortId(
                            compact.secret(), block.transactions().get(i + 1).wtxid()),
                    compact.shortId(i));
        }
    }

    @Test
    void filtersBlocks() throws Exception {
        var filter = as(BlockFilters.CFilter.class, SentByCore.CFILTER);
        assertEquals(BlockFilters.BASIC, filter.filterType());
        assertEquals(SECOND, filter.block());
        assertEquals("01563ed0", filter.filter().toString());
        var headers = as(BlockFilters.CFHeaders.class, SentByCore.CFHEADERS);
        assertEquals(SECOND, headers.stop());
        assertEquals(2, headers.filterHashes().size());
        var checkpoints = as(BlockFilters.CFCheckpt.class, SentByCore.CFCHECKPT);
        assertEquals(SECOND, checkpoints.stop());
        assertEquals(List.of(), checkpoints.filterHeaders());
    }

    @Test
    void doesNotHaveEverything() throws Exception {
        ByteString sevens = ByteString.fromHex("07".repeat(32));
        var items = as(Inventory.NotFound.class, SentByCore.NOTFOUND).items();
        assertEquals(1, items.size());
        assertEquals("tx " + sevens, items.getFirst().toString());
    }

    @Test
    void knowsOtherNodes() throws Exception {
        var old = as(Addresses.Addr.class, SentByCore.ADDR).entries();
        assertEquals(13, old.size());
        assertEquals("26.6.1.1:8333", old.get(0).endpoint().toString());
        assertEquals("[2a0b:1450::11]:8334", old.get(1).endpoint().toString());
        assertTrue(old.stream().allMatch(entry -> entry.services().bits() == 9));
        var all = as(Addresses.AddrV2.class, SentByCore.ADDRV2).entries();
        assertEquals(14, all.size());
        assertEquals("[2a14:1450::20]:8334", all.get(0).endpoint().toString());
        assertEquals("30.10.1.1:8333", all.get(3).endpoint().toString());
        assertTrue(all.stream().allMatch(entry -> entry.endpoint().address().isRoutable()));
    }

    private static <T extends Message> T as(Class<T> kind, String sent) throws Exception {
        return assertInstanceOf(kind, read(sent));
    }

    private static Message read(String sent) throws Exception {
        return Message.read(command(sent), payload(sent));
    }

    private static String command(String sent) throws Exception {
        ByteString bytes = ByteString.fromHex(sent).slice(4, 16);
        return new String(bytes.toArray(), StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static ByteString payload(String sent) throws Exception {
        ByteString bytes = ByteString.fromHex(sent);
        return bytes.slice(24, bytes.length());
    }

    private static BlockHash hash(String shown) {
        try {
            return BlockHash.parse(shown);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
