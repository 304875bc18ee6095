// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

class VersionTest {
    private static final String RECEIVER =
            "00".repeat(8) + "00".repeat(10) + "ffff01020304" + "208d";

    private static final String BEGINNING =
            "71110100" + "0904000000000000" + "00f1536500000000" + RECEIVER;

    private static final String SENDER_AND_NONCE = "00".repeat(26) + "efcdab8967452301";

    @Test
    void readsAllOfIt() throws Exception {
        String end = "0d" + "2f5361746f7368693a302e312f".substring(0, 26) + "15cd5b07" + "00";
        assertEquals(
                new Version(
                        70_001,
                        new Services(0x409),
                        1_700_000_000,
                        Services.NONE,
                        NetEndpoint.parse("1.2.3.4:8333", 0),
                        0x0123_4567_89ab_cdefL,
                        "/Satoshi:0.1/",
                        123_456_789,
                        false),
                read(BEGINNING + SENDER_AND_NONCE + end));
    }

    /** What old peers leave out: nothing is asked of them but their version. */
    @Test
    void mayEndEarly() throws Exception {
        Version least = read(BEGINNING);
        assertEquals(1, least.nonce());
        assertEquals("", least.userAgent());
        assertEquals(-1, least.startHeight());
        assertEquals(true, least.relay());
        Version withNonce = read(BEGINNING + SENDER_AND_NONCE);
        assertEquals(0x0123_4567_89ab_cdefL, withNonce.nonce());
        assertEquals("", withNonce.userAgent());
        Version withAgent = read(BEGINNING + SENDER_AND_NONCE + "022f2f");
        assertEquals("//", withAgent.userAgent());
        assertEquals(-1, withAgent.startHeight());
        Version withHeight = read(BEGINNING + SENDER_AND_NONCE + "022f2f" + "07000000");
        assertEquals(7, withHeight.startHeight());
        assertEquals(true, withHeight.relay());
    }

    @Test
    void mayEndNowhereElse() {
        ByteString whole = Samples.version(new SplittableRandom(3)).payload();
        int agentEnd = whole.length() - 5;
        var ends = new TreeSet<Integer>();
        for (int end = 0; end <= whole.length(); end++) {
            try {
                Message.read("version", whole.slice(0, end));
                ends.add(end);
            } catch (MalformedException | ViolationException _) {
                // not here
            }
        }
        assertEquals(Set.of(46, 80, agentEnd, agentEnd + 4, agentEnd + 5), ends);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void namesItselfShortly(int length, boolean allowed) throws Exception {
        ByteString payload =
                ByteString.fromHex(BEGINNING + SENDER_AND_NONCE)
                        .plus(lengthOf(length))
                        .plus(ByteString.wrap(new byte[length]));
        if (allowed) {
            var read = (Version) Message.read("version", payload);
            assertEquals(length, read.userAgent().length());
        } else {
            assertThrows(MalformedException.class, () -> Message.read("version", payload));
        }
    }

    private static ByteString lengthOf(int length) {
        var out = new ByteWriter();
        out.compactSize(length);
        return out.toByteString();
    }

    @Test
    void aTimeBeforeAllClocksIsZero() throws Exception {
        String early = BEGINNING.replace("00f1536500000000", "00f15365000000ff");
        assertEquals(0, read(early).timeS());
    }

    @Test
    void anyByteButZeroMeansRelay() throws Exception {
        String most = BEGINNING + SENDER_AND_NONCE + "00" + "00000000";
        assertEquals(false, read(most + "00").relay());
        assertEquals(true, read(most + "01").relay());
        assertEquals(true, read(most + "80").relay());
    }

    @Test
    void printsOnlyWhatDoesNoHarm() throws Exception {
        String agent = "<b>/Me:1.0(x; y-z)/\u001b[1m\u00e9\"'&\n";
        Version version =
                new Version(
                        1, Services.NONE, 0, Services.NONE, NetEndpoint.NONE, 0, agent, 0, true);
        assertEquals("b/Me:1.0(x; y-z)/1m", version.cleanUserAgent());
        assertEquals(version, Message.read("version", version.payload()));
    }

    private static Version read(String payload) throws Exception {
        return (Version) Message.read("version", ByteString.fromHex(payload));
    }
}
