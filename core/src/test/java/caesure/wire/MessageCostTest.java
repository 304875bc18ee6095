// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Allocation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds reading to the factors that {@link Message} names, with the dearest payloads there are. */
class MessageCostTest {
    private static final int BUFFERS = 4_096;

    /** A transaction of 10 bytes, without inputs and outputs. */
    private static final String LEAST_TRANSACTION = "01000000" + "0000" + "00000000";

    /** One input, no output, and a witness of 254 items that are empty. */
    private static final String EMPTY_ITEMS =
            "01000000"
                    + "0001"
                    + "01"
                    + "00".repeat(36)
                    + "00"
                    + "ffffffff"
                    + "00"
                    + "fdfe00"
                    + "00".repeat(254)
                    + "00000000";

    @ParameterizedTest
    @CsvSource({
        "block, 80, 20000, least, 60",
        "block, 80, 1000, empty, 60",
        "blocktxn, 32, 20000, least, 60",
        "headers, 0, 2000, 81, 12",
        "addr, 0, 1000, 30, 50",
        "addrv2, 0, 1000, 9, 50",
        "inv, 0, 50000, 36, 5",
        "getdata, 0, 50000, 36, 5",
        "notfound, 0, 111000, 36, 5",
        "getblocktxn, 32, 65536, 1, 40",
        "getblocks, 4, 101, 32, 4",
        "getheaders, 4, 101, 32, 4",
        "merkleblock, 84, 100000, 32, 4",
        "cfheaders, 65, 2000, 32, 4",
        "cfcheckpt, 33, 100000, 32, 4",
        "cfilter, 33, 3000000, 1, 2",
        "filterload, 0, 36000, 1, 2",
        "unknown, 0, 3000000, 1, 2"
    })
    void costsNoMoreThanItSays(String command, int before, int count, String item, int factor)
            throws Exception {
        ByteString payload = payload(before, count, item);
        long bytes = Allocation.bytes(() -> Message.read(command, payload));
        long most = BUFFERS + (long) factor * payload.length();
        assertTrue(
                bytes <= most, () -> command + " of " + payload.length() + " bytes costs " + bytes);
    }

    /** All short ids, and prefilled transactions of the least size. */
    @ParameterizedTest
    @CsvSource({"65535, 0, 60", "0, 20000, 60"})
    void aCompactBlockCostsNoMoreThanABlock(int shortCount, int prefilled, int factor)
            throws Exception {
        var out = new ByteWriter().bytes(new byte[72]).u32(1).u32(0).u64(0);
        out.compactSize(shortCount);
        out.bytes(new byte[6 * shortCount]);
        out.compactSize(prefilled);
        ByteString least =
                ByteString.fromHex(
                        "00"
                                + "01000000"
                                + "01"
                                + "00".repeat(36)
                                + "00"
                                + "ffffffff"
                                + "00"
                                + "00000000");
        for (int i = 0; i < prefilled; i++) out.bytes(least);
        ByteString payload = out.bytes(new byte[64]).toByteString();
        long bytes = Allocation.bytes(() -> Message.read("cmpctblock", payload));
        assertTrue(bytes <= BUFFERS + (long) factor * payload.length(), () -> "costs " + bytes);
    }

    /** Zeros, a count, and as many items; zeros behind them for what else a message has. */
    private static ByteString payload(int before, int count, String item) throws Exception {
        ByteString bytes =
                switch (item) {
                    case "least" -> ByteString.fromHex(LEAST_TRANSACTION);
                    case "empty" -> ByteString.fromHex(EMPTY_ITEMS);
                    default -> ByteString.wrap(new byte[Integer.parseInt(item)]);
                };
        var out = new ByteWriter().bytes(new byte[before]);
        out.compactSize(count);
        for (int i = 0; i < count; i++) out.bytes(bytes);
        return out.bytes(new byte[64]).toByteString();
    }
}
