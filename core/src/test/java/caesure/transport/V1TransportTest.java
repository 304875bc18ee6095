// SPDX-License-Identifier: BSD-2-Clause
package caesure.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Allocation;
import caesure.testkit.Property;
import caesure.testkit.SentByCore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class V1TransportTest {
    private static final ByteString REGTEST = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);

    /** A message "badmsg" with the payload "01" "64", as Core's own test sends it. */
    private static final String BADMSG =
            "fabfb5da" + "6261646d7367000000000000" + "02000000" + "78df0a04" + "0164";

    @Test
    void readsBackWhatItWroteInPiecesOfAnySize() {
        Property.forAll(
                200,
                random -> {
                    List<Frame> made = frames(random);
                    var sender = new V1Transport(REGTEST);
                    made.forEach(sender::send);
                    ByteString stream = joined(sender.outgoing());
                    assertEquals(List.of(), sender.outgoing());
                    int pieceMax = random.nextInt(1, 3_000);
                    var read = new ArrayList<Frame>();
                    var receiver = new V1Transport(REGTEST);
                    int at = 0;
                    int wireBytes = 0;
                    while (at < stream.length()) {
                        int end = Math.min(stream.length(), at + random.nextInt(1, pieceMax + 1));
                        for (var one : feed(receiver, stream.slice(at, end))) {
                            var whole = assertInstanceOf(Transport.Whole.class, one);
                            read.add(whole.frame());
                            wireBytes += whole.wireBytes();
                        }
                        at = end;
                    }
                    assertEquals(made, read);
                    assertEquals(stream.length(), wireBytes);
                });
    }

    @Test
    void readsByteByByteWhatCoreSent() throws Exception {
        ByteString stream = ByteString.fromHex(String.join("", SentByCore.ALL));
        var receiver = new V1Transport(REGTEST);
        var sender = new V1Transport(REGTEST);
        int count = 0;
        for (int i = 0; i < stream.length(); i++) {
            for (var one : feed(receiver, stream.slice(i, i + 1))) {
                sender.send(assertInstanceOf(Transport.Whole.class, one).frame());
                count++;
            }
        }
        assertEquals(SentByCore.ALL.size(), count);
        assertEquals(stream, joined(sender.outgoing()));
    }

    @Test
    void takesOneMessageAtATime() throws Exception {
        ByteString two = ByteString.fromHex(BADMSG + BADMSG + "fabf");
        var receiver = new V1Transport(REGTEST);
        ByteBuffer chunk = ByteBuffer.wrap(two.toArray());
        var expected = new Transport.Whole(new Frame("badmsg", ByteString.of(1, 0x64)), 26);
        assertEquals(expected, receiver.receive(chunk));
        assertEquals(28, chunk.remaining());
        assertEquals(expected, receiver.receive(chunk));
        assertEquals(2, chunk.remaining());
        assertEquals(new Transport.NeedMore(), receiver.receive(chunk));
        assertFalse(chunk.hasRemaining());
        assertEquals(new Transport.NeedMore(), receiver.receive(chunk));
    }

    @Test
    void aWrongChecksumCostsTheMessageAlone() throws Exception {
        String wrong = BADMSG.replace("78df0a04", "ffffffff");
        assertEquals(
                List.of(
                        new Transport.Damaged(
                                "badmsg",
                                26,
                                "Wrong checksum (badmsg, 2 bytes), expected 78df0a04 was ffffffff"),
                        new Transport.Whole(new Frame("badmsg", ByteString.of(1, 0x64)), 26)),
                feed(new V1Transport(REGTEST), ByteString.fromHex(wrong + BADMSG)));
    }

    @ParameterizedTest
    @CsvSource({
        "626164006d73670000000000, bad", // more behind a zero
        "6261646d7367000000000001, badmsg",
        "6261641f6d73670000000000, badmsg", // below the space
        "6261647f6d73670000000000, badmsg", // above the tilde
        "ff61646d7367000000000000, admsg",
        "006261646d73670000000000, ''"
    })
    void aStrangeCommandCostsTheMessageAlone(String command, String shown) throws Exception {
        String wrong = BADMSG.replace("6261646d7367000000000000", command);
        var received = feed(new V1Transport(REGTEST), ByteString.fromHex(wrong + BADMSG));
        assertEquals(
                new Transport.Damaged(shown, 26, "Invalid message type (" + shown + ", 2 bytes)"),
                received.getFirst());
        assertInstanceOf(Transport.Whole.class, received.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "626164206d7367000000007e, false", // a zero between
        "626164206d73677e7e7e7e7e, true", // twelve characters, none of them zero
        "000000000000000000000000, true",
        "7e0000000000000000000000, true"
    })
    void takesAnyPrintableCommand(String command, boolean taken) throws Exception {
        String message = BADMSG.replace("6261646d7367000000000000", command);
        var received = feed(new V1Transport(REGTEST), ByteString.fromHex(message));
        assertEquals(taken, received.getFirst() instanceof Transport.Whole);
    }

    @Test
    void anotherMagicEndsTheConnection() throws Exception {
        String wrong = "ffffffff" + BADMSG.substring(8);
        var receiver = new V1Transport(REGTEST);
        var bad = new Transport.Bad("Wrong MessageStart ffffffff received");
        assertEquals(List.of(bad), feed(receiver, ByteString.fromHex(wrong + BADMSG)));
        ByteBuffer more = ByteBuffer.wrap(ByteString.fromHex(BADMSG).toArray());
        assertEquals(bad, receiver.receive(more));
        assertFalse(more.hasRemaining());
    }

    @ParameterizedTest
    @CsvSource({"01093d00, 4000001", "ffffffff, 4294967295", "00000080, 2147483648"})
    void aLengthBeyondAllPayloadsEndsTheConnection(String length, String shown) throws Exception {
        String wrong = BADMSG.replace("02000000", length);
        assertEquals(
                List.of(new Transport.Bad("Size too large (badmsg, " + shown + " bytes)")),
                feed(new V1Transport(REGTEST), ByteString.fromHex(wrong)));
    }

    @Test
    void takesTheLongestPayload() {
        byte[] payload = new byte[Frame.PAYLOAD_BYTES_MAX];
        new SplittableRandom(5).nextBytes(payload);
        var frame = new Frame("block", ByteString.wrap(payload));
        var sender = new V1Transport(REGTEST);
        sender.send(frame);
        ByteString stream = joined(sender.outgoing());
        assertEquals(
                List.of(new Transport.Whole(frame, stream.length())),
                feed(new V1Transport(REGTEST), stream));
    }

    /** A stranger cannot make us hold 4 MB by saying so. */
    @Test
    void announcedBytesCostNothing() throws Exception {
        String head = "fabfb5da" + "626c6f636b00000000000000" + "00093d00" + "00000000";
        ByteString some = ByteString.fromHex(head + "ab".repeat(100));
        assertTrue(Allocation.bytes(() -> feed(new V1Transport(REGTEST), some)) < 8_192);
        ByteString more = ByteString.wrap(new byte[100_000]);
        long held =
                Allocation.bytes(() -> {
                    var receiver = new V1Transport(REGTEST);
                    feed(receiver, some);
                    feed(receiver, more);
                });
        // the piece itself is copied once to be fed
        assertTrue(held < 400_000, () -> "allocates " + held);
    }

    @Test
    void everyPieceIsRefusedWhereItEndsOtherwise() {
        Property.forAll(
                200,
                random -> {
                    byte[] junk = new byte[random.nextInt(200)];
                    random.nextBytes(junk);
                    if (random.nextBoolean() && junk.length >= 4) REGTEST.copyTo(junk, 0);
                    for (var one : feed(new V1Transport(REGTEST), ByteString.wrap(junk))) {
                        assertFalse(one instanceof Transport.NeedMore);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"thirteen-long", "tab\t", "\u00e9", "zero\0", "\u007f"})
    void framesHaveCommandsThatCanBeSent(String command) {
        assertThrows(IllegalArgumentException.class, () -> new Frame(command, ByteString.EMPTY));
    }

    @Test
    void framesHavePayloadsThatCanBeSent() {
        ByteString tooLong = ByteString.wrap(new byte[Frame.PAYLOAD_BYTES_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> new Frame("block", tooLong));
    }

    /** All that comes out of bytes but the wish for more. */
    private static List<Transport.Received> feed(Transport transport, ByteString bytes) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes.toArray());
        var received = new ArrayList<Transport.Received>();
        while (true) {
            Transport.Received one = transport.receive(chunk);
            if (one instanceof Transport.NeedMore) return received;
            received.add(one);
            if (one instanceof Transport.Bad) return received;
        }
    }

    private static ByteString joined(List<ByteString> pieces) {
        var out = new ByteWriter();
        pieces.forEach(out::bytes);
        return out.toByteString();
    }

    private static List<Frame> frames(SplittableRandom random) {
        var frames = new ArrayList<Frame>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            byte[] payload = new byte[random.nextBoolean() ? 0 : random.nextInt(5_000)];
            random.nextBytes(payload);
            String command = "abcdefghijkl".substring(0, random.nextInt(1, 13));
            frames.add(new Frame(command, ByteString.wrap(payload)));
        }
        return frames;
    }
}
