// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Random messages that keep every limit. */
public final class Samples {
    private static final List<NetKind> KINDS = List.of(NetKind.values());

    private Samples() {}

    /** A message of a command; never of the least size only. */
    public static Message message(String command, SplittableRandom r) {
        return switch (command) {
            case "version" -> version(r);
            case "verack" -> new Negotiation.Verack();
            case "addr" -> new Addresses.Addr(list(r, Samples::oldEntry));
            case "addrv2" -> new Addresses.AddrV2(list(r, Samples::entry));
            case "sendaddrv2" -> new Negotiation.SendAddrV2();
            case "inv" -> new Inventory.Inv(list(r, Samples::item));
            case "getdata" -> new Inventory.GetData(list(r, Samples::item));
            case "merkleblock" -> merkleBlock(r);
            case "getblocks" -> new ChainMessage.GetBlocks(list(r, Samples::block), block(r));
            case "getheaders" -> new ChainMessage.GetHeaders(list(r, Samples::block), block(r));
            case "tx" -> new Message.Tx(transaction(r));
            case "headers" -> new ChainMessage.Headers(list(r, Samples::header));
            case "block" -> new Message.FullBlock(fullBlock(r));
            case "getaddr" -> new Message.GetAddr();
            case "mempool" -> new Message.Mempool();
            case "ping" -> new Message.Ping(r.nextLong());
            case "pong" -> new Message.Pong(r.nextLong());
            case "notfound" -> new Inventory.NotFound(list(r, Samples::item));
            default -> later(command, r);
        };
    }

    private static Message later(String command, SplittableRandom r) {
        return switch (command) {
            case "filterload" ->
                    new BloomFilters.FilterLoad(bytes(r, 300), r.nextInt(51), u32(r), u8(r));
            case "filteradd" -> new BloomFilters.FilterAdd(bytes(r, 521));
            case "filterclear" -> new BloomFilters.FilterClear();
            case "sendheaders" -> new Negotiation.SendHeaders();
            case "feefilter" -> new Negotiation.FeeFilter(r.nextLong());
            case "sendcmpct" -> new CompactBlocks.SendCmpct(r.nextBoolean(), r.nextLong());
            case "cmpctblock" -> compactBlock(r);
            case "getblocktxn" -> new CompactBlocks.GetBlockTxn(block(r), indexes(r));
            case "blocktxn" -> new CompactBlocks.BlockTxn(block(r), list(r, Samples::transaction));
            case "getcfilters" -> new BlockFilters.GetCFilters(u8(r), u32(r), block(r));
            case "cfilter" -> new BlockFilters.CFilter(u8(r), block(r), bytes(r, 300));
            case "getcfheaders" -> new BlockFilters.GetCFHeaders(u8(r), u32(r), block(r));
            case "cfheaders" ->
                    new BlockFilters.CFHeaders(u8(r), block(r), hash(r), list(r, Samples::hash));
            case "getcfcheckpt" -> new BlockFilters.GetCFCheckpt(u8(r), block(r));
            case "cfcheckpt" -> new BlockFilters.CFCheckpt(u8(r), block(r), list(r, Samples::hash));
            case "wtxidrelay" -> new Negotiation.WtxidRelay();
            case "sendtxrcncl" -> new Negotiation.SendTxRcncl(u32(r), r.nextLong());
            case "feature" -> new Negotiation.Feature("x".repeat(r.nextInt(4, 81)), bytes(r, 513));
            default -> throw new AssertionError("no sample of " + command);
        };
    }

    public static Version version(SplittableRandom r) {
        return new Version(
                r.nextInt(),
                new Services(r.nextLong()),
                r.nextLong(Long.MAX_VALUE),
                Services.NONE,
                new NetEndpoint(oldAddress(r), r.nextInt(0x10000)),
                r.nextLong(),
                "\u00ff/~".repeat(r.nextInt(1, 86)),
                r.nextInt(),
                r.nextBoolean());
    }

