// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Many clients, slow clients, clients that do nothing, and the end. */
class HttpServerLoadTest {
    private static final String LOGIN = TestServer.LOGIN;
    private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final HttpSettings USUAL = HttpSettings.local(0);

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in vain");
            Thread.onSpinWait();
        }
    }

    private static void close(List<Wire> wires) throws IOException {
        for (Wire wire : wires) wire.close();
    }

    @Test
    void aThousandIdleConnectionsStopNobody() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try (TestServer server = new TestServer()) {
            for (int i = 0; i < 1000; i++) wires.add(server.connect());
            try (Wire wire = server.connect()) {
                assertEquals("x", wire.post(LOGIN, "x").body());
            }
            assertEquals("y", wires.getFirst().post(LOGIN, "y").body());
            long from = System.nanoTime();
            server.http.close();
            assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(5));
        } finally {
            close(wires);
        }
    }

    @Test
    void slowClientsStopNobody() throws IOException {
        String request =
                "POST / HTTP/1.1\r\nHost: localhost\r\n"
                        + LOGIN
                        + "Content-Length: 9\r\n\r\nslow mail";
        List<Wire> slow = new ArrayList<>();
        try (TestServer server = new TestServer(USUAL.withHandlers(2))) {
            for (int i = 0; i < 50; i++) slow.add(server.connect());
            try (Wire quick = server.connect()) {
                for (int at = 0; at < request.length(); at++) { // each byte in a packet of its own
                    for (Wire wire : slow) wire.send(request.substring(at, at + 1));
                    assertEquals("x", quick.post(LOGIN, "x").body());
                }
            }
            for (Wire wire : slow) assertEquals("slow mail", wire.reply().body());
        } finally {
            close(slow);
        }
    }

    @Test
    void worksOnSoManyAtOnceAndAnswersAll() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try (TestServer server = new TestServer(USUAL.withHandlers(3))) {
            for (int i = 0; i < 20; i++) wires.add(server.connect().send(WAIT));
            await(() -> server.atWork.get() == 3);
            server.sign.countDown();
            for (Wire wire : wires) assertEquals("waited", wire.reply().body());
            assertTrue(server.mostAtWork.get() <= 3, "at once: " + server.mostAtWork);
        } finally {
            close(wires);
        }
    }

    @Test
    void refusesWhatDoesNotFitIntoTheQueueIfThereIsOne() throws IOException {
        try (TestServer server = new TestServer(USUAL.withHandlers(1).withQueue(1));
                Wire worked = server.connect();
                Wire one = server.connect();
                Wire two = server.connect()) {
            worked.send(WAIT);
            await(() -> server.atWork.get() == 1);
            one.send(WAIT);
            two.send(WAIT);
            // one of the two waits and the other is refused at once
            await(() -> server.log.stream().anyMatch(line -> line.contains("work queue")));
            server.sign.countDown();
            int sum = one.reply().status() + two.reply().status();
            assertEquals(200 + 503, sum);
            assertEquals("waited", worked.reply().body());
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        try (TestServer server = new TestServer();
                Wire wire = server.connect()) {
            wire.send(WAIT).send("GET /open/2 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            wire.send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await(() -> server.atWork.get() == 1);
            server.sign.countDown();
            assertEquals("waited", wire.reply().body());
            assertEquals("/open/2", wire.reply().body());
            assertEquals(400, wire.reply().status());
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void aWrongPasswordDelaysItsSenderAndNobodyElse() throws IOException {
        List<Wire> wrong = new ArrayList<>();
        try (TestServer server = new TestServer(USUAL.withHandlers(1))) {
            long from = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                wrong.add(server.connect());
                wrong.getLast().send("POST / HTTP/1.1\r\nHost: localhost\r\n");
                wrong.getLast().send(Wire.basic("user", "guess " + i) + "\r\n");
            }
            try (Wire right = server.connect()) {
                assertEquals("x", right.post(LOGIN, "x").body());
            }
            for (Wire wire : wrong) assertEquals(401, wire.reply().status());
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            assertTrue(tookMs >= Desk.WRONG_LOGIN_DELAY_MS, "guessed in " + tookMs + " ms");
            assertTrue(tookMs < 50 * Desk.WRONG_LOGIN_DELAY_MS, "one after another: " + tookMs);
        } finally {
            close(wrong);
        }
    }

    @Test
    void endsARequestThatNeverEnds() throws IOException {
        var settings = USUAL.withTimeoutS(1, HttpSettings.Idle.KEPT);
        try (TestServer server = new TestServer(settings);
                Wire line = server.connect();
                Wire headers = server.connect();
                Wire body = server.connect();
                Wire nothing = server.connect();
                Wire known = server.connect()) {
            line.send("POST / HT");
            headers.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + LOGIN);
            body.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + LOGIN);
            body.send("Content-Length: 100\r\n\r\nfirst words");
            assertEquals("x", known.post(LOGIN, "x").body());
            for (Wire wire : List.of(line, headers, body, nothing)) assertTrue(wire.isClosed());
            assertEquals("y", known.post(LOGIN, "y").body()); // silent for as long as the others
        }
    }

    @Test
    void endsWhatAnAuthorisedClientLeavesIdleIfToldSo() throws IOException {
        var settings = USUAL.withTimeoutS(1, HttpSettings.Idle.ENDED);
        try (TestServer server = new TestServer(settings);
                Wire wire = server.connect()) {
            assertEquals("x", wire.post(LOGIN, "x").body());
            assertTrue(wire.isClosed());
        }
    }

    @Test
    void waitsForAnAnswerLongerThanForAClient() throws IOException {
        var settings = USUAL.withTimeoutS(1, HttpSettings.Idle.ENDED);
        try (TestServer server = new TestServer(settings);
                Wire waiting = server.connect();
                Wire idle = server.connect()) {
            waiting.send(WAIT);
            await(() -> server.atWork.get() == 1);
            assertEquals(200, idle.get("/open/x").status());
            assertTrue(idle.isClosed()); // so a second is over
            server.sign.countDown();
            assertEquals("waited", waiting.reply().body());
        }
    }

    @Test
    void givesTheAnswersOnTheirWayWhenItStops() throws Exception {
        try (TestServer server = new TestServer();
                Wire waiting = server.connect();
                Wire idle = server.connect()) {
            assertEquals(200, idle.get("/open/x").status());
            waiting.send("GET /stop HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await(() -> server.atWork.get() == 1);
            var stop = CompletableFuture.runAsync(server.http::close);
            assertEquals("last", waiting.reply().body());
            stop.get(5, TimeUnit.SECONDS);
            assertTrue(idle.isClosed());
            assertTrue(waiting.isClosed());
            assertFalse(canConnect(server));
        }
    }

    private static boolean canConnect(TestServer server) {
        try (Wire _ = server.connect()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aClientThatIsGoneLeavesNothingBehind() throws IOException {
        try (TestServer server = new TestServer(USUAL.withHandlers(1))) {
            for (int i = 0; i < 20; i++) {
                try (Wire wire = server.connect()) {
                    wire.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + LOGIN);
                    wire.send("Content-Length: 100000\r\n\r\n" + "x".repeat(70_000));
                }
            }
            try (Wire wire = server.connect()) {
                assertEquals("x", wire.post(LOGIN, "x").body());
            }
            long from = System.nanoTime();
            server.http.close(); // waits for every request that is open
            assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(5));
        }
    }
}
