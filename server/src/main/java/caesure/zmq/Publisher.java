// SPDX-License-Identifier: BSD-2-Clause
package caesure.zmq;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.Hex;
import caesure.chain.Chain;
import caesure.chain.ChainEvent;
import caesure.chain.HeaderNode;
import caesure.chain.InitialDownload;
import caesure.chain.Subscription;
import caesure.crypto.Hash256;
import caesure.log.Category;
import caesure.log.Log;
import caesure.primitives.Block;
import caesure.primitives.Transaction;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells subscribers over ZMQ what happens to the chain, as bitcoind does (doc/zmq.md). A message
 * has three parts:
 *
 * <pre>
 *   message = topic body number(u32)
 *   body    = hash(32)            hashblock, hashtx; the last byte first, as it is shown
 *           | block               rawblock
 *           | transaction         rawtx
 *           | hash(32) label      sequence; label = "C" connected, "D" disconnected
 * </pre>
 *
 * <p>The number counts the messages of one notification from 0, so that a subscriber finds out what
 * it lost. hashblock and rawblock tell the new tip alone, and nothing in the initial download; the
 * others tell every block that comes and goes.
 *
 * <p>It hears of the chain on a thread of its own, and a send never waits: who is slow loses
 * messages and holds nobody.
 */
public final class Publisher implements AutoCloseable {
    private static final String TCP = "tcp://";

    private final List<Notification> notifications;
    private final ZContext context;
    private final Chain chain;
    private final InitialDownload download;
    private final InstantSource clock;
    private final Log log;
    private final ReentrantLock sending = new ReentrantLock();
    private Optional<Subscription> subscription = Optional.empty();
    private boolean closed;

    /** One topic at one address, and how many messages it had. */
    private static final class Notification {
        private final ZmqSettings settings;
        private final ZMQ.Socket socket;
        private int sent; // as 32 bits without sign

        Notification(ZmqSettings settings, ZMQ.Socket socket) {
            this.settings = settings;
            this.socket = socket;
        }

        void send(ByteString body) {
            socket.sendMore(settings.topic().bytes());
            socket.sendMore(body.toArray());
            socket.send(new ByteWriter(4).u32(Integer.toUnsignedLong(sent)).toArray());
            sent++;
        }
    }

