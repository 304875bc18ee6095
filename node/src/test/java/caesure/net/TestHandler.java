// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.peers.Peer;
import caesure.wire.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps what it is told, does what a test says, and lets the test wait for it. */
final class TestHandler implements Handler {
    /** Longer than anything takes that works. */
    private static final long PATIENCE_NS = 20_000_000_000L;

    /** Not all that a test waits for is heard of here. */
    private static final long STEP_NS = 5_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> events = new ArrayList<>();
    private boolean held;
    private boolean inside;
    private long ticks;

    volatile BiConsumer<Peer, Message> onMessage = (peer, message) -> {};
    volatile Predicate<Peer> busy = peer -> false;
    volatile Runnable onProceed = () -> {};
    volatile Runnable onTick = () -> {};

    @Override
    public void opened(Peer peer) {
        note("opened " + peer.id());
    }

    @Override
    public void message(Peer peer, Message message) {
        note("message " + peer.id() + " " + message.command());
        onMessage.accept(peer, message);
    }

    @Override
    public void malformed(Peer peer, String command, String what) {
        note("malformed " + peer.id() + " " + command);
    }

    @Override
    public void violated(Peer peer, String command, String what) {
        note("violated " + peer.id() + " " + command);
    }

    @Override
    public boolean isBusy(Peer peer) {
        return busy.test(peer);
    }

    @Override
    public void proceed(Peer peer) {
        note("proceed " + peer.id());
        onProceed.run();
    }

    @Override
    public void closed(Peer peer) {
        note("closed " + peer.id());
    }

    @Override
    public void tick() {
        lock.lock();
        try {
            ticks++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onTick.run();
    }

    private void note(String event) {
        lock.lock();
        try {
            events.add(event);
            inside = true;
            changed.signalAll();
            while (held) changed.awaitUninterruptibly();
            inside = false;
        } finally {
            lock.unlock();
        }
    }

    /** From now on each call waits for {@link #release}. */
    void hold() {
        lock.lock();
        try {
            held = true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            held = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a call is being held. */
    void awaitHeld() {
        await("a call to hold", () -> inside);
    }

    long ticks() {
        lock.lock();
        try {
            return ticks;
        } finally {
            lock.unlock();
        }
    }

    List<String> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    long count(String event) {
        return events().stream().filter(event::equals).count();
    }

    /** Waits for something to have been told. */
    void await(String event) {
        await(event, () -> events.contains(event));
    }

    /** Waits until it was told so often. */
    void await(String event, int times) {
        await(times + " times " + event, () -> count(event) >= times);
    }

    /** Waits until something is so; looked at after each call, and from time to time. */
    void await(String what, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = PATIENCE_NS;
            while (!condition.getAsBoolean()) {
                if (left <= 0)
                    throw new AssertionError("waited in vain for " + what + ": " + tail());
                left -= STEP_NS - Math.max(0, changed.awaitNanos(STEP_NS));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private List<String> tail() {
        return events.subList(Math.max(0, events.size() - 20), events.size());
    }
}
