// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.log.Category;
import caesure.log.Printable;
import caesure.peers.Peer;
import caesure.transport.Frame;
import caesure.transport.Transport;
import caesure.transport.V1Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection to a peer: its socket, what waits to be understood and to be said, and two virtual
 * threads, of which one reads and the other writes. It ends once, from any thread.
 */
final class Connection {
    /** How much is read or written at once, in bytes. */
    private static final int CHUNK_BYTES = 65_536;

    /** Room for what is read from a peer that says little, in bytes: most do, most of the time. */
    private static final int IDLE_BYTES = 2_048;

    /** So many bytes of a message are shown. */
    private static final int SHOWN_BYTES = 64;

    private final Peer peer;
    private final SocketChannel channel;
    private final Connections.Draft draft;
    private final Shared shared;
    private final Meter meter = new Meter();
    private final Inbox inbox;
    private final Outbox outbox;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread.Builder threads = Thread.ofVirtual();
    private List<Thread> running = List.of();
    private boolean opened; // the handler knows of it; of the thread that calls the handler

    Connection(Peer peer, SocketChannel channel, Connections.Draft draft, Shared shared) {
        this.peer = peer;
        this.channel = channel;
        this.draft = draft;
        this.shared = shared;
        HubSettings.Limits limits = shared.settings().limits();
        this.inbox = new Inbox(limits.receiveBytes(), shared.ahead());
        this.outbox = new Outbox(limits.sendBytes());
    }

    /** Begins to read and write. Once, before anybody else knows of this. */
    void start(ByteString magic) {
        // receiving and sending share nothing
        var in = new V1Transport(magic);
        var out = new V1Transport(magic);
        running =
                List.of(
                        threads.name("peer-" + peer.id() + "-in").unstarted(() -> reading(in)),
                        threads.name("peer-" + peer.id() + "-out").unstarted(() -> writing(out)));
        running.forEach(Thread::start);
    }

    Peer peer() {
        return peer;
    }

    /** What it was made of. */
    Connections.Draft draft() {
        return draft;
    }

    Meter meter() {
        return meter;
    }

    Inbox inbox() {
        return inbox;
    }

    Outbox outbox() {
        return outbox;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Whether the handler was told of it; from then on it was. For one thread. */
    boolean tellOpened() {
        boolean before = opened;
        opened = true;
        return before;
    }

    /**
     * Says something to the peer, in its turn.
     *
     * @return false if the connection is over
     */
    boolean send(Frame frame) {
        int bytes = frame.payload().length();
        shared.log()
                .debug(
                        Category.NET,
                        "sending %s (%d bytes) peer=%d",
                        frame.command(),
                        bytes,
                        peer.id());
        if (shared.settings().logPackets()) showPacket("to", frame);
        return switch (outbox.put(frame)) {
            case WAITS -> true;
            case CLOSED -> false;
            case OVERFLOWS -> {
                end("too much waits to be sent");
                yield false;
            }
        };
    }

    /** Ends it, and says why; nothing if that is empty. */
    void end(String why) {
        if (end() && !why.isEmpty()) {
            shared.log().debug(Category.NET, "%s, disconnecting %s", why, shared.named(peer));
        }
    }

    /** Ends it: all that waits is thrown away. Says whether it had not ended before. */
    boolean end() {
        if (!ended.compareAndSet(false, true)) return false;
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was promised to the peer
            shared.log().debug(Category.NET, "closing the socket of peer=%d: %s", peer.id(), e);
        }
        inbox.close();
        outbox.close();
        draft.atEnd().run();
        shared.bell().ring();
        return true;
    }

    /** The two threads. */
    List<Thread> threads() {
        return running;
    }

    private void reading(Transport transport) {
        try {
            read(transport);
        } catch (IOException e) {
            end("socket recv error: " + e.getMessage());
        } catch (Throwable e) { // whatever a stranger's bytes have done to us costs him alone
            shared.fault("reading from peer=" + peer.id(), e);
        } finally {
            end();
        }
    }

    private void read(Transport transport) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(IDLE_BYTES);
        while (inbox.awaitRoom()) {
            int count = channel.read(chunk.clear());
            if (count < 0) {
                end("socket closed");
                return;
            }
            meter.received(count, shared.clock().instant());
            shared.received().add(count);
            if (!take(transport, chunk.flip())) {
                end("receiving message bytes failed");
                return;
            }
            chunk = fitting(chunk, count);
        }
    }

    /** The chunk for the next read: a large one only while a peer says more than a little. */
    private static ByteBuffer fitting(ByteBuffer chunk, int count) {
        int room = chunk.capacity();
        if (count == room && room < CHUNK_BYTES) return ByteBuffer.allocate(CHUNK_BYTES);
        if (count < IDLE_BYTES && room > IDLE_BYTES) return ByteBuffer.allocate(IDLE_BYTES);
        return chunk;
    }

    /** Takes what was read apart; false if nothing that follows can be understood. */
    private boolean take(Transport transport, ByteBuffer chunk) {
        while (true) {
            switch (transport.receive(chunk)) {
                case Transport.NeedMore _ -> {
                    return true;
                }
                case Transport.Whole(Frame frame, int wireBytes) -> {
                    meter.receivedMessage(frame.command(), wireBytes);
                    if (shared.settings().logPackets()) showPacket("from", frame);
                    inbox.put(Arrival.of(frame, shared.ahead()));
                    shared.bell().ring();
                }
                case Transport.Damaged(_, int wireBytes, String what) -> {
                    meter.receivedDamaged(wireBytes);
                    complain(what);
                }
                case Transport.Bad(String what) -> {
                    complain(what);
                    return false;
                }
            }
        }
    }

    /** Not limited: a person asked to see them all. */
    private void showPacket(String direction, Frame frame) {
        ByteString payload = frame.payload();
        int shown = Math.min(payload.length(), SHOWN_BYTES);
        shared.log()
                .infoUnlimited(
                        "Packet %s peer=%d: %s, %d bytes: %s%s",
                        direction,
                        peer.id(),
                        Printable.of(frame.command()),
                        payload.length(),
                        payload.slice(0, shown),
                        shown < payload.length() ? "..." : "");
    }

    private void complain(String what) {
        shared.log().debug(Category.NET, "Header error: %s, peer=%d", what, peer.id());
    }

    private void writing(Transport transport) {
        try {
            var next = outbox.take();
            for (; next.isPresent(); next = outbox.take()) {
                transport.send(next.get());
                write(next.get().command(), transport.outgoing());
                if (outbox.written(next.get())) shared.bell().ring();
            }
        } catch (IOException e) {
            end("socket send error: " + e.getMessage());
        } catch (Throwable e) { // as in reading
            shared.fault("writing to peer=" + peer.id(), e);
        } finally {
            end();
        }
    }

    private void write(String command, List<ByteString> parts) throws IOException {
        int bytes = parts.stream().mapToInt(ByteString::length).sum();
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(bytes, CHUNK_BYTES));
        for (ByteString part : parts) {
            for (int at = 0; at < part.length(); ) {
                int count = Math.min(chunk.remaining(), part.length() - at);
                chunk.put(part.slice(at, at + count).toArray());
                at += count;
                if (!chunk.hasRemaining()) flush(command, chunk);
            }
        }
        flush(command, chunk);
    }

    private void flush(String command, ByteBuffer chunk) throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            int count = channel.write(chunk);
            meter.sent(command, count, shared.clock().instant());
            shared.sent().add(count);
        }
        chunk.clear();
    }
}
