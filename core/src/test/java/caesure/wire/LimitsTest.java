// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Limits: what is just allowed, what is one too many, and counts that lie. */
class LimitsTest {
    private static final BlockHash BLOCK = new BlockHash(Hash256.ONE);

    /** What stands before the count, of how many bytes an item is, how many are allowed. */
    @ParameterizedTest
    @CsvSource({
        "inv, 0, 36, 50000, inv message size = 50001",
        "getdata, 0, 36, 50000, getdata message size = 50001",
        "headers, 0, 81, 2000, headers message size = 2001",
        "addr, 0, 30, 1000, addr message size = 1001",
        "addrv2, 0, 9, 1000, addrv2 message size = 1001",
        "getblocks, 4, 32, 101, getblocks locator size over 101: 102",
        "getheaders, 4, 32, 101, getheaders locator size over 101: 102",
        "cfheaders, 65, 32, 2000, cfheaders message size = 2001",
        "filterload, 0, 1, 36000, too-large bloom filter",
        "filteradd, 0, 1, 520, bad filteradd message"
    })
    void allowsTheLimitAndNotOneMore(
            String command, int before, int itemBytes, int most, String complaint)
            throws Exception {
        Message read = Message.read(command, zeros(before, itemBytes, most));
        assertEquals(read, Message.read(command, read.payload()));
        ByteString more = zeros(before, itemBytes, most + 1);
        var refused = assertThrows(ViolationException.class, () -> Message.read(command, more));
        assertEquals(complaint, refused.getMessage());
    }

    /** Zeros are items of every kind; those of addrv2 are of network 0, which nobody knows. */
    private static ByteString zeros(int before, int itemBytes, int count) {
        var out = new ByteWriter().bytes(new byte[before]);
        out.compactSize(count);
        return out.bytes(new byte[count * itemBytes + 41]).toByteString();
    }

    @ParameterizedTest
    @CsvSource({
        "addr, 0",
        "addrv2, 0",
        "inv, 0",
        "getdata, 0",
        "notfound, 0",
        "merkleblock, 84",
        "getblocks, 4",
        "getheaders, 4",
        "block, 80",
        "tx, 4",
        "filterload, 0",
        "filteradd, 0",
        "cmpctblock, 88",
        "getblocktxn, 32",
        "blocktxn, 32",
        "cfilter, 33",
        "cfheaders, 65",
        "cfcheckpt, 33"
    })
    void aLyingCountCostsNothing(String command, int before) throws Exception {
        for (String count : List.of("fe00000002", "feffffffff", "ffffffffffffffffff", "fdfdff")) {
            ByteString payload =
                    ByteString.wrap(new byte[before])
                            .plus(ByteString.fromHex(count))
                            .plus(ByteString.wrap(new byte[8]));
            long bytes =
                    Allocation.bytes(() ->
                            assertThrows(
                                    MalformedException.class,
                                    () -> Message.read(command, payload)));
            if (bytes > 4_096) throw new AssertionError(command + " allocates " + bytes);
        }
    }

    /** As for Core, which looks at the number before anything else. */
    @Test
    void tooManyHeadersAreAViolationEvenIfTheyDoNotCome() throws Exception {
        ByteString announced = ByteString.fromHex("fdd107");
        assertThrows(ViolationException.class, () -> Message.read("headers", announced));
        ByteString allowed = ByteString.fromHex("fdd007");
        assertThrows(MalformedException.class, () -> Message.read("headers", allowed));
        ByteString beyondAllSizes = ByteString.fromHex("fe01000002");
        assertThrows(MalformedException.class, () -> Message.read("headers", beyondAllSizes));
    }

    @Test
    void notFoundHasNoLimitButItsPayload() throws Exception {
        int count = 111_109;
        var read = (Inventory.NotFound) Message.read("notfound", zeros(0, 36, count));
        assertEquals(count, read.items().size());
    }

    @Test
    void sendCmpctSaysYesOrNo() throws Exception {
        var yes = new CompactBlocks.SendCmpct(true, 2);
        assertEquals(yes, Message.read("sendcmpct", ByteString.fromHex("010200000000000000")));
        ByteString perhaps = ByteString.fromHex("020200000000000000");
        assertThrows(ViolationException.class, () -> Message.read("sendcmpct", perhaps));
    }

