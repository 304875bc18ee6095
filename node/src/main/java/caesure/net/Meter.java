// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.wire.Message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what goes through a connection. For any thread. */
final class Meter {
    private static final Set<String> COMMANDS = Set.copyOf(Message.COMMANDS);

    /** As which all others are counted: a stranger must not make the map grow. */
    private static final String OTHER = "*other*";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> sentByCommand = new TreeMap<>();
    private final Map<String, Long> receivedByCommand = new TreeMap<>();
    private long sent;
    private long received;
    private Optional<Instant> lastSent = Optional.empty();
    private Optional<Instant> lastReceived = Optional.empty();

    /** Part of a message, or a whole one, was handed to the system. */
    void sent(String command, int bytes, Instant now) {
        lock.lock();
        try {
            sent += bytes;
            lastSent = Optional.of(now);
            sentByCommand.merge(known(command), (long) bytes, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Bytes came, of whatever kind. */
    void received(int bytes, Instant now) {
        lock.lock();
        try {
            received += bytes;
            lastReceived = Optional.of(now);
        } finally {
            lock.unlock();
        }
    }

    /** A message was whole. */
    void receivedMessage(String command, int bytes) {
        lock.lock();
        try {
            receivedByCommand.merge(known(command), (long) bytes, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    /** A message had an end and was of no use. */
    void receivedDamaged(int bytes) {
        receivedMessage(OTHER, bytes);
    }

    /** Whether a message of a kind has come. */
    boolean hasReceived(String command) {
        lock.lock();
        try {
            return receivedByCommand.containsKey(command);
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> lastSent() {
        lock.lock();
        try {
            return lastSent;
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> lastReceived() {
        lock.lock();
        try {
            return lastReceived;
        } finally {
            lock.unlock();
        }
    }

    Traffic traffic() {
        lock.lock();
        try {
            return new Traffic(
                    sent, received, sentByCommand, receivedByCommand, lastSent, lastReceived);
        } finally {
            lock.unlock();
        }
    }

    private static String known(String command) {
        return COMMANDS.contains(command) ? command : OTHER;
    }
}
