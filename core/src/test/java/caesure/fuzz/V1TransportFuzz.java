// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import caesure.bytes.ByteString;
import caesure.transport.Transport;
import caesure.transport.V1Transport;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A stream from a stranger: what comes out does not depend on how it was cut. */
class V1TransportFuzz {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);

    /** The first byte is the length of the pieces, the rest the stream. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyStream(byte[] bytes) {
        if (bytes.length == 0) return;
        int piece = 1 + (bytes[0] & 0xff);
        var whole = new V1Transport(MAGIC);
        List<Transport.Received> expected =
                feed(whole, ByteBuffer.wrap(bytes, 1, bytes.length - 1));
        var inPieces = new V1Transport(MAGIC);
        var received = new ArrayList<Transport.Received>();
        for (int at = 1; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            received.addAll(feed(inPieces, ByteBuffer.wrap(bytes, at, count)));
            if (!received.isEmpty() && received.getLast() instanceof Transport.Bad) break;
        }
        assertEquals(expected, received);
        sendAgain(expected);
    }

    private static List<Transport.Received> feed(Transport transport, ByteBuffer chunk) {
        var received = new ArrayList<Transport.Received>();
        while (true) {
            Transport.Received one = transport.receive(chunk);
            if (one instanceof Transport.NeedMore) {
                assertFalse(chunk.hasRemaining());
                return received;
            }
            received.add(one);
            if (one instanceof Transport.Bad) return received;
        }
    }

    /** What was taken can be sent, and is taken again. */
    private static void sendAgain(List<Transport.Received> all) {
        var sender = new V1Transport(MAGIC);
        var receiver = new V1Transport(MAGIC);
        for (Transport.Received one : all) {
            if (!(one instanceof Transport.Whole sent)) continue;
            sender.send(sent.frame());
            var received = new ArrayList<Transport.Received>();
            for (ByteString piece : sender.outgoing()) {
                received.addAll(feed(receiver, ByteBuffer.wrap(piece.toArray())));
            }
            assertEquals(List.of(sent), received);
        }
    }
}
