// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Target;
import caesure.primitives.Work;
import caesure.wire.Addresses;
import caesure.wire.ChainMessage;
import caesure.wire.Inventory;
import caesure.wire.InventoryItem;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What has brought other nodes down, as far as it is known, tried on a running one. */
@Timeout(120)
class PublishedFailuresTest {
    private static final Params PARAMS = Params.of(Network.REGTEST);

    @TempDir Path temp;
    private final SplittableRandom random = new SplittableRandom(52);

    private Examinee examinee() throws Exception {
        return new Examinee(temp, PARAMS, Work.NONE);
    }

    private static Caller greeted(Examinee node) throws Exception {
        var caller = new Caller(PARAMS, node.port());
        caller.listen();
        caller.greet();
        assertTrue(caller.isAnswered());
        return caller;
    }

    /** An honest peer, with whose chain the node has caught up. */
    private static Friend friendOf(Examinee node) throws Exception {
        Friend friend = Friend.with(3, PARAMS, node.port());
        node.awaitTip(friend.tip());
        return friend;
    }

    private Hash256 any() {
        byte[] bytes = new byte[Hash256.BYTES];
        random.nextBytes(bytes);
        return Hash256.of(bytes);
    }

    private List<InventoryItem> unknown(long type, int count) {
        return IntStream.range(0, count).mapToObj(_ -> new InventoryItem(type, any())).toList();
    }

    /** CVE-2024-52915: an answer for each of fifty thousand. */
    @Test
    void fiftyThousandUnknownBlocksAreAskedForOnce() throws Exception {
        try (var node = examinee();
                Friend friend = friendOf(node);
                Caller caller = greeted(node)) {
            int before = caller.count("getheaders");
            long heapBefore = Examinee.heapBytes();
            for (int i = 0; i < 20; i++) {
                caller.say(new Inventory.Inv(unknown(InventoryItem.BLOCK, 50_000)));
            }
            assertTrue(caller.isAnswered());
            int asked = caller.count("getheaders") - before;
            assertTrue(asked <= 1, () -> "getheaders: " + asked);
            long grown = Examinee.heapBytes() - heapBefore;
            assertTrue(grown < 8 << 20, () -> "heap grew by " + grown);
            friend.beServed(1);
            node.assertSound();
        }
    }

