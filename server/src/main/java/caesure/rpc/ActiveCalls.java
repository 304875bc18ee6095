// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.Json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** The calls that are being worked on. There are no more of them than handlers. */
public final class ActiveCalls {
    private final LongSupplier nowNs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Entry> entries = new LinkedHashSet<>(); // guarded by the lock

    /**
     * Begins with none.
     *
     * @param nowNs a clock that never goes back
     */
    public ActiveCalls(LongSupplier nowNs) {
        this.nowNs = nowNs;
    }

    /** One call; each is another, whatever it holds. */
    private static final class Entry {
        private final String method;
        private final long sinceNs;

        Entry(String method, long sinceNs) {
            this.method = method;
            this.sinceNs = sinceNs;
        }
    }

    Json run(Call call) throws RpcException, InterruptedException {
        Entry entry = new Entry(call.method().name(), nowNs.getAsLong());
        note(entry, true);
        try {
            return call.method().body().answer(call);
        } finally {
            note(entry, false);
        }
    }

    private void note(Entry entry, boolean begins) {
        lock.lock();
        try {
            if (begins) {
                entries.add(entry);
            } else {
                entries.remove(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Each call's method and how long it takes so far, in microseconds; the oldest first. */
    Json list() {
        long now = nowNs.getAsLong();
        lock.lock();
        try {
            List<Json> rows =
                    entries.stream()
                            .<Json>map(entry ->
                                    Json.object()
                                            .with("method", entry.method)
                                            .with("duration", microseconds(entry, now))
                                            .build())
                            .toList();
            return Json.array(rows);
        } finally {
            lock.unlock();
        }
    }

    private static long microseconds(Entry entry, long nowNs) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMicros(nowNs - entry.sinceNs));
    }
}
