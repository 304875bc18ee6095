// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with a route that echoes, one that waits for a sign, one that fails. */
final class TestServer implements AutoCloseable {
    static final String USER = "user";
    static final String PASSWORD = "a pass:word";
    static final String LOGIN = Wire.basic(USER, PASSWORD);

    final CountDownLatch sign = new CountDownLatch(1);
    final AtomicInteger atWork = new AtomicInteger();
    final AtomicInteger mostAtWork = new AtomicInteger();
    final Queue<String> log = new ConcurrentLinkedQueue<>();
    final HttpServer http;

    TestServer(HttpSettings settings) throws IOException {
        var logins = new Logins(List.of(Login.of(USER, PASSWORD, new SecureRandom())));
        http =
                HttpServer.start(
                        settings,
                        List.of(
                                new Route("/", Set.of("POST"), Optional.of(logins), this::echo),
                                new Route("/wait", Set.of("GET"), Optional.empty(), this::await),
                                new Route("/stop", Set.of("GET"), Optional.empty(), this::last),
                                new Route("/open/", Set.of("GET"), Optional.empty(), this::target),
                                new Route("/bug", Set.of("GET"), Optional.empty(), _ -> bug())),
                        log::add);
    }

    TestServer() throws IOException {
        this(HttpSettings.local(0));
    }

    InetSocketAddress address() {
        return http.addresses().getLast(); // IPv4: every machine has it
    }

    Wire connect() throws IOException {
        return new Wire(address());
    }

    private HttpReply echo(HttpRequest request) {
        return new HttpReply(200, HttpReply.JSON, request.body());
    }

    private HttpReply target(HttpRequest request) {
        return HttpReply.text(200, request.target());
    }

    private HttpReply await(HttpRequest request) throws InterruptedException {
        int now = atWork.incrementAndGet();
        mostAtWork.accumulateAndGet(now, Math::max);
        sign.await();
        atWork.decrementAndGet();
        return HttpReply.text(200, "waited");
    }

    /** Answers once the server wants to stop. */
    private HttpReply last(HttpRequest request) throws InterruptedException {
        atWork.incrementAndGet();
        while (!request.stopping().getAsBoolean()) Thread.sleep(1);
        return HttpReply.text(200, "last");
    }

    private static HttpReply bug() {
        throw new IllegalStateException("a bug");
    }

    @Override
    public void close() {
        sign.countDown();
        http.close();
    }
}
