// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import caesure.bytes.ByteString;
import caesure.log.Log;
import caesure.net.Bind;
import caesure.net.Book;
import caesure.net.Handler;
import caesure.net.Hub;
import caesure.net.HubSettings;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.transport.Frame;
import caesure.transport.V1Transport;
import caesure.wire.Addresses;
import caesure.wire.Message;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Whatever a stranger sends, over a real socket: nothing of ours goes wrong. */
class HubFuzz {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final Ends ENDS = new Ends();
    private static Hub hub;

    @BeforeAll
    static void start() throws IOException {
        var loopback = NetAddress.of(NetKind.IPV4, ByteString.of(127, 0, 0, 1));
        var quiet = HubSettings.quiet(18444);
        var settings =
                new HubSettings(
                        List.of(Bind.to(new NetEndpoint(loopback, 0))),
                        false,
                        List.of(),
                        quiet.limits(),
                        quiet.calling(),
                        18444,
                        true,
                        false,
                        false);
        hub = Hub.start(settings, MAGIC, ENDS, new Nobody(), InstantSource.system(), Log.none());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @FuzzTest(maxDuration = "10m")
    void takesAnyBytes(byte[] bytes) throws Exception {
        send(bytes);
    }

    /** The first byte chooses the command, the others are its payload, with a right head. */
    @FuzzTest(maxDuration = "10m")
    void takesAnyPayload(byte[] bytes) throws Exception {
        if (bytes.length == 0) return;
        String command = Message.COMMANDS.get((bytes[0] & 0xff) % Message.COMMANDS.size());
        ByteString payload = ByteString.copyOf(bytes).slice(1, bytes.length);
        var transport = new V1Transport(MAGIC);
        transport.send(new Frame(command, payload));
        ByteString all = ByteString.EMPTY;
        for (ByteString part : transport.outgoing()) all = all.plus(part);
        send(all.toArray());
    }

    private static void send(byte[] bytes) throws Exception {
        var address = hub.listening().getFirst();
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
        } catch (IOException e) {
            // it hung up in the middle, as it may
        }
        if (ENDS.ended.poll(20, TimeUnit.SECONDS) == null) throw new AssertionError("it hangs");
        if (hub.faults() > 0) throw new AssertionError("a fault");
    }

    /** Says when a connection has ended. */
    private static final class Ends implements Handler {
        final SynchronousQueue<Peer> ended = new SynchronousQueue<>();

        @Override
        public void opened(Peer peer) {}

        @Override
        public void message(Peer peer, Message message) {}

        @Override
        public void malformed(Peer peer, String command, String what) {}

        @Override
        public void violated(Peer peer, String command, String what) {}

        @Override
        public boolean isBusy(Peer peer) {
            return false;
        }

        @Override
        public void proceed(Peer peer) {}

        @Override
        public void closed(Peer peer) {
            try {
                boolean heard = ended.offer(peer, 20, TimeUnit.SECONDS);
                if (!heard) throw new IllegalStateException("nobody waits");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void tick() {}
    }

    /** A book with nobody in it. */
    private static final class Nobody implements Book {
        @Override
        public Optional<Target> pick(ConnectionType wanted, Instant now) {
            return Optional.empty();
        }

        @Override
        public void attempt(NetEndpoint endpoint, boolean countFailure, Instant now) {}

        @Override
        public void good(NetEndpoint endpoint, Instant now) {}

        @Override
        public void add(List<Addresses.Entry> entries, NetAddress source, Instant now) {}

        @Override
        public boolean isBanned(NetAddress address) {
            return false;
        }

        @Override
        public boolean isDiscouraged(NetAddress address) {
            return false;
        }

        @Override
        public Set<Permission> permissions(
                NetAddress remote, ConnectionType type, Optional<Bind> bind) {
            return Set.of();
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public ByteString group(NetAddress address) {
            return address.bytes();
        }
    }
}
