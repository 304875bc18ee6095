// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.testkit.Property;
import caesure.testkit.TxBuilder;
import caesure.wire.Addresses;
import caesure.wire.BlockFilters;
import caesure.wire.BloomFilters;
import caesure.wire.ChainMessage;
import caesure.wire.CompactBlocks;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;
import caesure.wire.Message;
import caesure.wire.Negotiation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Messages that are cut, flipped, too long, too early and twice: whoever is honest is served. */
@Timeout(120)
class AnyBytesTest {
    private Table table;
    private Block known;

    @BeforeEach
    void open() throws IOException {
        table = Table.of(3);
        known = table.made.blocks().get(2);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private List<Message> samples() {
        BlockHash hash = known.hash();
        var items = List.of(new InventoryItem(InventoryItem.WITNESS_BLOCK, hash.hash()));
        var hashes = List.of(Hash256.ONE);
        var entry = new Addresses.Entry(5, Table.FULL, Table.endpoint("5.6.7.8", 1));
        return List.of(
                Table.version(Table.FULL),
                new Negotiation.Verack(),
                new Addresses.Addr(List.of(entry)),
                new Addresses.AddrV2(List.of(entry)),
                new Negotiation.SendAddrV2(),
                new Inventory.Inv(items),
                new Inventory.GetData(items),
                new BloomFilters.MerkleBlock(known.header(), 1, hashes, ByteString.of(1)),
                new ChainMessage.GetBlocks(List.of(hash), hash),
                new ChainMessage.GetHeaders(List.of(hash), hash),
                new Message.Tx(new TxBuilder().spend(table.made.coinbase(1)).pay(1).build()),
                new ChainMessage.Headers(List.of(known.header())),
                new Message.FullBlock(known),
                new Message.GetAddr(),
                new Message.Mempool(),
                new Message.Ping(1),
                new Message.Pong(1),
                new Inventory.NotFound(items),
                new BloomFilters.FilterLoad(ByteString.of(1), 1, 0, 0),
                new BloomFilters.FilterAdd(ByteString.of(1)),
                new BloomFilters.FilterClear(),
                new Negotiation.SendHeaders(),
                new Negotiation.FeeFilter(1),
                new CompactBlocks.SendCmpct(false, 2),
                CompactBlocks.CmpctBlock.of(known, 1),
                new CompactBlocks.GetBlockTxn(hash, List.of(0)),
                new CompactBlocks.BlockTxn(hash, known.transactions()),
                new BlockFilters.GetCFilters(0, 0, hash),
                new BlockFilters.CFilter(0, hash, ByteString.of(1)),
                new BlockFilters.GetCFHeaders(0, 0, hash),
                new BlockFilters.CFHeaders(0, hash, Hash256.ONE, hashes),
                new BlockFilters.GetCFCheckpt(0, hash),
                new BlockFilters.CFCheckpt(0, hash, hashes),
                new Negotiation.WtxidRelay(),
                new Negotiation.SendTxRcncl(1, 1),
                new Negotiation.Feature("abcd", ByteString.EMPTY));
    }

    /** A peer before its version, one before its verack, one after, and one that we called. */
    private List<Supplier<Peer>> phases() {
        return List.of(
                () -> table.open(ConnectionType.INBOUND),
                () -> {
                    Peer peer = table.open(ConnectionType.INBOUND);
                    table.say(peer, Table.version(Table.FULL));
                    return peer;
                },
                () -> table.greet(ConnectionType.INBOUND),
                () -> table.greet(ConnectionType.OUTBOUND_FULL_RELAY));
    }

    @Test
    void allMessagesAreHere() {
        assertEquals(Message.COMMANDS, samples().stream().map(Message::command).toList());
    }

    @Test
    void everyCutAndEveryFlipIsHeard() {
        for (Supplier<Peer> phase : phases()) {
            for (Message sample : samples()) {
                spoil(phase, sample.command(), sample.payload());
                table.log();
                table.answers.clear();
            }
        }
        // of the headers so made some have work: they are kept, and lead nowhere
        assertEquals(table.made.tip().hash(), table.chain.tip().node().hash());
        honestIsServed();
    }

    private void spoil(Supplier<Peer> phase, String command, ByteString payload) {
        Peer peer = phase.get();
        for (int end = 0; end <= payload.length(); end++) {
            if (!table.hear(peer, command, payload.slice(0, end))) peer = phase.get();
        }
        for (int i = 0; i < payload.length(); i++) {
            byte[] flipped = payload.toArray();
            flipped[i] ^= (byte) (1 << i % 8);
            if (!table.hear(peer, command, ByteString.wrap(flipped))) peer = phase.get();
            flipped[i] = (byte) 0xff; // lengths and counts that lie
            if (!table.hear(peer, command, ByteString.wrap(flipped))) peer = phase.get();
        }
        ByteString longer = payload.plus(ByteString.of(1, 2, 3));
        if (!table.hear(peer, command, longer)) peer = phase.get();
        if (table.hear(peer, command, payload)) table.hear(peer, command, payload);
        table.talks.closed(peer.id(), table.now);
    }

    @Test
    void bytesOfChanceAreHeard() {
        String before = table.standing();
        Property.forAll(
                3,
                random -> {
                    Peer peer = table.greet(ConnectionType.INBOUND);
                    for (int i = 0; i < 1_000; i++) {
                        byte[] bytes = new byte[random.nextInt(200)];
                        random.nextBytes(bytes);
                        int index = random.nextInt(Message.COMMANDS.size());
                        boolean goesOn =
                                table.hear(
                                        peer, Message.COMMANDS.get(index), ByteString.wrap(bytes));
                        if (!goesOn) peer = table.greet(ConnectionType.INBOUND);
                    }
                });
        assertEquals(before, table.standing());
        honestIsServed();
    }

    private void honestIsServed() {
        Peer honest = table.greet(ConnectionType.INBOUND);
        BlockHash genesis = table.made.blocks().getFirst().hash();
        var request = new ChainMessage.GetHeaders(List.of(genesis), new BlockHash(Hash256.ZERO));
        List<Message> said = table.say(honest, request);
        assertEquals(3, Table.only(ChainMessage.Headers.class, said).getFirst().headers().size());
    }
}
