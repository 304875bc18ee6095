// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.fail;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.consensus.Params;
import caesure.crypto.Sha256;
import caesure.transport.Frame;
import caesure.transport.Transport;
import caesure.transport.V1Transport;
import caesure.wire.Message;
import caesure.wire.Negotiation;
import caesure.wire.NetEndpoint;
import caesure.wire.ProtocolVersion;
import caesure.wire.Services;
import caesure.wire.Version;
import caesure.wire.ViolationException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who calls a node and can say anything, while a thread hears what the node says. */
class Caller implements AutoCloseable {
    /** How long the node may take for anything, however many others it serves. */
    static final int PATIENCE_S = 30;

    private static final AtomicLong NONCES = new AtomicLong(1);

    private final Socket socket;
    private final V1Transport transport;
    private final ByteString magic;
    private final Map<Long, CompletableFuture<Boolean>> pongs = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final List<Thread> ears = new ArrayList<>();

    Caller(Params params, int port) throws IOException {
        magic = params.magic();
        transport = new V1Transport(magic);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    /** Begins to hear. Who never calls this is deaf. */
    final void listen() {
        ears.add(Thread.ofVirtual().start(this::hear));
    }

    private void hear() {
        try {
            byte[] chunk = new byte[65_536];
            while (true) {
                int count = socket.getInputStream().read(chunk);
                if (count < 0) return;
                take(ByteBuffer.wrap(chunk, 0, count));
            }
        } catch (IOException e) {
            // the node hung up on somebody who was still talking
        } catch (MalformedException | ViolationException | RuntimeException e) {
            over.completeExceptionally(new AssertionError("the node said what it may not", e));
        } finally {
            over.complete(false);
        }
    }

    private void take(ByteBuffer chunk) throws IOException, MalformedException, ViolationException {
        while (transport.receive(chunk) instanceof Transport.Whole(Frame frame, _)) {
            heard.computeIfAbsent(frame.command(), _ -> new AtomicInteger()).incrementAndGet();
            Message message = Message.read(frame.command(), frame.payload());
            if (message instanceof Message.Pong(long nonce, _)) {
                pongs.computeIfAbsent(nonce, _ -> new CompletableFuture<>()).complete(true);
            }
            heard(message);
        }
    }

    /** Answers, for those who are more than a pair of ears. */
    void heard(Message message) throws IOException {}

    /** How many messages of a kind came. */
    final int count(String command) {
        return heard.getOrDefault(command, new AtomicInteger()).get();
    }

    static Version version() {
        return version(Instant.now().getEpochSecond());
    }

    /** By somebody whose clock shows a time of their own, in seconds since 1970. */
    static Version version(long timeS) {
        return new Version(
                ProtocolVersion.OURS,
                Services.NETWORK.with(Services.WITNESS),
                timeS,
                Services.NONE,
                NetEndpoint.NONE,
                NONCES.incrementAndGet(),
                "/caller:1/",
                0,
                true);
    }

    final void greet() throws IOException {
        say(version());
        say(new Negotiation.Verack());
    }

    final void say(Message message) throws IOException {
        write(whole(message.command(), message.payload()));
    }

    final synchronized void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A message as it should be. */
    final byte[] whole(String command, ByteString payload) {
        ByteString checksum = Sha256.doubleHash(payload).toByteString().slice(0, 4);
        return framed(command, payload.length(), checksum, payload);
    }

    /** A message with a head of one's own. */
    final byte[] framed(String command, long length, ByteString checksum, ByteString payload) {
        var out = new ByteWriter();
        byte[] name = Arrays.copyOf(command.getBytes(StandardCharsets.US_ASCII), 12);
        out.bytes(magic).bytes(name).u32(length).bytes(checksum).bytes(payload);
        return out.toByteString().toArray();
    }

    /**
     * Waits until the node has dealt with all that was said.
     *
     * @return false if it has hung up
     */
    final boolean isAnswered() throws InterruptedException {
        long nonce = NONCES.incrementAndGet();
        CompletableFuture<Boolean> pong =
                pongs.computeIfAbsent(nonce, _ -> new CompletableFuture<>());
        try {
            say(new Message.Ping(nonce));
        } catch (IOException e) {
            return false;
        }
        return isFirst(pong);
    }

    private boolean isFirst(CompletableFuture<Boolean> pong) throws InterruptedException {
        try {
            return (boolean) CompletableFuture.anyOf(pong, over).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return fail("the node neither answered nor hung up");
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Says no more, and waits until the node has hung up. */
    final void finish() throws InterruptedException {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // it has hung up before
        }
        isFirst(over);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Thread ear : ears) {
            try {
                ear.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
