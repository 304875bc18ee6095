// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** What is answered and what is refused, request by request. */
class HttpServerTest {
    private static final String LOGIN = TestServer.LOGIN;
    private static final String HOST = "Host: localhost\r\n";
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersSeveralRequestsOfAConnection() throws IOException {
        try (Wire wire = server.connect()) {
            for (String body : List.of("one", "two", "")) {
                var reply = wire.post(LOGIN, body);
                assertEquals("HTTP/1.1 200 OK", reply.statusLine());
                assertEquals(body, reply.body());
                assertEquals("application/json", reply.headers().get("content-type"));
                assertFalse(reply.headers().containsKey("server"));
            }
        }
    }

    @Test
    void endsTheConnectionWhenAsked() throws IOException {
        try (Wire wire = server.connect()) {
            assertEquals(200, wire.post(LOGIN + "Connection: close\r\n", "x").status());
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void answersWithoutHost() throws IOException {
        try (Wire wire = server.connect()) {
            for (int i = 0; i < 2; i++) {
                wire.send("POST / HTTP/1.1\r\n" + LOGIN + "Content-Length: 2\r\n\r\nhi");
                assertEquals("hi", wire.reply().body());
            }
            wire.send("GET /open/x HTTP/1.1\r\n\r\n");
            assertEquals("/open/x", wire.reply().body());
        }
    }

    @Test
    void answersHttp10() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.0\r\n" + LOGIN + "Content-Length: 2\r\n\r\nhi");
            assertEquals("hi", wire.reply().body());
            assertTrue(wire.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void readsChunks(int extra) throws IOException {
        String big = "x".repeat(100_000 + extra);
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + "Transfer-Encoding: chunked\r\n\r\n");
            wire.send("3\r\nabc\r\n").send(Integer.toHexString(big.length()) + ";e=1\r\n" + big);
            wire.send("\r\n0\r\nTrailer: 1\r\n\r\n");
            assertEquals("abc" + big, wire.reply().body());
            assertEquals("next", wire.post(LOGIN, "next").body());
        }
    }

    @Test
    void tellsTheClientToGoOnWithItsBody() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN);
            wire.send("Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertEquals(100, wire.reply().status());
            assertEquals("hi", wire.send("hi").reply().body());
        }
    }

    @Test
    void countsChunksAndReadsNothingBehindATwofoldLength() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + "Content-Length: 3\r\n");
            wire.send("Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
            wire.send("GET /open/smuggled HTTP/1.1\r\n" + HOST + "\r\n");
            var reply = wire.reply();
            assertEquals("hi", reply.body());
            assertEquals("close", reply.headers().get("connection"));
            assertTrue(wire.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2\r\nContent-Length: 2\r\n",
                "Content-Length: 2, 2\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: +2\r\n",
                "Content-Length: 0x2\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length:\r\n",
                "Transfer-Encoding: gzip\r\n",
                "Transfer-Encoding: chunked, gzip\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                " folded: 1\r\n",
                "X: 1\r\n folded\r\n",
                "Content-Length : 2\r\n",
                "no colon\r\n",
                ": no name\r\n",
                "X: nul \0 within\r\n",
                "X: return \r within\r\n",
                "Host: other\r\n",
            })
    void refusesHeadersWithTwoMeanings(String headers) throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + headers + "\r\nhi");
            assertEquals("HTTP/1.1 400 Bad Request", wire.reply().statusLine());
            assertTrue(wire.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / \r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/INVALID\r\nHost: localhost\r\n\r\n",
                "GET / NOTHTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /open/a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /open/\0/../x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\0\0\0\0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\r\n\r\n",
            })
    void refusesWhatIsNoRequestLine(String request) throws IOException {
        try (Wire wire = server.connect()) {
            var reply = wire.send(request).reply();
            assertTrue(reply.statusLine().startsWith("HTTP/1.1 400"), reply.statusLine());
            assertTrue(wire.isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "-1", "0x2", "fffffffffffffffff"})
    void endsTheConnectionAtBadChunks(String length) throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + "Transfer-Encoding: chunked\r\n\r\n");
            wire.send(length + "\r\nhi\r\n0\r\n\r\n");
            assertTrue(wire.isEndedWithout200());
        }
    }

    @Test
    void refusesHeadersBeyondTheBound() throws IOException {
        try (Wire wire = server.connect()) {
            assertEquals(404, wire.get("/" + "x".repeat(7192)).status());
        }
        try (Wire wire = server.connect()) {
            var reply = wire.get("/" + "x".repeat(8192));
            assertEquals("HTTP/1.1 400 Bad Request", reply.statusLine());
        }
        try (Wire wire = server.connect()) {
            wire.send("GET /x HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(1300) + "\r\n");
            assertEquals(404, wire.reply().status());
            wire.send("GET /x HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(1400) + "\r\n");
            assertEquals("HTTP/1.1 400 Bad Request", wire.reply().statusLine());
        }
    }

    @Test
    void readsBodiesUpToTheBound() throws IOException {
        String most = "0".repeat(Body.MAX_BYTES);
        try (Wire wire = server.connect()) {
            assertEquals(most.length(), wire.post(LOGIN, most).body().length());
        }
    }

    @Test
    void refusesBodiesBeyondTheBound() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN);
            wire.send("Content-Length: " + (Body.MAX_BYTES + 1) + "\r\n\r\nhi");
            assertEquals("HTTP/1.1 413 Content too large", wire.reply().statusLine());
        }
    }

    @Test
    void refusesChunksBeyondTheBound() throws IOException {
        String piece = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (Wire wire = server.connect()) {
            wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < Body.MAX_BYTES / 0x10000; i++) wire.send(piece);
            wire.send("1\r\nx\r\n");
            assertEquals("HTTP/1.1 413 Content too large", wire.reply().statusLine());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "DELETE", "PATCH", "OPTIONS", "GET", "PUT", "get"})
    void answersOnlyTheMethodsOfARoute(String method) throws IOException {
        try (Wire wire = server.connect()) {
            wire.send(method + " / HTTP/1.1\r\n" + HOST + LOGIN + "\r\n");
            assertEquals(405, wire.reply().status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc/passwd",
                "/../../etc/shadow",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2Fetc%2Fpasswd",
                "/.%2e/.%2e/etc/passwd",
                "/valid/../../../etc/passwd",
                "//",
                "/;x",
                "/#x",
                "/?x",
                "/%00",
                "/%zz",
                "*",
                "http://localhost/open/x",
                "http://evil.example/",
                "/open",
                "/OPEN/x",
                "/wallet/x",
            })
    void findsOnlyWhatIsAPath(String target) throws IOException {
        try (Wire wire = server.connect()) {
            assertEquals(404, wire.get(target).status());
        }
    }

    @Test
    void handsTheTargetOnAsItCame() throws IOException {
        try (Wire wire = server.connect()) {
            assertEquals("/open/a/../b?c=%20", wire.get("/open/a/../b?c=%20").body());
        }
    }

    @Test
    void answersNoStrangersHostName() throws IOException {
        try (Wire wire = server.connect()) {
            for (String name :
                    List.of("evil.example", "evil.example:80", "localhost.evil.example")) {
                wire.send("GET /open/x HTTP/1.1\r\nHost: " + name + "\r\n\r\n");
                assertEquals(403, wire.reply().status(), name);
            }
            assertEquals(200, wire.get("/open/x").status());
        }
        var settings = HttpSettings.local(0).withHosts(Set.of("node.example"));
        try (TestServer other = new TestServer(settings);
                Wire wire = other.connect()) {
            wire.send("GET /open/x HTTP/1.1\r\nHost: Node.Example:8332\r\n\r\n");
            assertEquals(200, wire.reply().status());
        }
    }

    @Test
    void wantsCredentials() throws IOException {
        for (String header :
                List.of(
                        "",
                        "Authorization: Bearer x\r\n",
                        "Authorization: Digest username=\"user\"\r\n",
                        "Authorization: Basic !!!\r\n",
                        "Authorization: Basic\r\n",
                        "Authorization: Basic dXNlcg==\r\n", // no colon
                        Wire.basic("user", "wrong"),
                        Wire.basic("other", TestServer.PASSWORD),
                        Wire.basic("", ""))) {
            try (Wire wire = server.connect()) {
                var reply = wire.post(header, "x");
                assertEquals(401, reply.status(), header);
                assertEquals("Basic realm=\"jsonrpc\"", reply.headers().get("www-authenticate"));
                assertEquals("", reply.body());
                assertEquals("x", wire.post(LOGIN, "x").body(), header);
            }
        }
    }

    @Test
    void aBodyThatBreaksOffIsNoRequest() throws IOException {
        for (String length : List.of("Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n")) {
            try (Wire wire = server.connect()) {
                wire.send("POST / HTTP/1.1\r\n" + HOST + LOGIN + length + "\r\n1");
                wire.endOfSending();
                assertTrue(wire.isEndedWithout200());
            }
        }
    }

    @Test
    void goesOnAfterABug() throws IOException {
        try (Wire wire = server.connect()) {
            assertEquals(500, wire.get("/bug").status());
        }
        try (Wire wire = server.connect()) {
            assertEquals(200, wire.get("/open/x").status());
        }
        assertTrue(server.log.stream().anyMatch(line -> line.contains("a bug")));
        // and what clients do wrong is none of ours
        assertFalse(server.log.stream().anyMatch(line -> line.contains("answering POST")));
    }

    @Test
    void saysWhereItCannotListen() {
        var taken = List.of(server.address());
        var settings = HttpSettings.local(0);
        var same =
                new HttpSettings(
                        List.copyOf(taken),
                        settings.allowed(),
                        settings.hosts(),
                        settings.timeoutS(),
                        settings.idle(),
                        settings.handlers(),
                        settings.queue());
        var e = assertThrows(IOException.class, () -> new TestServer(same).close());
        assertEquals("Unable to bind any endpoint for RPC server", e.getMessage());
    }

    @Test
    void listensOnBothLoopbackAddresses() throws IOException {
        for (InetSocketAddress address : server.http.addresses()) {
            try (Wire wire = new Wire(address)) {
                assertEquals(200, wire.get("/open/x").status());
            }
        }
    }
}
