// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.chain.Chain;
import caesure.chain.InitialDownload;
import caesure.log.Category;
import caesure.log.Log;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.Block;
import caesure.primitives.Work;
import caesure.store.DataDir;
import caesure.testkit.Chains;
import caesure.testkit.TempFolder;
import caesure.testkit.TestChain;
import caesure.wire.Addresses;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.ProtocolVersion;
import caesure.wire.Services;
import caesure.wire.Version;
import caesure.wire.ViolationException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A node with a chain in a folder of its own, spoken to message by message. Its clock is ours. */
public final class Table implements AutoCloseable, Conversations.AddressBook {
    static final Services FULL =
            Services.NETWORK.with(Services.WITNESS).with(Services.NETWORK_LIMITED);

    final TestChain made = TestChain.regtest();
    final Chain chain;
    final Conversations talks;
    final List<Answer> answers = new ArrayList<>();
    final List<Addresses.Entry> learned = new ArrayList<>();
    final List<Addresses.Entry> known = new ArrayList<>();
    final List<String> booked = new ArrayList<>();
    Optional<Addresses.Entry> own = Optional.empty();
    Instant now;

    private final TempFolder folder;
    private final DataDir dir;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nextPeer;

    /** A node whose best chain has so many blocks, of which the last was found just now. */
    public static Table of(int blocks) throws IOException {
        return new Table(blocks, Work.NONE, false);
    }

    /** A node that wants chains of so much work. */
    static Table wanting(int blocks, long work) throws IOException {
        return new Table(blocks, new Work(java.math.BigInteger.valueOf(work)), false);
    }

    static Table takingTransactions(int blocks) throws IOException {
        return new Table(blocks, Work.NONE, true);
    }

    private Table(int blocks, Work minimum, boolean takesTransactions) throws IOException {
        made.grow(blocks);
        now = Instant.ofEpochSecond(made.tip().header().time() + 1);
        folder = new TempFolder();
        dir = DataDir.openWriter(folder.path(), "regtest");
        var params = made.params();
        var settings = new Chain.Settings(1, Optional.empty(), minimum, 0);
        chain = Chains.open(dir, params, settings, new Chains.Heard());
        for (Block block : made.blocks().subList(1, blocks + 1)) give(block);
        Log log =
                Log.open(
                        new LogSettings(
                                Optional.empty(),
                                true,
                                new LogSettings.Form(false, false, false, false, false),
                                false,
                                false),
                        LogFilter.NONE.with(Category.all()),
                        new PrintStream(written, true, StandardCharsets.UTF_8),
                        InstantSource.system(),
                        Optional::empty);
        var initial = new InitialDownload(chain, minimum, InitialDownload.TIP_AGE_MAX);
        talks =
                new Conversations(
                        chain,
                        initial,
                        this,
                        new Conversations.Settings(
                                FULL,
                                "/table:1/",
                                takesTransactions,
                                minimum,
                                Duration.ofSeconds(60),
                                Set.of(NetKind.IPV4, NetKind.IPV6)),
                        new SplittableRandom(1),
                        log);
    }

    /** Gives the node a block past its peers. */
    void give(Block block) throws IOException {
        chain.add(block, block.bytes(), Chain.Source.SUBMITTED, now.getEpochSecond());
    }

    /** All that the log has said since the last time. */
    public String log() {
        String text = written.toString(StandardCharsets.UTF_8);
        written.reset();
        return text;
    }

    Peer peer(ConnectionType type, Permission... may) {
        long id = nextPeer++;
        return new Peer(
                id,
                "peer" + id,
                endpoint(
                        "8." + (id >> 16 & 0xff) + "." + (id >> 8 & 0xff) + "." + (id & 0xff),
                        8333),
                endpoint("9.9.9.9", 8333),
                type,
                Set.copyOf(Arrays.asList(may)),
                now);
    }