    private static <T> List<T> list(SplittableRandom r, Function<SplittableRandom, T> one) {
        var items = new ArrayList<T>();
        for (int left = r.nextInt(1, 12); left > 0; left--) items.add(one.apply(r));
        return items;
    }

    private static Addresses.Entry oldEntry(SplittableRandom r) {
        var endpoint = new NetEndpoint(oldAddress(r), r.nextInt(0x10000));
        return new Addresses.Entry(u32(r), new Services(r.nextLong()), endpoint);
    }

    private static Addresses.Entry entry(SplittableRandom r) {
        var endpoint = new NetEndpoint(address(r), r.nextInt(0x10000));
        return new Addresses.Entry(u32(r), new Services(r.nextLong() >>> r.nextInt(64)), endpoint);
    }

    static NetAddress address(SplittableRandom r) {
        if (r.nextInt(4) == 0) return new NetAddress(r.nextInt(7, 256), bytes(r, 513));
        NetKind kind = KINDS.get(r.nextInt(KINDS.size()));
        return NetAddress.of(kind, exactly(r, kind.addressBytes()));
    }

    private static NetAddress oldAddress(SplittableRandom r) {
        NetKind kind = r.nextBoolean() ? NetKind.IPV4 : NetKind.IPV6;
        return NetAddress.of(kind, exactly(r, kind.addressBytes()));
    }

    private static InventoryItem item(SplittableRandom r) {
        return new InventoryItem(u32(r), hash(r));
    }

    private static BloomFilters.MerkleBlock merkleBlock(SplittableRandom r) {
        return new BloomFilters.MerkleBlock(
                header(r), u32(r), list(r, Samples::hash), bytes(r, 20));
    }

    private static CompactBlocks.CmpctBlock compactBlock(SplittableRandom r) {
        int shortCount = r.nextInt(400);
        var prefilled = new ArrayList<CompactBlocks.Prefilled>();
        int index = 0;
        do {
            prefilled.add(new CompactBlocks.Prefilled(index, transaction(r)));
            index += r.nextInt(1, 300);
        } while (index <= shortCount + prefilled.size());
        return new CompactBlocks.CmpctBlock(
                header(r), r.nextLong(), exactly(r, 6 * shortCount), prefilled);
    }

    private static List<Integer> indexes(SplittableRandom r) {
        var indexes = new ArrayList<Integer>();
        int index = r.nextInt(0x10000);
        do {
            indexes.add(index);
            index += r.nextBoolean() ? 1 : r.nextInt(1, 2_000);
        } while (index <= 0xffff && r.nextInt(20) > 0);
        return indexes;
    }

    private static Block fullBlock(SplittableRandom r) {
        return new Block(header(r), list(r, Samples::transaction));
    }

    /** With an input, so that it can be read again; a witness in half of them. */
    static Transaction transaction(SplittableRandom r) {
        List<ByteString> witness = r.nextBoolean() ? list(r, some -> bytes(some, 40)) : List.of();
        var input =
                new TxIn(new OutPoint(new Txid(hash(r)), u32(r)), bytes(r, 40), u32(r), witness);
        var output = new TxOut(r.nextLong(), bytes(r, 40));
        return Transaction.of(u32(r), List.of(input), List.of(output), u32(r));
    }

    static Header header(SplittableRandom r) {
        return new Header(r.nextInt(), block(r), hash(r), u32(r), 1 + r.nextInt(1 << 30), u32(r));
    }

    private static BlockHash block(SplittableRandom r) {
        return new BlockHash(hash(r));
    }

    private static Hash256 hash(SplittableRandom r) {
        return Hash256.of(exactly(r, Hash256.BYTES).toArray());
    }

    private static ByteString bytes(SplittableRandom r, int lengthEnd) {
        return exactly(r, r.nextInt(lengthEnd));
    }

    static ByteString exactly(SplittableRandom r, int length) {
        byte[] bytes = new byte[length];
        r.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    private static int u8(SplittableRandom r) {
        return r.nextInt(0x100);
    }

    private static long u32(SplittableRandom r) {
        return r.nextInt(4) == 0 ? 0xffff_ffffL : r.nextLong(1L << 32);
    }
}
