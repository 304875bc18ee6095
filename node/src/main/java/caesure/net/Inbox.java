// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a peer said and nobody has listened to yet. Whoever reads from the peer waits while there is
 * too much of it.
 */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Arrival> line = new ArrayDeque<>();
    private final Arrival.ReadAhead ahead;
    private final int bytesMax;
    private long bytes;
    private boolean closed;

    /**
     * @param bytesMax above which there is no room
     */
    Inbox(int bytesMax, Arrival.ReadAhead ahead) {
        this.bytesMax = bytesMax;
        this.ahead = ahead;
    }

    /**
     * Waits for room.
     *
     * @return false if there will be none
     */
    boolean awaitRoom() {
        lock.lock();
        try {
            while (bytes > bytesMax && !closed) changed.awaitUninterruptibly();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a message at the end of the line, even if that is too long: one more has room. */
    void put(Arrival arrival) {
        lock.lock();
        try {
            if (closed) {
                arrival.release(ahead);
                return;
            }
            line.add(arrival);
            bytes += arrival.weight();
        } finally {
            lock.unlock();
        }
    }

    /** The first in the line, which leaves it. */
    Optional<Arrival> take() {
        lock.lock();
        try {
            Optional<Arrival> first = Optional.ofNullable(line.poll());
            first.ifPresent(this::left);
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void left(Arrival arrival) {
        bytes -= arrival.weight();
        arrival.release(ahead);
        changed.signalAll();
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return line.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How much waits. */
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
            line.forEach(arrival -> arrival.release(ahead));
            line.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
