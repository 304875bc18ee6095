// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

/** Which record reads which message. */
final class MessageReader {
    private MessageReader() {}

    static Message read(String command, ByteString payload, ByteReader in)
            throws MalformedException, ViolationException {
        return switch (command) {
            case "version" -> Version.read(in);
            case "verack" -> new Negotiation.Verack();
            case "addr" -> Addresses.Addr.read(in);
            case "addrv2" -> Addresses.AddrV2.read(in);
            case "sendaddrv2" -> new Negotiation.SendAddrV2();
            case "inv" -> Inventory.Inv.read(in);
            case "getdata" -> Inventory.GetData.read(in);
            case "merkleblock" -> BloomFilters.MerkleBlock.read(in);
            case "getblocks" -> ChainMessage.GetBlocks.read(in);
            case "getheaders" -> ChainMessage.GetHeaders.read(in);
            case "tx" -> Message.Tx.read(in);
            case "headers" -> ChainMessage.Headers.read(in);
            case "block" -> Message.FullBlock.read(in);
            case "getaddr" -> new Message.GetAddr();
            case "mempool" -> new Message.Mempool();
            case "ping" -> Message.Ping.read(in);
            case "pong" -> Message.Pong.read(in);
            case "notfound" -> Inventory.NotFound.read(in);
            case "filterload" -> BloomFilters.FilterLoad.read(in);
            case "filteradd" -> BloomFilters.FilterAdd.read(in);
            case "filterclear" -> new BloomFilters.FilterClear();
            case "sendheaders" -> new Negotiation.SendHeaders();
            case "feefilter" -> Negotiation.FeeFilter.read(in);
            case "sendcmpct" -> CompactBlocks.SendCmpct.read(in);
            case "cmpctblock" -> CompactBlocks.CmpctBlock.read(in);
            case "getblocktxn" -> CompactBlocks.GetBlockTxn.read(in);
            case "blocktxn" -> CompactBlocks.BlockTxn.read(in);
            case "getcfilters" -> BlockFilters.GetCFilters.read(in);
            case "cfilter" -> BlockFilters.CFilter.read(in);
            case "getcfheaders" -> BlockFilters.GetCFHeaders.read(in);
            case "cfheaders" -> BlockFilters.CFHeaders.read(in);
            case "getcfcheckpt" -> BlockFilters.GetCFCheckpt.read(in);
            case "cfcheckpt" -> BlockFilters.CFCheckpt.read(in);
            case "wtxidrelay" -> new Negotiation.WtxidRelay();
            case "sendtxrcncl" -> Negotiation.SendTxRcncl.read(in);
            case "feature" -> Negotiation.Feature.read(in);
            default -> new Message.UnknownMessage(command, payload);
        };
    }
}
