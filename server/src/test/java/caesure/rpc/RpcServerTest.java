// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.http.CookieFile;
import caesure.http.HttpSettings;
import caesure.http.Wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The protocol behind the server: users, the cookie, the end. */
class RpcServerTest {
    private static final String COUNT = "{\"method\":\"echo\",\"params\":[1]}";

    /** HMAC-SHA-256 of the word "secret" with the key "salt", made with Python's hmac module. */
    private static final String CAROL =
            "carol:salt$" + "98e5340f0f4f96d2b80c2a90da0d03cf46c35e9492918cc7af73d9a39efa5981";

    @TempDir private Path folder;
    private final CountDownLatch stop = new CountDownLatch(1);

    private RpcSettings settings() {
        return RpcSettings.of(HttpSettings.local(0), folder.resolve(".cookie"));
    }

    private RpcServer start(RpcSettings settings) throws IOException {
        var active = new ActiveCalls(System::nanoTime);
        var control =
                new ControlCalls(
                        stop::countDown, active, folder.resolve("debug.log"), System::nanoTime);
        var methods = new Methods(control.methods());
        RpcServer server = RpcServer.start(settings, methods, active, List.of(), _ -> {});
        server.ready();
        return server;
    }

    private static Wire.Reply ask(RpcServer server, String user, String password, String request)
            throws IOException {
        try (Wire wire = new Wire(server.addresses().getLast())) {
            return wire.post(Wire.basic(user, password), request);
        }
    }

    private static int status(RpcServer server, String user, String password) throws IOException {
        return ask(server, user, password, COUNT).status();
    }

    @Test
    void theCookieIsAPassword() throws IOException {
        Path cookie = folder.resolve(".cookie");
        try (RpcServer server = start(settings())) {
            String word = Files.readString(cookie).substring("__cookie__:".length());
            var reply = ask(server, "__cookie__", word, COUNT);
            assertEquals("{\"result\":[1],\"error\":null}\n", reply.body());
            assertEquals("application/json", reply.headers().get("content-type"));
            assertEquals(401, status(server, "__cookie__", word + "0"));
            assertEquals(401, status(server, "", ""));
        }
        assertFalse(Files.exists(cookie));
    }

    @Test
    void aPasswordReplacesTheCookie() throws IOException {
        var settings = settings().withPassword("rpcuser\ud83d\udcbb", "rpcpassword\ud83d\udd11");
        assertFalse(settings.toString().contains("rpcpassword"));
        try (RpcServer server = start(settings)) {
            assertFalse(Files.exists(folder.resolve(".cookie")));
            assertEquals(200, status(server, "rpcuser\ud83d\udcbb", "rpcpassword\ud83d\udd11"));
            assertEquals(401, status(server, "rpcuser\ud83d\udcbb", "rpcpassword"));
            assertEquals(401, status(server, "rpcuser", "rpcpassword\ud83d\udd11"));
        }
    }

    @Test
    void furtherUsersAreKnownBesideTheCookieOrWithoutIt() throws IOException {
        var auth = settings().withAuth(List.of(CAROL));
        try (RpcServer server = start(auth)) {
            assertTrue(Files.exists(folder.resolve(".cookie")));
            assertEquals(200, status(server, "carol", "secret"));
        }
        var none = auth.withCookie(Optional.empty(), CookieFile.Readers.OWNER);
        try (RpcServer server = start(none)) {
            assertFalse(Files.exists(folder.resolve(".cookie")));
            assertEquals(200, status(server, "carol", "secret"));
            assertEquals(401, status(server, "carol", "Secret"));
        }
    }

    @Test
    void aUserIsHeldToItsList() throws IOException {
        var settings =
                settings()
                        .withAuth(List.of(CAROL))
                        .withWhitelists(List.of("carol:uptime"), Optional.empty());
        try (RpcServer server = start(settings)) {
            assertEquals(403, status(server, "carol", "secret"));
            var reply = ask(server, "carol", "secret", "{\"method\":\"uptime\"}");
            assertEquals(200, reply.status());
        }
    }

    @Test
    void settingsThatCannotBeAreSaid() throws IOException {
        for (List<String> auth : List.of(List.of(""), List.of(CAROL, ""), List.of("foo:bar"))) {
            var e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> start(settings().withAuth(auth)).close());
            assertEquals("Invalid -rpcauth argument.", e.getMessage());
            assertFalse(Files.exists(folder.resolve(".cookie")));
        }
        Files.createDirectory(folder.resolve(".cookie.tmp"));
        assertThrows(IOException.class, () -> start(settings()).close());
    }

    @Test
    void leavesNoCookieWhereItCannotListen() throws IOException {
        try (RpcServer first = start(settings())) {
            int port = first.addresses().getLast().getPort();
            var taken = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
            var local = HttpSettings.local(0);
            var http =
                    new HttpSettings(
                            List.of(taken),
                            local.allowed(),
                            local.hosts(),
                            local.timeoutS(),
                            local.idle(),
                            local.handlers(),
                            local.queue());
            Path other = folder.resolve("other");
            assertThrows(IOException.class, () -> start(RpcSettings.of(http, other)).close());
            assertFalse(Files.exists(other));
        }
    }

    @Test
    void stopIsAnsweredBeforeTheServerEnds() throws Exception {
        List<Wire> idle = new ArrayList<>();
        RpcServer server = start(settings().withPassword("u", "p"));
        try {
            for (int i = 0; i < 20; i++) idle.add(new Wire(server.addresses().getLast()));
            var closed =
                    CompletableFuture.runAsync(() -> {
                        awaitStop();
                        server.close();
                    });
            var reply = ask(server, "u", "p", "{\"method\":\"stop\",\"params\":[100],\"id\":1}");
            assertEquals(
                    "{\"result\":\"Caesure stopping\",\"error\":null,\"id\":1}\n", reply.body());
            closed.get(5, TimeUnit.SECONDS);
            for (Wire wire : idle) assertTrue(wire.isClosed());
        } finally {
            server.close();
            for (Wire wire : idle) wire.close();
        }
    }

    private void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
