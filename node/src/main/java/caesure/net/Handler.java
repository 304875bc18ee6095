// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import caesure.peers.Peer;
import caesure.wire.Message;

/**
 * Understands what peers say. All calls come from one thread, named msghand: a peer's messages in
 * their order, the peers in turn. While a call lasts nothing else is understood.
 */
public interface Handler {
    /** A connection was made. Nothing was said yet. */
    void opened(Peer peer);

    /** A peer said something. */
    void message(Peer peer, Message message);

    /** A peer said something that is none of its kind; its next message may be. */
    void malformed(Peer peer, String command, String what);

    /** A peer said what no honest peer says. */
    void violated(Peer peer, String command, String what);

    /**
     * Whether a peer still waits for what it asked for: as long as it does, and room is left for
     * it, {@link #proceed} is called instead of {@link #message}.
     */
    boolean isBusy(Peer peer);

    /** Goes on with what a peer waits for, a little. */
    void proceed(Peer peer);

    /** A connection has ended. */
    void closed(Peer peer);

    /** Some time has passed, at most a tenth of a second, or somebody called for attention. */
    void tick();
}
