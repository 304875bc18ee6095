// SPDX-License-Identifier: BSD-2-Clause
package caesure.transport;

import caesure.bytes.ByteString;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One side of a connection, as a pure machine: bytes that a peer sent go in and messages come out,
 * messages for the peer go in and bytes come out. It never waits, and knows no socket and no clock.
 */
public interface Transport {

    /** What became of bytes that were fed. */
    sealed interface Received {}

    /** All bytes were taken, and no message has ended yet. */
    record NeedMore() implements Received {}

    /**
     * A message has ended.
     *
     * @param wireBytes how many bytes it took on the wire, with everything around it
     */
    record Whole(Frame frame, int wireBytes) implements Received {}

    /**
     * A message has ended and is of no use. The next one begins where it should, so the peer stays.
     *
     * @param command as far as it is known, of harmless characters
     * @param wireBytes how many bytes it took on the wire
     * @param what is wrong with it, for a log
     */
    record Damaged(String command, int wireBytes, String what) implements Received {}

    /**
     * Nothing that follows can be understood: the connection has to end. Once said, it is said
     * again to all that is fed.
     *
     * @param what is wrong, for a log
     */
    record Bad(String what) implements Received {}

    /**
     * Takes bytes from the peer, at most to the end of one message. What is left in the buffer
     * belongs to the next: feed it again until the answer is {@link NeedMore} or {@link Bad}.
     */
    Received receive(ByteBuffer chunk);

    /** Puts a message in line for the peer. How long the line may grow is the caller's affair. */
    void send(Frame frame);

    /** The bytes that can be written to the peer now, in order; they leave the line. */
    List<ByteString> outgoing();
}
