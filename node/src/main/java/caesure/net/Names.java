// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.MalformedException;
import caesure.log.Category;
import caesure.log.Log;
import caesure.log.Printable;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What stands behind names that a person or the program gave; never a stranger. The system's way to
 * look up a name cannot be stopped: so it runs on threads of its own, which nobody waits for at the
 * end.
 */
final class Names implements AutoCloseable {
    /** How many are looked up at once. */
    private static final int THREADS_MAX = 8;

    /** For how long somebody waits for an answer. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private static final Duration STEP = Duration.ofMillis(20);
    private static final int PORT_MAX = 0xffff;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final Resolver resolver;
    private final boolean allowed;
    private final Ending ending;
    private final Log log;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    THREADS_MAX,
                    1,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("names-", 0).factory());

    /** Looks names up; may take its time. */
    interface Resolver {
        List<InetAddress> lookUp(String host) throws UnknownHostException;

        /** The system's. */
        static List<InetAddress> system(String host) throws UnknownHostException {
            return Arrays.asList(InetAddress.getAllByName(host));
        }
    }

    /**
     * @param allowed whether names may be looked up at all
     */
    Names(Resolver resolver, boolean allowed, Ending ending, Log log) {
        this.resolver = resolver;
        this.allowed = allowed;
        this.ending = ending;
        this.log = log;
    }

    /** An address with or without a port, if a text is that. */
    static Optional<NetEndpoint> numeric(String text, int defaultPort) {
        try {
            return Optional.of(NetEndpoint.parse(text, defaultPort));
        } catch (MalformedException e) {
            return Optional.empty(); // then it may be a name
        }
    }

    /**
     * All that a text stands for: an address, or a name with or without a port. Empty if nothing.
     *
     * @param max how many at the most
     */
    List<NetEndpoint> endpoints(String text, int defaultPort, int max) {
        Optional<NetEndpoint> numeric = numeric(text, defaultPort);
        if (numeric.isPresent()) return List.of(numeric.get());
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String digits = colon < 0 ? "" + defaultPort : text.substring(colon + 1);
        if (!PORT.matcher(digits).matches() || Integer.parseInt(digits) > PORT_MAX) {
            return List.of();
        }
        int port = Integer.parseInt(digits);
        return addresses(host, max).stream()
                .map(address -> new NetEndpoint(address, port))
                .toList();
    }

    /** The addresses of a host; empty if there are none, or nobody said so in time. */
    List<NetAddress> addresses(String host, int max) {
        boolean isHost = HOST.matcher(host).matches() && !host.endsWith(".onion");
        if (!allowed || !isHost || host.endsWith(".i2p")) {
            String form = "%s is not looked up";
            log.debug(Category.NET, form, Printable.of(host));
            return List.of();
        }
        var found = new ArrayList<NetAddress>();
        for (InetAddress address : await(host)) {
            if (found.size() < max) found.add(Sockets.address(address));
        }
        return found.stream().distinct().toList();
    }

    private List<InetAddress> await(String host) {
        var answer = new CompletableFuture<List<InetAddress>>();
        try {
            threads.execute(() -> answer.complete(ask(host)));
        } catch (RejectedExecutionException e) {
            log.debug(Category.NET, "too many names are being looked up for %s", host);
            return List.of();
        }
        long until = System.nanoTime() + WAIT_MAX.toNanos();
        while (!answer.isDone() && System.nanoTime() < until) {
            if (!ending.pause(STEP)) break;
        }
        return answer.getNow(List.of());
    }

    private List<InetAddress> ask(String host) {
        try {
            return resolver.lookUp(host);
        } catch (UnknownHostException | RuntimeException e) {
            log.debug(
                    Category.NET, "%s has no address: %s", host, Printable.of("" + e.getMessage()));
            return List.of();
        }
    }

    /** Looks nothing up any more. What is under way is forgotten. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
