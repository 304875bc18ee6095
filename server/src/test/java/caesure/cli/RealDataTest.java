// SPDX-License-Identifier: BSD-2-Clause
package caesure.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.testkit.Vectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every command on blocks, headers and chains of real networks. */
class RealDataTest {
    private static final String PREVOUTS = ".prevouts.csv";
    private static final String BLOCK_757739 = "mainnet-0757739-00000000000000000002601c";

    @TempDir Path folder;

    private static List<Path> files(String below, String end) throws IOException {
        try (Stream<Path> files = Files.list(Vectors.need(below))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The network's switch and the first number out of a name like mainnet-0001-... */
    private static List<String> place(Path file) {
        String[] parts = file.getFileName().toString().split("-", -1);
        String network = parts[0].replace("mainnet", "main").replace("testnet3", "test");
        return List.of("-chain=" + network, Integer.toString(Integer.parseInt(parts[1])));
    }

    private static Session verify(Path prevouts, Path block) {
        List<String> place = place(block);
        return Session.run(
                "verify-block",
                place.get(0),
                "-height=" + place.get(1),
                "--prevouts",
                prevouts.toString(),
                block.toString());
    }

    private static Path block(Path prevouts) {
        return prevouts.resolveSibling(prevouts.getFileName().toString().replace(PREVOUTS, ".raw"));
    }

    @TestFactory
    List<DynamicTest> blocksWithTheirPrevoutsAreValid() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Path prevouts : files("blocks", PREVOUTS)) {
            tests.add(
                    DynamicTest.dynamicTest(
                            prevouts.getFileName().toString(),
                            () -> {
                                Session session = verify(prevouts, block(prevouts));
                                assertEquals("valid", session.firstLine(), session::toString);
                                assertEquals(0, session.code());
                                assertFalse(session.out().contains("\nscripts"));
                            }));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> rowsOfHeadersAreValid() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Path file : files("headers", ".bin")) {
            tests.add(
                    DynamicTest.dynamicTest(
                            file.getFileName().toString(),
                            () -> {
                                List<String> place = place(file);
                                Session session =
                                        Session.run(
                                                "verify-headers",
                                                file.toString(),
                                                place.get(0),
                                                "--from",
                                                place.get(1));
                                assertEquals("valid", session.firstLine(), session::toString);
                                assertEquals(0, session.code());
                            }));
        }
        return tests;
    }

    @Test
    void refusesAnAlteredWitness() throws IOException {
        Path prevouts = Vectors.need("blocks/" + BLOCK_757739 + PREVOUTS);
        byte[] bytes = Files.readAllBytes(block(prevouts));
        bytes[bytes.length - 40] ^= 1; // in a signature of the last transaction
        Path altered = Files.write(folder.resolve(BLOCK_757739 + ".raw"), bytes);
        Session session = verify(prevouts, altered);
        assertEquals("bad-witness-merkle-match", session.firstLine(), session::toString);
        assertEquals(1, session.code());
    }

    @Test
    void refusesASignatureOverAnotherAmount() throws IOException {
        // witnesses sign the amounts, so that one satoshi more breaks the signature
        Path prevouts = Vectors.need("blocks/" + BLOCK_757739 + PREVOUTS);
        String text = Files.readString(prevouts).replaceFirst(",23200675,", ",23200676,");
        Session session = verify(Files.writeString(folder.resolve("p.csv"), text), block(prevouts));
        assertTrue(
                session.firstLine().startsWith("block-script-verify-flag-failed ("),
                session::toString);
        assertEquals(1, session.code());
    }

    @Test
    void refusesTheKeyOfAnother() throws IOException {
        Path prevouts = Vectors.need("blocks/mainnet-0000170-00000000d1145790" + PREVOUTS);
        String text = Files.readString(prevouts).replaceFirst(",410411db", ",410411da");
        Session session = verify(Files.writeString(folder.resolve("p.csv"), text), block(prevouts));
        assertTrue(
                session.firstLine().startsWith("block-script-verify-flag-failed ("),
                session::toString);
    }

    @Test
    void refusesAnAlteredHeader() throws IOException {
        byte[] bytes = Files.readAllBytes(Vectors.need("headers/signet-0000000-0002015.bin"));
        bytes[80 * 1000 + 4] ^= 1; // the link to the header before
        Path altered = Files.write(folder.resolve("h.bin"), bytes);
        Session session =
                Session.run("verify-headers", "-signet", "-from=0", "-json", altered.toString());
        assertEquals(1, session.code());
        assertEquals("high-hash", session.json().get("reject").stringValue());
        assertEquals(80_000, session.json().get("byte_offset").intValue());
    }

    @TestFactory
    List<DynamicTest> coinsAreThoseOfBitcoind() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (Path anchors : files("chains", ".utxo-anchors.csv")) {
            String name = anchors.getFileName().toString();
            tests.add(DynamicTest.dynamicTest(name, () -> checkAnchors(anchors)));
        }
        return tests;
    }

    private void checkAnchors(Path anchors) throws IOException {
        String blocks = anchors.toString().replace(".utxo-anchors.csv", ".dat");
        String network =
                "-chain="
                        + anchors.getFileName()
                                .toString()
                                .replaceFirst("-.*", "")
                                .replace("mainnet", "main")
                                .replace("testnet3", "test");
        String data = folder.resolve("data").toString();
        assertEquals(0, Session.run("import", network, "-b", data, blocks).code());
        List<String> lines = Files.readAllLines(anchors);
        // opening reads the whole chain again: the first and the last say enough here
        for (String line : List.of(lines.get(1), lines.get(lines.size() / 2), lines.getLast())) {
            String[] fields = line.split(",", -1);
            var json =
                    Session.run("utxo-stats", network, "-b", data, "-json", "-height=" + fields[0])
                            .json();
            assertEquals(fields[1], json.get("bestblock").stringValue(), line);
            assertEquals(fields[2], json.get("txouts").asString(), line);
            assertEquals(
                    Double.parseDouble(fields[3]), json.get("total_amount").doubleValue(), line);
            assertEquals(fields[5], json.get("muhash").stringValue(), line);
        }
    }
}
