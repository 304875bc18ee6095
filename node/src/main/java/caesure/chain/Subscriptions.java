// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Those who want to hear of a chain's events. Each has a queue and a thread of its own: who is slow
 * holds up nobody.
 */
final class Subscriptions implements AutoCloseable {
    /**
     * So many events wait for a slow listener. When there are more, moves of the tip are told as
     * one, and stored blocks not at all: who must not miss one asks the chain.
     */
    private static final int WAITING_MAX = 1_000;

    private final List<Queue> queues = new CopyOnWriteArrayList<>();

    /**
     * Tells a listener all events from now on, in their order, on a thread of its own.
     *
     * @return ends it when closed
     */
    Subscription add(Consumer<ChainEvent> listener) {
        var queue = new Queue(listener);
        queues.add(queue);
        queue.thread.start();
        return () -> {
            queues.remove(queue);
            queue.end();
        };
    }

    void publish(ChainEvent event) {
        for (Queue queue : queues) queue.put(event);
    }

    /**
     * Waits until every listener was told all that was published before, and is through with it. A
     * listener must not call this: it would wait for itself.
     */
    void awaitTold() throws InterruptedException {
        for (Queue queue : queues) queue.awaitTold();
    }

    /** Ends all; what was published before is still told. */
    @Override
    public void close() {
        for (Queue queue : queues) queue.end();
        queues.clear();
    }

    private static final class Queue {
        private final Consumer<ChainEvent> listener;
        private final Deque<Numbered> waiting = new ArrayDeque<>();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Thread thread;
        private long published; // events so far
        private long told; // of those, so many from the first on are done with
        private boolean ended;
        private boolean dead; // the thread tells no more

        /** An event and its place in the order of all, from 1. */
        private record Numbered(long number, ChainEvent event) {}

        Queue(Consumer<ChainEvent> listener) {
            this.listener = listener;
            this.thread = Thread.ofVirtual().name("chain-listener").unstarted(this::tell);
        }

        void put(ChainEvent event) {
            lock.lock();
            try {
                published++;
                if (waiting.size() < WAITING_MAX) waiting.add(new Numbered(published, event));
                else if (event instanceof ChainEvent.Moved move) merge(move);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Puts one move in the place of all that wait. */
        private void merge(ChainEvent.Moved move) {
            HeaderNode from =
                    waiting.stream()
                            .map(Numbered::event)
                            .filter(ChainEvent.Moved.class::isInstance)
                            .map(first -> ((ChainEvent.Moved) first).from())
                            .findFirst()
                            .orElse(move.from());
            waiting.removeIf(each -> each.event() instanceof ChainEvent.Moved);
            if (from == move.to()) return;
            waiting.add(new Numbered(published, new ChainEvent.Moved(from, move.to())));
        }

        void awaitTold() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long until = published;
                while (told < until && !dead) changed.await();
            } finally {
                lock.unlock();
            }
        }

        void end() {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void tell() {
            try {
                for (Numbered next = take(); next != null; next = take()) {
                    listener.accept(next.event());
                    done(next.number());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                die();
            }
        }

        private Numbered take() throws InterruptedException {
            lock.lock();
            try {
                while (waiting.isEmpty() && !ended) changed.await();
                return waiting.poll();
            } finally {
                lock.unlock();
            }
        }

        private void done(long number) {
            lock.lock();
            try {
                told = waiting.isEmpty() ? published : number; // some were merged or left out
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void die() {
            lock.lock();
            try {
                dead = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
