// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.transport.Frame;
import caesure.wire.Message;

/** What is to be done about a peer, after something was heard or some time has passed. */
public sealed interface Answer {
    /** Whom it concerns. */
    long peer();

    /** Say this. */
    record Say(long peer, Message message) implements Answer {}

    /** Say this, which lies ready as bytes: a block, as it is stored. */
    record SayBytes(long peer, Frame frame) implements Answer {}

    /**
     * End the connection, and have the address called or let in again only when there is no other,
     * unless it may do anything (Core's Misbehaving: disconnect and discourage).
     *
     * @param why for the log; words of strangers in it are clean
     */
    record Discourage(long peer, String why) implements Answer {}

    /** End the connection. */
    record Leave(long peer, String why) implements Answer {}
}
