// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

import caesure.bytes.ByteString;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.testkit.BlockBuilder;
import caesure.testkit.Place;
import caesure.testkit.TestChain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Some nodes and the lines between them, in one thread and under one clock. All that happens is
 * drawn from one seed: the same seed gives the same story, to the last message.
 */
final class World implements AutoCloseable {
    private static final int TRUNK = 110;
    private static final TestChain TRUNK_CHAIN = TestChain.regtest().grow(TRUNK);

    final Params params = Params.of(Network.REGTEST);
    final SplittableRandom random;
    final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<BlockHash, Place> places = new HashMap<>();
    private final CRC32C story = new CRC32C();
    private Instant now;
    private long order;
    private long told;
    private long serial;

    private record Event(Instant at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    World(long seed) {
        random = new SplittableRandom(seed);
        for (Place p = TRUNK_CHAIN.tip(); p.height() > 0; p = p.parent().orElseThrow()) {
            places.put(p.hash(), p);
        }
        Place first = TRUNK_CHAIN.tip().ancestor(0);
        places.put(first.hash(), first);
        now = Instant.ofEpochSecond(TRUNK_CHAIN.tip().header().time()).plus(Duration.ofMinutes(5));
    }

    /** Blocks that everybody may know at the start, from the first after genesis on. */
    static List<Block> trunk() {
        return TRUNK_CHAIN.blocks().subList(1, TRUNK + 1);
    }

    Instant now() {
        return now;
    }

    /** A node that begins with these blocks. */
    Node add(Manners manners, List<Block> blocks) throws IOException {
        var node = new Node(this, nodes.size(), manners, new SplittableRandom(random.nextLong()));
        nodes.add(node);
        node.begin(blocks);
        return node;
    }

    /** A new block on one that somebody has, found now. */
    Block mine(BlockHash parent) {
        Block block = builder(parent).mine();
        places.put(block.hash(), places.get(parent).then(block.header()));
        return block;
    }

    /** One whose coinbase pays too much: that shows only when it is connected. */
    Block mineGreedy(BlockHash parent) {
        return builder(parent).coinbaseSats(5_000_000_001L).mine();
    }

    boolean knows(BlockHash hash) {
        return places.containsKey(hash);
    }

    private BlockBuilder builder(BlockHash parent) {
        serial++;
        var mark = ByteString.of(0x6a, 0x02, (int) (serial & 0xff), (int) (serial >> 8 & 0xff));
        Place place = places.get(parent);
        long time = Math.max(now.getEpochSecond(), place.medianTimePast() + 1);
        return TRUNK_CHAIN.on(place).time(time).pay(0, mark);
    }

    void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay), order++, what));
    }

    /** Lets the story go on for so long. */
    void run(Duration time) {
        Instant end = now.plus(time);
        while (!events.isEmpty() && !events.peek().at.isAfter(end)) {
            Event event = events.remove();
            now = event.at;
            event.what.run();
        }
        now = end;
    }

    /** Somebody heard something. */
    void tell(Node who, long line, String what, int size) {
        told++;
        String words = now + " " + who + " " + line + " " + what + " " + size;
        story.update(words.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The whole story in a few letters. */
    String story() {
        return told + " messages, " + Long.toHexString(story.getValue());
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) node.close();
    }
}
