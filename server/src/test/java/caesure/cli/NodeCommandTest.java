// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.testkit.TestChain;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node inside the test: it ends by itself, at a height. */
@Timeout(60)
class NodeCommandTest {
    private static final int HEIGHT = 20;

    @TempDir Path temp;
    private final TestChain chain = TestChain.regtest();
    private Path data;
    private Path blocks;

    @BeforeEach
    void layOut() throws IOException {
        chain.grow(HEIGHT);
        data = Files.createDirectory(temp.resolve("data"));
        blocks = Session.framed(temp.resolve("blocks.dat"), chain, chain.blocks());
    }

    private Session run(String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "-regtest",
                                "-datadir=" + data,
                                "-noserver",
                                "-noconnect",
                                "-nolisten"));
        arguments.addAll(List.of(more));
        return Session.run(arguments.toArray(String[]::new));
    }

    private Session load(String... more) {
        var arguments = new ArrayList<>(List.of("-loadblock=" + blocks, "-stopatheight=" + HEIGHT));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(data.resolve("regtest/debug.log"));
    }

    @Test
    void printsItsTipAndNothingOnStderr() throws IOException {
        Session session = load();
        assertEquals(0, session.code(), session::toString);
        assertEquals("", session.err());
        assertEquals(
                """
                network         regtest
                height          20
                bestblock       %s
                txouts          20
                data directory  %s
                """
                        .formatted(chain.tip().hash(), data.resolve("regtest")),
                session.out());
        assertFalse(Files.exists(data.resolve("regtest/caesure.pid")));
        assertTrue(log().getFirst().contains("Z Caesure version "), log()::toString);
        assertTrue(
                log().stream().anyMatch(line -> line.endsWith("Command-line arg: regtest=\"\"")));
        assertTrue(log().getLast().endsWith("Z Shutdown done"));
    }

    @Test
    void printsTheLogInsteadWhereThatIsWished() throws IOException {
        Session session = load("-printtoconsole", "-nologtimestamps", "-nodebuglogfile");
        assertEquals(0, session.code(), session::toString);
        assertEquals("", session.err());
        assertTrue(session.out().startsWith("Caesure version "), session.out());
        assertTrue(session.out().contains("\nUpdateTip: new best=" + chain.tip().hash()));
        assertFalse(Files.exists(data.resolve("regtest/debug.log")));
    }

    @Test
    void tellsMoreWithV() {
        Session session = load("-v", "-nologtimestamps");
        assertTrue(session.out().contains("\n[blockstorage] Stored block 20 "), session.out());
        assertFalse(load().out().contains("blockstorage"));
    }

    @Test
    void keepsTheLogInItsFormAndPlace() throws IOException {
        load("-debuglogfile=my.log", "-logtimemicros", "-logthreadnames", "-debug=blockstorage");
        List<String> lines = Files.readAllLines(data.resolve("regtest/my.log"));
        assertTrue(
                lines.stream()
                        .anyMatch(line ->
                                line.matches("\\S+\\.\\d{6}Z \\[initload] initload thread exit")),
                lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("[blockstorage] Stored block 7")));
    }

    @Test
    void findsAllAgain() throws IOException {
        load();
        for (String option : List.of("-reindex", "-reindex-chainstate")) {
            Session session = run(option, "-stopatheight=" + HEIGHT);
            assertEquals(0, session.code(), session::toString);
            assertTrue(session.out().contains(chain.tip().hash().toString()), session.out());
        }
        assertEquals(
                1, log().stream().filter(line -> line.contains("Reindexing finished")).count());
    }

    @Test
    void goesByTheTimeThatIsSet() throws IOException {
        Session session = load("-mocktime=1296688602", "-stopatheight=1");
        assertEquals(0, session.code(), session::toString);
        assertTrue(log().getFirst().contains("Z (mocktime: 2011-02-02T23:16:42Z) Caesure"));
    }

    @Test
    void aStartThatFailsIsOneErrorAlone() throws IOException {
        String log = temp.resolve("absent/debug.log").toString();
        Session session = run("-debuglogfile=" + log);
        assertEquals(1, session.code());
        assertEquals("Error: Could not open debug log file " + log + "\n", session.err());
        assertEquals("", session.out());
        String pid = temp.resolve("absent/pid").toString();
        session = run("-pid=" + pid);
        assertEquals(1, session.code());
        assertTrue(
                session.err().startsWith("Error: Unable to create the PID file '" + pid + "': "),
                session.err());
        assertEquals(1, session.err().lines().count());
    }

    @Test
    void whatIsOddAboutOptionsStandsInTheLog() throws IOException {
        Files.writeString(data.resolve("bitcoin.conf"), "odd=1\n");
        Session session = load("-checkpoints=0");
        assertEquals(0, session.code(), session::toString);
        assertTrue(session.err().startsWith("Warning: Option '-checkpoints'"), session::toString);
        List<String> warnings =
                log().stream().filter(line -> line.contains("Z [warning] ")).toList();
        assertTrue(warnings.getFirst().contains("Option '-checkpoints'"), warnings::toString);
        assertTrue(warnings.getLast().contains("odd"), warnings::toString);
    }

    @Test
    void damageIsNoFailureAndNotOnStderr() throws IOException {
        load();
        Path coins = data.resolve("regtest/chainstate/coins.dat");
        Files.write(coins, new byte[(int) Files.size(coins)]);
        Session session = run("-stopatheight=" + HEIGHT);
        assertEquals(0, session.code(), session::toString);
        assertEquals("", session.err());
        assertTrue(session.out().startsWith("warning: "), session.out());
        assertTrue(session.out().contains("coins.dat"), session.out());
    }
}
