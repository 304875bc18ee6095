// SPDX-License-Identifier: BSD-2-Clause
package caesure.net;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What went through one connection, in bytes on the wire.
 *
 * @param sentByCommand of each kind of message that was sent
 * @param receivedByCommand likewise; messages that are not known here are counted as {@code
 *     *other*}
 * @param lastSent when, by the node's clock; empty if never
 * @param lastReceived likewise
 */
public record Traffic(
        long sent,
        long received,
        Map<String, Long> sentByCommand,
        Map<String, Long> receivedByCommand,
        Optional<Instant> lastSent,
        Optional<Instant> lastReceived) {
    public Traffic {
        sentByCommand = Map.copyOf(sentByCommand);
        receivedByCommand = Map.copyOf(receivedByCommand);
    }
}
