// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.transport.Frame;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is to be said to a peer that does not take it at once. */
final class Outbox {
    /**
     * How much may wait beyond what makes it full, in bytes: the answer to the last message that
     * was listened to, and what is said unasked to a peer that does not read. It is dropped for
     * that after 20 minutes; no more than this can be said in that time that is any good.
     */
    static final int BEYOND_BYTES_MAX = 2 * Frame.PAYLOAD_BYTES_MAX + 1_000_000;

    /** Around a payload: the head on the wire, and the objects in memory, roughly. */
    private static final int AROUND_BYTES = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> line = new ArrayDeque<>();
    private final int bytesMax;
    private long bytes;
    private boolean closed;

    /** What became of a message. */
    enum Put {
        WAITS,
        /** The connection is over. */
        CLOSED,
        /** There is no room at all. */
        OVERFLOWS
    }

    /**
     * @param bytesMax above which it is full
     */
    Outbox(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    Put put(Frame frame) {
        lock.lock();
        try {
            if (closed) return Put.CLOSED;
            if (bytes + weight(frame) > (long) bytesMax + BEYOND_BYTES_MAX) return Put.OVERFLOWS;
            line.add(frame);
            bytes += weight(frame);
            changed.signalAll();
            return Put.WAITS;
        } finally {
            lock.unlock();
        }
    }

    /** The first in the line, waiting for one; empty if there will be none. */
    Optional<Frame> take() {
        lock.lock();
        try {
            while (line.isEmpty() && !closed) changed.awaitUninterruptibly();
            return Optional.ofNullable(line.poll());
        } finally {
            lock.unlock();
        }
    }

    /**
     * A message that was taken is on its way.
     *
     * @return whether it was full before and is not any more
     */
    boolean written(Frame frame) {
        lock.lock();
        try {
            boolean wasFull = isFull();
            bytes = Math.max(0, bytes - weight(frame));
            return wasFull && !isFull();
        } finally {
            lock.unlock();
        }
    }

    /** Whether more waits than should. */
    boolean isFull() {
        lock.lock();
        try {
            return bytes > bytesMax;
        } finally {
            lock.unlock();
        }
    }

    /** How much waits, what is just being written included. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Throws all away that is there and will come. */
    void close() {
        lock.lock();
        try {
            closed = true;
            line.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int weight(Frame frame) {
        return AROUND_BYTES + frame.payload().length();
    }
}
