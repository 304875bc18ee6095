// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;
import caesure.wire.NetAddress;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes each request of a server: checks it, reads it, has it answered and sends the answer. A
 * request has a virtual thread of its own, so none waits for a slow client of another; only so many
 * are worked on at once, and the others wait.
 */
final class Desk extends Handler.Abstract.NonBlocking {
    /** What each wrong password costs its sender, as with bitcoind, against guessing. */
    static final int WRONG_LOGIN_DELAY_MS = 250;

    /** A whole block as JSON is of some 10 MB, and waits in memory until it is read. */
    private static final int STRANGERS_MAX = 16;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT");

    private final HttpSettings settings;
    private final List<Route> routes;
    private final LogLines log;
    private final HostNames hosts;
    private final Semaphore slots;
    private final Body bodies = new Body();

    /**
     * For requests without a password: so many are answered at once, until their client has read.
     */
    private final Semaphore strangers = new Semaphore(STRANGERS_MAX, true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int open; // requests that have no complete answer yet; guarded by the lock
    private volatile boolean stopping;

    Desk(HttpSettings settings, List<Route> routes, LogLines log) {
        this.settings = settings;
        this.routes = List.copyOf(routes);
        this.log = log;
        this.hosts = new HostNames(settings.hosts());
        this.slots = new Semaphore(settings.handlers(), true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Visit visit = new Visit(request, response, callback);
        count(1);
        Thread.ofVirtual().name("http").start(() -> serve(visit));
        return true;
    }

    private void count(int more) {
        lock.lock();
        try {
            open += more;
            if (open == 0) idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on refuses requests, and tells those that wait. */
    void refuse() {
        stopping = true;
    }

    /**
     * Waits until all requests that came before the stop are answered.
     *
     * @return whether they are, or the time was over before
     */
    boolean awaitIdle(long timeoutMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lock();
        try {
            while (open > 0 && leftNs > 0) leftNs = idle.awaitNanos(leftNs);
            return open == 0;
        } finally {
            lock.unlock();
        }
    }

    private void serve(Visit visit) {
        try {
            Optional<HttpReply> refusal = refusal(visit);
            if (refusal.isPresent()) {
                visit.send(refusal.get());
            } else {
                answer(visit);
            }
        } catch (IOException | HttpException.RuntimeException e) {
            visit.drop(e); // the client is gone, too slow, or sends chunks that are none
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            visit.drop(e);
        } catch (Throwable e) { // also an OutOfMemoryError: the server goes on
            log.line("Unexpected error while answering " + visit.name() + ": " + e);
            visit.close();
            visit.send(HttpReply.status(500));
        }
    }

    /** Why a request is refused before anything of its body is read. */
    private Optional<HttpReply> refusal(Visit visit) throws InterruptedException {
        if (stopping) return visit.lastly(HttpReply.text(503, "The server stops"));
        if (!METHODS.contains(visit.method())) return Optional.of(HttpReply.status(405));
        Optional<Route> route = routes.stream().filter(r -> r.takes(visit.target())).findFirst();
        if (route.isEmpty()) return Optional.of(HttpReply.status(404));
        visit.route = route.get();
        String host = visit.header(HttpHeader.HOST); // none from old programs, which is well
        if (!host.isEmpty() && !hosts.allows(host)) return Optional.of(strangeHost(host));
        if (!visit.route.methods().contains(visit.method())) return Optional.of(wrongMethod(visit));
        if (visit.length() > visit.longest()) return visit.lastly(HttpReply.status(413));
        return visit.route.logins().flatMap(logins -> login(visit, logins));
    }

    /** Whether somebody may connect; whoever may not is told nothing, as by bitcoind. */
    boolean isAllowed(InetSocketAddress peer) {
        if (peer.getAddress().isLoopbackAddress()) return true;
        NetAddress address = IpText.address(peer.getAddress());
        return settings.allowed().stream().anyMatch(net -> net.contains(address));
    }

    private HttpReply strangeHost(String host) {
        log.line("HTTP request refused because of its host name " + LogLines.clean(host));
        return HttpReply.text(
                403, "This host name is not answered. -rpcallowhost=NAME allows more names.");
    }

    private static HttpReply wrongMethod(Visit visit) {
        String methods = String.join(", ", visit.route.methods().stream().sorted().toList());
        visit.response.getHeaders().put(HttpHeader.ALLOW, methods);
        return HttpReply.text(405, "Only " + methods + " is answered here");
    }

    /** Finds out the user; otherwise says what to answer. */
    private Optional<HttpReply> login(Visit visit, Logins logins) {
        String proof = visit.header(HttpHeader.AUTHORIZATION);
        Optional<String> user = logins.user(proof);
        if (user.isPresent()) {
            visit.user = user.get();
            return Optional.empty();
        }
        if (!proof.isEmpty()) {
            log.line("Incorrect password attempt from " + visit.peer());
            pause();
        }
        visit.response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"jsonrpc\"");
        return Optional.of(HttpReply.status(401));
    }

    /** Keeps one virtual thread waiting and nobody else. */
    private static void pause() {
        try {
            Thread.sleep(WRONG_LOGIN_DELAY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Visit visit) throws IOException, InterruptedException {
        if (!visit.isKnown() && !visit.enter()) {
            visit.close();
            visit.send(HttpReply.text(503, "Too many requests without a password"));
            return;
        }
        Optional<Body.Held> body = bodies.read(visit.content(), visit.longest());
        if (body.isEmpty()) {
            visit.close();
            visit.send(HttpReply.status(413));
            return;
        }
        try (Body.Held held = body.get()) {
            visit.patience(0); // from here on the client waits for us
            visit.send(work(visit, held.bytes()));
        }
    }

    private HttpReply work(Visit visit, ByteString body) throws InterruptedException {
        if (!slots.tryAcquire(0, TimeUnit.SECONDS)) { // so it keeps to the order
            if (settings.queue().isPresent()
                    && slots.getQueueLength() >= settings.queue().getAsInt()) {
                log.line("Request refused because the work queue is full (-rpcworkqueue)");
                return HttpReply.text(503, "Work queue depth exceeded");
            }
            slots.acquire();
        }
        try {
            return visit.route.handler().answer(visit.request(body));
        } finally {
            slots.release();
        }
    }

    /** A request on its way, with its answer. */
    private final class Visit {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final StrictConnection connection;
        private Route route;
        private String user = "";
        private boolean isInside; // among the strangers

        Visit(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = Callback.from(callback, this::leave);
            this.connection = (StrictConnection) request.getConnectionMetaData().getConnection();
            if (hasTwoLengths()) close();
        }

        /**
         * Whether the request says its length in two ways. The chunks count (RFC 9112, section
         * 6.3); but some proxy may have counted otherwise, so nothing is read behind it.
         */
        private boolean hasTwoLengths() {
            HttpFields fields = request.getHeaders();
            return fields.contains(HttpHeader.TRANSFER_ENCODING)
                    && fields.contains(HttpHeader.CONTENT_LENGTH);
        }

        /** Whether who asks had to prove who it is. */
        boolean isKnown() {
            return route.logins().isPresent();
        }

        /** How long the body may be, in bytes: strangers have little to say. */
        int longest() {
            return isKnown() ? Body.MAX_BYTES : Body.SMALL_BYTES;
        }

        /**
         * Takes a place among the strangers, until the answer is written; false if none is free.
         */
        boolean enter() throws InterruptedException {
            isInside = strangers.tryAcquire(settings.timeoutS(), TimeUnit.SECONDS);
            return isInside;
        }

        private void leave() {
            if (isInside) strangers.release();
            count(-1);
        }

        String method() {
            return connection.method();
        }

        String target() {
            return connection.target();
        }

        String name() {
            return LogLines.clean(method() + " " + target());
        }

        InetSocketAddress peer() {
            return (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
        }

        /** The first field of a name; the empty text if there is none. */
        String header(HttpHeader name) {
            String value = request.getHeaders().get(name);
            return value == null ? "" : value;
        }

        /** Bytes of the body, or -1 if the request does not say. */
        long length() {
            return request.getLength();
        }

        InputStream content() {
            return Content.Source.asInputStream(request);
        }

        HttpRequest request(ByteString body) {
            return new HttpRequest(method(), target(), peer(), user, body, () -> stopping);
        }

        /** Ends the connection after the answer. */
        void close() {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }

        Optional<HttpReply> lastly(HttpReply reply) {
            close();
            return Optional.of(reply);
        }

        /** How long the connection may be silent, in milliseconds; for ever if 0. */
        void patience(long ms) {
            EndPoint wire = connection.getEndPoint();
            wire.setIdleTimeout(ms);
        }

        void send(HttpReply reply) {
            response.setStatus(reply.status());
            HttpFields.Mutable headers = response.getHeaders();
            if (!reply.contentType().isEmpty()) {
                headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
            }
            if (!reply.caching().isEmpty()) headers.put(HttpHeader.CACHE_CONTROL, reply.caching());
            if (reply.status() != 204)
                headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length());
            patience(timeoutMs()); // now we wait for the client to read
            ByteBuffer bytes = ByteBuffer.wrap(reply.body().toArray());
            response.write(true, bytes, Callback.from(this::done, this::drop));
        }

        private void done() {
            boolean forEver = !user.isEmpty() && settings.idle() == HttpSettings.Idle.KEPT;
            patience(forEver ? 0 : timeoutMs());
            callback.succeeded();
        }

        private long timeoutMs() {
            return TimeUnit.SECONDS.toMillis(settings.timeoutS());
        }

        /** Ends the connection without an answer. */
        void drop(Throwable why) {
            connection.getEndPoint().close(why);
            callback.failed(why);
        }
    }
}