    private Publisher(
            ZContext context,
            List<Notification> notifications,
            Chain chain,
            InitialDownload download,
            InstantSource clock,
            Log log) {
        this.context = context;
        this.notifications = notifications;
        this.chain = chain;
        this.download = download;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Binds all addresses, and publishes from now on what happens to a chain.
     *
     * @param clock the node's
     * @throws IOException if an address cannot be bound; none is then
     */
    public static Publisher start(
            List<ZmqSettings> settings,
            Chain chain,
            InitialDownload download,
            InstantSource clock,
            Log log)
            throws IOException {
        var context = new ZContext();
        // or their threads write to stderr
        context.setUncaughtExceptionHandler((thread, fault) -> log.fault("ZMQ failed", fault));
        context.setNotificationExceptionHandler(
                (thread, fault) -> log.debug(Category.ZMQ, "%s", fault));
        context.setLinger(0);
        try {
            List<Notification> notifications = bind(context, settings, log);
            var made = new Publisher(context, notifications, chain, download, clock, log);
            made.subscription = Optional.of(chain.subscribe(made::hear));
            return made;
        } catch (IOException | RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** A socket for each address; what several notifications share keeps the first's mark. */
    private static List<Notification> bind(ZContext context, List<ZmqSettings> settings, Log log)
            throws IOException {
        Map<String, ZMQ.Socket> sockets = new LinkedHashMap<>();
        List<Notification> notifications = new ArrayList<>();
        for (ZmqSettings each : settings) {
            ZMQ.Socket socket = sockets.get(each.address());
            if (socket == null) {
                socket = bind(context, each);
                sockets.put(each.address(), socket);
            }
            notifications.add(new Notification(each, socket));
            log.debug(
                    Category.ZMQ,
                    "Notifier %s ready (address = %s)",
                    each.topic().type(),
                    each.address());
        }
        return notifications;
    }

    private static ZMQ.Socket bind(ZContext context, ZmqSettings settings) throws IOException {
        String address = settings.address();
        if (!address.startsWith(TCP)) {
            // JeroMQ's own ipc:// is TCP on a port of its choice: no other library finds it
            throw new IOException(
                    "-zmq" + settings.topic().type() + "=" + address + ": only tcp:// is known");
        }
        ZMQ.Socket socket = context.createSocket(SocketType.PUB);
        socket.setSndHWM(settings.highWaterMark());
        socket.setTCPKeepAlive(1);
        socket.setIPv6(address.startsWith(TCP + "["));
        try {
            if (socket.bind(address)) return socket;
        } catch (ZMQException | IllegalArgumentException e) {
            throw new IOException(
                    "-zmq"
                            + settings.topic().type()
                            + "="
                            + address
                            + ": cannot be bound: "
                            + e.getMessage(),
                    e);
        }
        throw new IOException("-zmq" + settings.topic().type() + "=" + address + ": not bound");
    }

    /** What is published, in the order of the types, as getzmqnotifications tells it. */
    public List<ZmqSettings> notifications() {
        return notifications.stream()
                .map(each -> each.settings)
                .sorted(Comparator.comparing(ZmqSettings::topic))
                .toList();
    }

    /** Publishes no more, and closes the sockets; what was not sent yet is lost. */
    @Override
    public void close() {
        subscription.ifPresent(Subscription::close);
        sending.lock();
        try {
            if (closed) return;
            closed = true;
            context.close();
        } finally {
            sending.unlock();
        }
    }

    private void hear(ChainEvent event) {
        if (!(event instanceof ChainEvent.Moved move)) return;
        try {
            for (HeaderNode block : move.left()) tell(block, 'D');
            List<HeaderNode> joined = move.joined();
            for (HeaderNode block : joined) tell(block, 'C');
            boolean quiet = joined.isEmpty() || download.isOn(clock.instant());
            if (!quiet) tellTip(move.to());
        } catch (IOException e) {
            log.error("ZMQ: a block cannot be told: %s", e.getMessage());
        } catch (ZMQException e) {
            log.error("ZMQ: a message cannot be sent: %s", e.getMessage());
        }
    }

    /** Tells the transactions of a block that came or went, then the block. */
    private void tell(HeaderNode node, char label) throws IOException {
        if (wants(Topic.HASHTX) || wants(Topic.RAWTX)) {
            Optional<Block> block = chain.block(node.hash());
            if (block.isEmpty()) throw new IOException(node + " is not there");
            for (Transaction transaction : block.get().transactions()) {
                send(Topic.HASHTX, shown(transaction.txid().hash()));
                send(Topic.RAWTX, transaction.bytes());
            }
        }
        send(Topic.SEQUENCE, shown(node.hash().hash()).plus(ByteString.of(label)));
    }

    private void tellTip(HeaderNode node) throws IOException {
        send(Topic.HASHBLOCK, shown(node.hash().hash()));
        if (!wants(Topic.RAWBLOCK)) return;
        Optional<Block> block = chain.block(node.hash());
        if (block.isEmpty()) throw new IOException(node + " is not there");
        send(Topic.RAWBLOCK, block.get().bytes());
    }

    private boolean wants(Topic topic) {
        return notifications.stream().anyMatch(each -> each.settings.topic() == topic);
    }

    private void send(Topic topic, ByteString body) {
        sending.lock();
        try {
            if (closed) return;
            for (Notification each : notifications) {
                if (each.settings.topic() == topic) each.send(body);
            }
        } finally {
            sending.unlock();
        }
    }

    private static ByteString shown(Hash256 hash) {
        return ByteString.wrap(Hex.reversed(hash.toArray()));
    }
}
