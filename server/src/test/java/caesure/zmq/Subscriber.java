// SPDX-License-Identifier: BSD-2-Clause
package caesure.zmq;

import caesure.bytes.ByteString;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A subscriber that speaks ZMTP 3.0 by itself: what is tested is what goes over the wire, not
 * JeroMQ's other end (which now and then stops in the middle of the greeting).
 *
 * <pre>
 *   greeting = ff 0(8) 7f major minor mechanism(20) as_server filler(31)
 *   frame    = flags(1) length(1, or 8 if flags has LONG) body
 * </pre>
 */
final class Subscriber implements AutoCloseable {
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;
    private static final int GREETING_BYTES = 64;
    private static final int WAIT_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private record Frame(int flags, ByteString body) {
        boolean isCommand(String name) {
            return (flags & COMMAND) != 0 && body.startsWith(ByteString.wrap(command(name)));
        }
    }

    /** Connected, and its subscription is read by the publisher, once it is made. */
    Subscriber(String address, String topic) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = address.substring("tcp://".length(), colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        byte[] ip = host.startsWith("[") ? loopback6() : new byte[] {127, 0, 0, 1};
        socket = new Socket(InetAddress.getByAddress(ip), port);
        socket.setSoTimeout(WAIT_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        greet();
        out.write(frame(0, join(new byte[] {1}, ascii(topic)))); // 1: subscribe
        // The subscription is read before the first answer, and handed on before the second: what
        // comes in together is handed on when all of it is read.
        for (int i = 0; i < 2; i++) {
            out.write(frame(COMMAND, join(command("PING"), new byte[2])));
            expect("PONG");
        }
    }

    private void greet() throws IOException {
        ByteBuffer greeting = ByteBuffer.allocate(GREETING_BYTES);
        greeting.put(0, (byte) 0xff).put(9, (byte) 0x7f).put(10, (byte) 3);
        greeting.put(12, ascii("NULL"));
        out.write(greeting.array());
        in.readFully(new byte[GREETING_BYTES]);
        byte[] type = join(new byte[] {11}, ascii("Socket-Type"), new byte[] {0, 0, 0, 3});
        out.write(frame(COMMAND, join(command("READY"), type, ascii("SUB"))));
        expect("READY");
    }

    private void expect(String command) throws IOException {
        Frame frame = read();
        if (!frame.isCommand(command)) throw new IOException("no " + command + ": " + frame);
    }

    /** Topic, body in hexadecimal, number. */
    String next() throws IOException {
        List<ByteString> parts = new ArrayList<>();
        Frame frame;
        do {
            frame = read();
            parts.add(frame.body);
        } while ((frame.flags & MORE) != 0);
        if (parts.size() != 3 || parts.get(2).length() != 4) throw new IOException("other parts");
        int number = Integer.reverseBytes(ByteBuffer.wrap(parts.get(2).toArray()).getInt());
        String topic = new String(parts.get(0).toArray(), StandardCharsets.US_ASCII);
        return topic + " " + parts.get(1) + " " + Integer.toUnsignedString(number);
    }

    private Frame read() throws IOException {
        int flags = in.readUnsignedByte();
        long length = (flags & LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        byte[] body = new byte[Math.toIntExact(length)];
        in.readFully(body);
        return new Frame(flags, ByteString.wrap(body));
    }

    private static byte[] frame(int flags, byte[] body) {
        return join(new byte[] {(byte) flags, (byte) body.length}, body);
    }

    private static byte[] command(String name) {
        return join(new byte[] {(byte) name.length()}, ascii(name));
    }

    private static byte[] loopback6() {
        byte[] ip = new byte[16];
        ip[15] = 1;
        return ip;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        var all = ByteString.EMPTY;
        for (byte[] part : parts) all = all.plus(ByteString.wrap(part));
        return all.toArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
