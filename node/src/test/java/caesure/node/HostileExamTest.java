// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.node.Attempts.Attempt;
import caesure.primitives.Work;
import caesure.wire.Message;
import caesure.wire.Negotiation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running node, with real sockets, hears every message of the protocol from strangers: as it
 * should be, cut off after each byte, with counts and lengths that lie, with bits that were turned
 * and with more behind it, before, in and after the greeting. All the while an honest peer is
 * served, and afterwards the node follows the chain.
 *
 * <p>{@code -Dcaesure.exam.rounds=N} makes it N times as long, each round from a seed of its own;
 * {@code -Dcaesure.exam.seed=S} chooses where they begin.
 */
class HostileExamTest {
    private static final Params PARAMS = Params.of(Network.REGTEST);
    private static final int ROUNDS = Integer.getInteger("caesure.exam.rounds", 1);
    private static final long SEED = Long.getLong("caesure.exam.seed", 36);

    /** So many strangers at a time. */
    private static final int STRANGERS = 8;

    /** So many messages one says before it waits for the node. */
    private static final int AT_ONCE = 100;

    private static final long HEAP_GROWTH_MAX = 32 << 20;

    @TempDir Path temp;
    private final AtomicLong said = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    /** When something is said. */
    private enum Phase {
        BEFORE_VERSION,
        BEFORE_VERACK,
        AFTER
    }

    @Test
    @Timeout(3_600)
    void whateverStrangersSayTheNodeServesOthersAndGoesOn() throws Exception {
        try (var node = new Examinee(temp, PARAMS, Work.NONE);
                Friend friend = Friend.with(30, PARAMS, node.port())) {
            node.awaitTip(friend.tip());
            long heapBefore = Examinee.heapBytes();
            long longestMs = examine(node.port(), friend);
            Examinee.await("strangers to be gone", () -> node.peering().count() == 1);
            long grown = Examinee.heapBytes() - heapBefore;
            System.out.printf(
                    "hostile exam: %d messages, %d hung up on, longest wait of the honest peer %d"
                            + " ms, heap %+d KiB%n",
                    said.get(), left.get(), longestMs, grown >> 10);
            assertTrue(grown < HEAP_GROWTH_MAX, () -> "heap grew by " + grown);
            assertEquals(31, node.chain().headers().all().size(), "headers of strangers");
            node.awaitTip(friend.findAndTell());
            friend.beServed(31);
            node.assertSound();
        }
    }

    /** Has strangers say it all; tells how long the honest peer had to wait at most. */
    private long examine(int port, Friend friend) throws Exception {
        var isDone = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> served = threads.submit(() -> beServed(friend, isDone));
            try {
                for (int round = 0; round < ROUNDS; round++) ask(port, SEED + round);
            } finally {
                isDone.set(true);
            }
            return served.get();
        }
    }

    /** Is served again and again; tells how long the longest wait was, in milliseconds. */
    private static long beServed(Friend friend, AtomicBoolean isDone) throws Exception {
        long longest = 0;
        for (int i = 0; !isDone.get(); i++) {
            long start = System.nanoTime();
            friend.beServed(1 + i % 30);
            longest = Math.max(longest, System.nanoTime() - start);
        }
        return longest / 1_000_000;
    }

    private void ask(int port, long seed) throws Exception {
        try (var threads = Executors.newFixedThreadPool(STRANGERS)) {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (String command : Message.COMMANDS) {
                tasks.add(() -> {
                    var random = new SplittableRandom(seed * 1_000_003 + command.hashCode());
                    exchange(port, command, new Attempts(random));
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) assertTrue(done.get());
        }
    }

    private void exchange(int port, String command, Attempts attempts) throws Exception {
        for (Phase phase : Phase.values()) sayInParts(port, phase, attempts.sound(command));
        List<Attempt> broken = attempts.broken(command);
        for (int i = 0; i < broken.size(); i += AT_ONCE) {
            List<Attempt> part = broken.subList(i, Math.min(broken.size(), i + AT_ONCE));
            for (Phase phase : Phase.values()) sayInParts(port, phase, part);
        }
        for (byte[] head : lyingHeads(port, command, attempts)) {
            try (Caller stranger = call(port)) {
                tell(stranger, head);
                stranger.finish();
            }
        }
    }

    private static List<byte[]> lyingHeads(int port, String command, Attempts attempts)
            throws IOException {
        try (var stranger = new Caller(PARAMS, port)) {
            return attempts.lyingHeads(command, stranger);
        }
    }

    private static Caller call(int port) throws IOException {
        var stranger = new Caller(PARAMS, port);
        stranger.listen();
        return stranger;
    }

    /** Says all; what comes after a word that makes the node hang up, to another ear of it. */
    private void sayInParts(int port, Phase phase, List<Attempt> all) throws Exception {
        if (isHeard(port, phase, all)) return;
        left.incrementAndGet();
        if (all.size() == 1) return;
        int half = all.size() / 2;
        sayInParts(port, phase, all.subList(0, half));
        sayInParts(port, phase, all.subList(half, all.size()));
    }

    /** Says some words in a connection of their own; false if the node hung up. */
    private boolean isHeard(int port, Phase phase, List<Attempt> words) throws Exception {
        try (Caller stranger = call(port)) {
            try {
                if (phase != Phase.BEFORE_VERSION) stranger.say(Caller.version());
                if (phase == Phase.AFTER) stranger.say(new Negotiation.Verack());
                for (Attempt each : words) {
                    tell(stranger, stranger.whole(each.command(), each.payload()));
                }
                if (phase == Phase.BEFORE_VERSION) stranger.say(Caller.version());
                if (phase != Phase.AFTER) stranger.say(new Negotiation.Verack());
            } catch (IOException e) {
                return false;
            }
            return stranger.isAnswered();
        }
    }

    private void tell(Caller stranger, byte[] bytes) throws IOException {
        said.incrementAndGet();
        stranger.write(bytes);
    }
}
