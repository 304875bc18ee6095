// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class PeerOptionsTest {
    @TempDir Path data;

    private PeerOptions read(String... more) throws BadOption {
        var arguments = new ArrayList<>(Arrays.asList(more));
        arguments.add("-datadir=" + data);
        return NodeOptions.of(Arguments.parse(arguments), new Machine(data, 2)).peers();
    }

    private String refusal(String... more) {
        return assertThrows(BadOption.class, () -> read(more)).getMessage();
    }

    @Test
    void callsTenAndLetsTenInAsTheOriginalDid() throws BadOption {
        PeerOptions options = read();
        assertEquals(10, options.outgoing());
        assertEquals(10, options.incoming());
        assertTrue(options.places().listen());
        assertTrue(options.places().discover());
        assertTrue(options.seeds().dns());
        assertEquals(8333, options.places().port());
        assertEquals(Optional.empty(), options.calls().only());
    }

    @Test
    void readsTheOriginalsOptions() throws BadOption {
        PeerOptions options =
                read(
                        "-o",
                        "3",
                        "-i=5",
                        "-s",
                        "[::1]:8334",
                        "-s=1.2.3.4:1",
                        "-c",
                        "5.6.7.8:9",
                        "-r");
        assertEquals(3, options.outgoing());
        assertEquals(5, options.incoming());
        assertEquals(List.of("[::1]:8334", "1.2.3.4:1"), options.places().binds());
        assertEquals(List.of("5.6.7.8:9"), options.calls().also());
        assertTrue(options.relay());
        assertTrue(read("--packet").packets());
    }

    @Test
    void namesOfWhomToConnectSilenceSeedsAndDoors() throws BadOption {
        PeerOptions options = read("--connect=1.2.3.4", "-connect=5.6.7.8:9");
        assertEquals(Optional.of(List.of("1.2.3.4", "5.6.7.8:9")), options.calls().only());
        assertFalse(options.seeds().dns());
        assertFalse(options.places().listen());
        assertTrue(read("-connect=1.2.3.4", "-bind=127.0.0.1").places().listen());
        assertTrue(read("-connect=1.2.3.4", "-listen").places().listen());
    }

    @Test
    void connectToNobodyCallsNobody() throws BadOption {
        for (String option : List.of("-connect=0", "-noconnect")) {
            assertEquals(Optional.of(List.of()), read(option).calls().only(), option);
        }
    }

    @Test
    void givesNoAddressesAwayWhereNobodyCanCome() throws BadOption {
        assertFalse(read("-listen=0").places().discover());
        assertFalse(read("-externalip=1.2.3.4").places().discover());
        assertTrue(read("-externalip=1.2.3.4", "-discover").places().discover());
    }

    @Test
    void readsLimits() throws BadOption {
        PeerOptions.Limits limits =
                read("-maxreceivebuffer=7", "-maxsendbuffer=3", "-bantime=9", "-timeout=1500")
                        .limits();
        assertEquals(7_000, limits.receiveBytes());
        assertEquals(3_000, limits.sendBytes());
        assertEquals(Duration.ofSeconds(9), limits.ban());
        assertEquals(Duration.ofMillis(1_500), limits.call());
        assertEquals(Duration.ofMinutes(1), limits.silence());
    }

    @Test
    void refusesWhatIsOfNoUse() {
        assertEquals("peertimeout must be a positive integer.", refusal("-peertimeout=0"));
        assertEquals(
                "Cannot set -bind or -whitebind together with -listen=0",
                refusal("-bind=127.0.0.1", "-listen=0"));
        assertEquals(
                "User Agent comment (a/b) contains unsafe characters.", refusal("-uacomment=a/b"));
        assertTrue(
                refusal("-uacomment=" + "a".repeat(256))
                        .startsWith("Total length of network version string (298) exceeds"));
    }
}
