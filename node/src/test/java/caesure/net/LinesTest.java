// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.transport.Frame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits, in both directions, and what it costs. */
@Timeout(20)
class LinesTest {
    private final Arrival.ReadAhead ahead = new Arrival.ReadAhead();

    private static Frame frame(int bytes) {
        return new Frame("junk", ByteString.wrap(new byte[bytes]));
    }

    private Arrival arrival(int bytes) {
        return Arrival.of(frame(bytes), ahead);
    }

    @Test
    void whatIsBeyondTheRoomStaysUnread() {
        var inbox = new Inbox(100_000_000, ahead);
        for (int i = 0; i < 3; i++) inbox.put(arrival(4_000_000));
        assertEquals(Arrival.ReadAhead.BYTES_MAX, ahead.taken());
        assertInstanceOf(Arrival.Said.class, inbox.take().orElseThrow().reading());
        assertEquals(4_000_000, ahead.taken());
        inbox.put(arrival(1));
        assertInstanceOf(Arrival.Said.class, inbox.take().orElseThrow().reading());
        assertInstanceOf(Arrival.Unread.class, inbox.take().orElseThrow().reading());
        assertInstanceOf(Arrival.Said.class, inbox.take().orElseThrow().reading());
        assertTrue(inbox.take().isEmpty());
        assertEquals(0, ahead.taken());
        assertEquals(0, inbox.bytes());
    }

    @Test
    void whatIsThrownAwayGivesItsRoomBack() {
        var inbox = new Inbox(1_000, ahead);
        inbox.put(arrival(2_000));
        inbox.close();
        inbox.put(arrival(3_000));
        assertEquals(0, ahead.taken());
        assertTrue(inbox.isEmpty());
        assertFalse(inbox.awaitRoom());
    }

    @Test
    void aLineIsFullAboveItsLimit() throws InterruptedException {
        var inbox = new Inbox(1_000, ahead);
        inbox.put(arrival(400));
        assertTrue(inbox.awaitRoom());
        inbox.put(arrival(400));
        Thread waits = Thread.ofVirtual().start(inbox::awaitRoom);
        while (waits.getState() != Thread.State.WAITING) Thread.onSpinWait();
        inbox.take();
        waits.join();
    }

    @Test
    void anOutboxTakesWhatIsOnItsWayForWaiting() {
        var outbox = new Outbox(1_000);
        assertEquals(Outbox.Put.WAITS, outbox.put(frame(500)));
        assertFalse(outbox.isFull());
        assertEquals(Outbox.Put.WAITS, outbox.put(frame(500)));
        assertTrue(outbox.isFull());
        Frame first = outbox.take().orElseThrow();
        assertTrue(outbox.isFull());
        assertTrue(outbox.written(first));
        assertFalse(outbox.isFull());
        assertFalse(outbox.written(outbox.take().orElseThrow()));
        assertEquals(0, outbox.bytes());
        outbox.close();
        assertEquals(Outbox.Put.CLOSED, outbox.put(frame(1)));
        assertTrue(outbox.take().isEmpty());
    }
}
