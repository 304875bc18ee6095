// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.log.Category;
import caesure.log.Log;
import caesure.log.LogFilter;
import caesure.log.LogSettings;
import caesure.transport.Frame;
import caesure.transport.V1Transport;
import caesure.wire.Message;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A hub on the loopback, with all that a test wants to see of it. */
final class TestHub implements AutoCloseable {
    static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    static final NetEndpoint ANYWHERE = endpoint("127.0.0.1", 0);
    static final Shared.Pace FAST =
            new Shared.Pace(
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(50),
                    Duration.ofMillis(5),
                    Duration.ofMillis(5));

    final TestHandler handler = new TestHandler();
    final TestBook book = new TestBook();
    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T00:00:00Z"));
    final Hub hub;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Log log;

    TestHub(HubSettings settings) throws IOException {
        this(settings, Names.Resolver::system);
    }

    TestHub(HubSettings settings, Names.Resolver resolver) throws IOException {
        var bare = new LogSettings.Form(false, false, false, false, false);
        log =
                Log.open(
                        new LogSettings(Optional.empty(), true, bare, false, false),
                        LogFilter.NONE.with(Set.of(Category.NET)),
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        Instant::now,
                        Optional::empty);
        hub = Hub.open(settings, MAGIC, handler, book, now::get, log, FAST, resolver);
    }

    /** Begins at once. */
    static TestHub running(HubSettings settings) throws IOException {
        var hub = new TestHub(settings);
        hub.hub.begin();
        return hub;
    }

    static HubSettings listening() {
        return with(HubSettings.Limits.USUAL, HubSettings.Calling.NOBODY, true);
    }

    static HubSettings with(
            HubSettings.Limits limits, HubSettings.Calling calling, boolean listens) {
        List<Bind> binds = listens ? List.of(Bind.to(ANYWHERE)) : List.of();
        return with(binds, limits, calling, 18444);
    }

    static HubSettings with(
            List<Bind> binds, HubSettings.Limits limits, HubSettings.Calling calling, int port) {
        return new HubSettings(binds, false, List.of(), limits, calling, port, true, false, false);
    }

    /** Listens at an address of this machine. */
    static TestHub at(String address) throws IOException {
        var bind = Bind.to(endpoint(address, 0));
        return running(
                with(List.of(bind), HubSettings.Limits.USUAL, HubSettings.Calling.NOBODY, 18444));
    }

    static HubSettings.Limits limits(int incoming, int receiveBytes, int sendBytes) {
        var usual = HubSettings.Limits.USUAL;
        return new HubSettings.Limits(
                usual.outgoing(),
                usual.blockRelay(),
                incoming,
                receiveBytes,
                sendBytes,
                usual.connectTimeout(),
                usual.peerTimeout());
    }

    static HubSettings.Calling calling(Optional<List<String>> only, List<String> addNodes) {
        return new HubSettings.Calling(
                only,
                addNodes,
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                true,
                Set.of(NetKind.IPV4, NetKind.IPV6));
    }

    static NetEndpoint endpoint(String address, int port) {
        try {
            return new NetEndpoint(NetAddress.parse(address), port);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    int port() {
        return hub.listening().getFirst().getPort();
    }

    String name() {
        return endpoint().toString();
    }

    NetEndpoint endpoint() {
        return Sockets.endpoint(hub.listening().getFirst());
    }

    /** Calls it, as a stranger. */
    Socket stranger() throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 5_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The bytes of a message. */
    static byte[] bytes(Message message) {
        return bytes(new Frame(message.command(), message.payload()));
    }

    static byte[] bytes(Frame frame) {
        var transport = new V1Transport(MAGIC);
        transport.send(frame);
        ByteString all = ByteString.EMPTY;
        for (ByteString part : transport.outgoing()) all = all.plus(part);
        return all.toArray();
    }

    String log() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    void awaitLog(String text) {
        handler.await("the line " + text, () -> log().contains(text));
    }

    @Override
    public void close() {
        hub.close();
        log.close();
    }
}
