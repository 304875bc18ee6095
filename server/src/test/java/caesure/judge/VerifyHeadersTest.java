// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteWriter;
import caesure.cli.Session;
import caesure.crypto.Hash256;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class VerifyHeadersTest {
    private static final TestChain CHAIN = TestChain.regtest().grow(30);

    @TempDir Path folder;

    private static List<Header> headers() {
        return new ArrayList<>(CHAIN.blocks().stream().map(Block::header).toList());
    }

    private Session verify(int from, List<Header> headers, String... more) throws IOException {
        var bytes = new ByteWriter();
        headers.forEach(header -> header.write(bytes));
        Path file = Files.write(folder.resolve("h.bin"), bytes.toArray());
        var arguments = new ArrayList<>(List.of("verify-headers", file.toString(), "-regtest"));
        arguments.add("--from=" + from);
        arguments.addAll(List.of(more));
        return Session.run(arguments.toArray(String[]::new));
    }

    @Test
    void acceptsAWholeChain() throws IOException {
        var json = verify(0, headers(), "-json").json();
        assertTrue(json.get("valid").booleanValue());
        assertEquals(31, json.get("headers").intValue());
        assertEquals(30, json.get("links_checked").intValue());
        assertEquals(31, json.get("proofs_of_work_checked").intValue());
        assertEquals(30, json.get("times_checked").intValue());
        assertEquals(0, json.get("not_checked").size());
        assertEquals(headers().getLast().hash().toString(), json.get("last_hash").stringValue());
    }

    @Test
    void namesWhatItCouldNotCheck() throws IOException {
        Session session = verify(5, headers().subList(5, 31));
        assertEquals("valid", session.firstLine(), session::toString);
        assertTrue(session.out().contains("what the first header follows"), session::toString);
        assertTrue(session.out().contains("10 times against the median"), session::toString);
    }

    @Test
    void namesTheFirstBadHeaderAndItsPlace() throws IOException {
        var gap = headers();
        gap.remove(7);
        Session session = verify(0, gap, "-json");
        assertEquals(1, session.code());
        var json = session.json();
        assertEquals("prev-blk-not-found", json.get("reject").stringValue());
        assertEquals(7, json.get("height").intValue());
        assertEquals(7 * 80, json.get("byte_offset").intValue());
        assertEquals(gap.get(7).hash().toString(), json.get("hash").stringValue());
    }

    @Test
    void refusesAnotherGenesis() throws IOException {
        Session session = verify(0, headers().subList(1, 5));
        assertEquals("prev-blk-not-found", session.firstLine());
        assertTrue(session.out().contains("not the genesis block of regtest"), session::toString);
    }

    @Test
    void refusesTimesThatReachBack() throws IOException {
        Header early = CHAIN.next().time(CHAIN.tip().medianTimePast()).mineHeader(Hash256.ZERO);
        assertLastIsRefused("time-too-old", early);
    }

    @Test
    void refusesTimesInTheFuture() throws IOException {
        assertLastIsRefused(
                "time-too-new", CHAIN.next().time(0xffff_ffffL).mineHeader(Hash256.ZERO));
    }

    @Test
    void refusesRetiredVersions() throws IOException {
        assertLastIsRefused(
                "bad-version(0x00000003)", CHAIN.next().version(3).mineHeader(Hash256.ZERO));
    }

    @Test
    void refusesTheWrongTarget() throws IOException {
        assertLastIsRefused("bad-diffbits", CHAIN.next().mineHeader(Hash256.ZERO, 0x207f_fffeL));
    }

    private void assertLastIsRefused(String reject, Header last) throws IOException {
        var headers = headers();
        headers.add(last);
        Session session = verify(0, headers);
        assertEquals(reject, session.firstLine(), session::toString);
        assertEquals(1, session.code());
    }

    @Test
    void refusesFilesThatHoldSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("h.bin"), "x");
        Session session = Session.run("verify-headers", "-from=0", file.toString());
        assertTrue(session.err().contains("1 bytes are no whole number of headers"));
        assertEquals(1, session.code());
        session = Session.run("verify-headers", file.toString());
        assertEquals(
                "Error: verify-headers needs -from; see caesure help verify-headers",
                session.err().strip());
    }
}
