// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The time that a node goes by: the real one, or one that a person sets and that then stands still
 * (-mocktime). How long something takes is not measured with it.
 */
public final class NodeClock implements InstantSource {
    private final InstantSource real;
    private volatile Optional<Instant> mock = Optional.empty();

    public NodeClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return mock.orElseGet(real::instant);
    }

    /** The real time, whatever was set. */
    public Instant real() {
        return real.instant();
    }

    /** In seconds since 1970. */
    public long nowS() {
        return instant().getEpochSecond();
    }

    /** What is taken for the time instead of the real one. */
    public Optional<Instant> mock() {
        return mock;
    }

    /** Sets the time to stand still at; empty to go by the real one again. */
    public void mock(Optional<Instant> time) {
        mock = time;
    }
}
