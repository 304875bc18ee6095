// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import caesure.calls.MempoolCalls;
import caesure.calls.ZmqCalls;
import caesure.crypto.Secp256k1;
import caesure.http.CookieFile;
import caesure.http.HttpSettings;
import caesure.http.LogLines;
import caesure.http.Route;
import caesure.node.ChainStatus;
import caesure.node.Node;
import caesure.node.NodeListener;
import caesure.node.Progress;
import caesure.options.NodeOptions;
import caesure.options.RpcOptions;
import caesure.rest.Rest;
import caesure.rpc.ActiveCalls;
import caesure.rpc.RpcServer;
import caesure.rpc.RpcSettings;
import caesure.zmq.Publisher;
import caesure.zmq.Topic;
import caesure.zmq.ZmqSettings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The doors of a running node: who knocks there, and whether somebody opens. */
final class Doors implements AutoCloseable {
    private final NodeOptions options;
    private final Node node;
    private final Optional<RpcServer> rpc;
    private final Optional<Rest> rest;
    private final AtomicReference<Publisher> publisher;

    private Doors(
            NodeOptions options,
            Node node,
            Optional<RpcServer> rpc,
            Optional<Rest> rest,
            AtomicReference<Publisher> publisher) {
        this.options = options;
        this.node = node;
        this.rpc = rpc;
        this.rest = rest;
        this.publisher = publisher;
    }

    /**
     * Opens all that are wished. Until {@link #ready} they answer that the node is still starting.
     *
     * @throws IOException if one cannot be opened
     * @throws IllegalArgumentException if an option cannot be used, in bitcoind's words
     */
    static Doors open(NodeOptions options, Node node, Secp256k1 secp) throws IOException {
        RpcOptions wishes = options.rpc();
        LogLines log = text -> node.log().info("%s", text);
        var publisher = new AtomicReference<Publisher>();
        if (!wishes.isOn()) {
            return new Doors(options, node, Optional.empty(), Optional.empty(), publisher);
        }
        var active = new ActiveCalls(System::nanoTime);
        ChainStatus status = status(node);
        var methods = Calls.of(options, node, secp, status, active, () -> published(publisher));
        Optional<Rest> rest =
                wishes.rest()
                        ? Optional.of(
                                new Rest(
                                        () -> node.chain().orElseThrow(),
                                        status,
                                        () -> MempoolCalls.info()))
                        : Optional.empty();
        List<Route> routes = rest.map(Rest::routes).orElse(List.of());
        RpcSettings settings = settings(wishes, log);
        try {
            var server = RpcServer.start(settings, methods, active, routes, log);
            return new Doors(options, node, Optional.of(server), rest, publisher);
        } catch (IOException | IllegalArgumentException e) {
            node.log().error("%s", e.getMessage());
            throw new IOException("Unable to start HTTP server. See debug log for details.", e);
        }
    }

    private static ChainStatus status(Node node) {
        return new ChainStatus(
                () -> node.chain().orElseThrow(),
                () -> node.initialDownload().orElseThrow(),
                node.clock(),
                node.folder(),
                node::warnings);
    }

    private static RpcSettings settings(RpcOptions wishes, LogLines log) {
        HttpSettings http =
                HttpSettings.local(wishes.port())
                        .withHandlers(wishes.threads())
                        .withHosts(wishes.hosts())
                        .opened(wishes.binds(), wishes.allowed(), log);
        if (wishes.timeoutS().isPresent()) {
            http = http.withTimeoutS(wishes.timeoutS().getAsInt(), HttpSettings.Idle.ENDED);
        }
        if (wishes.queue().isPresent()) http = http.withQueue(wishes.queue().getAsInt());
        var readers = CookieFile.Readers.valueOf(wishes.cookieReaders().toUpperCase(Locale.ROOT));
        RpcOptions.Users users = wishes.users();
        return new RpcSettings(
                http,
                wishes.cookie(),
                readers,
                users.name(),
                users.password(),
                users.hashed(),
                users.whitelists(),
                users.whitelistByDefault());
    }

    /** What the node does before it can answer. */
    private void stage(String what) {
        rpc.ifPresent(server -> server.warmsUp(what));
        rest.ifPresent(door -> door.warmsUp(what));
    }

    private static List<ZmqCalls.Notification> published(AtomicReference<Publisher> publisher) {
        return Optional.ofNullable(publisher.get()).map(Publisher::notifications).stream()
                .flatMap(List::stream)
                .map(each ->
                        new ZmqCalls.Notification(
                                each.topic().type(), each.address(), each.highWaterMark()))
                .toList();
    }

    /** From now on they are open. */
    void ready() {
        List<ZmqSettings> wished =
                options.rpc().publish().stream()
                        .map(each ->
                                new ZmqSettings(
                                        Topic.valueOf(each.topic().toUpperCase(Locale.ROOT)),
                                        each.address(),
                                        each.waiting()))
                        .toList();
        if (!wished.isEmpty()) publish(wished);
        rest.ifPresent(Rest::ready);
        rpc.ifPresent(RpcServer::ready);
    }

    /** As bitcoind: where an address is of no use nothing is published, and the node goes on. */
    private void publish(List<ZmqSettings> wished) {
        try {
            publisher.set(
                    Publisher.start(
                            wished,
                            node.chain().orElseThrow(),
                            node.initialDownload().orElseThrow(),
                            node.clock(),
                            node.log()));
        } catch (IOException e) {
            node.log().error("Nothing is published over ZeroMQ: %s", e.getMessage());
        }
    }

    /** Whoever is inside is served, nobody else comes in. */
    @Override
    public void close() {
        rpc.ifPresent(RpcServer::close);
        Optional.ofNullable(publisher.get()).ifPresent(Publisher::close);
    }

    /** Tells the doors what the node begins to do, besides whom else it tells. */
    static final class Knocker implements NodeListener {
        private final NodeListener shown;
        private final List<Doors> doors = new ArrayList<>(1);
        private final List<Consumer<String>> alarms = new ArrayList<>(1);

        Knocker(NodeListener shown) {
            this.shown = shown;
        }

        /** Before the node starts. */
        void tell(Doors who) {
            doors.add(who);
        }

        /** Who hears of warnings; before the node starts. */
        void alarm(Consumer<String> who) {
            alarms.add(who);
        }

        @Override
        public void progress(Progress progress) {
            shown.progress(progress);
        }

        @Override
        public void warning(String what) {
            shown.warning(what);
            alarms.forEach(who -> who.accept(what));
        }

        @Override
        public void stage(String what) {
            doors.forEach(door -> door.stage(what));
            shown.stage(what);
        }
    }
}
