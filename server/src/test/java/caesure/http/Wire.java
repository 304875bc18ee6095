// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection to a server, byte by byte: what no proper client would send can be sent. */
public final class Wire implements AutoCloseable {
    /** A test that waits so long for an answer has failed. */
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;

    public Wire(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** What came back. */
    public record Reply(String statusLine, Map<String, String> headers, String body) {
        public int status() {
            return Integer.parseInt(statusLine.substring(9, 12));
        }
    }

    public Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
    }

    /** A proper POST, with further header lines that end in CR LF. */
    public Reply post(String headers, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n" + headers);
        return send("\r\n" + body).reply();
    }

    public Reply get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").reply();
    }

    /** Reads a reply to its end. */
    public Reply reply() throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) throw new IOException("the body broke off");
        return new Reply(statusLine, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) throw new IOException("the reply broke off: " + bytes);
            if (b != '\r') bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Sends nothing more. */
    public void endOfSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads to the end of the connection. Whether nothing was granted until then. */
    public boolean isEndedWithout200() {
        try {
            return !new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(" 200 ");
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    /** Whether the server ended the connection; waits for that, or for a byte. */
    public boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