    static NetEndpoint endpoint(String address, int port) {
        try {
            return NetEndpoint.parse(address + ":" + port, port);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Version version(Services services) {
        return version(ProtocolVersion.OURS, services, 7);
    }

    static Version version(int version, Services services, long nonce) {
        return new Version(
                version, services, 0, Services.NONE, NetEndpoint.NONE, nonce, "/x/", 0, true);
    }

    /** Begins a conversation; nothing is said by the peer. */
    public Peer open(ConnectionType type, Permission... may) {
        Peer peer = peer(type, may);
        answers.addAll(talks.opened(peer, now));
        return peer;
    }

    /** A peer that has said hello, and nothing else. What was answered is forgotten. */
    public Peer greet(ConnectionType type, Permission... may) {
        Peer peer = open(type, may);
        say(peer, version(FULL), new Negotiation.Verack());
        answers.clear();
        return peer;
    }

    /** The peer says something, as it comes over a wire. What is answered to it is returned. */
    List<Message> say(Peer peer, Message... messages) {
        int before = answers.size();
        for (Message message : messages) {
            Message read = reread(message.command(), message.payload());
            answers.addAll(talks.on(peer.id(), read, now));
            while (talks.isBusy(peer.id())) answers.addAll(talks.proceed(peer.id(), now));
        }
        return said(peer, answers.subList(before, answers.size()));
    }

    /**
     * The peer sends bytes, whatever they are.
     *
     * @return false if that ends the conversation
     */
    public boolean hear(Peer peer, String command, ByteString payload) {
        var all = new ArrayList<Answer>();
        try {
            Message message = Message.read(command, payload);
            all.addAll(talks.on(peer.id(), message, now));
            while (talks.isBusy(peer.id())) all.addAll(talks.proceed(peer.id(), now));
        } catch (MalformedException e) {
            all.addAll(talks.malformed(peer.id(), command, e.getMessage(), now));
        } catch (ViolationException e) {
            all.addAll(talks.violated(peer.id(), command, e.getMessage(), now));
        }
        for (Answer answer : all) {
            if (answer.peer() != peer.id()) throw new AssertionError(answer + " to another");
            if (answer instanceof Answer.Leave || answer instanceof Answer.Discourage) {
                talks.closed(peer.id(), now);
                return false;
            }
        }
        return true;
    }

    /** So much time passes. */
    public void pass(Duration time) {
        now = now.plus(time);
        talks.tick(now);
    }

    /** How many headers are kept, and at which height the best chain ends. */
    public String standing() {
        return chain.headers().all().size() + " headers, " + chain.tip().node();
    }

    /** So much time passes. */
    List<Message> pass(Peer peer, Duration time) {
        now = now.plus(time);
        List<Answer> all = talks.tick(now);
        answers.addAll(all);
        return said(peer, all);
    }

    /** So much time passes, in which the peer answers pings. */
    void live(Peer peer, Duration time) {
        for (Message message : pass(peer, time)) {
            if (message instanceof Message.Ping(long nonce)) say(peer, new Message.Pong(nonce));
        }
    }

    static List<Message> said(Peer peer, List<Answer> answers) {
        var said = new ArrayList<Message>();
        for (Answer answer : answers) {
            if (answer.peer() != peer.id()) continue;
            switch (answer) {
                case Answer.Say(long _, Message message) -> said.add(message);
                case Answer.SayBytes(long _, var frame) ->
                        said.add(reread(frame.command(), frame.payload()));
                case Answer.Discourage _, Answer.Leave _ -> {}
            }
        }
        return said;
    }

    /** All messages of a kind. */
    static <T extends Message> List<T> only(Class<T> kind, List<Message> messages) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Message reread(String command, ByteString payload) {
        try {
            return Message.read(command, payload);
        } catch (MalformedException | ViolationException e) {
            throw new AssertionError(e);
        }
    }

    boolean isLeft(Peer peer) {
        return answers.stream()
                .anyMatch(a -> a instanceof Answer.Leave(long id, String _) && id == peer.id());
    }

    boolean isDiscouraged(Peer peer) {
        return answers.stream()
                .anyMatch(
                        a -> a instanceof Answer.Discourage(long id, String _) && id == peer.id());
    }

    PeerStatus status(Peer peer) {
        return talks.statuses(now).stream()
                .filter(s -> s.id() == peer.id())
                .findAny()
                .orElseThrow();
    }

    @Override
    public void learned(List<Addresses.Entry> entries, Peer from, Instant time) {
        learned.addAll(entries);
    }

    @Override
    public List<Addresses.Entry> sample(Peer asker, Instant time) {
        return known;
    }

    @Override
    public void connected(Peer peer, Services services, Instant time) {
        booked.add("connected " + peer.id());
    }

    @Override
    public void good(Peer peer, Instant time) {
        booked.add("good " + peer.id());
    }

    @Override
    public Optional<Addresses.Entry> ours(Peer towards, Optional<NetEndpoint> seen, Instant time) {
        return own;
    }

    @Override
    public void close() {
        try (folder;
                dir;
                chain) {
            talks.closed(0, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
