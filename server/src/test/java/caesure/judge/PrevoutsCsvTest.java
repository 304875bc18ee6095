// SPDX-License-Identifier: BSD-2-Clause
package caesure.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.OutPoint;
import caesure.primitives.TxOut;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class PrevoutsCsvTest {
    private static final String TXID = "ab".repeat(32);
    private static final String HEADING = "txid:vout,amount_sat,height,coinbase,time,script\n";

    private static Map<OutPoint, PrevoutsCsv.Prevout> parse(String text) throws MalformedException {
        return PrevoutsCsv.parse(ByteString.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String refusal(String text) {
        return assertThrows(MalformedException.class, () -> parse(text)).getMessage();
    }

    @Test
    void readsEveryColumn() throws MalformedException {
        var all = parse(HEADING + TXID + ":4294967295,5000,9,1,1231470988,51ac\n");
        var outPoint = all.keySet().iterator().next();
        assertEquals(TXID + ":4294967295", outPoint.toString());
        assertEquals(
                new PrevoutsCsv.Prevout(
                        new TxOut(5000, ByteString.of(0x51, 0xac)),
                        OptionalInt.of(9),
                        Optional.of(true)),
                all.get(outPoint));
    }

    @Test
    void leavesOpenWhatIsEmpty() throws MalformedException {
        var all = parse(TXID + ":0,0,,,,");
        assertEquals(
                new PrevoutsCsv.Prevout(
                        new TxOut(0, ByteString.EMPTY), OptionalInt.empty(), Optional.empty()),
                all.values().iterator().next());
    }

    @Test
    void mindsNeitherEmptyLinesNorCarriageReturns() throws MalformedException {
        assertEquals(1, parse(HEADING + "\r\n" + TXID + ":0,1,,,,51\r\n\r\n").size());
        assertEquals(0, parse("").size());
        assertEquals(0, parse(HEADING).size());
    }

    @Test
    void takesTheSameLineTwiceButNoContradiction() throws MalformedException {
        String line = TXID + ":0,1,,,,51\n";
        assertEquals(1, parse(line + line).size());
        assertEquals(
                "line 2: " + TXID + ":0 is there twice, and not the same",
                refusal(line + TXID + ":0,2,,,,51\n"));
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertEquals("line 2: 5 columns, not 6", refusal(HEADING + TXID + ":0,1,,,51"));
        assertEquals("line 1: no colon in " + TXID, refusal(TXID + ",1,,,,51"));
        assertEquals("line 1: a hash has 64 digits, not 2", refusal("ab:0,1,,,,51"));
        String max = "line 1: no number from 0 to 4294967295: ";
        assertEquals(max + "4294967296", refusal(TXID + ":4294967296,1,,,,51"));
        assertEquals(max, refusal(TXID + ":,1,,,,51"));
        assertEquals(
                "line 1: no number from 0 to 9223372036854775807: -1",
                refusal(TXID + ":0,-1,,,,51"));
        assertEquals(
                "line 1: no number from 0 to 9223372036854775807: 9223372036854775808",
                refusal(TXID + ":0,9223372036854775808,,,,51"));
        assertEquals("line 1: no number from 0 to 1: 2", refusal(TXID + ":0,1,3,2,,51"));
        assertEquals(
                "line 1: no number from 0 to 2147483647: 2147483648",
                refusal(TXID + ":0,1,2147483648,0,,51"));
        assertEquals("line 1: odd number of hexadecimal digits: 1", refusal(TXID + ":0,1,,,,5"));
    }
}