    @Test
    void bloomFiltersHaveFewHashFunctions() throws Exception {
        var most = new BloomFilters.FilterLoad(ByteString.EMPTY, 50, 0, 0);
        assertEquals(most, Message.read("filterload", ByteString.fromHex("0032" + "00".repeat(8))));
        for (String more : List.of("0033" + "00".repeat(8), "00ffffffff" + "00".repeat(5))) {
            ByteString payload = ByteString.fromHex(more);
            assertThrows(ViolationException.class, () -> Message.read("filterload", payload));
        }
    }

    @Test
    void refusesToMakeWhatNobodyWouldRead() {
        var item = new InventoryItem(InventoryItem.TX, Hash256.ONE);
        assertRefused(() -> new Inventory.Inv(Collections.nCopies(50_001, item)));
        assertRefused(() -> new Inventory.GetData(Collections.nCopies(50_001, item)));
        assertRefused(() -> new ChainMessage.GetHeaders(Collections.nCopies(102, BLOCK), BLOCK));
        assertRefused(() -> new ChainMessage.GetBlocks(Collections.nCopies(102, BLOCK), BLOCK));
        var header = Samples.header(new SplittableRandom(1));
        assertRefused(() -> new ChainMessage.Headers(Collections.nCopies(2_001, header)));
        var entry = new Addresses.Entry(0, Services.NONE, NetEndpoint.NONE);
        assertRefused(() -> new Addresses.Addr(Collections.nCopies(1_001, entry)));
        assertRefused(() -> new Addresses.AddrV2(Collections.nCopies(1_001, entry)));
        assertRefused(() -> new BloomFilters.FilterAdd(ByteString.wrap(new byte[521])));
        assertRefused(() -> new BloomFilters.FilterLoad(ByteString.EMPTY, 51, 0, 0));
        assertRefused(() -> new Negotiation.Feature("abc", ByteString.EMPTY));
        assertRefused(() -> new Negotiation.Feature("abcd", ByteString.wrap(new byte[513])));
        assertRefused(() -> new CompactBlocks.GetBlockTxn(BLOCK, List.of()));
        assertRefused(() -> new CompactBlocks.GetBlockTxn(BLOCK, List.of(3, 3)));
        assertRefused(() -> new CompactBlocks.GetBlockTxn(BLOCK, List.of(0x10000)));
        assertRefused(() -> new InventoryItem(-1, Hash256.ONE));
        assertRefused(() -> new InventoryItem(1L << 32, Hash256.ONE));
    }

    private static void assertRefused(Runnable making) {
        assertThrows(IllegalArgumentException.class, making::run);
    }

    @ParameterizedTest
    @CsvSource({
        "0361626300", // an id of 3
        "00", // of none
        "0461626364", // no data
        "04616263640100ff", // more than data
        "fd0400616263640000" // a longer count than needed
    })
    void everyFaultOfAFeatureIsAViolation(String payload) {
        assertThrows(
                ViolationException.class,
                () -> Message.read("feature", ByteString.fromHex(payload)));
    }

    @Test
    void asksForTransactionsInOrder() throws Exception {
        String block = "01" + "00".repeat(31);
        ByteString all = ByteString.fromHex(block + "fe00000100" + "00".repeat(0x10000));
        var read = (CompactBlocks.GetBlockTxn) Message.read("getblocktxn", all);
        assertEquals(IntStream.rangeClosed(0, 0xffff).boxed().toList(), read.indexes());
        ByteString last = ByteString.fromHex(block + "01fdffff");
        assertEquals(
                new CompactBlocks.GetBlockTxn(BLOCK, List.of(0xffff)),
                Message.read("getblocktxn", last));
        for (String wrong :
                List.of(
                        "01fe00000100",
                        "02fdffff00",
                        "0200fdffff",
                        "fe01000100" + "00".repeat(0x10001))) {
            ByteString payload = ByteString.fromHex(block + wrong);
            assertThrows(MalformedException.class, () -> Message.read("getblocktxn", payload));
        }
        ByteString none = ByteString.fromHex(block + "00");
        assertThrows(ViolationException.class, () -> Message.read("getblocktxn", none));
    }
}
