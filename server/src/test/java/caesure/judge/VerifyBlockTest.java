// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.cli.Session;
import caesure.primitives.Block;
import caesure.primitives.OutPoint;
import caesure.testkit.TestChain;
import caesure.testkit.TxBuilder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A block at height 102 of a regtest chain that spends the coinbases of heights 1 and 2. */
class VerifyBlockTest {
    private static final int HEIGHT = 102;
    private static final long COIN_SATS = 50_0000_0000L;

    @TempDir Path folder;
    private TestChain chain;

    @BeforeEach
    void grow() {
        chain = TestChain.regtest().grow(HEIGHT - 1);
    }

    private Block block(long paidSats) {
        var spend =
                new TxBuilder()
                        .spend(chain.coinbase(1))
                        .spend(chain.coinbase(2))
                        .pay(paidSats)
                        .build();
        var chained = new TxBuilder().spend(spend, 0).pay(paidSats - 1000).build();
        return chain.next().with(spend, chained).mine();
    }

    private String write(Block block) throws IOException {
        return Files.write(folder.resolve("block.raw"), block.bytes().toArray()).toString();
    }

    private String csv(String... lines) throws IOException {
        return Files.writeString(folder.resolve("p.csv"), String.join("\n", lines)).toString();
    }

    private String line(int height, long sats, String script) {
        return chain.coinbase(height) + "," + sats + "," + height + ",1,," + script;
    }

    private Session verify(Block block, String prevouts, String... more) throws IOException {
        String[] arguments = {
            "verify-block", "-regtest", "-height=" + HEIGHT, "-prevouts", prevouts, write(block)
        };
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return Session.run(all.toArray(String[]::new));
    }

    private String good() throws IOException {
        return csv(line(1, COIN_SATS, "51"), line(2, COIN_SATS, "51"));
    }

    private static void assertBroken(String reject, Session session) {
        assertEquals(reject, session.firstLine(), session::toString);
        assertEquals(1, session.code());
        assertEquals("", session.err());
    }

    private static void assertUnusable(String words, Session session) {
        assertEquals("", session.out());
        assertTrue(session.err().contains(words), session::toString);
        assertEquals(1, session.code());
    }

    @Test
    void saysValidAndCounts() throws IOException {
        Session session = verify(block(2 * COIN_SATS - 500), good(), "--json");
        assertEquals(0, session.code(), session::toString);
        var json = session.json();
        assertTrue(json.get("valid").booleanValue());
        assertEquals("regtest", json.get("network").stringValue());
        assertEquals(3, json.get("transactions").intValue());
        assertEquals(3, json.get("inputs").intValue());
        assertEquals(1500, json.get("fees").decimalValue().movePointRight(8).intValueExact());
        assertTrue(session.out().contains("\"fees\":0.00001500,"), "eight decimals");
        assertTrue(session.out().contains("\"subsidy\":50.00000000,"), "eight decimals");
        assertEquals("valid", verify(block(1000), good(), "-repeat=3").firstLine());
    }

    @Test
    void namesWhatItCouldNotCheck() throws IOException {
        String out =
                verify(
                                block(1000),
                                csv(
                                        chain.coinbase(1) + "," + COIN_SATS + ",,,,51",
                                        line(2, COIN_SATS, "51")))
                        .out();
        assertTrue(out.contains("maturity of 1 inputs"), out);
        assertTrue(out.contains("parent: link, required target, median time"), out);
        assertTrue(out.contains("sequence locks by time"), out);
        assertTrue(out.contains("BIP 30"), out);
        assertFalse(verify(block(1000), good()).out().contains("maturity of"));
    }

    @Test
    void checksWhatNeedsNoCoinsWithoutThem() throws IOException {
        String file = write(block(Long.MAX_VALUE / 1000));
        Session session = Session.run("verify-block", "-regtest", "-height=102", file);
        assertEquals("bad-txns-vout-toolarge", session.firstLine(), session::toString);
        file = write(block(3 * COIN_SATS)); // spends more than there is, which cannot be seen
        session = Session.run("verify-block", "-regtest", "-height=102", file);
        assertEquals("valid", session.firstLine(), session::toString);
        assertTrue(session.out().contains("coins: amounts, fees"), session::toString);
        assertTrue(session.out().contains("scripts, and"), session::toString);
    }

    @Test
    void refusesWhatPaysMoreThanItSpends() throws IOException {
        String altered = csv(line(1, COIN_SATS, "51"), line(2, 1000, "51"));
        assertBroken("bad-txns-in-belowout", verify(block(2 * COIN_SATS), altered));
    }

    @Test
    void refusesAScriptThatFails() throws IOException {
        String altered = csv(line(1, COIN_SATS, "51"), line(2, COIN_SATS, "00"));
        assertBroken(
                "block-script-verify-flag-failed (Script evaluated without error but finished with"
                        + " a false/empty top stack element)",
                verify(block(1000), altered));
    }

    @Test
    void refusesACoinbaseSpentTooEarly() throws IOException {
        String altered =
                csv(line(1, COIN_SATS, "51"), line(2, COIN_SATS, "51").replace(",2,1,", ",3,1,"));
        assertBroken("bad-txns-premature-spend-of-coinbase", verify(block(1000), altered));
    }

    @Test
    void refusesACoinbaseThatClaimsTooMuch() throws IOException {
        Block greedy = chain.next().coinbaseSats(COIN_SATS + 1).mine();
        assertBroken("bad-cb-amount", verify(greedy, csv("")));
    }

    @Test
    void refusesTheWrongHeight() throws IOException {
        String[] arguments = {
            "verify-block", write(block(1000)), "--height", "101", "-chain=regtest"
        };
        assertBroken("bad-cb-height", Session.run(arguments));
    }

    @Test
    void refusesWorkOfAnotherNetwork() throws IOException {
        assertBroken("high-hash", Session.run("verify-block", "-height=102", write(block(1000))));
    }

    @Test
    void needsALineForEachInput() throws IOException {
        OutPoint missing = chain.coinbase(2);
        assertUnusable(
                "no line for " + missing, verify(block(1000), csv(line(1, COIN_SATS, "51"))));
    }

    @Test
    void refusesLinesThatContradictTheBlock() throws IOException {
        Block block = block(1000);
        String own = block.transactions().get(1).txid() + ":0,999,,,,51";
        assertUnusable(
                "say otherwise than the block",
                verify(block, csv(line(1, COIN_SATS, "51"), line(2, COIN_SATS, "51"), own)));
        String young = line(2, COIN_SATS, "51").replace(",2,1,", ",102,1,");
        assertUnusable(
                "was made at height 102", verify(block, csv(line(1, COIN_SATS, "51"), young)));
    }

    @Test
    void refusesFilesThatHoldSomethingElse() throws IOException {
        String file = csv("x");
        assertUnusable(
                "holds no block", Session.run("verify-block", "-regtest", "-height=1", file));
        assertUnusable("line 1: 1 columns, not 6", verify(block(1000), file));
        assertUnusable(
                "no such file: /nowhere/x", Session.run("verify-block", "-height=1", "/nowhere/x"));
        assertUnusable("is a folder", Session.run("verify-block", "-height=1", folder.toString()));
        assertUnusable(
                "-height=-1: it takes a number", Session.run("verify-block", "-height=-1", file));
    }
}
