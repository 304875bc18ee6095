// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A web server that listens on some addresses until it is closed. */
public final class HttpServer implements AutoCloseable {
    /** Longest request line and header fields together, in bytes; bitcoind's bound too. */
    static final int HEADER_MAX_BYTES = 8 << 10;

    /** Most connections at once; more wait unaccepted. An idle one costs some kilobytes. */
    static final int CONNECTIONS_MAX = 4096;

    /** Connections that the system may hold for us; more have to knock again a second later. */
    private static final int UNACCEPTED_MAX = 1024;

    /** How long a stop waits for answers on their way; as bitcoind. */
    private static final long STOP_MAX_MS = 30_000;

    /** One selector for each of a few addresses, and hands for what Jetty does besides. */
    private static final int THREADS_MAX = 16;

    private static final HttpCompliance RULES =
            HttpCompliance.RFC9110.with(
                    "caesure",
                    // answered, as bitcoind does, but as the last request of its connection
                    HttpCompliance.Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH);

    private final Server jetty;
    private final Desk desk;
    private final LogLines log;
    private final List<InetSocketAddress> addresses;

    private HttpServer(Server jetty, Desk desk, LogLines log, List<InetSocketAddress> addresses) {
        this.jetty = jetty;
        this.desk = desk;
        this.log = log;
        this.addresses = addresses;
    }

    /**
     * Starts a server. An address where it cannot listen is said and left out.
     *
     * @throws IOException if it can listen nowhere
     */
    public static HttpServer start(HttpSettings settings, List<Route> routes, LogLines log)
            throws IOException {
        Desk desk = new Desk(settings, routes, log);
        Server jetty = jetty(desk);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetSocketAddress address : settings.addresses()) {
            ServerConnector connector = connector(jetty, desk, settings);
            try {
                connector.open(listen(address));
                jetty.addConnector(connector);
                addresses.add(
                        new InetSocketAddress(address.getAddress(), connector.getLocalPort()));
            } catch (IOException e) {
                connector.close();
                log.line("Binding RPC on address " + text(address) + " failed: " + e.getMessage());
            }
        }
        if (addresses.isEmpty())
            throw new IOException("Unable to bind any endpoint for RPC server");
        HttpServer server = new HttpServer(jetty, desk, log, List.copyOf(addresses));
        server.start();
        return server;
    }

    private static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return ip.getHostAddress() + " port " + address.getPort();
    }

    private static Server jetty(Desk desk) {
        var threads = new QueuedThreadPool(THREADS_MAX, 1);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0); // handlers have threads of their own
        Server jetty = new Server(threads);
        jetty.setHandler(desk);
        jetty.setErrorHandler((_, response, callback) -> {
            response.write(true, null, callback); // a status says enough
            return true;
        });
        jetty.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, jetty));
        jetty.setStopAtShutdown(false);
        return jetty;
    }

    /**
     * A socket of the address's own family. Jetty's would be one for IPv6 always, which hears IPv4
     * too: the system, and whoever asks it who listens where, then shows ::ffff:127.0.0.1.
     */
    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ProtocolFamily family =
                address.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6;
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(family);
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                return channel.bind(address, UNACCEPTED_MAX);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (UnsupportedOperationException e) {
            throw new IOException("there is no such network here", e);
        }
    }

    private static ServerConnector connector(Server jetty, Desk desk, HttpSettings settings) {
        var how = new HttpConfiguration();
        how.setRequestHeaderSize(HEADER_MAX_BYTES);
        how.setSendServerVersion(false);
        how.setSendXPoweredBy(false);
        how.setHttpCompliance(RULES);
        // no acceptor of its own: the selector accepts, which saves a thread
        var connector =
                new ServerConnector(
                        jetty, 0, 1, new StrictConnection.Factory(how, desk::isAllowed));
        connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(settings.timeoutS()));
        return connector;
    }

    private void start() throws IOException {
        try {
            jetty.start();
        } catch (Exception e) { // Jetty's own signature
            close();
            throw new IOException("cannot start the HTTP server: " + e.getMessage(), e);
        }
    }

    /** Where it listens, with the true port if port 0 was asked for. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /**
     * Stops: accepts nothing more, gives the answers that are being worked on, and ends all
     * connections. Whoever waits in a handler sees that from {@link HttpRequest#stopping}.
     */
    @Override
    public void close() {
        desk.refuse();
        for (var connector : jetty.getConnectors()) ((ServerConnector) connector).close();
        try {
            if (!desk.awaitIdle(STOP_MAX_MS)) log.line("HTTP requests were left unanswered");
            jetty.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // Jetty's own signature
            log.line("The HTTP server did not stop well: " + e);
        }
    }
}
