// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may connect, from where, to where and under which name. */
class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST:8332, true",
        "localhost., true",
        "127.0.0.1, true",
        "127.0.0.1:8332, true",
        "192.168.1.1, true",
        "[::1], true",
        "[::1]:8332, true",
        "node.example, true",
        "Node.Example.:80, true",
        "evil.example, false",
        "localhost.evil.example, false",
        "127.0.0.1.evil.example, false",
        "evil.example:127.0.0.1, false",
        "[evil.example], false",
        "127.1, false",
        "'', false",
        "':', false",
    })
    void namesThatAStrangerCanOwnAreNotAnswered(String host, boolean allowed) {
        assertEquals(allowed, new HostNames(Set.of("NODE.example")).allows(host));
    }

    private static HttpSettings opened(List<String> binds, List<String> allows, List<String> log) {
        return HttpSettings.local(8332).opened(binds, allows, log::add);
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    /** As the system shows it to whoever asks who listens where. */
    @Test
    void anIpv4AddressGetsASocketForIpv4() throws IOException {
        Path shown = Path.of("/proc/net/tcp");
        assumeTrue(Files.isReadable(shown));
        try (var server = new TestServer()) {
            String port = String.format(":%04X ", server.address().getPort());
            assertTrue(
                    Files.readAllLines(shown).stream()
                            .anyMatch(line -> line.contains("0100007F" + port)),
                    "127.0.0.1" + port);
        }
    }

    @Test
    void oneOptionAloneOpensNothing() {
        var log = new ArrayList<String>();
        var local = HttpSettings.local(8332).addresses();
        assertEquals(List.of(at("::1", 8332), at("127.0.0.1", 8332)), local);
        assertEquals(local, opened(List.of("0.0.0.0"), List.of(), log).addresses());
        assertEquals(local, opened(List.of(), List.of("0.0.0.0/0"), log).addresses());
        assertEquals(2, log.size());
    }

    @Test
    void bothOptionsTogetherOpenTheServer() {
        var log = new ArrayList<String>();
        var binds = List.of("0.0.0.0", "127.0.0.1:99", "[::1]:98", "::1", "no address");
        var settings = opened(binds, List.of("10.0.0.0/8"), log);
        assertEquals(
                List.of(at("0.0.0.0", 8332), at("127.0.0.1", 99), at("::1", 98), at("::1", 8332)),
                settings.addresses());
        assertEquals("10.0.0.0/8", settings.allowed().getFirst().toString());
        assertEquals(2, log.size()); // it is not safe; no address
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:0", "[::1]:65536", "::1]:0"})
    void aBadPortIsSaid(String bind) {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> opened(List.of(bind), List.of("::/0"), new ArrayList<>()));
        assertEquals("Invalid port specified in -rpcbind: '" + bind + "'", e.getMessage());
    }

    @Test
    void aBadSubnetIsSaid() {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> opened(List.of(), List.of("1.2.3.4/99"), new ArrayList<>()));
        assertTrue(e.getMessage().startsWith("Invalid -rpcallowip subnet specification: 1.2.3.4/"));
    }

    /** An address of this machine that is not loopback's: whoever connects to it, has it too. */
    private static Optional<InetAddress> outer() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .findFirst();
    }

    @Test
    void foreignAddressesAreRefused() throws IOException {
        Optional<InetAddress> outer = outer();
        assumeTrue(outer.isPresent(), "this machine has no address but loopback's");
        String own = outer.get().getHostAddress();
        var log = new ArrayList<String>();
        for (String allowed : List.of("240.0.0.0/4", own)) {
            var settings = HttpSettings.local(0).withHandlers(1);
            var open =
                    new HttpSettings(
                            List.of(new InetSocketAddress(outer.get(), 0)),
                            settings.opened(List.of(), List.of(allowed), log::add).allowed(),
                            Set.of(),
                            settings.timeoutS(),
                            settings.idle(),
                            settings.handlers(),
                            settings.queue());
            try (TestServer server = new TestServer(open);
                    Wire wire = server.connect()) {
                if (allowed.equals(own)) {
                    assertEquals(200, wire.get("/open/x").status());
                } else {
                    assertTrue(wire.isClosed(), "without a word, as bitcoind");
                }
            }
        }
    }
}
