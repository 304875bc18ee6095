// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

import caesure.transport.Frame;

import java.time.Duration;
import java.time.Instant;

/**
 * One end of a connection between two nodes: what is sent here is heard at the other end, in order.
 */
final class Line {
    final Node owner;
    final long id;
    final Node towards;
    private final Duration delay;
    private Line other;
    private boolean open = true;
    private Instant free = Instant.EPOCH; // not before this time the next message arrives

    private Line(Node owner, Node towards, long id, Duration delay) {
        this.owner = owner;
        this.towards = towards;
        this.id = id;
        this.delay = delay;
    }

    /** Two nodes are connected; the first has called. */
    static void between(World world, Node caller, Node called) {
        var delay = Duration.ofMillis(world.random.nextInt(5, 300));
        var out = new Line(caller, called, caller.nextPeer(), delay);
        var in = new Line(called, caller, called.nextPeer(), delay);
        out.other = in;
        in.other = out;
        called.connected(in, true);
        caller.connected(out, false);
    }

    /**
     * @param late beyond the usual delay; all that is sent later waits behind it
     */
    void send(World world, Frame frame, Duration late) {
        if (!open) return;
        Instant arrival = world.now().plus(delay).plus(late);
        if (arrival.isBefore(free)) arrival = free;
        free = arrival;
        world.after(
                Duration.between(world.now(), arrival),
                () -> {
                    if (other.open) other.owner.heard(other, frame);
                });
    }

    boolean isOpen() {
        return open;
    }

    void hangUp(World world) {
        if (!open) return;
        open = false;
        owner.closed(this);
        world.after(
                delay,
                () -> {
                    if (!other.open) return;
                    other.open = false;
                    other.owner.closed(other);
                });
    }
}
