// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.log.Log;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.primitives.Block;
import caesure.primitives.Work;
import caesure.store.DataDir;
import caesure.sync.Answer;
import caesure.sync.Conversations;
import caesure.sync.PeerStatus;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.transport.Frame;
import caesure.wire.Addresses;
import caesure.wire.Message;
import caesure.wire.NetEndpoint;
import caesure.wire.Services;
import caesure.wire.ViolationException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A node: a real chain, real conversations, and, if it is no honest one, a hand that spoils them.
 */
final class Node implements Conversations.AddressBook {
    /** Work of so many blocks a chain must have. */
    private static final Work MINIMUM = new Work(java.math.BigInteger.valueOf(2 * 60));

    private static final int CALLS = 4;
    private static final int PLACES = 12;
    private static final Duration TICK = Duration.ofMillis(400);

    final Manners manners;
    final World world;
    final SplittableRandom random;
    private final int number;
    private final Map<Long, Line> lines = new TreeMap<>();
    private final Map<Long, Boolean> inbound = new TreeMap<>();
    private final Set<Node> shunned = new HashSet<>();
    private final Mischief mischief;
    private TempFolder folder;
    private DataDir dir;
    private Chain chain;
    private Conversations talks;
    private long nextPeer;
    int mostInFlight;

    Node(World world, int number, Manners manners, SplittableRandom random) {
        this.world = world;
        this.number = number;
        this.manners = manners;
        this.random = random;
        this.mischief = new Mischief(this);
    }

    void begin(List<Block> blocks) throws IOException {
        folder = new TempFolder();
        dir = DataDir.openWriter(folder.path(), "regtest");
        var settings = new Chain.Settings(1, Optional.empty(), MINIMUM, 0);
        chain = Chains.open(dir, world.params, settings, new Chains.Heard());
        for (Block block : blocks) give(block);
        var initial = new InitialDownload(chain, MINIMUM, InitialDownload.TIP_AGE_MAX);
        var usual = Conversations.Settings.of(world.params, "/node:" + number + "/");
        var chosen =
                new Conversations.Settings(
                        usual.services(),
                        usual.userAgent(),
                        false,
                        MINIMUM,
                        usual.peerTimeout(),
                        usual.reachable());
        talks = new Conversations(chain, initial, this, chosen, random.split(), Log.none());
        world.after(Duration.ofMillis(random.nextInt(1_000)), this::tick);
    }

    boolean isHonest() {
        return manners == Manners.HONEST;
    }

    HeaderNode tip() {
        return chain.tip().node();
    }

    Chain chain() {
        return chain;
    }

    int headers() {
        return chain.headers().all().size();
    }

    /** Somebody found a block here. */
    void give(Block block) throws IOException {
        chain.add(block, block.bytes(), Chain.Source.SUBMITTED, world.now().getEpochSecond());
    }

    long nextPeer() {
        return nextPeer++;
    }

    void connected(Line line, boolean isInbound) {
        lines.put(line.id, line);
        inbound.put(line.id, isInbound);
        var there = endpoint(line.towards.number);
        var peer =
                new Peer(
                        line.id,
                        line.towards.toString(),
                        there,
                        endpoint(number),
                        isInbound ? ConnectionType.INBOUND : ConnectionType.OUTBOUND_FULL_RELAY,
                        Set.of(),
                        world.now());
        act(talks.opened(peer, world.now()));
    }

    private static NetEndpoint endpoint(int number) {
        try {
            return NetEndpoint.parse("8.8." + number + ".1:8333", 8333);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    void closed(Line line) {
        lines.remove(line.id);
        inbound.remove(line.id);
        act(talks.closed(line.id, world.now()));
    }

    void heard(Line line, Frame frame) {
        world.tell(this, line.id, frame.command(), frame.payload().length());
        Instant now = world.now();
        try {
            Message message = Message.read(frame.command(), frame.payload());
            act(talks.on(line.id, message, now));
        } catch (MalformedException e) {
            act(talks.malformed(line.id, frame.command(), e.getMessage(), now));
        } catch (ViolationException e) {
            act(talks.violated(line.id, frame.command(), e.getMessage(), now));
        }
        while (talks.isBusy(line.id)) act(talks.proceed(line.id, now));
    }

    private void tick() {
        act(talks.tick(world.now()));
        for (PeerStatus status : talks.statuses(world.now())) {
            mostInFlight = Math.max(mostInFlight, status.inFlight().size());
        }
        callSomebody();
        if (!isHonest()) List.copyOf(lines.values()).forEach(mischief::play);
        world.after(TICK, this::tick);
    }

    private void callSomebody() {
        long calls = inbound.values().stream().filter(in -> !in).count();
        if (calls >= CALLS) return;
        Node other = world.nodes.get(random.nextInt(world.nodes.size()));
        if (other == this || shunned.contains(other) || other.shunned.contains(this)) return;
        if (other.lines.size() >= PLACES) return;
        if (lines.values().stream().anyMatch(line -> line.towards == other)) return;
        Line.between(world, this, other);
    }

    private void act(List<Answer> answers) {
        for (Answer answer : answers) {
            Line line = lines.get(answer.peer());
            if (line == null) continue;
            switch (answer) {
                case Answer.Say(long _, Message message) ->
                        send(line, new Frame(message.command(), message.payload()));
                case Answer.SayBytes(long _, Frame frame) -> send(line, frame);
                case Answer.Leave _ -> line.hangUp(world);
                case Answer.Discourage _ -> {
                    if (isHonest()) shunned.add(line.towards);
                    line.hangUp(world);
                }
            }
        }
    }

    private void send(Line line, Frame frame) {
        if (isHonest()) line.send(world, frame, Duration.ZERO);
        else mischief.send(line, frame);
    }

    /** Honest nodes that this one will not speak to any more. */
    long honestShunned() {
        return shunned.stream().filter(Node::isHonest).count();
    }

    boolean shuns(Manners of) {
        return shunned.stream().anyMatch(node -> node.manners == of);
    }

    void close() throws IOException {
        chain.close();
        dir.close();
        folder.close();
    }

    @Override
    public void learned(List<Addresses.Entry> entries, Peer from, Instant time) {}

    @Override
    public List<Addresses.Entry> sample(Peer asker, Instant time) {
        return List.of();
    }

    @Override
    public void connected(Peer peer, Services services, Instant time) {}

    @Override
    public void good(Peer peer, Instant time) {}

    @Override
    public Optional<Addresses.Entry> ours(Peer towards, Optional<NetEndpoint> seen, Instant time) {
        return Optional.empty();
    }

    ByteString anyBytes(int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    @Override
    public String toString() {
        return manners + "-" + number;
    }
}
