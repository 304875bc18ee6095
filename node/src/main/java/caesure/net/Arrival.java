// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.bytes.MalformedException;
import caesure.transport.Frame;
import caesure.wire.Message;
import caesure.wire.ViolationException;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A message that a peer sent, as far as it was understood.
 *
 * @param bytes of its payload
 */
record Arrival(String command, int bytes, Reading reading) {
    /** Around the payload: the head on the wire, and the objects in memory, roughly. */
    private static final int AROUND_BYTES = 256;

    /** What reading it has come to. */
    sealed interface Reading {}

    record Unread(Frame frame) implements Reading {}

    record Said(Message message) implements Reading {}

    record Malformed(String what) implements Reading {}

    record Violation(String what) implements Reading {}

    /** Reads a message if there is room for it; else it stays unread. */
    static Arrival of(Frame frame, ReadAhead ahead) {
        int bytes = frame.payload().length();
        if (!ahead.take(bytes)) return new Arrival(frame.command(), bytes, new Unread(frame));
        boolean done = false;
        try {
            var arrival = new Arrival(frame.command(), bytes, read(frame));
            done = true;
            return arrival;
        } finally {
            if (!done) ahead.giveBack(bytes);
        }
    }

    /** Gives back the room that this has taken. */
    void release(ReadAhead ahead) {
        if (!(reading instanceof Unread)) ahead.giveBack(bytes);
    }

    /** How much it counts among what waits, in bytes. */
    int weight() {
        return AROUND_BYTES + bytes;
    }

    static Reading read(Frame frame) {
        try {
            return new Said(Message.read(frame.command(), frame.payload()));
        } catch (MalformedException e) {
            return new Malformed(e.getMessage());
        } catch (ViolationException e) {
            return new Violation(e.getMessage());
        }
    }

    /**
     * How much of what waits may be understood before its turn. A message in memory is up to sixty
     * times as large as on the wire (see {@link caesure.wire.Message}), and all peers together can
     * have hundreds of megabytes waiting: what is beyond this waits as it came, and is read in its
     * turn.
     */
    static final class ReadAhead {
        /** Of all peers together, in bytes on the wire: at the worst 480 MB in memory. */
        static final long BYTES_MAX = 8_000_000;

        private final AtomicLong taken = new AtomicLong();

        /** Takes room, if there is any. */
        boolean take(int bytes) {
            if (taken.addAndGet(bytes) <= BYTES_MAX) return true;
            taken.addAndGet(-bytes);
            return false;
        }

        void giveBack(int bytes) {
            taken.addAndGet(-bytes);
        }

        long taken() {
            return taken.get();
        }
    }
}