    /** CVE-2024-52920: malformed and huge requests that are answered again and again. */
    @Test
    void hugeRequestsOfWhoDoesNotReadKeepNobodyWaiting() throws Exception {
        try (var node = examinee();
                Friend friend = friendOf(node);
                var deaf = new Caller(PARAMS, node.port())) {
            deaf.greet();
            deaf.say(new Inventory.GetData(unknown(InventoryItem.WITNESS_TX, 50_000)));
            var known = new InventoryItem(InventoryItem.WITNESS_BLOCK, friend.tip().hash());
            var all = IntStream.range(0, 50_000).mapToObj(_ -> known).toList();
            deaf.say(new Inventory.GetData(all));
            deaf.say(new Inventory.GetData(unknown(77, 50_000)));
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) friend.beServed(1 + i % 3);
            long tookMs = (System.nanoTime() - start) / 1_000_000;
            assertTrue(tookMs < 20_000, () -> "a hundred answers took " + tookMs + " ms");
            node.assertSound();
        }
    }

    /** CVE-2024-52916, CVE-2019-25220: headers that cost their maker nothing. */
    @Test
    void aMillionCheapHeadersFromSeveralPeersAreNotKept() throws Exception {
        int peers = 5;
        List<ChainMessage.Headers> cheap = cheapHeaders(100); // of 2,000 each
        var much = new Work(BigInteger.ONE.shiftLeft(50));
        try (var node = new Examinee(temp, PARAMS, much);
                var threads = Executors.newFixedThreadPool(peers)) {
            long heapBefore = Examinee.heapBytes();
            var tasks = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < peers; i++) tasks.add(() -> sayAll(node, cheap));
            for (var done : threads.invokeAll(tasks)) assertTrue(done.get());
            long grown = Examinee.heapBytes() - heapBefore;
            assertTrue(grown < 32 << 20, () -> "heap grew by " + grown);
            assertEquals(1, node.chain().headers().all().size());
            node.assertSound();
        }
    }

    private static boolean sayAll(Examinee node, List<ChainMessage.Headers> all) throws Exception {
        try (Caller caller = greeted(node)) {
            for (ChainMessage.Headers each : all) {
                caller.say(each);
                if (!caller.isAnswered()) return false;
            }
            return caller.count("getheaders") >= all.size();
        }
    }

    private static List<ChainMessage.Headers> cheapHeaders(int messages) {
        var all = new ArrayList<ChainMessage.Headers>();
        Header before = PARAMS.genesis().header();
        Target target = Target.ofCompact(before.bits()).orElseThrow();
        for (int i = 0; i < messages; i++) {
            var headers = new ArrayList<Header>();
            for (int k = 0; k < ChainMessage.HEADERS_MAX; k++) {
                before = cheap(before, target);
                headers.add(before);
            }
            all.add(new ChainMessage.Headers(headers));
        }
        return all;
    }

    private static Header cheap(Header before, Target target) {
        for (long nonce = 0; ; nonce++) {
            var header =
                    new Header(
                            0x2000_0000,
                            before.hash(),
                            before.merkleRoot(),
                            before.time() + 1,
                            before.bits(),
                            nonce);
            if (target.isMetBy(header.hash())) return header;
        }
    }

    /** Addresses without end: a peer may tell one in ten seconds, and some at first. */
    @Test
    void aFloodOfAddressesIsForgotten() throws Exception {
        try (var node = examinee();
                Caller caller = greeted(node)) {
            for (int i = 0; i < 100; i++) caller.say(new Addresses.AddrV2(someAddresses(1_000)));
            assertTrue(caller.isAnswered());
            int kept = node.peering().known(Integer.MAX_VALUE, Optional.empty()).size();
            assertTrue(kept < 20, () -> "kept of 100,000: " + kept);
            node.assertSound();
        }
    }

    private List<Addresses.Entry> someAddresses(int count) {
        long now = Instant.now().getEpochSecond();
        Services services = Services.NETWORK.with(Services.WITNESS);
        var entries = new ArrayList<Addresses.Entry>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            bytes[0] = (byte) (20 + random.nextInt(60));
            var address = NetAddress.of(NetKind.IPV4, ByteString.wrap(bytes));
            entries.add(new Addresses.Entry(now, services, new NetEndpoint(address, 8333)));
        }
        return entries;
    }

    /** Questions about chains that nobody knows leave nothing behind. */
    @Test
    void tenThousandLocatorsAreAnsweredAndForgotten() throws Exception {
        try (var node = examinee();
                Friend friend = friendOf(node);
                Caller caller = greeted(node)) {
            long heapBefore = Examinee.heapBytes();
            for (int i = 0; i < 10_000; i++) {
                List<BlockHash> locator =
                        IntStream.range(0, 101).mapToObj(_ -> new BlockHash(any())).toList();
                var stop = new BlockHash(any());
                caller.say(
                        i % 2 == 0
                                ? new ChainMessage.GetHeaders(locator, stop)
                                : new ChainMessage.GetBlocks(locator, stop));
            }
            assertTrue(caller.isAnswered());
            assertTrue(caller.count("headers") >= 5_000, "answers to getheaders");
            long grown = Examinee.heapBytes() - heapBefore;
            assertTrue(grown < 8 << 20, () -> "heap grew by " + grown);
            friend.beServed(1);
            node.assertSound();
        }
    }

    /** CVE-2025-54604: a node that calls itself, again and again. */
    @Test
    void aNodeThatCallsItselfHangsUp() throws Exception {
        try (var node = examinee()) {
            String own = "127.0.0.1:" + node.port();
            Path log = temp.resolve("regtest/debug.log");
            for (int i = 1; i <= 20; i++) {
                int calls = i;
                node.peering().tryOnce(own);
                Examinee.await(
                        "the end of call " + i,
                        () ->
                                count(log, "connected to self") == calls
                                        && node.peering().count() == 0);
            }
            assertTrue(Files.size(log) < 100_000, "the log grew to " + Files.size(log));
            node.assertSound();
        }
    }

    private static long count(Path log, String words) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** CVE-2015-3641: announcing much, and sending little of it. */
    @Test
    void announcedBytesAreNotAllocated() throws Exception {
        var callers = new ArrayList<Caller>();
        try (var node = examinee();
                Friend friend = friendOf(node)) {
            long heapBefore = Examinee.heapBytes();
            ByteString four = ByteString.of(1, 2, 3, 4);
            long before = node.hub().received();
            for (int i = 0; i < 100; i++) {
                var caller = new Caller(PARAMS, node.port());
                callers.add(caller);
                caller.write(caller.framed("block", 4_000_000, four, four));
            }
            Examinee.await("all heads", () -> node.hub().received() >= before + 100 * 28);
            long grown = Examinee.heapBytes() - heapBefore;
            assertTrue(grown < 100 * 24_000, () -> "heap grew by " + grown);
            try (var greedy = new Caller(PARAMS, node.port())) {
                greedy.listen();
                greedy.write(greedy.framed("block", 32 << 20, four, four));
                greedy.finish();
                assertFalse(greedy.isAnswered());
            }
            friend.beServed(1);
            node.assertSound();
            for (Caller caller : callers) caller.close();
        }
    }

    /** CVE-2024-52912: clocks of strangers that are wrong do not move ours. */
    @Test
    void lyingClocksDoNotMoveOurs() throws Exception {
        var callers = new ArrayList<Caller>();
        try (var node = examinee();
                Friend friend = friendOf(node)) {
            long now = Instant.now().getEpochSecond();
            long[] times = {Long.MIN_VALUE, Long.MAX_VALUE, -1, now - 4_200, now + 4_200};
            for (int i = 0; i < 50; i++) {
                var caller = new Caller(PARAMS, node.port());
                callers.add(caller);
                caller.listen();
                caller.say(Caller.version(times[i % times.length]));
                caller.say(new Negotiation.Verack());
                assertTrue(caller.isAnswered());
            }
            assertEquals(51, node.peering().peers().size());
            long apart = node.node().clock().nowS() - Instant.now().getEpochSecond();
            assertTrue(Math.abs(apart) <= 2, () -> "seconds apart: " + apart);
            node.awaitTip(friend.findAndTell());
            node.assertSound();
            for (Caller caller : callers) caller.close();
        }
    }

    /** Counts of two bytes before the end of the numbers of 32 and 31 bits. */
    @Test
    void countsBeyondAllLimitsCostTheMessageOrThePeer() throws Exception {
        try (var node = examinee();
                Friend friend = friendOf(node)) {
            for (String command : Message.COMMANDS) {
                for (long count : new long[] {0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
                    var out = new ByteWriter();
                    out.compactSize(count);
                    ByteString payload = out.toByteString();
                    try (Caller caller = greeted(node)) {
                        caller.write(caller.whole(command, payload));
                        if (!caller.isAnswered()) continue;
                        assertTrue(caller.isAnswered());
                    }
                }
            }
            friend.beServed(2);
            node.assertSound();
        }
    }
}
